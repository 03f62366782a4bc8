//! Decides whether a server is the office: a public authority must vouch for it, under the name in
//! the trust file, today.
//!
//! *Today* is the phone's clock, but never before the app was built (`api/clock.rs` says why). When
//! only the date of a certificate is wrong, the phone's clock may be off, and the worker is told
//! so. A certificate for which nobody vouches is told apart from that, even if its date is wrong
//! too: the worker shall not look at the clock because of a stranger.

use std::sync::Arc;
use std::time::Duration;

use payung_model::units::Timestamp;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};

/// The phone's clock, but never before the app was built.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Why there is no client at all.
#[derive(Debug, thiserror::Error)]
#[error("no HTTP client: {0}")]
pub struct HttpProblem(pub(super) String);

/// The authorities that browsers trust.
pub(super) fn public_roots() -> RootCertStore {
    RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.into(),
    }
}

/// TLS 1.2 and 1.3 to servers that `roots` vouch for at the time of `now`.
pub(super) fn config(roots: RootCertStore, now: Now) -> Result<ClientConfig, HttpProblem> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let problem = |error: &dyn std::fmt::Display| HttpProblem(error.to_string());
    let judge = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
    let judge = judge.build().map_err(|error| problem(&error))?;
    let builder = ClientConfig::builder_with_details(
        Arc::<CryptoProvider>::clone(&provider),
        Arc::new(Given(now)),
    );
    Ok(builder
        .with_safe_default_protocol_versions()
        .map_err(|error| problem(&error))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Explaining(judge)))
        .with_no_client_auth())
}

/// Gives rustls the time that the core uses.
struct Given(Now);

impl TimeProvider for Given {
    fn current_time(&self) -> Option<UnixTime> {
        let millis = u64::try_from((self.0)().millis()).ok()?;
        Some(UnixTime::since_unix_epoch(Duration::from_millis(millis)))
    }
}

impl std::fmt::Debug for Given {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Given")
    }
}

/// Accepts exactly what rustls' own verifier accepts. For what that refuses it may return another
/// reason.
#[derive(Debug)]
struct Explaining(Arc<WebPkiServerVerifier>);

impl ServerCertVerifier for Explaining {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let refused = match self
            .0
            .verify_server_cert(certificate, intermediates, name, ocsp, now)
        {
            Err(refused) => refused,
            accepted => return accepted,
        };
        // The dates are checked before the authority. So the certificate is judged again for a time
        // at which it is valid, to find out whether anything else is wrong with it.
        let Some(then) = valid_at(&refused) else {
            return Err(refused);
        };
        match self
            .0
            .verify_server_cert(certificate, intermediates, name, ocsp, then)
        {
            Err(other) if valid_at(&other).is_none() => Err(other),
            _ => Err(refused),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0
            .verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0
            .verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}

/// A time at which the certificate is valid, if it was refused because of its dates.
fn valid_at(refused: &Error) -> Option<UnixTime> {
    match refused {
        Error::InvalidCertificate(CertificateError::ExpiredContext { not_after, .. }) => {
            Some(*not_after)
        }
        Error::InvalidCertificate(CertificateError::NotValidYetContext { not_before, .. }) => {
            Some(*not_before)
        }
        _ => None,
    }
}
