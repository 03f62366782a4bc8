//! The audit log, and what each of its rows says was done.

use payung_model::text::Lang;

use super::Words;

words! {
    // The page.
    LOG_IS: "Siapa melakukan apa. Basis data menolak setiap perubahan dan penghapusan baris ini."
        / "Who did what. The database refuses to change or delete these rows.";
    NEWEST: "← Terbaru" / "← Newest";
    OLDER: "Lebih lama →" / "Older →";
    NUMBER: "No." / "No.";
    TIME: "Waktu" / "Time";
    WHO: "Siapa" / "Who";
    WHAT: "Apa" / "What";
    REGISTRATION: "Pendaftaran" / "Registration";
    DETAIL: "Keterangan" / "Detail";

    // What was done.
    DID_SHOW: "melihat jawaban" / "looked at answers";
    DID_PHOTOS: "melihat foto" / "looked at a photo";
    DID_ACCEPT: "menyetujui" / "approved";
    DID_CORRECT: "minta dibetulkan" / "asked for a correction";
    DID_REFUSE: "menolak" / "refused";
    DID_DECIDE: "memutuskan (belum diberitahukan)" / "decided (not told yet)";
    DID_TAKE_BACK: "menarik kembali putusan" / "took a decision back";
    DID_DROP: "putusannya tidak jadi disampaikan" / "a decision was never told";
    DID_NOTE: "menulis catatan dalam" / "wrote an internal note";
    DID_SEARCH: "mencari" / "searched";
    DID_OPEN: "dibuka dan diperiksa mesin" / "opened and checked by the machine";
    DID_SIGN_IN: "masuk" / "signed in";
    DID_FAIL: "gagal masuk" / "failed to sign in";
    DID_SECOND: "memasang kode untuk masuk" / "set up codes for signing in";
    DID_END_SESSION: "mengakhiri sesi" / "ended a session";
    DID_SIGN_OUT: "keluar" / "signed out";
    DID_ADD_OFFICER: "menambah petugas" / "added an officer";
    DID_CHANGE_ROLE: "mengubah peran petugas" / "changed an officer's role";
    DID_CHANGE_PASSWORD: "mengganti kata sandi petugas" / "changed an officer's password";
    DID_REMOVE_OFFICER: "mengeluarkan petugas" / "removed an officer";
    DID_MAKE_KEYS: "membuat kunci" / "made keys";
    DID_PUBLISH_KEYS: "mengumumkan kunci" / "published keys";
    DID_BACKUP_KEYS: "menyalin kunci" / "copied the keys";
    DID_RESTORE_KEYS: "memulihkan kunci" / "restored the keys";
    DID_ROTATE_KEYS: "mengganti kunci" / "rotated the keys";
    DID_DISTRUST_KEYS: "tidak lagi menerima kunci yang bocor" / "stopped taking a leaked key";
    DID_RETIRE_KEYS: "melepas kunci lama" / "gave up old keys";
    DID_SIGN_BUNDLE: "menandatangani aturan" / "signed rules";
    DID_EXPORT: "menyalin semua data seseorang" / "exported somebody's data";
    DID_REISSUE: "membuat kode pemulihan baru" / "made a new recovery code";
    DID_ERASE: "menghapus pendaftaran" / "erased a registration";
    DID_COPY: "menulis salinan untuk pekerja" / "wrote a copy for the worker";
    DID_TELL_LOOKS: "memberi tahu pekerja siapa yang membuka datanya" / "told the worker who opened the data";
    DID_BACKUP: "memulai cadangan" / "began a backup";
    DID_MAKE_BACKUP: "membuat cadangan" / "made a backup";
    DID_RESTORE: "memulihkan cadangan" / "restored a backup";
    DID_CANCEL_BILL: "membatalkan tagihan" / "cancelled a bill";
    DID_BILL_AGAIN: "meminta tagihan lagi" / "asked for another bill";
    DID_REFUND: "mengembalikan uang" / "gave money back";
    DID_NOTE_ELSEWHERE: "mencatat uang pergi lewat jalan lain" / "noted that money went another way";
    DID_STRIKE_OFF: "mencoret laporan pembayaran" / "struck a report of a payment off";
    DID_ASK_AGAIN: "meminta lagi laporan pembayaran" / "asked for a report of a payment again";
    DID_CLAIM: "mencatat klaim" / "noted a claim";
}

/// What was done, as the audit log has it; in its own word what is not known here.
pub(crate) fn deed(lang: Lang, action: &str) -> &str {
    let words = match action {
        "show" => DID_SHOW,
        "photos" => DID_PHOTOS,
        "accept" => DID_ACCEPT,
        "correct" => DID_CORRECT,
        "refuse" => DID_REFUSE,
        "decide" => DID_DECIDE,
        "take back" => DID_TAKE_BACK,
        "decide dropped" => DID_DROP,
        "note" => DID_NOTE,
        "search" => DID_SEARCH,
        "open" => DID_OPEN,
        "sign in" => DID_SIGN_IN,
        "sign in failed" => DID_FAIL,
        "sign out" => DID_SIGN_OUT,
        "second factor" | "officer totp" => DID_SECOND,
        "session end" | "officer end-sessions" => DID_END_SESSION,
        "officer add" => DID_ADD_OFFICER,
        "officer role" => DID_CHANGE_ROLE,
        "officer password" => DID_CHANGE_PASSWORD,
        "officer remove" => DID_REMOVE_OFFICER,
        "keys new" => DID_MAKE_KEYS,
        "keys publish" => DID_PUBLISH_KEYS,
        "keys backup" => DID_BACKUP_KEYS,
        "keys restore" => DID_RESTORE_KEYS,
        "keys rotate" => DID_ROTATE_KEYS,
        "keys compromised" => DID_DISTRUST_KEYS,
        "keys retire" => DID_RETIRE_KEYS,
        "bundle sign" => DID_SIGN_BUNDLE,
        "export" => DID_EXPORT,
        "reissue" => DID_REISSUE,
        "erase" => DID_ERASE,
        "copy" => DID_COPY,
        "who looked" => DID_TELL_LOOKS,
        "bill cancel" => DID_CANCEL_BILL,
        "bill again" => DID_BILL_AGAIN,
        "money refund" => DID_REFUND,
        "money elsewhere" => DID_NOTE_ELSEWHERE,
        "money strike-off" => DID_STRIKE_OFF,
        "money ask-again" => DID_ASK_AGAIN,
        "claim" => DID_CLAIM,
        "backup" => DID_BACKUP,
        "backup made" => DID_MAKE_BACKUP,
        "restore" => DID_RESTORE,
        other => return other,
    };
    words.text(lang)
}
