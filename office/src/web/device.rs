//! Devices on which an officer signed in before.
//!
//! Wrong passwords make a name wait, so a stranger who knows only a name could keep its officer out for ever. A browser
//! that was let in once therefore keeps a cookie, and tries from such a device wait by themselves: what strangers do
//! elsewhere does not count against it, and what a thief of the device tries does not count against other devices. The
//! cookie lets nobody in.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::http::HeaderMap;
use base64ct::{Base64UrlUnpadded, Encoding};
use payung_model::sealed::{NoRandomness, Random};
use payung_model::units::Timestamp;
use subtle::ConstantTimeEq;

use super::cookies;
use crate::keys::NikIndex;
use crate::random::SystemRandom;
use crate::store::officers::wait_after;

/// Devices whose wrong tries are remembered. Each signed in once, so there are few.
const MOST: usize = 4096;
/// Browsers keep a cookie for 400 days at most.
const KEPT_SECONDS: u32 = 400 * 24 * 60 * 60;

/// A device: 16 random bytes.
pub(super) type DeviceId = [u8; 16];

/// Wrong tries in a row by device, and until when the device waits.
#[derive(Default)]
pub(super) struct DeviceTries(Mutex<HashMap<DeviceId, (u32, Timestamp)>>);

impl DeviceTries {
    /// Counts a try as a wrong one before it is looked at. False while the device waits; such a try is not counted.
    pub(super) fn begin(&self, device: DeviceId, now: Timestamp) -> bool {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= MOST && !tries.contains_key(&device) {
            tries.retain(|_, (_, until)| *until > now);
        }
        let (failed, until) = tries.entry(device).or_default();
        if *until > now {
            return false;
        }
        *failed = failed.saturating_add(1);
        *until = now.plus(wait_after(*failed));
        true
    }

    /// Forgets what was wrong after the right password.
    pub(super) fn forget(&self, device: &DeviceId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(device);
    }
}

/// The device that the request's cookie proves to be one of that officer; none when there is no such cookie.
pub(super) fn known(headers: &HeaderMap, secure: bool, key: &NikIndex, officer: &str) -> Option<DeviceId> {
    let value = cookies::value(headers, cookies::device_name(secure))?;
    let mut bytes = [0; 48];
    let bytes = Base64UrlUnpadded::decode(value, &mut bytes).ok()?;
    let (device, proof) = bytes.split_first_chunk::<16>()?;
    bool::from(made(key, device, officer).as_slice().ct_eq(proof)).then_some(*device)
}

/// The header that makes this browser a known device of that officer.
pub(super) fn set_cookie(secure: bool, key: &NikIndex, officer: &str) -> Result<String, NoRandomness> {
    let mut device = [0; 16];
    SystemRandom.fill(&mut device)?;
    let value = Base64UrlUnpadded::encode_string(&[&device[..], &made(key, &device, officer)].concat());
    let (name, attributes) = (cookies::device_name(secure), cookies::attributes(secure));
    Ok(format!("{name}={value}; Max-Age={KEPT_SECONDS}; {attributes}"))
}

fn made(key: &NikIndex, device: &DeviceId, officer: &str) -> [u8; 32] {
    key.of_labelled("payung/office/page/device/1", &[&device[..], officer.as_bytes()].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(1_795_399_200_000 + seconds * 1000).unwrap()
    }

    #[test]
    fn a_device_waits_for_its_own_tries_only() {
        let tries = DeviceTries::default();
        assert!((0..4).all(|_| tries.begin([1; 16], at(0))));
        assert!(!tries.begin([1; 16], at(4)) && tries.begin([2; 16], at(0)));
        assert!(tries.begin([1; 16], at(5)), "five seconds after the fourth");
        tries.forget(&[1; 16]);
        assert!((0..4).all(|_| tries.begin([1; 16], at(6))));
    }
}
