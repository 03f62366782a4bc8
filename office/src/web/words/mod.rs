//! The texts of the pages, in both languages side by side, so that a text without a translation
//! does not compile. The names of states are exactly those that workers read. Texts of the form
//! come from the content instead.

use payung_model::journey::OfficeState;
use payung_model::text::{Lang, format};
use payung_model::units::Timestamp;

use crate::purposes;
use crate::requests::AnswerClock;
use crate::store::officers::Role;

/// One text in both languages.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    id: &'static str,
    en: &'static str,
}

impl Words {
    /// The text in that language.
    pub(super) const fn text(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Id => self.id,
            Lang::En => self.en,
        }
    }
}

macro_rules! words {
    ($($name:ident: $id:literal / $en:literal;)*) => {
        $(pub(super) const $name: Words = Words { id: $id, en: $en };)*
        /// What follows the few registrations that are named of many with one NIK.
pub(super) fn and_others(lang: Lang, named: usize, count: u32, more: bool) -> String {
    let others = u64::from(count).saturating_sub(named as u64);
    match (lang, others, more) {
        (_, 0, false) => String::new(),
        (Lang::Id, _, false) => format!(" dan {others} lainnya"),
        (Lang::En, _, false) => format!(" and {others} more"),
        (Lang::Id, _, true) => format!(" dan lebih dari {others} lainnya"),
        (Lang::En, _, true) => format!(" and more than {others} others"),
    }
}

#[cfg(test)]
        const ALL: &[(&str, Words)] = &[$((stringify!($name), $name)),*];
    };
}

