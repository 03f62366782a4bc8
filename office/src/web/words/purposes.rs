//! What the office is asked for.

use payung_model::text::Lang;

use super::Words;

words! {
    FOR_REGISTER: "pendaftaran baru" / "new registration";
    FOR_RESUME: "bayar lagi" / "paying again";
    FOR_EMPLOYER: "pemberi kerja" / "employer";
    FOR_COMPLETE: "melengkapi data" / "completing data";
    FOR_PAYER: "membayar iuran orang lain, tanpa jadi peserta" / "pays for somebody else without being a member";
    FOR_ACTIVE: "peserta aktif" / "active participant";
    FOR_PAY_CODE: "minta kode supaya dibayari" / "asks for a code so that somebody else pays";
    FOR_PAY_FOR: "mau membayar iuran orang lain" / "wants to pay for somebody else";
    FOR_PAY_END: "berhenti membayar atau dibayari" / "ends paying or being paid for";
    FOR_BILL: "minta kode bayar" / "asks for a payment code";
    FOR_UPDATE: "mengubah data" / "changes data";
    FOR_EMPLOYEE: "sekarang karyawan" / "is an employee now";
    FOR_CONSENT: "membatalkan persetujuan" / "withdraws a consent";
    FOR_COPY: "minta salinan data" / "asks for a copy of the data";
    FOR_WHO_LOOKED: "minta tahu siapa yang membuka data" / "asks who opened the data";
    FOR_ERASURE: "minta data dihapus" / "asks for the data to be erased";
    FOR_REFUND: "minta uang kembali" / "asks for money back";
    FOR_COMPLAINT: "keluhan" / "complaint";
    FOR_INCIDENT: "laporan kejadian" / "report of an incident";
}

/// What the office is asked for, by the names of the built-in form; another name as it is.
pub(crate) fn purpose(lang: Lang, word: &str) -> &str {
    let words = match word {
        "register" => FOR_REGISTER,
        "resume" => FOR_RESUME,
        "employer" => FOR_EMPLOYER,
        "complete" => FOR_COMPLETE,
        "payer" => FOR_PAYER,
        "active" => FOR_ACTIVE,
        "bill" => FOR_BILL,
        "pay_code" => FOR_PAY_CODE,
        "pay_for" => FOR_PAY_FOR,
        "pay_end" => FOR_PAY_END,
        "update" => FOR_UPDATE,
        "employee" => FOR_EMPLOYEE,
        "consent" => FOR_CONSENT,
        "copy" => FOR_COPY,
        "who_looked" => FOR_WHO_LOOKED,
        "erasure" => FOR_ERASURE,
        "refund" => FOR_REFUND,
        "complaint" => FOR_COMPLAINT,
        "incident" => FOR_INCIDENT,
        other => return other,
    };
    words.text(lang)
}
