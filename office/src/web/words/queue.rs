//! The queue: lists, search, filters, and what was decided.

use payung_model::text::Lang;

use super::Words;

words! {
    // The list.
    BY_STATE: "Saring menurut keadaan" / "Filter by state";
    ALL_STATES: "semua" / "all";
    NOBODY_WAITS: "Tidak ada yang menunggu." / "Nobody is waiting.";
    NONE: "Tidak ada." / "There is none.";
    NONE_OF_THESE: "Tidak ada yang cocok dengan saringan ini." / "None of them fits this filter.";
    NO_MORE_HERE: "Tidak ada lagi di bagian ini." / "There are no more in this part.";
    LOOKED_SO_FAR: "Di bagian yang sudah diperiksa tidak ada yang cocok. Daftarnya masih panjang: buka berikutnya."
        / "None fits in the part that was looked through. The list is longer: go on to the next part.";
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

    // Search and filters.
    START: "Mulai dari yang paling lama menunggu" / "Begin with the one that waits longest";
    SEARCH: "Cari: kode, NIK, nama, atau nomor HP" / "Find: code, NIK, name, or phone number";
    SEARCH_FOR: "Yang Anda ketik tidak masuk alamat atau catatan." / "What you type is in no address and no log.";
    SEVERAL: "Yang ketemu" / "What was found";
    NAMES_TOO_COMMON: "Terlalu banyak orang di kantor ini yang bernama seperti itu. Tambah satu kata dari namanya, atau cari NIK, nomor HP, atau kode."
        / "Too many people here have such a name. Add another word of it, or search for the NIK, the telephone number, or the code.";
    MORE_FOUND: "Ada lebih banyak lagi. Tambah satu kata dari namanya, atau cari NIK, nomor HP, atau kode."
        / "There are more. Add another word of the name, or search for the NIK, the telephone number, or the code.";
    NOTHING_FOUND: "Tidak ada pendaftaran dengan itu di kantor ini. Nama dicari per kata utuh; NIK 16 angka; kode seperti 7K2M-94QX."
        / "No registration with that at this office. Names are found by whole words; a NIK has 16 digits; codes look like 7K2M-94QX.";
    FILTERS: "Saring" / "Filter";
    ANY: "(semua)" / "(all)";
    BY_FLAG: "Tanda" / "Flag";
    BY_PURPOSE: "Keperluan" / "Purpose";
    BY_AGE: "Menunggu paling sedikit" / "Waiting at least";
    BY_REGENCY: "Kabupaten atau kota: nama atau kode" / "Regency or city: name or code";
    NO_SUCH_REGENCY: "Tidak ada kabupaten atau kota dengan nama atau kode itu, jadi tidak disaring." / "No regency or city has that name or code, so nothing is left out for it.";
    WHICH_REGENCY: "Ada beberapa. Pilih satu; sebelum itu tidak disaring." / "There are several. Choose one; until then nothing is left out for it.";
    WITH_PHOTO: "ada foto" / "with a photo";
    TO_BEGINNING: "← Ke awal" / "← To the beginning";

    // What many do, and did.
    APPLY: "Terapkan" / "Apply";
    BROKEN_ASIDE: "Yang tidak bisa dibuka tidak ada di daftar ini: " / "What does not open is left out of this list: ";
    SHOW_BROKEN: "lihat" / "show it";
    REFUSE_ALL: "Tolak semua yang ada di halaman ini" / "Refuse all on this page";
    REFUSED_ALL: "Kirimannya tidak bisa dibuka. Kalau Anda yang mengirim, mohon daftar lagi."
        / "What was sent cannot be opened. If you sent it, please register again.";
    WORK: "Pekerjaan" / "Work";
    WORK_DONE: "Yang diputuskan, per hari dan petugas" / "What was decided, by day and officer";
    FROM_RECEIVED: "Dari datang sampai diputuskan" / "From arrival to decision";
    FROM_OPENED: "Dari dibuka sampai diputuskan" / "From opening to decision";
    LONGEST: "paling lama " / "longest ";
    TIMES_ARE: "Waktu: yang di tengah, lalu yang paling lama. Dibuka: pertama kali oleh petugas itu."
        / "Times: the middle one, then the longest. Opened: the first time, by that officer.";
    TIMES_OF_NEWEST: "Waktu hanya dari keputusan terbaru, sebanyak " / "Times of the newest decisions only, so many: ";
    DAY: "Hari" / "Day";
    TOGETHER: "Jumlah" / "Together";
    ALL_DONE: "Semua yang menunggu sudah dikerjakan, atau sedang dibuka orang lain." / "All that waited is done, or being looked at by somebody else.";
}

pub(crate) fn and_others(lang: Lang, named: usize, count: u32, more: bool) -> String {
    let others = u64::from(count).saturating_sub(named as u64);
    match (lang, others, more) {
        (_, 0, false) => String::new(),
        (Lang::Id, _, false) => format!(" dan {others} lainnya"),
        (Lang::En, _, false) => format!(" and {others} more"),
        (Lang::Id, _, true) => format!(" dan lebih dari {others} lainnya"),
        (Lang::En, _, true) => format!(" and more than {others} others"),
    }
}
