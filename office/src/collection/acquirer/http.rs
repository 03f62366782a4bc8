//! An acquirer over HTTP, in the protocol of our own sandbox (docs/payment.md).
//!
//! The client is the phone's: reqwest with rustls on ring, which is in the tree already. A second
//! HTTP client would be a second stack of TLS to follow.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use payung_model::sealed::RegistrationId;
use payung_model::sealed::inbox::BillId;
use payung_model::units::{Rupiah, Timestamp};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Url};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};
use zeroize::Zeroizing;

use super::{
    Acquirer, AcquirerProblem, CodeOrder, IssuedCodes, PaymentReport, ReportPlace, Reports,
};
use crate::billing::Payment;
use crate::files;
use crate::store::money::ReportMark;

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(5);
/// How long a whole request may take.
const WHOLE: Duration = Duration::from_secs(15);
/// Pauses between the attempts of one call: a moment's trouble is over by then. What is not over is
/// tried again later, by whoever asked.
const PAUSES: [Duration; 2] = [Duration::from_millis(200), Duration::from_secs(1)];
/// No answer is larger: some hundred reports.
const MOST_BYTES: usize = 1 << 20;
/// Signs of a reference or channel, at most: what fits a receipt.
const MOST_NAME: usize = 100;
/// Signs of a code, at most.
const MOST_CODE: usize = 1000;

/// The key that the acquirer gave this office. It has no `Debug`.
pub struct AcquirerKey(Zeroizing<String>);

impl AcquirerKey {
    /// Reads the first line of a file that only its owner may read.
    pub fn read(file: &Path) -> std::io::Result<Self> {
        let invalid = |what: &str| std::io::Error::new(std::io::ErrorKind::InvalidInput, what);
        if files::open_to_others(file)? {
            return Err(invalid("can be read by others: chmod go= it"));
        }
        let text = Zeroizing::new(std::fs::read_to_string(file)?);
        Self::new(text.lines().next().unwrap_or_default().trim())
            .ok_or_else(|| invalid("its first line is no key: letters, digits and signs"))
    }

    /// A key; none when it cannot stand in a header.
    pub fn new(key: &str) -> Option<Self> {
        let fits =
            (1..=500).contains(&key.len()) && key.bytes().all(|sign| sign.is_ascii_graphic());
        fits.then(|| Self(Zeroizing::new(key.to_owned())))
    }
}

/// An acquirer at a URL.
pub struct HttpAcquirer {
    base: Url,
    key: AcquirerKey,
    client: reqwest::Client,
    /// It drives the client. It is there until the acquirer is dropped.
    runtime: Option<Runtime>,
}

/// Status and body of an answer.
struct Answer {
    status: u16,
    body: Value,
}

#[derive(Deserialize)]
struct CodesDocument {
    qris: Option<String>,
    payment_code: Option<String>,
}

#[derive(Deserialize)]
struct ReportsDocument {
    payments: Vec<Value>,
    last: u64,
}

#[derive(Deserialize)]
struct Sequenced {
    sequence: u64,
}

#[derive(Deserialize)]
struct ReportDocument {
    reference: String,
    bill: String,
    amount: u64,
    paid_at: i64,
    channel: String,
}

