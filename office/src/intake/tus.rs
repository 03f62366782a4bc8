//! The headers of tus 1.0: their names, and how they are read.

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use base64ct::{Base64, Base64Unpadded, Encoding};
use payung_model::sealed::Digest;

use super::Problem;

pub(super) const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
pub(super) const VERSION: HeaderName = HeaderName::from_static("tus-version");
pub(super) const EXTENSION: HeaderName = HeaderName::from_static("tus-extension");
pub(super) const MAX_SIZE: HeaderName = HeaderName::from_static("tus-max-size");
pub(super) const ALGORITHM: HeaderName = HeaderName::from_static("tus-checksum-algorithm");
pub(super) const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
pub(super) const LENGTH: HeaderName = HeaderName::from_static("upload-length");
pub(super) const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
pub(super) const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const CHECKSUM: HeaderName = HeaderName::from_static("upload-checksum");
pub(super) const TUS: HeaderValue = HeaderValue::from_static("1.0.0");

/// True when the body has the media type of a tus PATCH. Parameters and case do not matter (RFC
/// 9110, section 8.3.1); some proxies add a `charset` to every request.
pub(super) fn is_upload(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/offset+octet-stream")
}

/// The value of a header that is a decimal number; none without the header.
pub(super) fn number(headers: &HeaderMap, name: &HeaderName) -> Result<Option<u64>, Problem> {
    let Some(value) = headers.get(name) else {
        return Ok(None);
    };
    let digits = value
        .to_str()
        .ok()
        .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    digits
        .and_then(|text| text.parse().ok())
        .map(Some)
        .ok_or(Problem::Malformed("a header that is a number"))
}

/// Reads `digest BASE64(digest as base64url text)` among the comma-separated pairs of
/// `Upload-Metadata`.
pub(super) fn metadata_digest(headers: &HeaderMap) -> Result<Digest, Problem> {
    let problem = Problem::Malformed("Upload-Metadata");
    let text = headers
        .get(&METADATA)
        .and_then(|value| value.to_str().ok())
        .ok_or(problem.clone())?;
    let value = text
        .split(',')
        .find_map(|pair| pair.trim().strip_prefix("digest "))
        .ok_or(problem.clone())?;
    let decoded = decode(value).and_then(|bytes| String::from_utf8(bytes).ok());
    decoded
        .and_then(|digest| digest.parse().ok())
        .ok_or(problem)
}

/// Writes the pair that [`metadata_digest`] reads.
pub(super) fn digest_metadata(digest: Digest) -> HeaderValue {
    let text = Base64::encode_string(digest.to_string().as_bytes());
    // Base64 has only signs that a header may have, so the alternative is never taken.
    HeaderValue::from_str(&format!("digest {text}")).unwrap_or(HeaderValue::from_static(""))
}

/// Reads `sha256 BASE64`.
pub(super) fn checksum(headers: &HeaderMap) -> Result<Option<[u8; 32]>, Problem> {
    let problem = Problem::Malformed("Upload-Checksum");
    let Some(value) = headers.get(&CHECKSUM) else {
        return Ok(None);
    };
    let text = value
        .to_str()
        .ok()
        .and_then(|text| text.strip_prefix("sha256 "))
        .ok_or(problem.clone())?;
    let bytes = decode(text).and_then(|bytes| bytes.try_into().ok());
    bytes.map(Some).ok_or(problem)
}

/// Reads base64 with or without padding, because clients differ.
fn decode(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    let decoded = if text.ends_with('=') {
        Base64::decode_vec(text)
    } else {
        Base64Unpadded::decode_vec(text)
    };
    decoded.ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn with(name: &HeaderName, value: &[u8]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if let Ok(value) = HeaderValue::from_bytes(value) {
            headers.insert(name.clone(), value);
        }
        headers
    }

    #[test]
    fn metadata_may_carry_other_pairs_and_no_padding() {
        let digest = Digest::of(b"photo");
        let padded = Base64::encode_string(digest.to_string().as_bytes());
        for text in [
            format!("digest {padded}"),
            format!("digest {}", padded.trim_end_matches('=')),
            format!("filename a3Rw,digest {padded}"),
        ] {
            assert_eq!(
                metadata_digest(&with(&METADATA, text.as_bytes())),
                Ok(digest),
                "{text}"
            );
        }
    }

    #[test]
    fn a_media_type_may_carry_parameters_and_any_case() {
        for kind in [
            "application/offset+octet-stream",
            "application/offset+octet-stream; charset=UTF-8",
            "Application/Offset+Octet-Stream ;charset=utf-8",
        ] {
            assert!(is_upload(&with(&CONTENT_TYPE, kind.as_bytes())), "{kind}");
        }
        for kind in [
            "",
            "application/octet-stream",
            "application/offset+octet-streams",
            "charset=utf-8",
        ] {
            assert!(!is_upload(&with(&CONTENT_TYPE, kind.as_bytes())), "{kind}");
        }
        assert!(!is_upload(&HeaderMap::new()));
    }

    #[test]
    fn a_number_has_digits_only() {
        assert_eq!(number(&with(&OFFSET, b"12"), &OFFSET), Ok(Some(12)));
        assert_eq!(number(&HeaderMap::new(), &OFFSET), Ok(None));
        for text in ["+1", "-1", "1e3", "99999999999999999999999"] {
            assert!(
                number(&with(&OFFSET, text.as_bytes()), &OFFSET).is_err(),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_header_makes_a_parser_panic(value in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = metadata_digest(&with(&METADATA, &value));
            let _ = checksum(&with(&CHECKSUM, &value));
            let _ = number(&with(&OFFSET, &value), &OFFSET);
            let _ = is_upload(&with(&CONTENT_TYPE, &value));
        }

        #[test]
        fn a_checksum_is_read_back(bytes in any::<[u8; 32]>()) {
            let text = format!("sha256 {}", Base64::encode_string(&bytes));
            prop_assert_eq!(checksum(&with(&CHECKSUM, text.as_bytes())), Ok(Some(bytes)));
        }
    }
}
