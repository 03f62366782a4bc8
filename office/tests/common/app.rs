//! An authenticator app, as far as tests need one.

use hmac::{Hmac, KeyInit, Mac};
use payung_model::units::Timestamp;
use payung_office::second_factor::TotpSecret;
use sha1::Sha1;

/// The code that the app shows then, by RFC 6238 once more.
pub fn code(secret: &TotpSecret, now: Timestamp) -> String {
    let step = u64::try_from(now.millis() / 30_000).unwrap();
    let mut mac = <Hmac<Sha1> as KeyInit>::new_from_slice(secret.bytes()).unwrap();
    mac.update(&step.to_be_bytes());
    let digest: [u8; 20] = mac.finalize().into_bytes().into();
    let place = usize::from(digest[19] % 16);
    let four: [u8; 4] = digest[place..place + 4].try_into().unwrap();
    format!(
        "{:06}",
        (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000
    )
}

/// The machine's time.
pub fn now() -> Timestamp {
    payung_office::clock::Clock::System.now()
}

/// The value of a form's field.
pub fn field(page: &str, name: &str) -> String {
    let after = page
        .split_once(&format!("name=\"{name}\" value=\""))
        .unwrap_or_else(|| panic!("{name} is not in {page}"))
        .1;
    after.split_once('"').unwrap().0.to_owned()
}

/// The secret as an officer would type it from the page.
pub fn secret_on(page: &str) -> TotpSecret {
    let typed = page.split("<p class=\"code\">").nth(1).unwrap();
    secret_of(typed.split_once('<').unwrap().0)
}

/// The secret in RFC 4648's base32, with spaces.
pub fn secret_of(typed: &str) -> TotpSecret {
    let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::new());
    for sign in typed.bytes().filter(|sign| *sign != b' ') {
        let value = match sign {
            b'A'..=b'Z' => sign - b'A',
            _ => sign - b'2' + 26,
        };
        bits = (bits << 5 | u32::from(value)) & 0xffff;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 255).unwrap());
        }
    }
    TotpSecret::from_bytes(&bytes).unwrap()
}
