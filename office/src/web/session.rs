//! The session of an officer: 32 random bytes in a cookie. The database holds only their SHA-256.
//!
//! The cookie's attributes are in `cookies`. Every form carries a second token that is derived from
//! the first. Another site can make a browser send a form, but it cannot read our pages, so it does
//! not know that token.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Form, FromRequest, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::header::ORIGIN;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use base64ct::{Base64UrlUnpadded, Encoding};
use payung_model::sealed::{NoRandomness, Random};
use payung_model::text::Lang;
use payung_model::units::Timestamp;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::refusal::Refusal;
use super::state::WebState;
use super::{cookies, language};
use crate::random::SystemRandom;
use crate::store::officers::{Role, SignedIn};

/// The time of last use is written at most this often: a page with pictures makes many requests.
const TOUCH: Duration = Duration::from_secs(60);

/// Somebody who is signed in.
pub(super) struct Session {
    pub officer: String,
    pub role: Role,
    pub lang: Lang,
    pub token_hash: [u8; 32],
    /// The token that every form of this session carries.
    pub form_token: String,
}

/// A form sent by somebody who is signed in, from a page of this session.
pub(super) struct PostedForm {
    pub session: Session,
    pub fields: FormFields,
}

/// A form's fields in their order.
#[derive(Default)]
pub(super) struct FormFields(Vec<(String, String)>);

/// The session token, which only the browser keeps.
pub(super) struct SessionToken(Zeroizing<[u8; 32]>);

impl Session {
    /// The session that begins with this token.
    pub(super) fn of(token: &SessionToken, officer: String, role: Role, lang: Lang) -> Self {
        Self {
            officer,
            role,
            lang,
            token_hash: token.hash(),
            form_token: token.form_token(),
        }
    }

    /// Refuses officers below that role.
    pub(super) fn needs(&self, role: Role) -> Result<(), Refusal> {
        if self.role >= role {
            Ok(())
        } else {
            Err(Refusal::Role)
        }
    }
}

impl FromRequestParts<Arc<WebState>> for Session {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, web: &Arc<WebState>) -> Result<Self, Refusal> {
        let Some(token) = SessionToken::from_cookie(&parts.headers, web) else {
            return Err(Refusal::SignIn { ended: false });
        };
        let (hash, now, settings) = (token.hash(), web.clock.now(), web.settings.clone());
        let found = web.stores.with(move |store| {
            let found = store.session(&hash)?;
            // The role may be another one than at the sign-in, and so may what the office asks for:
            // a session that began by the password alone does nothing that asks for more.
            let good = |found: &SignedIn| {
                is_good(found, now, settings.idle, settings.whole)
                    && (found.second_factor || !settings.second_factor.asks(found.role))
            };
            match found {
                // The time of last use is written rarely, because each write is a commit.
                Some(found) if good(&found) => {
                    if now.since(found.used_at) >= TOUCH {
                        store.touch_session(&hash, now)?;
                    }
                    Ok(Some(found))
                }
                // An expired session is removed when it is used once more.
                Some(_) => {
                    store.end_session(&hash)?;
                    Ok(None)
                }
                None => Ok(None),
            }
        });
        let SignedIn { officer, role, .. } = found.await?.ok_or(Refusal::SignIn { ended: true })?;
        Ok(Self {
            officer,
            role,
            lang: language::of(&parts.headers, web),
            token_hash: hash,
            form_token: token.form_token(),
        })
    }
}

/// Why a form is not taken, with what it held.
pub(super) struct Refused {
    pub refusal: Refusal,
    /// What was typed; none when it could not be read, or comes from elsewhere.
    pub fields: Option<FormFields>,
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self {
            refusal,
            fields: None,
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        self.refusal.into_response()
    }
}

impl FromRequest<Arc<WebState>> for PostedForm {
    type Rejection = Refused;

