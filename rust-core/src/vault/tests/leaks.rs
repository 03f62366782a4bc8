use super::*;

/// Found nowhere else; each form is looked for as it may have been written.
const CANARY: &str = "KANARI7Q2W4E";

fn forms(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let utf16 =
        |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let hex: String = text
        .bytes()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|d| char::from_digit(d.into(), 16))
        .collect();
    let mut forms = vec![
        ("UTF-8", text.as_bytes().to_vec()),
        ("lower case", text.to_lowercase().into_bytes()),
        ("UTF-16 LE", utf16(u16::to_le_bytes)),
        ("UTF-16 BE", utf16(u16::to_be_bytes)),
        ("hex", hex.to_uppercase().into_bytes()),
        ("hex", hex.into_bytes()),
    ];
    // Wherever it begins in a group of three bytes, some signs of base64 depend on it alone.
    for skipped in 0..3 {
        let whole = &text.as_bytes()[skipped..skipped + (text.len() - skipped) / 3 * 3];
        forms.push(("base64", base64(whole)));
    }
    forms
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let group = |three: &[u8]| {
        let bits = three
            .iter()
            .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        [18, 12, 6, 0].map(|shift| SIGNS[(bits >> shift & 63) as usize])
    };
    bytes.chunks_exact(3).flat_map(group).collect()
}

fn found(vault: &Vault) -> Vec<String> {
    let files = all_files(vault.home.path());
    assert!(
        files
            .iter()
            .any(|(path, bytes)| path.ends_with("payung.db-wal") && !bytes.is_empty()),
        "the WAL is looked at"
    );
    let mut found = Vec::new();
    for (path, bytes) in files {
        for (form, part) in forms(CANARY) {
            if bytes.windows(part.len()).any(|window| window == part) {
                found.push(format!("{form} in {}", path.display()));
            }
        }
    }
    found
}

#[test]
fn no_answer_and_no_question_is_in_any_file_in_any_form() {
    let vault = Vault::new();
    vault
        .store
        .add_draft(&vault.keys, &draft_row(1, 2), &[])
        .unwrap();
    let question = format!("question {CANARY}");
    for text in [
        CANARY.to_owned(),
        format!("x{CANARY}"),
        format!("xy{CANARY}"),
        CANARY.to_lowercase(),
        String::new(),
    ] {
        vault
            .store
            .put_entry(&vault.keys, id(1), &question, &entry(&text), at(1))
            .unwrap();
    }
    vault
        .store
        .put_entry(&vault.keys, id(1), "name", &entry(CANARY), at(1))
        .unwrap();
    let photo = photo_row(1, &question, b"sealed");
    vault
        .store
        .put_photo(&vault.keys, &photo, b"sealed", &entry(CANARY), at(2))
        .unwrap();
    assert_eq!(found(&vault), Vec::<String>::new());
    vault
        .store
        .read(|connection| Ok(connection.execute_batch("PRAGMA wal_checkpoint(FULL)")?))
        .unwrap();
    assert_eq!(found(&vault), Vec::<String>::new());
}

#[test]
fn the_search_would_find_what_is_written_in_clear() {
    let vault = Vault::new();
    for (form, text) in forms(CANARY) {
        vault.store.set_meta("leak", &text).unwrap();
        assert!(
            found(&vault).iter().any(|leak| leak.starts_with(form)),
            "{form}"
        );
    }
}

#[test]
fn the_length_of_a_row_does_not_tell_one_choice_from_another() {
    let vault = Vault::new();
    vault
        .store
        .add_draft(&vault.keys, &draft_row(1, 2), &[])
        .unwrap();
    let length = |text: &str| -> u32 {
        vault
            .store
            .put_entry(&vault.keys, id(1), "sex", &entry(text), at(1))
            .unwrap();
        vault
            .store
            .read(|c| Ok(c.query_row("SELECT length(sealed) FROM answer", [], |row| row.get(0))?))
            .unwrap()
    };
    assert_eq!(length("male"), length("female"));
}
