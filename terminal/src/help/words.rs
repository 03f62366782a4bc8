//! What each command and each option is for, in Indonesian.

/// A command (`resume`, `qris check`) or an option (`--home`, `sync --wait`), and its words.
pub(super) const WORDS: &[(&str, &str)] = &[
    (
        "",
        "Payung di terminal: daftar BPJS Ketenagakerjaan (BPU), juga tanpa sinyal.\n\nHasil ke stdout, yang lain ke stderr. Kode keluar: 0 selesai; 1 gagal; 2 isian keliru; 3 disimpan, belum terkirim.",
    ),
    ("--version", "Tampilkan versi"),
    (
        "--home",
        "Folder tempat semuanya disimpan [bawaan: $XDG_DATA_HOME/payung atau ~/.local/share/payung]",
    ),
    (
        "--trust",
        "Berkas kantor; tanpa berkas ini isian disimpan dan belum bisa dikirim",
    ),
    (
        "--now",
        "Anggap sekarang waktu ini, misalnya 2026-11-23T09:00:00+07:00 [bawaan: jam mesin ini]",
    ),
    (
        "--metered",
        "Jaringan ini berbayar per bita: foto yang banyak menunggu jaringan lain, kecuali disuruh kirim sekarang",
    ),
    ("--json", "Satu dokumen JSON saja di stdout"),
    ("--lang", "Bahasa: id atau en [bawaan: id]"),
    (
        "--passphrase",
        "Kunci folder baru dengan kata sandi yang ditanyakan, bukan berkas kunci",
    ),
    (
        "--passphrase_file",
        "Sama, kata sandinya di baris pertama berkas ini",
    ),
    (
        "--answers",
        "Jawaban dalam JSON, per nama pertanyaan: teks, angka, true/false, atau daftar; `-` membaca stdin",
    ),
    (
        "--photos",
        "Folder foto yang disebut di jawaban [bawaan: di sebelah berkas jawaban]",
    ),
    ("--no_sync", "Kunci dulu, belum dikirim"),
    ("--registration", "Nomornya di `status`, atau kodenya"),
    ("--draft", "Nomornya di `drafts`"),
    ("--yes", "Ya, tanpa ditanya"),
    ("--limit", "Paling banyak sekian [bawaan: 10]"),
    ("--search", "Kata sehari-hari"),
    (
        "--number",
        "Angkanya, atau `-` untuk membaca stdin: yang diketik di sini bisa dilihat orang lain di mesin ini",
    ),
    ("--payload", "Isi kodenya, atau `-` untuk membaca stdin"),
    (
        "--paid",
        "Andai bulan ini dibayar: 2026-11 atau 2026-11@2026-11-27 (dibayar hari itu), dipisah koma",
    ),
    ("--programmes", "jkk, jkm, jht; dipisah koma"),
    (
        "register",
        "Daftarkan seseorang: ditanya di terminal, atau dari berkas jawaban",
    ),
    ("drafts", "Isian yang bisa diteruskan"),
    ("resume", "Teruskan satu isian"),
    ("home", "Yang tampil pertama di aplikasi"),
    (
        "referral",
        "Kode dari poster atau yang membantu: simpan untuk pendaftaran berikutnya, tampilkan, hapus",
    ),
    (
        "referral --code",
        "Kodenya, atau tautan yang menyebutnya [bawaan: tampilkan yang disimpan]",
    ),
    ("referral --remove", "Hapus yang disimpan"),
    ("status", "Keadaan pendaftaran"),
    (
        "status --registration",
        "Yang ini saja: nomornya, atau kodenya [bawaan: semua]",
    ),
    ("outbox", "Yang masih di jalan: sudah dikunci, belum sampai"),
    ("sync", "Kirim yang siap, tanya kabar"),
    (
        "sync --wait",
        "Coba lagi paling lama sekian detik selama masih ada yang menunggu",
    ),
    (
        "sync --send_now",
        "Fotonya juga, apa pun jaringannya: semua yang menunggu, atau satu pendaftaran",
    ),
    ("correct", "Jawab yang diminta kantor untuk dibetulkan"),
    (
        "complete",
        "Susulkan yang belum ada pada satu pendaftaran; dikirim tersendiri",
    ),
    (
        "complete --registration",
        "Nomor di `status` atau kodenya [bawaan: satu-satunya yang ada]",
    ),
    (
        "request",
        "Minta sesuatu ke kantor: kode bayar, salinan data, hapus data, keluhan, dan lainnya",
    ),
    (
        "request --registration",
        "Nomor di `status` atau kodenya [bawaan: satu-satunya yang ada]",
    ),
    (
        "request --kind",
        "bill, pay_code, pay_for, pay_end, update, employee, consent, copy, who_looked, erasure, refund, atau complaint [tanpa ini: ditanya]",
    ),
    (
        "request --months",
        "Untuk kode bayar lagi: berapa bulan, 1, 3, 6, atau 12",
    ),
    (
        "update",
        "Beri tahu kantor apa yang berubah: pekerjaan, penghasilan, alamat, HP, yang membayar",
    ),
    (
        "update --registration",
        "Nomor di `status` atau kodenya [bawaan: satu-satunya yang ada]",
    ),
    ("consent", "Batalkan satu persetujuan"),
    (
        "consent --registration",
        "Nomor di `status` atau kodenya [bawaan: satu-satunya yang ada]",
    ),
    (
        "requests",
        "Apa yang diminta ke kantor, sampai kapan dijawab, dan jawabannya",
    ),
    (
        "requests --registration",
        "Hanya tentang pendaftaran ini [tanpa ini: semuanya]",
    ),
    (
        "complain",
        "Kirim keluhan tanpa mendaftar: tanpa nama, NIK, atau akun",
    ),
    (
        "take-back",
        "Jadikan isian lagi, selama belum ada yang terkirim",
    ),
    (
        "withdraw",
        "Batalkan pendaftaran: di sini sekarang, di kantor saat kirim berikutnya",
    ),
    ("discard", "Hapus isian yang belum pernah dikirim"),
    ("nik", "Yang bisa dibaca dari NIK"),
    ("phone", "Yang bisa dibaca dari nomor HP"),
    ("dues", "Berapa iurannya"),
    ("dues --income", "Rupiah sebulan, angka saja: 1100000"),
    ("dues --work", "transport (diskonnya lebih lama) atau other"),
    (
        "dues --payer",
        "Siapa yang membayar: own, atau government yang tanpa diskon [bawaan: own]",
    ),
    ("dues --months", "Untuk sekian bulan [bawaan: 1]"),
    ("dues --from", "Bulan pertama [bawaan: bulan ini]"),
    (
        "programmes",
        "Isi dan manfaat tiap program, dan siapa yang boleh ikut",
    ),
    (
        "calculator",
        "Hitung iuran tanpa mendaftar: payer=self occupation=ojek income_per=day income_day=80000 work_days=6",
    ),
    (
        "calculator --answers",
        "PERTANYAAN=JAWABAN; yang belum dijawab ditampilkan",
    ),
    (
        "occupations",
        "Cari pekerjaan dengan kata sehari-hari: gojek, jual gorengan, tani",
    ),
    (
        "regions",
        "Cari kecamatan, ejaan bebas: jakut, kab bogor, cibinog",
    ),
    ("villages", "Cari desa dan kelurahan satu kecamatan"),
    (
        "villages --district",
        "Nama atau kode kecamatan: cibinong, 32.01.01",
    ),
    (
        "villages --search",
        "Nama desa atau kelurahan, ejaan bebas [bawaan: semuanya]",
    ),
    (
        "places",
        "Kantor dan loket di dekat satu kecamatan, dari daftar kantor",
    ),
    ("places near", "Yang dekat satu kecamatan"),
    (
        "places near --district",
        "Nama atau kode kecamatan: cibinong, 32.01.01",
    ),
    (
        "places near --does",
        "Hanya untuk urusan ini: register, pay, correct, ...",
    ),
    ("places near --limit", "Paling banyak sekian [bawaan: 10]"),
    ("villages --limit", "Paling banyak sekian [bawaan: 200]"),
    (
        "form",
        "Pertanyaan formulir, sebagai data: isi berkas jawaban",
    ),
    ("form --id", "Nama formulirnya [bawaan: bpu]"),
    (
        "form --print",
        "Untuk dibaca dari awal sampai akhir: semua cabang, dan asal aturannya",
    ),
    (
        "cover",
        "Arti bulan yang dibayar: terlindungi sampai kapan, apa yang kurang",
    ),
    (
        "cover --at",
        "Pada hari itu, misalnya 2027-05-01 atau 01-05-2027 [bawaan: hari ini]",
    ),
    ("reminders", "Pengingat yang akan datang"),
    (
        "reminders --from",
        "Mulai hari itu, misalnya 2027-05-01 atau 01-05-2027 [bawaan: sekarang]",
    ),
    ("reminders --days", "Untuk sekian hari [bawaan: 90]"),
    (
        "card",
        "Kartu peserta: kodenya, berlaku sampai kapan, atau kenapa belum ada",
    ),
    ("card --png", "Tulis kodenya sebagai gambar ke berkas ini"),
    (
        "card --family",
        "Kartu untuk keluarga: yang mereka terima, yang harus dilakukan, dan di mana",
    ),
    (
        "recovery-code",
        "Kode untuk membuka pendaftaran di HP lain: tulis di kertas",
    ),
    (
        "recovery-code --new",
        "Buat kode baru, yang lama tidak bisa dipakai lagi",
    ),
    (
        "recovery-code --written",
        "Sudah ditulis: hapus kodenya dari HP ini",
    ),
    (
        "recover",
        "Buka pendaftaran di HP ini: menanyakan kode dan tanggal lahir, atau membacanya dari dua baris stdin",
    ),
    ("ics", "Pengingat sebagai berkas kalender (iCalendar)"),
    ("ics --file", "Berkas yang ditulis"),
    ("ics --days", "Untuk sekian hari [bawaan: 90]"),
    (
        "incident",
        "Kalau ada kecelakaan atau kematian: batas waktu, langkah, surat-surat",
    ),
    (
        "incident --id",
        "kecelakaan atau meninggal [bawaan: daftarnya]",
    ),
    ("incident --happened", "Kapan terjadi"),
    ("incident --outcome", "Kapan sembuh, atau kapan meninggal"),
    ("incident --tick", "Nomor surat yang sudah ada"),
    ("incident --untick", "Nomor surat yang belum ada"),
    (
        "report",
        "Laporkan kecelakaan atau kematian ke kantor, dengan foto surat; yang disimpan di sini terkunci",
    ),
    ("report --id", "kecelakaan atau meninggal"),
    (
        "report --photo",
        "Simpan foto sebagai lembar berikutnya dari surat ini; boleh berkali-kali. Belum ada yang dikirim",
    ),
    ("report --remove", "Hapus lembar yang belum dikirim"),
    (
        "report --show",
        "Tulis lembar yang belum dikirim ke berkas, seperti yang akan dilihat kantor",
    ),
    ("report --file", "Berkas untuk lembar itu"),
    (
        "jar",
        "Catatan menabung untuk bulan depan; tidak ada uang di dalamnya",
    ),
    ("jar --begin", "Mulai menabung untuk jumlah ini sebulan"),
    (
        "jar --mark",
        "Tandai satu hari, atau hapus tandanya [bawaan: hari ini]",
    ),
    (
        "bill",
        "Yang perlu dibayar: jumlah, batas waktu, kode, tempat; dan kabar kantor tentang uang",
    ),
    (
        "bill --bill",
        "Nomor tagihan, atau nomor pendaftaran di `status` atau kodenya [bawaan: satu-satunya yang ada]",
    ),
    (
        "pay",
        "Membayar tagihan di satu tempat: kode dan langkahnya. Belum berarti sudah dibayar",
    ),
    (
        "pay --bill",
        "Nomor tagihan, atau nomor pendaftaran di `status` atau kodenya [bawaan: satu-satunya yang ada]",
    ),
    (
        "pay --card_number",
        "Nomor di kartu peserta, yang diminta beberapa tempat bayar; disimpan di HP ini, yang kosong menghapusnya",
    ),
    ("pay --png", "Tulis kodenya sebagai gambar ke berkas ini"),
    (
        "pay --channel",
        "Di mana: nama yang disebut `bill`, misalnya qris atau indomaret [bawaan: daftarnya]",
    ),
    (
        "pay-for",
        "Bayar iuran orang lain: kodenya dari orang itu (`request --kind pay_code`)",
    ),
    (
        "pay-for --code",
        "Dua belas huruf dan angka, misalnya 7K2M-94QX-3HTB",
    ),
    (
        "pay-for --registration",
        "Siapa yang membayar: nomor di `status` atau kodenya [bawaan: satu-satunya yang ada; kalau belum ada, ditanya nama dan nomor HP, tanpa jadi peserta]",
    ),
    (
        "pay-for --months",
        "Berapa bulan sekaligus: 1, 3, 6, atau 12 [bawaan: 1]",
    ),
    (
        "payers",
        "Siapa membayar siapa: kode Anda, yang membayar iuran Anda, yang Anda bayari",
    ),
    (
        "stop-paying",
        "Berhenti: dengan nomornya kalau Anda yang membayar, tanpa nomor kalau Anda yang dibayari",
    ),
    (
        "stop-paying --number",
        "Nomor di `payers`, pada HP yang membayar",
    ),
    (
        "stop-paying --registration",
        "Nomor di `status` atau kodenya [bawaan: satu-satunya yang ada]",
    ),
    (
        "stop-paying --code",
        "Tarik kembali kode Anda yang belum dipakai",
    ),
    ("receipts", "Pembayaran yang sudah dicatat kantor"),
    (
        "statement",
        "Bulan dalam setahun yang sudah dicatat kantor, dan uang yang masuk",
    ),
    ("statement --year", "Tahun berapa [bawaan: tahun ini]"),
    ("qris", "Kode bayar QRIS: artinya, jumlahnya, gambarnya"),
    (
        "qris check",
        "Apa isinya dan apa yang salah, dengan tempatnya",
    ),
    ("qris amount", "Kode yang sama untuk satu jumlah"),
    ("qris amount --rupiah", "Rupiah bulat: 16800"),
    ("qris amount --bill", "Nomor tagihan, 1 sampai 25 huruf"),
    ("qris png", "Gambarnya, untuk dibagikan atau dicetak"),
    ("qris png --file", "Tempat gambarnya ditulis"),
    (
        "qris show",
        "Gambarnya di terminal ini, untuk dipindai dari layar",
    ),
    (
        "wipe",
        "Hapus semua data Payung di folder ini, kuncinya lebih dulu",
    ),
    (
        "start-clean",
        "Kalau kuncinya hilang: sisihkan berkas lama, mulai lagi",
    ),
];