    async fn from_request(request: Request, web: &Arc<WebState>) -> Result<Self, Refused> {
        from_this_site(request.headers(), web)?;
        let (mut parts, body) = request.into_parts();
        let session = Session::from_request_parts(&mut parts, web).await;
        // The form is read even when the session has ended: what somebody wrote is carried through
        // the sign-in.
        let fields = FormFields::from_request(Request::from_parts(parts, body), web).await?;
        let session = match session {
            Ok(session) => session,
            Err(refusal) => {
                return Err(Refused {
                    refusal,
                    fields: Some(fields),
                });
            }
        };
        let given = fields.one("form_token");
        if bool::from(given.as_bytes().ct_eq(session.form_token.as_bytes())) {
            Ok(Self { session, fields })
        } else {
            Err(Refusal::Forged.into())
        }
    }
}

impl FromRequest<Arc<WebState>> for FormFields {
    type Rejection = Refusal;

    async fn from_request(request: Request, web: &Arc<WebState>) -> Result<Self, Refusal> {
        let Form(fields) = Form::from_request(request, web)
            .await
            .map_err(|_| Refusal::Form)?;
        Ok(Self(fields))
    }
}

impl FormFields {
    /// These fields.
    pub(super) fn of(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// The first field of that name; empty when there is none.
    pub(super) fn one(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }

    /// All fields, in their order.
    pub(super) fn every(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The fields whose names begin with `prefix`, without it.
    pub(super) fn without(&self, prefix: &str) -> Self {
        let inner = self.0.iter().filter_map(|(name, value)| {
            Some((name.strip_prefix(prefix)?.to_owned(), value.clone()))
        });
        Self(inner.collect())
    }

    /// All fields of that name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }
}

impl SessionToken {
    pub(super) fn new() -> Result<Self, NoRandomness> {
        let mut bytes = Zeroizing::new([0; 32]);
        SystemRandom.fill(bytes.as_mut())?;
        Ok(Self(bytes))
    }

    /// The token in the request's cookie; none when it is missing or malformed.
    pub(super) fn from_cookie(headers: &HeaderMap, web: &WebState) -> Option<Self> {
        let value = cookies::value(headers, cookies::session_name(web.is_secure()))?;
        let mut bytes = Zeroizing::new([0; 32]);
        let length = Base64UrlUnpadded::decode(value, bytes.as_mut()).ok()?.len();
        (length == 32).then_some(Self(bytes))
    }

    /// The header that sets the cookie. Without an expiry the browser forgets it when it is closed.
    pub(super) fn set_cookie(&self, web: &WebState) -> String {
        let value = Base64UrlUnpadded::encode_string(self.0.as_slice());
        format!(
            "{}={value}; {}",
            cookies::session_name(web.is_secure()),
            cookies::attributes(web.is_secure())
        )
    }

    pub(super) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_slice()).into()
    }

    fn form_token(&self) -> String {
        let made = Sha256::new()
            .chain_update(b"payung/office/page/form/1")
            .chain_update(self.0.as_slice())
            .finalize();
        Base64UrlUnpadded::encode_string(&made)
    }
}

/// The header that removes the cookie.
pub(super) fn no_cookie(web: &WebState) -> String {
    format!(
        "{}=; Max-Age=0; {}",
        cookies::session_name(web.is_secure()),
        cookies::attributes(web.is_secure())
    )
}

/// Refuses forms that come from another site. Browsers tell it by `Sec-Fetch-Site`; older ones by
/// `Origin`, which is `null` here because our pages ask for no referrer. The check protects the
/// sign-in, which has no form token yet, and is a second protection for all other forms.
pub(super) fn from_this_site(headers: &HeaderMap, web: &WebState) -> Result<(), Refusal> {
    let header = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let fetch = match header("sec-fetch-site") {
        None | Some("same-origin" | "none") => true,
        Some(_) => false,
    };
    let origin = match header(ORIGIN.as_str()) {
        None | Some("null") => true,
        Some(origin) => origin == web.settings.url,
    };
    if fetch && origin {
        Ok(())
    } else {
        Err(Refusal::Forged)
    }
}

fn is_good(found: &SignedIn, now: Timestamp, idle: Duration, whole: Duration) -> bool {
    now.since(found.used_at) < idle && now.since(found.began_at) < whole
}
