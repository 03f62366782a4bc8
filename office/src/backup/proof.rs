//! The line in `SHA256SUMS.mac`: `payung-backup-1 HEX`. What it proves is said in `seal.rs`.

const BEGINS: &str = "payung-backup-1 ";

/// The text of the file.
pub(super) fn text(mac: &[u8; 32]) -> String {
    format!("{BEGINS}{}\n", base16ct::lower::encode_string(mac))
}

/// The MAC in it; none when the file is another one.
pub(super) fn read(text: &str) -> Option<[u8; 32]> {
    let line = text.strip_suffix('\n').unwrap_or(text);
    let hex = line.strip_prefix(BEGINS)?;
    let mut mac = [0; 32];
    let length = base16ct::lower::decode(hex, &mut mac).ok()?.len();
    (length == mac.len()).then_some(mac)
}