words! {
    // Every page.
    SKIP: "Langsung ke isi" / "Skip to content";
    MENU: "Menu" / "Main menu";
    QUEUE: "Antrean" / "Queue";
    LOG: "Catatan" / "Audit log";
    MONEY: "Iuran" / "Dues";
    SIGN_OUT: "Keluar" / "Sign out";
    TO_QUEUE: "Ke antrean" / "To the queue";
    PAGES: "Halaman" / "Page";

    // Signing in.
    SIGN_IN: "Masuk" / "Sign in";
    NAME: "Nama" / "Name";
    PASSWORD: "Kata sandi" / "Password";
    FOR_OFFICERS: "Untuk petugas kantor. Setiap kali data seseorang dilihat, itu dicatat: siapa, kapan, pendaftaran yang mana."
        / "For the office's officers. Whenever somebody's data is looked at, that is written down: who, when, which registration.";
    ENDED: "Sesi Anda sudah berakhir. Silakan masuk lagi." / "Your session has ended. Please sign in again.";
    NOT_LET_IN: "Nama dan kata sandi ini tidak cocok, atau sudah terlalu sering dicoba. Periksa keduanya; setelah beberapa kali, tunggu sampai 15 menit."
        / "This name and password do not match, or were tried too often. Check both; after several times, wait up to 15 minutes.";

    // The queue.
    BY_STATE: "Saring menurut keadaan" / "Filter by state";
    ALL_STATES: "semua" / "all";
    NOBODY_WAITS: "Tidak ada yang menunggu." / "Nobody is waiting.";
    NONE: "Tidak ada." / "There is none.";
    FIND: "Cari" / "Find";
    NOT_FOUND: "Tidak ketemu" / "Not found";
    NO_NAME: "nama tidak terbaca" / "name cannot be read";
    WAITING: "menunggu " / "waiting for ";
    SENDING_NO: "kiriman ke-" / "sending #";
    NOT_OPENED: "Belum dibuka mesin; tunggu sebentar" / "Not opened by the machine yet; wait a moment";
    SAME_NIK: "NIK sama dengan " / "Same NIK as ";
    ADDS_TO: "Menambah " / "Adds to ";
    ADDED_BY: "Ditambah oleh " / "Added to by ";
    BEFORE: "← Sebelumnya" / "← Previous";
    AFTER: "Berikutnya →" / "Next →";
    WORKER_READS: "Pekerja membacanya saat HP-nya tersambung." / "The worker reads it when their phone is connected.";

    // Bills and money.
    BILL: "Tagihan" / "Bill";
    AMOUNT: "Jumlah" / "Amount";
    UNTIL: "Bisa dibayar sampai" / "Can be paid until";
    PAYMENTS: "Pembayaran" / "Payments";
    TOTALS: "Semua uang iuran" / "All dues";
    RECEIVED_MONEY: "Masuk" / "Received";
    CREDITED_MONEY: "Sudah untuk bulan iuran" / "Credited to months";
    UNAPPLIED: "Belum dipakai" / "Not used yet";
    REFUNDED_MONEY: "Dikembalikan" / "Given back";
    OF_THAT_FREE: "yang bebas: " / "of that free: ";
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
    BECAME_UNAPPLIED: "belum dipakai" / "not used yet";
    BECAME_REFUSED: "tagihannya tidak dikenal" / "its bill is not known";
    DID_CANCEL_BILL: "membatalkan tagihan" / "cancelled a bill";
    DID_BILL_AGAIN: "meminta tagihan lagi" / "asked for another bill";
    DID_REFUND: "mengembalikan uang" / "gave money back";
    DID_CLAIM: "mencatat klaim" / "noted a claim";

    // One registration.
    BACK_TO_QUEUE: "← Antrean" / "← Queue";
    SENT: "dikirim " / "sent ";
    BY_ITS_PHONE: " menurut HP-nya" / " by its phone's clock";
    FORM: "formulir " / "form ";
    VERSION: " versi " / " version ";
    LANGUAGE: "bahasa " / "language ";
    INDONESIAN: "Indonesia" / "Indonesian";
    ENGLISH: "Inggris" / "English";
    DOES_NOT_OPEN: "Isinya tidak bisa dibuka di sini. Pendaftaran ini bisa ditolak, atau diminta dikirim ulang dengan kata-kata saja."
        / "It cannot be opened here. This registration can be refused, or asked for again in words alone.";
    OUTSIDE_FORM: "Di luar formulir" / "Not in the form";
    AGREED: "Setuju" / "Agreed";
    DECLARED: "Menyatakan:" / "Declared:";
    WORDING: " · kata-kata versi " / " · wording version ";
    PHOTO: "Foto: " / "Photo: ";
    OPEN_LARGE: "Buka besar" / "Open large";
    WORKER_READ: "Pekerja sudah membaca: " / "The worker has read: ";
    FORM_SAYS: "Formulirnya tidak menerima ini: " / "The form does not take this: ";
    ASK_AGAIN: "Betulkan" / "Correct";
    WHAT_TO_CORRECT: "Apa yang perlu dibetulkan" / "What needs correcting";
    VERDICT: "Putusan" / "Decision";
    WORDS_FOR_WORKER: "Kata-kata untuk pekerja" / "Words for the worker";
    MAY_BE_EMPTY: " (boleh kosong bila disetujui)" / " (may be empty when approved)";
    ASK_CORRECTION: "Minta dibetulkan" / "Ask for a correction";
    APPROVE: "Setujui" / "Approve";
    CANNOT_APPROVE: "Tidak bisa disetujui …" / "Cannot be approved …";
    WHY_REFUSED: "Mengapa, dan apa yang bisa dilakukan pekerja" / "Why, and what the worker can do";
    IS_FINAL: "Setelah ini pendaftaran tidak bisa dibuka lagi; pekerja harus mendaftar baru."
        / "After this the registration cannot be taken up again; the worker has to register anew.";
    REFUSE: "Tolak pendaftaran ini" / "Refuse this registration";
    ROLE_READS: "Peran Anda: melihat. Yang memutuskan orang lain." / "Your role: to look. Somebody else decides.";
    NOT_OPENED_YET: "Belum dibuka mesin, jadi belum bisa diputuskan. Muat ulang halaman ini sebentar lagi."
        / "Not opened by the machine yet, so it cannot be decided. Load this page again in a moment.";
    NOT_ALL_THERE: "Belum semuanya sampai. Bisa diputuskan setelah semua foto sampai."
        / "Not all of it has arrived. It can be decided once all photos are here.";
    WAITS_FOR_WORKER: "Menunggu pekerja membetulkan dan mengirim lagi." / "Waiting for the worker to correct it and send it again.";
    IS_DONE: "Sudah selesai." / "It is done.";

    // The desk: one registration after another.
    CUT: "dipotong; sisa tanda: " / "cut; signs left: ";
    START: "Mulai dari yang paling lama menunggu" / "Begin with the one that waits longest";
    SKIP_THIS: "Lewati" / "Skip";
    ANSWERS: "Jawaban" / "Answers";
    PHOTOS: "Foto" / "Photos";
    NO_PHOTO: "Tidak ada foto" / "No photo";
    NO_PHOTO_LATER: "Belum ada foto; pekerja boleh menyusulkannya." / "No photo yet; the worker may send it later.";
    NOT_ANSWERED: "belum dijawab" / "not answered";
    ANSWERED_LATER: "boleh menyusul" / "may follow later";
    WAS: "sebelumnya: " / "before: ";
    IS_NEW: "baru diisi" / "newly answered";
    NO_LONGER: "Tidak diisi lagi: " / "No longer answered: ";
    CHANGED_ONES: "Yang berubah dari kiriman sebelumnya" / "What changed since the sending before";
    BEFORE_IT: "Sebelumnya" / "Before";
    NOW: "Sekarang" / "Now";
    NOTHING_CHANGED: "Tidak ada isian yang berubah." / "No answer changed.";
    CLAIMED: "Sedang dibuka oleh " / "Being looked at by ";
    CLAIMED_TAIL: ". Anda tetap bisa memutuskan; yang pertama yang berlaku." / ". You can decide all the same; the first one counts.";
    READY_WORDS: "Kata siap pakai" / "Ready words";
    NO_READY_WORDS: "(tanpa)" / "(none)";
    READY_FIRST: "Dikirim di depan kata-kata Anda sendiri." / "They are sent before your own words.";
    COMPARE: "Bandingkan berdampingan" / "Compare side by side";
    COMPARE_TITLE: "Dua pendaftaran dengan satu NIK" / "Two registrations with one NIK";
    COMPARE_FIRST: "NIK ini ada di pendaftaran lain. Bandingkan dulu sebelum menyetujui." / "Another registration has this NIK. Compare them before you approve.";
    THIS_ONE: "Yang ini" / "This one";
    OTHER_ONE: "Yang lain" / "The other one";
    DIFFERS: "berbeda" / "differs";
    MISSING_TICK: "Saya lihat ada yang kosong, dan tetap menyetujui" / "I see that something is empty, and approve all the same";
    MISSING_FIRST: "Ada isian wajib yang kosong. Minta dibetulkan, atau centang bahwa Anda melihatnya." / "Something that must be answered is empty. Ask for it, or tick that you have seen it.";
    NO_CONSENT_HERE: "Tanpa persetujuan pekerja, pendaftaran ini tidak bisa disetujui. Minta dibetulkan." / "Without the worker's consent this cannot be approved. Ask for it again.";
    KEPT: "Kata-kata Anda masih ada. Masuk lagi untuk melanjutkan." / "Your words are still here. Sign in again to go on.";
    KEPT_AGAIN: "Anda sudah masuk lagi. Periksa kata-kata Anda, lalu tekan tombolnya sekali lagi." / "You are signed in again. Check your words, then press the button once more.";
    KEYS_HELP: "Tombol cepat (Alt, atau Alt+Shift, atau Ctrl+Option): S setujui · B minta dibetulkan · L lewati" / "Shortcuts (Alt, or Alt+Shift, or Ctrl+Option): S approve · B ask for a correction · L skip";
    TOLD_AT: "diberitahukan ke pekerja " / "told to the worker ";
    TAKE_BACK: "Tarik kembali putusan" / "Take the decision back";
    WHY_BACK: "Mengapa ditarik (untuk petugas lain)" / "Why it is taken back (for other officers)";
    IS_HELD: "Sudah diputuskan; belum diberitahukan ke pekerja." / "It is decided; the worker is not told yet.";
    CAN_TAKE_BACK: "Bisa ditarik sebelum diberitahukan: buka lagi pendaftarannya." / "It can be taken back before it is told: open the registration again.";
    NOTE: "Catatan dalam" / "Internal note";
    NOTE_FOR: "Hanya dibaca petugas kantor, tidak dikirim ke pekerja." / "Read by officers only, never sent to the worker.";
    ADD_NOTE: "Simpan catatan" / "Keep the note";
    SEARCH: "Cari: kode, NIK, nama, atau nomor HP" / "Find: code, NIK, name, or phone number";
    SEARCH_FOR: "Yang Anda ketik tidak masuk alamat atau catatan." / "What you type is in no address and no log.";
    SEVERAL: "Yang ketemu" / "What was found";
    NOTHING_FOUND: "Tidak ada pendaftaran dengan itu di kantor ini. Nama dicari per kata utuh; NIK 16 angka; kode seperti 7K2M-94QX."
        / "No registration with that at this office. Names are found by whole words; a NIK has 16 digits; codes look like 7K2M-94QX.";
    FILTERS: "Saring" / "Filter";
    ANY: "(semua)" / "(all)";
    BY_FLAG: "Tanda" / "Flag";
    BY_PURPOSE: "Keperluan" / "Purpose";
    BY_AGE: "Menunggu paling sedikit" / "Waiting at least";
    BY_REGENCY: "Kode kabupaten atau kota (32.01)" / "Code of the regency or city (32.01)";
    WITH_PHOTO: "ada foto" / "with a photo";
    TO_BEGINNING: "← Ke awal" / "← To the beginning";
    FOR_REGISTER: "pendaftaran baru" / "new registration";
    FOR_RESUME: "bayar lagi" / "paying again";
    FOR_EMPLOYER: "pemberi kerja" / "employer";
    FOR_COMPLETE: "melengkapi data" / "completing data";
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

    // Reports of incidents.
    REPORT_LATE: "dilaporkan sesudah lewat batas waktu" / "reported after the time for it";
    REPORT_ARRIVED_LATE: "dikirim pada waktunya menurut jam HP, sampai sesudah lewat batas" / "sent in time by the phone's clock, arrived later";
    REPORT_UNSURE: "jam kejadian tidak disebut: belum tentu pada waktunya" / "the time it happened is not given: perhaps not in time";
    REPORTED_WITHIN: "dilaporkan pada waktunya, batas " / "reported in time, within ";
    REPORTS: "Laporan kejadian: " / "Reports of incidents: ";
    COMPARE_REPORT: "Lihat di samping pendaftarannya" / "See it beside the registration";

    // Requests: answered, and not approved.
    REQUEST_RECEIVED: "belum dijawab" / "not answered yet";
    REQUEST_ANSWERED: "sudah dijawab" / "answered";
    REQUEST_ASKED: "menunggu pekerja menjelaskan" / "waiting for the worker to explain";
    REQUEST_REFUSED: "tidak bisa dipenuhi" / "cannot be done";
    ABOUT: "tentang " / "about ";
    ANSWER: "Jawab" / "Answer";
    ANSWER_TITLE: "Jawaban" / "The answer";
    ASK_BACK: "Tanya pekerja" / "Ask the worker";
    CANNOT_DO: "Tidak bisa dipenuhi …" / "Cannot be done …";
    REFUSE_REQUEST: "Tolak permintaan ini" / "Refuse this request";
    REQUEST_IS_FINAL: "Pendaftarannya sendiri tidak berubah; pekerja boleh meminta lagi."
        / "The registration itself does not change; the worker may ask again.";
    NEEDS_ANSWER: "Tulis jawabannya; tanpa kata-kata pekerja tidak tahu apa-apa." / "Write the answer; without words the worker learns nothing.";
    COMPARE_FIRST_ONE: "Bandingkan dengan jawaban dulu" / "Compare with the earlier answers";
    DO_ERASE: "Hapus dulu di komputer kantor, lalu jawab di sini: " / "Erase it at the office's computer first, then answer here: ";
    DO_CONSENT: "Hentikan dulu yang memakai data itu. Bila pendaftarannya ikut berhenti, hapus di komputer kantor, lalu jawab di sini: "
        / "First stop what uses those data. If the registration ends with it, erase it at the office's computer, then answer here: ";
    DO_BILL: "Buat kode bayarnya dulu, lalu jawab." / "Make the payment code first, then answer.";
    DO_REFUND: "Periksa uang yang belum terpakai, kembalikan, lalu jawab: berapa, lewat apa, kapan." / "Look for unused money, pay it back, then answer: how much, by what way, when.";
    DUE_BY: "jawab paling lambat " / "answer by ";
    OVERDUE_SINCE: "terlambat, seharusnya dijawab " / "overdue, should have been answered by ";
    DAYS_LEFT: " hari kerja lagi" / " working days left";
    LAST_DAY: "hari terakhir" / "the last day";
    APPLY: "Terapkan" / "Apply";
    BROKEN_ASIDE: "Yang tidak bisa dibuka tidak ada di daftar ini: " / "What does not open is left out of this list: ";
    SHOW_BROKEN: "lihat" / "show it";
    REFUSE_ALL: "Tolak semua yang ada di halaman ini" / "Refuse all on this page";
    REFUSED_ALL: "Kirimannya tidak bisa dibuka. Kalau Anda yang mengirim, mohon daftar lagi."
        / "What was sent cannot be opened. If you sent it, please register again.";
    WORK: "Pekerjaan" / "Work";
    WORK_DONE: "Yang diputuskan, per hari dan petugas" / "What was decided, by day and officer";
    DAY: "Hari" / "Day";
    TOGETHER: "Jumlah" / "Together";
    ALL_DONE: "Semua yang menunggu sudah dikerjakan, atau sedang dibuka orang lain." / "All that waited is done, or being looked at by somebody else.";

    // What is wrong with a decision.
    NOT_DONE: "Belum dilakukan." / "Not done yet.";
    TICKED_AND_APPROVED: "Ada isian yang dicentang. Hapus centangnya, atau pilih “Minta dibetulkan”."
        / "Something is ticked. Remove the tick, or choose “Ask for a correction”.";
    REFUSAL_WRITTEN: "Ada alasan penolakan yang tertulis. Hapus dulu bila memang disetujui."
        / "A reason to refuse is written. Remove it first if you do approve.";
    NOTHING_TICKED: "Centang isian yang perlu dibetulkan, atau tulis kata-kata untuk pekerja."
        / "Tick what needs correcting, or write words for the worker.";
    TICK_WITHOUT_WORDS: "Tulis apa yang perlu dibetulkan pada isian yang dicentang." / "Write what needs correcting where you ticked.";
    NO_REASON: "Tulis mengapa, dan apa yang bisa dilakukan pekerja." / "Write why, and what the worker can do.";
    TICKED_AND_REFUSED: "Ada isian yang dicentang. Hapus centangnya bila memang ditolak."
        / "Something is ticked. Remove the tick if you do refuse.";
    TOO_LONG: "Terlalu panjang untuk layar HP. Persingkat." / "Too long for a phone's screen. Make it shorter.";
    TOO_LONG_TOGETHER: "Semua kata-kata ini bersama terlalu panjang untuk HP pekerja. Persingkat."
        / "All these words together are too long for the worker's phone. Make them shorter.";

    // The log.
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

    // Why a page is not shown: a title and a sentence.
    ROLE_TITLE: "Bukan untuk peran Anda" / "Not for your role";
    ROLE: "Peran Anda belum boleh membuka atau melakukan ini. Bila perlu, minta pengurus kantor mengubah peran Anda."
        / "Your role may not open or do this. If you need to, ask the office's admin to change your role.";
    UNDONE_TITLE: "Tidak dilakukan" / "Not done";
    FORGED: "Kiriman ini tidak datang dari halaman yang Anda buka di sini. Buka lagi halamannya, lalu ulangi."
        / "This was not sent from a page you opened here. Open the page again, then repeat it.";
    UNREADABLE: "Isian ini tidak bisa dibaca. Buka lagi halamannya, lalu ulangi."
        / "This form cannot be read. Open the page again, then repeat it.";
    NOT_HERE_TITLE: "Tidak ada di sini" / "Not here";
    NOT_HERE: "Halaman atau pendaftaran ini tidak ada di kantor ini." / "This office has no such page or registration.";
    CHANGED_TITLE: "Sudah berubah" / "It has changed";
    CHANGED: "Pendaftaran ini berubah sejak Anda membukanya: dikirim ulang, dibatalkan, atau sudah diputuskan orang lain. Tidak ada yang dilakukan. Lihat lagi dari antrean."
        / "This registration has changed since you opened it: sent again, withdrawn, or decided by somebody else. Nothing was done. Look again from the queue.";
    PHOTO_TITLE: "Foto tidak bisa dibuka" / "The photo cannot be opened";
    PHOTO_BROKEN: "Foto ini rusak atau dikunci dengan kunci lain." / "This photo is damaged, or locked with another key.";
    BUSY_TITLE: "Sedang ramai" / "Busy";
    BUSY: "Tunggu sebentar, lalu coba lagi." / "Wait a moment, then try again.";
    TROUBLE_TITLE: "Kantor sedang bermasalah" / "The office is in trouble";
    TROUBLE: "Tidak ada yang dilakukan dan tidak ada yang hilang. Coba lagi; bila tetap begini, beri tahu pengurus kantor."
        / "Nothing was done and nothing is lost. Try again; if it stays like this, tell the office's admin.";

    // Where a registration stands.
    RECEIVING: "sedang dikirim" / "being sent";
    RECEIVED: "sudah sampai" / "has arrived";
    ACCEPTED: "disetujui" / "approved";
    NEEDS_CORRECTION: "perlu dibetulkan" / "needs a correction";
    REFUSED: "tidak bisa disetujui" / "could not be approved";
    WITHDRAWN: "dibatalkan" / "withdrawn";

    // Why an officer should look.
    KEY_MISSING: "Dikunci dengan kunci yang tidak ada di sini" / "Locked with a key that is not here";
    SEAL_BROKEN: "Tidak bisa dibuka: rusak, atau bukan buatan Payung" / "Cannot be opened: damaged, or not made by Payung";
    FORM_UNKNOWN: "Formulirnya tidak dikenal kantor ini" / "This office does not know its form";
    QUESTION_UNKNOWN: "Ada jawaban di luar formulir" / "It has an answer that is not in the form";
    NIK_WRONG: "NIK tidak mungkin benar" / "The NIK cannot be right";
    ANSWER_WRONG: "Ada jawaban yang tidak diterima formulirnya" / "It has an answer that its form does not take";
    ANSWER_MISSING: "Ada isian wajib yang belum dijawab" / "Something that must be answered is not";
    CONSENT_MISSING: "Persetujuan tidak ada, atau untuk kata-kata lain" / "A consent is missing, or is to other words";
    PHOTO_NOT_SHOWN: "Yang dikirim sebagai foto bukan JPEG biasa; tidak ditampilkan" / "What was sent as a photo is no ordinary JPEG; it is not shown";
    COMPLETES_UNKNOWN: "Menambah pendaftaran yang tidak ada di sini" / "Adds to a registration that is not here";
    PHOTO_KEYS: "Foto dan kuncinya tidak lengkap" / "Photos and their keys are not complete";
    PHOTO_DAMAGED: "Berkas foto rusak atau hilang" / "A photo's file is damaged or missing";
    PHOTO_SEALED: "Foto tidak bisa dibuka" / "A photo cannot be opened";
    DUPLICATE: "NIK sudah ada di pendaftaran lain" / "Another registration has this NIK";
    UNUSUAL: "Ada jawaban yang tidak biasa; buka untuk melihat yang mana" / "It has an unusual answer; open it to see which";

    // Codes and sessions.
    CODE: "Kode" / "Code";
    CODE_HOW: "Ketik kode enam angka dari aplikasi autentikator di HP Anda, atau salah satu kode cadangan." / "Type the six digits that the authenticator app on your phone shows, or one of your recovery codes.";
    WRONG_CODE: "Kode ini tidak cocok, sudah dipakai, atau terlalu sering dicoba. Tunggu kode berikutnya." / "This code does not fit, was used before, or was tried too often. Wait for the next one.";
    TOO_LATE: "Sudah lebih dari lima menit. Masukkan nama dan kata sandi lagi." / "More than five minutes have passed. Give name and password again.";
    ANOTHER_NAME: "Kembali" / "Back";
    NEW_CODE: "Kode untuk masuk" / "Codes for signing in";
    NEW_CODE_HOW: "Mulai sekarang Anda masuk dengan kata sandi dan kode dari HP. Buka aplikasi autentikator, pindai gambar ini, lalu ketik kode yang muncul." / "From now on you sign in with your password and a code from your phone. Open an authenticator app, scan this picture, then type the code that it shows.";
    NEW_CODE_TYPED: "Kalau tidak bisa memindai, ketik ini di aplikasi." / "If you cannot scan, type this into the app.";
    RECOVERY: "Kode cadangan" / "Recovery codes";
    RECOVERY_HOW: "Tulis kode ini di kertas dan simpan jauh dari HP. Setiap kode berlaku sekali saja. Halaman ini tidak muncul lagi." / "Write these codes on paper and keep them away from your phone. Each one works once. This page is not shown again.";
    RECOVERY_DONE: "Sudah saya tulis" / "I have written them down";
    KEPT_BELOW: "Ini yang tadi Anda tulis. Salin sebelum melanjutkan." / "This is what you were writing. Copy it before you go on.";
    SESSIONS: "Sesi" / "Sessions";
    SESSIONS_ARE: "Di sini terlihat siapa yang sedang masuk dan dari mana. Akhiri sesi yang tidak Anda kenal." / "Who is signed in, and from where. End a session that you do not know.";
    DEVICE: "Perangkat" / "Device";
    UNKNOWN_DEVICE: "tidak dikenal" / "unknown";
    THIS_SESSION: " (sesi ini)" / " (this session)";
    BEGAN: "Mulai" / "Began";
    USED: "Terakhir dipakai" / "Last used";
    END: "Akhiri" / "End";

    // What was done.
    DID_SHOW: "melihat jawaban" / "looked at answers";
    DID_PHOTOS: "melihat foto" / "looked at a photo";
    DID_ACCEPT: "menyetujui" / "approved";
    DID_CORRECT: "minta dibetulkan" / "asked for a correction";
    DID_REFUSE: "menolak" / "refused";
    DID_DECIDE: "memutuskan (belum diberitahukan)" / "decided (not told yet)";
    DID_TAKE_BACK: "menarik kembali putusan" / "took a decision back";
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
    DID_ERASE: "menghapus pendaftaran" / "erased a registration";
    DID_COPY: "menulis salinan untuk pekerja" / "wrote a copy for the worker";
    DID_TELL_LOOKS: "memberi tahu pekerja siapa yang membuka datanya" / "told the worker who opened the data";
    DID_BACKUP: "membuat cadangan" / "made a backup";
    DID_RESTORE: "memulihkan cadangan" / "restored a backup";

    // What an officer may do.
    READER: "pembaca" / "reader";
    DECIDER: "pemutus" / "decider";
    ADMIN: "pengurus" / "admin";

    // How long something has waited.
    JUST_NOW: "baru saja" / "a moment";
    MINUTES: " menit" / " min";
    HOURS: " jam" / " h";
    DAYS: " hari" / " d";
}

