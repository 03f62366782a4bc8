//! Text forms: unpadded base64url for tokens, digests and public keys. Constant-time, because
//! tokens are secret.

use base64ct::{Base64UrlUnpadded, Encoding};
use zeroize::Zeroize;

/// 32 bytes as 43 signs.
pub(super) fn write(bytes: &[u8; 32]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

/// Exactly 43 signs of base64url, without padding, in their one canonical form.
pub(super) fn read(text: &str) -> Option<[u8; 32]> {
    let mut buffer = [0; 33];
    let bytes = Base64UrlUnpadded::decode(text, &mut buffer)
        .ok()
        .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    buffer.zeroize();
    bytes
}
