//! Fetches newer rules: the office's newest bundle, or the chain of bundles that leads a phone to
//! it.
//!
//! A bundle is signed by one of the two keys that the phone holds, current and next, and names the
//! key after that. A phone that missed several rotations holds no key that signed the newest
//! bundle. It then names the keys that it holds, and the office answers with the newest bundle that
//! one of these signed; each such bundle leads one rotation further.

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use payung_model::sealed::Bundle;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, HeaderName, IF_NONE_MATCH};
use reqwest::{Method, Response, StatusCode};

use super::channels::Channel;
use super::delay::Delay;
use super::http::{Answer, delay_for_code};
use super::network_error::proxy;
use super::step_error::StepError;
use super::{Offered, Run};
use crate::vault::VaultError;

/// A header on every answer about the bundle: the highest engine for which the office has one.
const NEWEST_ENGINE: HeaderName = HeaderName::from_static("payung-newest-engine");
/// How many bundles of a chain one run follows. With one rotation a year no phone is further
/// behind.
const MOST_STEPS: usize = 16;

impl Run<'_> {
    /// Fetches a newer bundle if it is time to ask for one.
    pub(super) async fn fetch_rules_when_due(&mut self) -> Result<(), VaultError> {
        if self.is_open(Channel::Content) && self.time_for_rules()? {
            self.fetch_bundle().await
        } else {
            Ok(())
        }
    }

    /// Fetches a newer bundle if there is one that this core understands.
    pub(super) async fn fetch_bundle(&mut self) -> Result<(), VaultError> {
        if !self.is_open(Channel::Content) {
            return Ok(());
        }
        let outcome = self.fetch_bundle_or_chain().await;
        self.settle_channel(Channel::Content, outcome)
    }

    async fn fetch_bundle_or_chain(&mut self) -> Result<(), StepError> {
        // The newest bundle is asked for first. Naming keys is left to the phones that missed
        // rotations, since it costs a request for each step.
        if self.fetch_one_bundle(&[]).await? != Offered::UnknownSigner {
            return Ok(());
        }
        for _ in 0..MOST_STEPS {
            let signers = self.host.bundle_signers();
            match self.fetch_one_bundle(&signers).await? {
                Offered::Adopted | Offered::Followed => {}
                Offered::UnknownSigner | Offered::Unchanged => break,
            }
        }
        Ok(())
    }

    /// Fetches the office's newest bundle; with `signers`, the newest that one of these keys
    /// signed.
    async fn fetch_one_bundle(&mut self, signers: &[String]) -> Result<Offered, StepError> {
        let mut path = format!("/v1/bundle?engine={}", Bundle::ENGINE);
        if !signers.is_empty() {
            path += "&signers=";
            path += &signers.join(",");
        }
        let http = &self.synchronizer.http;
        let request = http
            .plain(Method::GET, &path)
            .header(
                IF_NONE_MATCH,
                format!("\"{}\"", self.host.bundle_sequence()),
            )
            .header(ACCEPT_ENCODING, "deflate");
        match http.send(request, Vec::new(), &[200, 304]).await {
            Answer::Ok(response) => {
                // The engine is noted even when the bundle is refused afterwards: it tells the
                // worker that an update of the app exists.
                self.note_engine(&response)?;
                let offered = self.take_bundle(response).await?;
                self.note_rules_asked()?;
                Ok(offered)
            }
            // The office has no bundle, or none by these keys. The rules in force stay.
            Answer::Refused { code, .. } if code == "none" => {
                self.note_rules_asked()?;
                Ok(Offered::Unchanged)
            }
            Answer::Refused {
                code, retry_after, ..
            } => Err(delay_for_code(&code, retry_after).into()),
            Answer::Not(delay) => Err(delay.into()),
        }
    }

    async fn take_bundle(&mut self, answer: Response) -> Result<Offered, StepError> {
        if answer.status() == StatusCode::NOT_MODIFIED {
            return Ok(Offered::Unchanged);
        }
        let bytes = self.bundle_of(answer).await?;
        // The clocks are compared first, because they decide how far the bundle's own time is
        // believed.
        self.compare_clocks()?;
        let offered = self.host.offer_bundle(&bytes)?;
        if offered == Offered::Adopted {
            self.report.new_bundle = true;
        }
        Ok(offered)
    }

    /// The signed bytes, inflated if they came deflated. They may inflate to no more than the
    /// largest bundle.
    async fn bundle_of(&self, answer: Response) -> Result<Vec<u8>, Delay> {
        let deflated = answer
            .headers()
            .get(CONTENT_ENCODING)
            .is_some_and(|coding| coding == "deflate");
        let bytes = self
            .synchronizer
            .http
            .body(answer, Bundle::MOST_BYTES)
            .await?;
        if !deflated {
            return Ok(bytes);
        }
        decompress_to_vec_zlib_with_limit(&bytes, Bundle::MOST_BYTES).map_err(|_| proxy())
    }

    /// Notes whether the office has rules for a newer app. An answer without the header changes
    /// nothing, because a proxy may have removed it.
    fn note_engine(&self, answer: &Response) -> Result<(), VaultError> {
        let header = answer
            .headers()
            .get(NEWEST_ENGINE)
            .and_then(|value| value.to_str().ok()?.parse().ok());
        header.map_or(Ok(()), |engine| self.host.newest_engine(engine))
    }
}