/// Where a registration stands.
pub(super) fn state(lang: Lang, state: OfficeState) -> &'static str {
    let words = match state {
        OfficeState::Receiving => RECEIVING,
        OfficeState::Received => RECEIVED,
        OfficeState::Accepted => ACCEPTED,
        OfficeState::NeedsCorrection => NEEDS_CORRECTION,
        OfficeState::Refused => REFUSED,
        OfficeState::Withdrawn => WITHDRAWN,
    };
    words.text(lang)
}

/// The same of something with that purpose: requests are answered and not approved.
pub(super) fn state_of(lang: Lang, state: OfficeState, purpose: &str) -> &'static str {
    if !purposes::is_request(purpose) {
        return self::state(lang, state);
    }
    let words = match state {
        OfficeState::Received => REQUEST_RECEIVED,
        OfficeState::Accepted => REQUEST_ANSWERED,
        OfficeState::NeedsCorrection => REQUEST_ASKED,
        OfficeState::Refused => REQUEST_REFUSED,
        OfficeState::Receiving | OfficeState::Withdrawn => return self::state(lang, state),
    };
    words.text(lang)
}

/// `answer by 30 November 2026, 3 working days left`
pub(super) fn answer_clock(lang: Lang, clock: &AnswerClock) -> String {
    let day = format::date(lang, clock.last_day);
    if clock.overdue {
        return format!("{}{day}", OVERDUE_SINCE.text(lang));
    }
    let left = match clock.working_days_left {
        0 => LAST_DAY.text(lang).to_owned(),
        days => format!("{days}{}", DAYS_LEFT.text(lang)),
    };
    format!("{}{day}, {left}", DUE_BY.text(lang))
}

