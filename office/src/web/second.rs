//! The second step of signing in: a code of an authenticator app, or a recovery code; and the first
//! code of an app that is introduced with it.
//!
//! Between the two steps the office remembers nothing. The page carries a *ticket*, sealed under the
//! desk key, that says whose password was right, until when it holds, and, for an app that is new,
//! which secret the picture shows. A ticket lets nobody in by itself.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64ct::{Base64UrlUnpadded, Encoding};
use maud::{Markup, html};
use payung_model::payment::picture::Modules;
use payung_model::text::Lang;
use payung_model::typed::clean;
use payung_model::units::Timestamp;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::device;
use super::html::{self as frame, HtmlPage};
use super::language::ReaderLang;
use super::let_in::{self, KEPT, Proved};
use super::refusal::Refusal;
use super::session::{FormFields, from_this_site};
use super::state::WebState;
use super::words;
use crate::clock::Stopwatch;
use crate::failure::Failure;
use crate::keys::DeskKey;
use crate::random::SystemRandom;
use crate::second_factor::{RecoveryCodes, TotpSecret, recovery_hash};
use crate::store::AuditEntry;

const LABEL: &str = "payung/office/ticket/1";
/// How long the second step may take.
const HOLDS: Duration = Duration::from_secs(5 * 60);
/// A picture is drawn with so many light modules around it.
const BORDER: usize = 4;

/// What the password proved.
pub(super) struct Ticket {
    until: Timestamp,
    /// The beginning of the password's hash: another password makes the ticket worthless.
    password: [u8; 8],
    /// The secret of an app that is introduced.
    pub(super) new: Option<TotpSecret>,
}

impl Ticket {
    pub(super) fn new(password_hash: &str, new: Option<TotpSecret>, now: Timestamp) -> Self {
        Self {
            until: now.plus(HOLDS),
            password: begins(password_hash),
            new,
        }
    }

    /// As the page carries it.
    fn seal(&self, key: &DeskKey, name: &str) -> Result<String, Refusal> {
        let mut bytes = Zeroizing::new(self.until.millis().to_be_bytes().to_vec());
        bytes.extend(self.password);
        bytes.extend(self.new.iter().flat_map(TotpSecret::bytes));
        let sealed = key.seal(LABEL, name, &bytes).map_err(Failure::from)?;
        Ok(Base64UrlUnpadded::encode_string(&sealed))
    }

    /// None when it is not this officer's, or too old.
    fn open(key: &DeskKey, name: &str, text: &str, now: Timestamp) -> Option<Self> {
        let sealed = Base64UrlUnpadded::decode_vec(text).ok()?;
        let bytes = key.open(LABEL, name, &sealed)?;
        let (until, rest) = bytes.split_first_chunk::<8>()?;
        let (password, secret) = rest.split_first_chunk::<8>()?;
        let new = match secret {
            [] => None,
            secret => Some(TotpSecret::from_bytes(secret)?),
        };
        let until = Timestamp::from_millis(i64::from_be_bytes(*until)).ok()?;
        (now < until).then_some(Self {
            until,
            password: *password,
            new,
        })
    }

    fn is_of(&self, password_hash: &str) -> bool {
        self.password == begins(password_hash)
    }
}

fn begins(password_hash: &str) -> [u8; 8] {
    let digest: [u8; 32] = Sha256::digest(password_hash.as_bytes()).into();
    let (first, _) = digest.split_at(8);
    first.try_into().unwrap_or_default()
}

/// The second step.
pub(super) async fn check(
    State(web): State<Arc<WebState>>,
    ReaderLang(lang): ReaderLang,
    headers: HeaderMap,
    fields: FormFields,
) -> Result<Response, Refusal> {
    from_this_site(&headers, &web)?;
    let watch = Stopwatch::start();
    let now = web.clock.now();
    let name = clean(fields.one("name")).to_lowercase();
    let kept = fields.without(KEPT);
    let Some(ticket) = Ticket::open(&web.desk, &name, fields.one("ticket"), now) else {
        let page = let_in::sheet(lang, &name, Some(words::TOO_LATE.text(lang)), &kept);
        return Ok((StatusCode::FORBIDDEN, page).into_response());
    };
    let device = device::known(&headers, web.is_secure(), &web.index, &name);
    // A wrong code counts as a wrong password does, and waits as long.
    let hash = let_in::password_hash(&web, &name, device, now).await?;
    let known = hash.is_some_and(|hash| ticket.is_of(&hash));
    if known {
        let typed = Zeroizing::new(fields.one("code").to_owned());
        let proved = prove(&web, &name, &ticket, &typed, now).await?;
        if let Some(proved) = proved {
            let done = let_in::let_in(&web, &headers, lang, &name, device, &proved, &kept);
            if let Some(response) = done.await? {
                return Ok(response);
            }
        }
        let who = name.clone();
        let noted = web.stores.with(move |store| {
            let entry = AuditEntry {
                at: now,
                officer: &who,
                action: "sign in failed",
                id: None,
                detail: "code",
            };
            Ok(store.audit(&[entry])?)
        });
        noted.await?;
    }
    // A wrong code, a wait that is not over and a password that was changed meanwhile are answered
    // at the same time, so that the time tells nothing.
    tokio::time::sleep(let_in::SAME_TIME.saturating_sub(watch.elapsed())).await;
    let page = page(&web, lang, &name, &ticket, true, &kept)?;
    Ok((StatusCode::FORBIDDEN, page).into_response())
}

