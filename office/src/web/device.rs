//! Devices on which an officer signed in before.
//!
//! Wrong passwords make a name wait, so a stranger who knows only a name could keep its officer out
//! for ever. A browser that was let in once therefore keeps a cookie, and tries from such a device
//! wait by themselves: what strangers do elsewhere does not count against it, and what a thief of
//! the device tries does not count against other devices. The cookie lets nobody in. Tries are
//! counted in the database (`store/sharing.rs`), because officers may come to several processes.

use axum::http::HeaderMap;
use base64ct::{Base64UrlUnpadded, Encoding};
use payung_model::sealed::{NoRandomness, Random};
use subtle::ConstantTimeEq;

use super::cookies;
use crate::keys::NikIndex;
use crate::random::SystemRandom;

/// Browsers keep a cookie for 400 days at most.
const KEPT_SECONDS: u32 = 400 * 24 * 60 * 60;

/// A device: 16 random bytes.
pub(super) type DeviceId = [u8; 16];

/// The device that the request's cookie proves to be one of that officer; none when there is no
/// such cookie.
pub(super) fn known(
    headers: &HeaderMap,
    secure: bool,
    key: &NikIndex,
    officer: &str,
) -> Option<DeviceId> {
    let value = cookies::value(headers, cookies::device_name(secure))?;
    let mut bytes = [0; 48];
    let bytes = Base64UrlUnpadded::decode(value, &mut bytes).ok()?;
    let (device, proof) = bytes.split_first_chunk::<16>()?;
    bool::from(made(key, device, officer).as_slice().ct_eq(proof)).then_some(*device)
}

/// The header that makes this browser a known device of that officer.
pub(super) fn set_cookie(
    secure: bool,
    key: &NikIndex,
    officer: &str,
) -> Result<String, NoRandomness> {
    let mut device = [0; 16];
    SystemRandom.fill(&mut device)?;
    let value =
        Base64UrlUnpadded::encode_string(&[&device[..], &made(key, &device, officer)].concat());
    let (name, attributes) = (cookies::device_name(secure), cookies::attributes(secure));
    Ok(format!(
        "{name}={value}; Max-Age={KEPT_SECONDS}; {attributes}"
    ))
}

fn made(key: &NikIndex, device: &DeviceId, officer: &str) -> [u8; 32] {
    key.of_labelled(
        "payung/office/page/device/1",
        &[&device[..], officer.as_bytes()].concat(),
    )
}