/// The sentence for a notice that a decision left: `accepted 7K2M-94QX`.
pub(super) fn decision_notice(lang: Lang, word: &str) -> Option<String> {
    let (what, rest) = word.split_once(' ')?;
    let receipt = rest.split(' ').next()?;
    if let "accept" | "correct" | "refuse" = what {
        return Some(format!(
            "{receipt}: {}. {}",
            deed(lang, what),
            CAN_TAKE_BACK.text(lang)
        ));
    }
    let decided: OfficeState = what.parse().ok()?;
    Some(format!(
        "{receipt}: {}. {}",
        state(lang, decided),
        WORKER_READS.text(lang)
    ))
}

/// Is it a warning of the form, and no flag of the opener's own?
pub(super) fn is_unusual(word: &str) -> bool {
    of_opener(word).is_none()
}

/// Why an officer should look. A warning of the form, which the worker has read, is said with both
/// values where it is opened.
pub(super) fn flag(lang: Lang, word: &str) -> &'static str {
    of_opener(word).unwrap_or(UNUSUAL).text(lang)
}

/// What the opener itself found.
fn of_opener(word: &str) -> Option<Words> {
    Some(match word {
        "key_missing" => KEY_MISSING,
        "seal_broken" => SEAL_BROKEN,
        "form_unknown" => FORM_UNKNOWN,
        "question_unknown" => QUESTION_UNKNOWN,
        "nik_wrong" => NIK_WRONG,
        "answer_wrong" => ANSWER_WRONG,
        "answer_missing" => ANSWER_MISSING,
        "consent_missing" => CONSENT_MISSING,
        "photo_not_shown" => PHOTO_NOT_SHOWN,
        "completes_unknown" => COMPLETES_UNKNOWN,
        "photo_keys" => PHOTO_KEYS,
        "photo_damaged" => PHOTO_DAMAGED,
        "photo_sealed" => PHOTO_SEALED,
        "duplicate" => DUPLICATE,
        "report_late" => REPORT_LATE,
        "report_arrived_late" => REPORT_ARRIVED_LATE,
        "report_time_unsure" => REPORT_UNSURE,
        _ => return None,
    })
}