/// What the typed code proves; none when it is none.
async fn prove(
    web: &WebState,
    name: &str,
    ticket: &Ticket,
    typed: &str,
    now: Timestamp,
) -> Result<Option<Proved>, Refusal> {
    if let Some(secret) = &ticket.new {
        let Some(step) = secret.step_of(typed, now) else {
            return Ok(None);
        };
        let codes = RecoveryCodes::new(&mut SystemRandom).map_err(Failure::from)?;
        let factor = secret.kept(&web.desk, name, step, &codes);
        let factor = factor.map_err(Failure::from)?;
        return Ok(Some(Proved::New { factor, codes }));
    }
    let whose = name.to_owned();
    let kept = web
        .stores
        .with(move |store| Ok(store.second_factor(&whose)?))
        .await?;
    let sealed = kept.and_then(|kept| kept.sealed);
    let secret = sealed.and_then(|sealed| TotpSecret::open(&web.desk, name, &sealed));
    if let Some(step) = secret.and_then(|secret| secret.step_of(typed, now)) {
        return Ok(Some(Proved::Code(step)));
    }
    Ok(recovery_hash(&web.desk, name, typed).map(Proved::Recovery))
}

/// The page of the second step.
pub(super) fn page(
    web: &WebState,
    lang: Lang,
    name: &str,
    ticket: &Ticket,
    wrong: bool,
    kept: &FormFields,
) -> Result<HtmlPage, Refusal> {
    let sealed = ticket.seal(&web.desk, name)?;
    let picture = match &ticket.new {
        None => None,
        Some(secret) => Some((
            secret.picture(name).map_err(|_| Refusal::Form)?,
            secret.typed(),
        )),
    };
    let content = html! {
        @if wrong { p .problem role="alert" { (words::WRONG_CODE.text(lang)) } }
        @if let Some((picture, typed)) = &picture {
            p { (words::NEW_CODE_HOW.text(lang)) }
            (drawn(picture, words::NEW_CODE.text(lang)))
            p .soft { (words::NEW_CODE_TYPED.text(lang)) }
            p .code { (typed.as_str()) }
        } @else {
            p { (words::CODE_HOW.text(lang)) }
        }
        form method="post" action="/sign-in/code" .card {
            input type="hidden" name="name" value=(frame::safe_text(name));
            input type="hidden" name="ticket" value=(sealed);
            @for (field, value) in kept.every() {
                input type="hidden" name={ (KEPT) (frame::safe_text(field)) } value=(frame::kept_text(value));
            }
            label for="code" { (words::CODE.text(lang)) }
            input #code name="code" type="text" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false"
                maxlength="32" required autofocus;
            button .primary type="submit" { (words::SIGN_IN.text(lang)) }
        }
        p { a href="/sign-in" { (words::ANOTHER_NAME.text(lang)) } }
    };
    let title = if picture.is_some() {
        words::NEW_CODE
    } else {
        words::CODE
    };
    Ok(frame::plain(lang, title.text(lang), &content))
}

/// A QR code as part of the page: no picture is loaded, so no address holds the secret.
fn drawn(code: &Modules, title: &str) -> Markup {
    let size = code.width() + 2 * BORDER;
    let mut path = String::new();
    for y in 0..code.height() {
        for x in (0..code.width()).filter(|x| code.is_dark(*x, y)) {
            // A string takes every text.
            let _ = write!(path, "M{} {}h1v1h-1z", x + BORDER, y + BORDER);
        }
    }
    html! {
        svg .qr role="img" aria-label=(title) viewBox={ "0 0 " (size) " " (size) } width="240" height="240" shape-rendering="crispEdges" {
            rect width=(size) height=(size) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    }
}
