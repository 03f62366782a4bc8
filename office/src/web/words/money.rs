//! Bills and money.

use payung_model::text::Lang;

use super::Words;

words! {
    BILL: "Tagihan" / "Bill";
    AMOUNT: "Jumlah" / "Amount";
    UNTIL: "Bisa dibayar sampai" / "Can be paid until";
    PAYMENTS: "Pembayaran" / "Payments";
    TOTALS: "Semua uang iuran" / "All dues";
    RECEIVED_MONEY: "Masuk" / "Received";
    CREDITED_MONEY: "Sudah untuk bulan iuran" / "Credited to months";
    UNAPPLIED: "Belum dipakai" / "Not used yet";
    REFUNDED_MONEY: "Dikembalikan" / "Given back";
    GIVE_BACK: "Kembalikan uang" / "Give back";
    GIVE_BACK_MEANS: "Uang dikirim kembali ke pembayar, dan pekerja diberi tahu. Ini dicatat dan tidak bisa ditarik." / "The money goes back to who paid, and the worker is told. This is logged and cannot be taken back.";
    GIVE_BACK_UNTOLD: "Ini dicatat dan tidak bisa ditarik. Pekerja tidak diberi tahu, karena pendaftarannya tidak ada di sini."
        / "This is logged and cannot be taken back. No worker is told, because the registration is not here.";
    GIVE_BACK_AMOUNT: "Berapa rupiah" / "How many rupiah";
    GIVE_BACK_WHY: "Mengapa (untuk log; jangan tulis data pribadi)" / "Why (for the log; write nothing personal)";
    BACK_NO_AMOUNT: "Tulis jumlahnya dalam rupiah utuh, misalnya 8400." / "Write the amount in whole rupiah, like 8400.";
    BACK_TOO_MUCH: "Uang yang bebas tidak sebanyak itu." / "There is not so much free money.";
    BACK_NO_REASON: "Tulis mengapa uang dikembalikan." / "Write why the money is given back.";
    BACK_LONG_REASON: "Alasannya terlalu panjang untuk log." / "The reason is too long for the log.";
    NO_SUCH_REQUEST: "Permintaan itu sudah dijawab, atau bukan untuk uang ini." / "That request was answered already, or is not for this money.";
    WHICH_REQUEST: "Untuk permintaan yang mana" / "Which request it answers";
    HOW_IT_GOES: "Lewat mana uangnya" / "How the money goes";
    WAY_BACK: "kembali ke pembayarannya" / "back to the payment that it came by";
    WAY_ELSEWHERE: "sudah lewat jalan lain: tulis ke mana di bawah" / "it went another way already: write where below";
    GIVEN_BACK: "Yang sudah dikembalikan" / "What was given back";
    TO_PAYMENT: "ke pembayaran " / "to payment ";
    PAID_OUT: "dikirim " / "paid out ";
    NOT_PAID_OUT: "belum dikirim" / "not paid out yet";
    GONE_ELSEWHERE: "lewat jalan lain" / "by another way";
    FOR_REQUEST: "untuk permintaan " / "for request ";
    UNAPPLIED_WITHOUT: "Belum dipakai, tanpa pendaftaran" / "Not used yet, without a registration";
    KIND_SPONSOR: "penanggung" / "a sponsor";
    KIND_ERASED: "pendaftarannya sudah dihapus" / "its registration was erased";
    KIND_UNKNOWN: "tagihannya tidak dikenal" / "its bill is not known";
    OF_SPONSOR: "Uang ini dari penanggung: " / "This money is a sponsor's: ";
    OF_ERASED: "Pendaftaran yang membayar sudah dihapus. Uangnya tetap milik yang membayar."
        / "The registration that paid was erased. The money still belongs to who paid.";
    OF_UNKNOWN: "Kantor ini tidak punya tagihan dengan nomor itu, jadi yang membayar tidak dikenal. Cari dulu di cadangan atau tanya penyedia pembayaran."
        / "This office has no bill of that number, so nobody knows who paid. Look in the backups first, or ask the acquirer.";
    BACK_TO_MONEY: "← Semua uang iuran" / "← All dues";
    OF_THAT_FREE: "yang bebas: " / "of that free: ";
    NEXT_ROWS: "Berikutnya →" / "Next →";
    MORE_BILLS: "Ini hanya tagihan terbaru dan pembayarannya. Semuanya: " / "These are only the newest bills and what was paid for them. All of them: ";
    MORE_REFUNDS: "Ini hanya pengembalian terbaru. Semuanya: " / "This is only what was given back last. All of it: ";
    MORE_REQUESTS: "Ini hanya permintaan terlama. Semuanya: " / "These are only the oldest requests. All of them: ";
    UNREAD_REPORTS: "Laporan pembayaran yang tidak terbaca" / "Reports of payments that cannot be read";
    UNREAD_MEANS: "Mungkin ada yang membayar, dan uangnya belum tercatat. Tanya penyedia pembayaran menurut nomor laporannya. Laporan ini terus diminta lagi, sampai terbaca atau dicoret."
        / "Somebody may have paid, and the money is not booked. Ask the acquirer by the number of the report. These reports are asked for again, until they can be read or are struck off.";
    UNREAD_REPORT: "Laporan pembayaran" / "Report of a payment";
    AFTER_REPORT: "setelah nomor " / "after number ";
    ASKED_AGAIN: "Berapa kali sudah diminta lagi: " / "How often it was asked for again: ";
    STRIKE_OFF: "Coret laporan" / "Strike it off";
    STRIKE_OFF_MEANS: "Coret hanya kalau Anda sudah tahu dari penyedia pembayaran apa isinya, dan tidak ada uang yang belum tercatat. Laporannya tetap tersimpan, dan tidak diminta lagi."
        / "Strike it off only when you know from the acquirer what it is, and no money is left unbooked. The report stays here, and is asked for no more.";
    ASK_REPORT_AGAIN: "Minta lagi" / "Ask for it again";
    ASK_REPORT_AGAIN_MEANS: "Laporannya diminta lagi dari penyedia pembayaran, dan dicatat kalau sudah terbaca."
        / "The acquirer is asked for the report again, and it is booked once it can be read.";
    REPORT_WHY: "Mengapa (untuk log; jangan tulis data pribadi)" / "Why (for the log; write nothing personal)";
    REPORT_NO_REASON: "Tulis alasannya." / "Write the reason.";
    STRUCK_OFF: "Laporan yang dicoret" / "Reports that were struck off";
    STRUCK_OFF_BY: "Dicoret oleh " / "Struck off by ";
    BILLS_THAT_WAIT: "Tagihan yang tertunda" / "Bills that wait";
    WHY_WAITS: "Mengapa tertunda" / "Why something waits";
    STRAYS: "Pembayaran tanpa tagihan" / "Payments without a bill";
    DOES_NOT_BALANCE: "Jumlah uangnya tidak cocok. Jangan kembalikan uang dulu; jalankan: office money check"
        / "The money does not balance. Give nothing back yet; run: office money check";
    BILL_WANTED: "menunggu kode" / "waits for its code";
    BILL_OPEN: "bisa dibayar" / "can be paid";
    BILL_PAID: "lunas" / "paid";
    BILL_EXPIRED: "kedaluwarsa" / "expired";
    BILL_CANCELLING: "sedang dibatalkan" / "being cancelled";
    BILL_CANCELLED: "dibatalkan" / "cancelled";
    BECAME_PAID: "melunasi tagihan" / "paid its bill";
    BECAME_UNAPPLIED: "tidak melunasi tagihannya" / "did not pay its bill";
    BECAME_UNKNOWN: "tagihannya tidak dikenal, bisa dikembalikan" / "its bill is not known; can be given back";
    BECAME_REFUSED: "nomornya milik pembayaran lain" / "its reference is another payment's";
}

/// Where a bill stands.
pub(crate) fn bill_state(lang: Lang, word: &str) -> &str {
    let words = match word {
        "wanted" => BILL_WANTED,
        "open" => BILL_OPEN,
        "paid" => BILL_PAID,
        "expired" => BILL_EXPIRED,
        "cancelling" => BILL_CANCELLING,
        "cancelled" => BILL_CANCELLED,
        other => return other,
    };
    words.text(lang)
}

/// Whose money it is, where there is no registration to name.
pub(crate) fn payer_kind(lang: Lang, word: &str) -> Option<&str> {
    let words = match word {
        "sponsor" => KIND_SPONSOR,
        "erased" => KIND_ERASED,
        "unknown" => KIND_UNKNOWN,
        _ => return None,
    };
    Some(words.text(lang))
}

/// What became of a payment.
pub(crate) fn became(lang: Lang, word: &str) -> &str {
    let words = match word {
        "paid" => BECAME_PAID,
        "unapplied" => BECAME_UNAPPLIED,
        "unknown" => BECAME_UNKNOWN,
        "refused" => BECAME_REFUSED,
        other => return other,
    };
    words.text(lang)
}
