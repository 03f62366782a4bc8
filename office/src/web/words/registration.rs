//! One registration, and deciding about it.

use payung_model::text::Lang;

use super::Words;

words! {
    // What was sent.
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
    WORKER_KEPT: "Pekerja diperingatkan HP-nya dan tetap memakai foto ini: " / "The worker was warned by the phone, and kept this photo: ";
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

    // One after another.
    CUT: "dipotong; sisa tanda: " / "cut; signs left: ";
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
    FORM_UNKNOWN_HERE: "Kantor tidak mengenal formulirnya, jadi persetujuan pekerja tidak bisa diperiksa. Minta dibetulkan." / "The office does not know its form, so the worker's consent cannot be checked. Ask for it again.";
    KEPT: "Kata-kata Anda masih ada. Masuk lagi untuk melanjutkan." / "Your words are still here. Sign in again to go on.";
    KEPT_AGAIN: "Anda sudah masuk lagi. Periksa kata-kata Anda, lalu tekan tombolnya sekali lagi." / "You are signed in again. Check your words, then press the button once more.";
    KEYS_HELP: "Tombol cepat (Alt, atau Alt+Shift, atau Ctrl+Option): S setujui · B minta dibetulkan · L lewati" / "Shortcuts (Alt, or Alt+Shift, or Ctrl+Option): S approve · B ask for a correction · L skip";
    TOLD_AT: "diberitahukan ke pekerja " / "told to the worker ";
    TAKE_BACK: "Tarik kembali putusan" / "Take the decision back";
    WHY_BACK: "Mengapa ditarik (untuk petugas lain)" / "Why it is taken back (for other officers)";
    IS_HELD: "Sudah diputuskan; belum diberitahukan ke pekerja." / "It is decided; the worker is not told yet.";
    CAN_TAKE_BACK: "Bisa ditarik sebelum diberitahukan: buka lagi pendaftarannya." / "It can be taken back before it is told: open the registration again.";
    REISSUE: "Buat kode pemulihan baru" / "Make a new recovery code";
    REISSUE_MEANS: "Untuk pekerja yang kehilangan HP dan kodenya. HP yang lama tidak menerima kabar baru lagi. Ini dicatat, dan pekerja bisa melihatnya."
        / "For a worker who lost the phone and the code. The phone before gets no more news. This is logged, and the worker can see it.";
    SAW_KTP: "KTP asli ditunjukkan; nomor dan namanya sama dengan pendaftaran ini" / "The original KTP was shown; number and name are those of this registration";
    SAW_PERSON: "Orangnya ada di sini dan sama dengan foto di KTP" / "The person is here and is the one on the KTP's photo";
    REISSUE_WHY: "Mengapa (untuk log; jangan tulis data pribadi)" / "Why (for the log; write nothing personal)";
    REISSUED: "Kode pemulihan baru" / "New recovery code";
    REISSUED_HOW: "Pekerja menulis kode ini di kertas, lalu memasukkannya di HP baru bersama tanggal lahirnya." / "The worker writes this code on paper and enters it on the new phone, with the birth date.";
    REISSUED_ONCE: "Kode ini hanya ditunjukkan sekali dan tidak disimpan. Sesudah masuk, minta pekerja membuat kode baru sendiri di HP-nya."
        / "This code is shown once and kept nowhere. Once it has worked, have the worker make a code of their own on the phone.";
    NOTE: "Catatan dalam" / "Internal note";
    NOTE_FOR: "Hanya dibaca petugas kantor, tidak dikirim ke pekerja." / "Read by officers only, never sent to the worker.";
    ADD_NOTE: "Simpan catatan" / "Keep the note";

    // Reports of incidents.
    REPORTED_WITHIN: "dilaporkan pada waktunya, batas " / "reported in time, within ";
    REPORTS: "Laporan kejadian: " / "Reports of incidents: ";
    COMPARE_REPORT: "Lihat di samping pendaftarannya" / "See it beside the registration";

    // Requests.
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
    DO_REFUND: "Kembalikan dulu uang yang belum dipakai, lalu jawab: berapa, lewat apa, kapan. Kalau tidak ada uangnya, tolak dengan alasannya." / "Give back the unused money first, then answer: how much, by what way, when. If there is none, refuse and say why.";
    TO_MONEY: "Uang pendaftaran ini" / "Money of this registration";
    REFUND_FIRST: "Belum ada uang yang dikembalikan sejak permintaan ini masuk. Kembalikan dulu, atau tolak dengan alasannya." / "Nothing was given back since this request came. Give it back first, or refuse it and say why.";

    REFUND_NAMED: "Pengembalian itu sudah untuk permintaan lain, yang jawabannya sebentar lagi dikirim. Kembalikan uang untuk permintaan ini juga, atau tolak dengan alasannya."
        / "That refund is for another request already, whose answer is told soon. Give money back for this request too, or refuse it and say why.";

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
}

/// The language that the worker read.
pub(crate) fn language(lang: Lang, code: &str) -> &str {
    match code {
        "id" => INDONESIAN.text(lang),
        "en" => ENGLISH.text(lang),
        other => other,
    }
}