/// What the office is asked for, by the names of the built-in form; another name as it is.
pub(super) fn purpose(lang: Lang, word: &str) -> &str {
    let words = match word {
        "register" => FOR_REGISTER,
        "resume" => FOR_RESUME,
        "employer" => FOR_EMPLOYER,
        "complete" => FOR_COMPLETE,
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

/// So many hours; days from two on.
pub(super) fn hours(lang: Lang, hours: u32) -> String {
    if hours < 48 {
        format!("{hours}{}", HOURS.text(lang))
    } else {
        format!("{}{}", hours / 24, DAYS.text(lang))
    }
}

/// What was done, as the audit log has it; in its own word what is not known here.
pub(super) fn deed(lang: Lang, action: &str) -> &str {
    let words = match action {
        "show" => DID_SHOW,
        "photos" => DID_PHOTOS,
        "accept" => DID_ACCEPT,
        "correct" => DID_CORRECT,
        "refuse" => DID_REFUSE,
        "decide" => DID_DECIDE,
        "take back" => DID_TAKE_BACK,
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
        "erase" => DID_ERASE,
        "copy" => DID_COPY,
        "who looked" => DID_TELL_LOOKS,
        "bill cancel" => DID_CANCEL_BILL,
        "bill again" => DID_BILL_AGAIN,
        "money refund" => DID_REFUND,
        "claim" => DID_CLAIM,
        "backup" => DID_BACKUP,
        "restore" => DID_RESTORE,
        other => return other,
    };
    words.text(lang)
}

/// Where a bill stands.
pub(super) fn bill_state(lang: Lang, word: &str) -> &str {
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

/// What became of a payment.
pub(super) fn became(lang: Lang, word: &str) -> &str {
    let words = match word {
        "paid" => BECAME_PAID,
        "unapplied" => BECAME_UNAPPLIED,
        "refused" => BECAME_REFUSED,
        other => return other,
    };
    words.text(lang)
}

/// The language that the worker read.
pub(super) fn language(lang: Lang, code: &str) -> &str {
    match code {
        "id" => INDONESIAN.text(lang),
        "en" => ENGLISH.text(lang),
        other => other,
    }
}

/// What an officer may do.
pub(super) fn role(lang: Lang, role: Role) -> &'static str {
    let words = match role {
        Role::Reader => READER,
        Role::Decider => DECIDER,
        Role::Admin => ADMIN,
    };
    words.text(lang)
}

/// `23 November 2026, 09.00 WIB`
pub(super) fn moment(lang: Lang, at: Timestamp) -> String {
    format!("{}, {}", format::date(lang, at.date()), format::time(at))
}

/// How long something has waited, in one number: nobody counts minutes of yesterday.
pub(super) fn waited(lang: Lang, now: Timestamp, since: Timestamp) -> String {
    let minutes = now.since(since).as_secs() / 60;
    let (number, unit) = match minutes {
        0 => return JUST_NOW.text(lang).to_owned(),
        1..60 => (minutes, MINUTES),
        60..1440 => (minutes / 60, HOURS),
        _ => (minutes / 1440, DAYS),
    };
    format!("{number}{}", unit.text(lang))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opener::Flag;

    #[test]
    fn nothing_is_said_in_one_language_only() {
        for (name, words) in ALL {
            assert!(!words.id.is_empty() && !words.en.is_empty(), "{name}");
            assert!(
                words.id != words.en || *name == "NUMBER",
                "{name} is not translated: {}",
                words.en
            );
            let ends = |text: &str| {
                (
                    text.starts_with(' '),
                    text.ends_with(' '),
                    text.ends_with('.'),
                )
            };
            assert_eq!(
                ends(words.id),
                ends(words.en),
                "{name} begins or ends otherwise"
            );
        }
        assert!(ALL.len() > 100, "{}", ALL.len());
    }

    #[test]
    fn every_flag_the_opener_sets_has_words() {
        for known in Flag::ALL {
            assert!(!is_unusual(known.word()), "{}", known.word());
        }
        assert!(is_unusual("nik_date_differs"), "the form's own");
    }

    #[test]
    fn a_decision_has_the_words_that_the_worker_reads() {
        let texts = payung_model::content::Content::built_in().unwrap().texts;
        for (state, id) in [
            (OfficeState::Accepted, "state-accepted"),
            (OfficeState::NeedsCorrection, "state-needs-correction"),
            (OfficeState::Refused, "state-refused"),
            (OfficeState::Withdrawn, "state-withdrawn"),
        ] {
            for lang in Lang::ALL {
                assert_eq!(
                    super::state(lang, state),
                    texts.format(lang, &payung_model::text::Message::new(id))
                );
            }
        }
    }

    #[test]
    fn waiting_is_said_in_the_largest_whole_unit() {
        let at =
            |minutes: i64| Timestamp::from_millis(1_795_399_200_000 + minutes * 60_000).unwrap();
        let waits =
            |lang| [0, 1, 59, 60, 1439, 1440, 4000].map(|minutes| waited(lang, at(minutes), at(0)));
        assert_eq!(
            waits(Lang::Id),
            [
                "baru saja",
                "1 menit",
                "59 menit",
                "1 jam",
                "23 jam",
                "1 hari",
                "2 hari"
            ]
        );
        assert_eq!(
            waits(Lang::En),
            ["a moment", "1 min", "59 min", "1 h", "23 h", "1 d", "2 d"]
        );
        assert_eq!(waited(Lang::Id, at(0), at(5)), "baru saja", "clocks differ");
        assert_eq!(moment(Lang::Id, at(0)), "23 November 2026, 09.00 WIB");
    }
}