impl HttpAcquirer {
    /// A client to the acquirer at `url`: `https://…`, or plain HTTP on this machine. The error
    /// tells what is wrong with it.
    pub fn new(url: &str, key: AcquirerKey) -> Result<Self, String> {
        let wrong = || format!("{url:?}: write https://HOST (plain http only for this machine)");
        let base: Url = url.trim_end_matches('/').parse().map_err(|_| wrong())?;
        let here = match base.host_str() {
            Some("localhost") => true,
            Some(host) => host
                .trim_matches(['[', ']'])
                .parse::<std::net::IpAddr>()
                .is_ok_and(|address| address.is_loopback()),
            None => return Err(wrong()),
        };
        let bare = base.username().is_empty() && base.query().is_none();
        if !bare || !(base.scheme() == "https" || base.scheme() == "http" && here) {
            return Err(wrong());
        }
        let roots = rustls::RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.into(),
        };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            // The office's key is for this host alone, so neither a redirect nor a proxy gets it.
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .http1_only()
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            .build()
            .map_err(|error| error.to_string())?;
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("acquirer")
            .enable_all()
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self {
            base,
            key,
            client,
            runtime: Some(runtime),
        })
    }

    /// Sends a request, again after a pause while nothing answers or the server fails.
    fn send(
        &self,
        method: &Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Answer, AcquirerProblem> {
        let mut pauses = PAUSES.into_iter();
        loop {
            let done = self.once(method, path, body);
            // Asking again is safe: a call that changes something carries an id, under which the
            // acquirer does it once.
            let away = matches!(done, Err(AcquirerProblem::Away(_)));
            match pauses.next().filter(|_| away) {
                Some(pause) => std::thread::sleep(pause),
                None => return done,
            }
        }
    }

    fn once(
        &self,
        method: &Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Answer, AcquirerProblem> {
        let away = |what: &str| AcquirerProblem::Away(what.to_owned());
        let runtime = self.runtime.as_ref().ok_or_else(|| away("it stops"))?;
        let url = format!("{}{path}", self.base.as_str().trim_end_matches('/'));
        let bearer = Zeroizing::new(format!("Bearer {}", *self.key.0));
        let mut bearer =
            HeaderValue::from_str(&bearer).map_err(|_| AcquirerProblem::Refused("key".into()))?;
        bearer.set_sensitive(true);
        let mut request = self
            .client
            .request(method.clone(), url)
            .header(AUTHORIZATION, bearer);
        if let Some(body) = body {
            request = request
                .header(CONTENT_TYPE, "application/json")
                .body(body.to_string());
        }
        runtime.block_on(async {
            // Errors of the client name the URL, and nothing else; their kind is enough.
            let mut answer = request.send().await.map_err(|error| {
                away(if error.is_timeout() {
                    "no answer in time"
                } else if error.is_connect() {
                    "no connection"
                } else {
                    "the connection broke"
                })
            })?;
            let status = answer.status().as_u16();
            let mut bytes = Vec::new();
            while let Some(chunk) = answer.chunk().await.map_err(|_| away("it broke off"))? {
                bytes.extend_from_slice(&chunk);
                if bytes.len() > MOST_BYTES {
                    return Err(AcquirerProblem::Refused("more than a megabyte".into()));
                }
            }
            if status >= 500 || status == 408 || status == 429 {
                return Err(away(&format!("status {status}")));
            }
            // An answer that is no JSON is judged by its status.
            let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
            Ok(Answer { status, body })
        })
    }
}

impl Drop for HttpAcquirer {
    fn drop(&mut self) {
        // A runtime that is dropped waits for its tasks, which an asynchronous thread must not do.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Answer {
    /// The body of an answer that did what was asked.
    fn done<T: serde::de::DeserializeOwned>(self) -> Result<T, AcquirerProblem> {
        if self.status != 200 {
            return Err(self.refused());
        }
        serde_json::from_value(self.body)
            .map_err(|_| AcquirerProblem::Refused("it cannot be read".into()))
    }

    fn refused(&self) -> AcquirerProblem {
        let word = self.body["error"].as_str().unwrap_or_default();
        match (self.status, word) {
            (409, "conflict") => AcquirerProblem::Conflict,
            (409, "paid") => AcquirerProblem::Paid,
            (410, _) => AcquirerProblem::Cancelled,
            // The word is the acquirer's, and goes into a log.
            (status, _) => AcquirerProblem::Refused(format!("status {status}")),
        }
    }
}

impl Acquirer for HttpAcquirer {
    fn issue(&self, order: &CodeOrder) -> Result<IssuedCodes, AcquirerProblem> {
        let body = json!({
            "amount": order.amount.0,
            "last_day": order.last_day.to_string(),
            "number": order.number,
        });
        let path = format!("/v1/codes/{}", order.bill);
        let codes: CodesDocument = self.send(&Method::PUT, &path, Some(&body))?.done()?;
        let longest = |code: &Option<String>| code.as_ref().map_or(0, String::len);
        if longest(&codes.qris).max(longest(&codes.payment_code)) > MOST_CODE {
            return Err(AcquirerProblem::Refused("a code that is too long".into()));
        }
        Ok(IssuedCodes {
            qris: codes.qris,
            payment_code: codes.payment_code,
        })
    }

    fn cancel(&self, bill: BillId) -> Result<(), AcquirerProblem> {
        let answer = self.send(&Method::DELETE, &format!("/v1/codes/{bill}"), None)?;
        match answer.status {
            200 | 204 => Ok(()),
            _ => Err(answer.refused()),
        }
    }

    fn payments(&self, after: u64, most: u32) -> Result<Reports, AcquirerProblem> {
        let path = format!("/v1/payments?after={after}&limit={most}");
        let document: ReportsDocument = self.send(&Method::GET, &path, None)?.done()?;
        Ok(Reports {
            reports: read_reports(&document.payments),
            last: document.last,
        })
    }

    fn refund(
        &self,
        id: RegistrationId,
        reference: &str,
        amount: Rupiah,
    ) -> Result<(), AcquirerProblem> {
        let body = json!({ "id": id.to_string(), "reference": reference, "amount": amount.0 });
        let answer = self.send(&Method::POST, "/v1/refunds", Some(&body))?;
        match answer.status {
            200 => Ok(()),
            _ => Err(answer.refused()),
        }
    }
}

/// Each report as far as it can be read: one that cannot must not keep the others from being booked.
fn read_reports(documents: &[Value]) -> Vec<PaymentReport> {
    let mut without_place: HashMap<String, usize> = HashMap::new();
    let read = |document: &Value| {
        let place = Sequenced::deserialize(document).ok();
        // Neither database holds a higher one.
        let place = place.filter(|it| it.sequence > 0 && i64::try_from(it.sequence).is_ok());
        let place = if let Some(Sequenced { sequence }) = place {
            ReportPlace::At(sequence)
        } else {
            let text = document.to_string();
            let nth = without_place.entry(text.clone()).or_default();
            let mark = ReportMark::of(text.as_bytes(), *nth);
            *nth += 1;
            ReportPlace::Unknown(mark)
        };
        PaymentReport {
            place,
            payment: ReportDocument::read(document),
        }
    };
    documents.iter().map(read).collect()
}

impl ReportDocument {
    /// The payment, or which part is not what it should be. The words go onto officers' pages, so
    /// nothing that came stands in them.
    fn read(report: &Value) -> Result<Payment, &'static str> {
        let whole = Self::deserialize(report);
        whole.map_or(Err("a part of it is missing or of another kind"), |it| {
            it.payment()
        })
    }

    fn payment(self) -> Result<Payment, &'static str> {
        let is_name = |name: &str| {
            (1..=MOST_NAME).contains(&name.len())
                && name.bytes().all(|sign| sign.is_ascii_graphic())
        };
        if !is_name(&self.reference) {
            return Err("its reference is empty, too long, or has a space or a sign of no use");
        }
        if !is_name(&self.channel) {
            return Err("its channel is empty, too long, or has a space or a sign of no use");
        }
        if !(1..=i64::MAX as u64 / 4).contains(&self.amount) {
            return Err("its amount is no amount");
        }
        Ok(Payment {
            reference: self.reference,
            bill: self.bill.parse().map_err(|_| "its bill is no id")?,
            amount: Rupiah(self.amount),
            paid_at: Timestamp::from_millis(self.paid_at).map_err(|_| "its time is no time")?,
            channel: self.channel,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_goes_over_https_or_stays_on_this_machine() {
        let client = |url: &str| HttpAcquirer::new(url, AcquirerKey::new("rahasia").unwrap());
        for url in [
            "https://bayar.example.id",
            "https://bayar.example.id/payung/",
            "http://127.0.0.1:9000",
            "http://[::1]:9000",
            "http://localhost:9000",
        ] {
            assert!(client(url).is_ok(), "{url}");
        }
        for url in [
            "http://bayar.example.id",
            "ftp://127.0.0.1",
            "https://nama@bayar.example.id",
            "bayar.example.id",
            "",
        ] {
            assert!(client(url).is_err(), "{url}");
        }
        assert!(AcquirerKey::new("").is_none() && AcquirerKey::new("dua kata").is_none());
    }

    #[test]
    fn a_report_without_a_place_keeps_no_other_from_being_read() {
        let whole = |sequence: Value| {
            json!({
                "sequence": sequence, "reference": "SBX-000017",
                "bill": "0198f0a0-0000-7000-8000-000000000001", "amount": 50_400,
                "paid_at": 1_764_200_000_000_i64, "channel": "qris"
            })
        };
        let documents = [
            whole(json!(5)),
            json!({ "amount": 7 }),
            Value::Null,
            json!({ "amount": 7 }),
            whole(json!(-1)),
            whole(json!(0)),
            whole(json!(u64::MAX)),
            whole(json!("6")),
            whole(json!(7)),
        ];
        let read = read_reports(&documents);
        let places: Vec<_> = read.iter().map(PaymentReport::sequence).collect();
        let none = None;
        assert_eq!(
            places,
            [Some(5), none, none, none, none, none, none, none, Some(7)]
        );
        let readable: Vec<_> = read.iter().map(|report| report.payment.is_ok()).collect();
        assert_eq!(
            readable,
            [true, false, false, false, true, true, true, true, true]
        );
        // Two that are alike are two, and both are known again.
        assert_ne!(read[1].place, read[3].place);
        assert_eq!(read, read_reports(&documents));
        assert_eq!(read[3].place, read_reports(&documents[..4])[3].place);
    }

    #[test]
    fn a_report_is_whole_or_none() {
        let whole = json!({
            "sequence": 17, "reference": "SBX-000017", "bill": "0198f0a0-0000-7000-8000-000000000001",
            "amount": 50_400, "paid_at": 1_764_200_000_000_i64, "channel": "qris"
        });
        let read = ReportDocument::read;
        assert_eq!(read(&whole).unwrap().amount, Rupiah(50_400));
        for (field, wrong) in [
            ("reference", json!("")),
            ("reference", json!("x".repeat(101))),
            ("reference", json!("dua kata")),
            ("bill", json!("17")),
            ("amount", json!(0)),
            ("amount", json!(-1)),
            ("amount", json!(u64::MAX)),
            ("amount", json!(1.5)),
            ("paid_at", json!(-1)),
            ("channel", json!(null)),
        ] {
            let mut report = whole.clone();
            report[field] = wrong.clone();
            assert!(read(&report).is_err(), "{field} {wrong}");
        }
    }
}
