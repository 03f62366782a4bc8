//! Whom we believe to be the office: whoever a public authority vouches for under the name in the trust file, today.
//!
//! *Today* is the phone's clock, but never before the app was built (`api/clock.rs` says why). When only the date is wrong, either the phone's clock
//! or the certificate is off, and that is told apart from a certificate nobody vouches for: a stranger's that is also too old
//! must not send the worker to look at the clock.

use std::sync::Arc;
use std::time::Duration;

use payung_model::units::Timestamp;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

use super::http::HttpProblem;

/// The phone's clock, not before the app was built.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The authorities that browsers trust.
pub(super) fn public_roots() -> RootCertStore {
    RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.into() }
}

/// TLS 1.2 and 1.3 to servers that `roots` vouch for at the time of `now`.
pub(super) fn config(roots: RootCertStore, now: Now) -> Result<ClientConfig, HttpProblem> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let problem = |error: &dyn std::fmt::Display| HttpProblem(error.to_string());
    let judge = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
    let judge = judge.build().map_err(|error| problem(&error))?;
    let builder = ClientConfig::builder_with_details(Arc::<CryptoProvider>::clone(&provider), Arc::new(Given(now)));
    Ok(builder
        .with_safe_default_protocol_versions()
        .map_err(|error| problem(&error))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Explaining(judge)))
        .with_no_client_auth())
}

/// The time, given.
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

/// Accepts what rustls' own verifier accepts, and nothing else; of what that refuses it may give another reason.
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
        let refused = match self.0.verify_server_cert(certificate, intermediates, name, ocsp, now) {
            Err(refused) => refused,
            accepted => return accepted,
        };
        let Some(then) = valid_at(&refused) else { return Err(refused) };
        match self.0.verify_server_cert(certificate, intermediates, name, ocsp, then) {
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
        self.0.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}

/// When the certificate was or will be valid, if its dates are why it was refused.
fn valid_at(refused: &Error) -> Option<UnixTime> {
    match refused {
        Error::InvalidCertificate(CertificateError::ExpiredContext { not_after, .. }) => Some(*not_after),
        Error::InvalidCertificate(CertificateError::NotValidYetContext { not_before, .. }) => Some(*not_before),
        _ => None,
    }
}
