//! Who asks. A session is 32 random bytes in a cookie; the database has their SHA-256 only.
//!
//! The cookie is `HttpOnly` and `SameSite=Strict`, and where the page is reached by HTTPS also `Secure` and bound to this host
//! (`__Host-`). Every form carries a second token, derived from the first: whoever cannot read the page cannot send it.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Form, FromRequest, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::header::ORIGIN;
use axum::http::request::Parts;
use base64ct::{Base64UrlUnpadded, Encoding};
use payung_model::sealed::{NoRandomness, Random};
use payung_model::text::Lang;
use payung_model::units::Timestamp;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::Web;
use super::language::{self, cookie};
use super::refusal::Refusal;
use crate::random::SystemRandom;
use crate::store::officers::{self, Role, SignedIn};

/// How exact the time of last use is kept: one write a minute, not one a picture.
const TOUCH: Duration = Duration::from_secs(60);

/// Somebody who is signed in.
pub(super) struct Session {
    pub officer: String,
    pub role: Role,
    pub lang: Lang,
    pub token_hash: [u8; 32],
    /// In every form.
    pub form_token: String,
}

/// A form sent by somebody who is signed in, from a page of this session.
pub(super) struct PostedForm {
    pub session: Session,
    pub fields: FormFields,
}

/// A form's fields in their order.
pub(super) struct FormFields(Vec<(String, String)>);

/// What the browser holds.
pub(super) struct SessionToken(Zeroizing<[u8; 32]>);

impl Session {
    /// Goes on only with at least that role.
    pub(super) fn needs(&self, role: Role) -> Result<(), Refusal> {
        if self.role >= role { Ok(()) } else { Err(Refusal::Role) }
    }
}

impl FromRequestParts<Arc<Web>> for Session {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, page: &Arc<Web>) -> Result<Self, Refusal> {
        let Some(token) = SessionToken::from_cookie(&parts.headers, page) else {
            return Err(Refusal::SignIn { ended: false });
        };
        let (hash, now, settings) = (token.hash(), page.clock.now(), page.settings.clone());
        let found = page.stores.with(move |store| {
            let found = officers::session(store.connection(), &hash)?;
            let good = |found: &SignedIn| is_good(found, now, settings.idle, settings.whole);
            match found {
                Some(found) if good(&found) => {
                    if now.since(found.used_at) >= TOUCH {
                        officers::touch_session(store.connection(), &hash, now)?;
                    }
                    Ok(Some(found))
                }
                Some(_) => {
                    officers::end_session(store.connection(), &hash)?;
                    Ok(None)
                }
                None => Ok(None),
            }
        });
        let SignedIn { officer, role, .. } = found.await?.ok_or(Refusal::SignIn { ended: true })?;
        Ok(Self {
            officer,
            role,
            lang: language::of(&parts.headers, page),
            token_hash: hash,
            form_token: token.form_token(),
        })
    }
}

impl FromRequest<Arc<Web>> for PostedForm {
    type Rejection = Refusal;

    async fn from_request(request: Request, page: &Arc<Web>) -> Result<Self, Refusal> {
        from_this_site(request.headers(), page)?;
        let (mut parts, body) = request.into_parts();
        let session = Session::from_request_parts(&mut parts, page).await?;
        let fields = FormFields::from_request(Request::from_parts(parts, body), page).await?;
        let given = fields.one("form_token");
        if bool::from(given.as_bytes().ct_eq(session.form_token.as_bytes())) {
            Ok(Self { session, fields })
        } else {
            Err(Refusal::Forged)
        }
    }
}

impl FromRequest<Arc<Web>> for FormFields {
    type Rejection = Refusal;

    async fn from_request(request: Request, page: &Arc<Web>) -> Result<Self, Refusal> {
        let Form(fields) = Form::from_request(request, page).await.map_err(|_| Refusal::Form)?;
        Ok(Self(fields))
    }
}

impl FormFields {
    /// The first of that name; empty when there is none.
    pub(super) fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// All of that name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

impl SessionToken {
    pub(super) fn new() -> Result<Self, NoRandomness> {
        let mut bytes = Zeroizing::new([0; 32]);
        SystemRandom.fill(bytes.as_mut())?;
        Ok(Self(bytes))
    }

    /// The cookie of this page, when it has the right shape.
    pub(super) fn from_cookie(headers: &HeaderMap, page: &Web) -> Option<Self> {
        let value = cookie(headers, cookie_name(page))?;
        let mut bytes = Zeroizing::new([0; 32]);
        let length = Base64UrlUnpadded::decode(value, bytes.as_mut()).ok()?.len();
        (length == 32).then_some(Self(bytes))
    }

    /// The header that gives it to the browser, until the browser is closed.
    pub(super) fn set_cookie(&self, page: &Web) -> String {
        let value = Base64UrlUnpadded::encode_string(self.0.as_slice());
        format!("{}={value}; {}", cookie_name(page), attributes(page))
    }

    pub(super) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_slice()).into()
    }

    fn form_token(&self) -> String {
        let made = Sha256::new().chain_update(b"payung/office/page/form/1").chain_update(self.0.as_slice()).finalize();
        Base64UrlUnpadded::encode_string(&made)
    }
}

/// The header that takes it away.
pub(super) fn no_cookie(page: &Web) -> String {
    format!("{}=; Max-Age=0; {}", cookie_name(page), attributes(page))
}

/// Browsers say where a form comes from: by `Sec-Fetch-Site`, the older ones by `Origin` (`null`, as we ask for no
/// referrer). It guards the sign-in, which has no session's token yet, and is a second lock on all others.
pub(super) fn from_this_site(headers: &HeaderMap, page: &Web) -> Result<(), Refusal> {
    let header = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let fetch = match header("sec-fetch-site") {
        None | Some("same-origin" | "none") => true,
        Some(_) => false,
    };
    let origin = match header(ORIGIN.as_str()) {
        None | Some("null") => true,
        Some(origin) => origin == page.settings.url,
    };
    if fetch && origin { Ok(()) } else { Err(Refusal::Forged) }
}

fn is_good(found: &SignedIn, now: Timestamp, idle: Duration, whole: Duration) -> bool {
    now.since(found.used_at) < idle && now.since(found.began_at) < whole
}

fn cookie_name(page: &Web) -> &'static str {
    if page.secure() { "__Host-payung" } else { "payung" }
}

/// What every cookie of this page has.
pub(super) fn attributes(page: &Web) -> &'static str {
    if page.secure() { "Path=/; HttpOnly; SameSite=Strict; Secure" } else { "Path=/; HttpOnly; SameSite=Strict" }
}
