### Payung, bahasa Indonesia. Anda, kalimat pendek, tanpa bahasa kantor. Uang dan tanggal ditulis oleh aplikasi.

## Siapa kami

about = Payung aplikasi independen, bukan aplikasi resmi BPJS Ketenagakerjaan dan bukan BPJS Kesehatan. Kami tidak pernah minta PIN, OTP, atau transfer ke rekening pribadi.

## Tombol dan tempat

button-next = Lanjut
button-send = Kirim pendaftaran
button-close = Tutup
button-take-photo = Ambil foto
saved-here = tersimpan di HP ini
place-line = Langkah { $step } dari { $steps } · tersimpan di HP ini
draft-line = Isian sampai langkah { $step } dari { $steps } · tersimpan di HP ini
receipt-line = Tanda terima { $receipt }
missing-questions = Masih perlu diisi: { $list }.
list-and = { $most } dan { $last }

## Langkah

step-eligible = Boleh ikut?
step-work = Kerja dan iuran
step-identity = Identitas
step-contact = HP dan foto
step-agree = Periksa dan setuju

## Boleh ikut?

q-ever_member = Pernah jadi anggota BPJS Ketenagakerjaan?
    .help = Bukan BPJS Kesehatan. Bekas karyawan biasanya pernah.
    .review = Pernah jadi anggota
o-ever_member-never = Belum pernah
o-ever_member-stopped = Pernah, sudah berhenti bayar
o-ever_member-still = Masih aktif
o-ever_member-unknown = Tidak tahu

q-employer = Apakah Anda punya karyawan yang Anda gaji?
    .help = Dibantu keluarga tanpa gaji tidak dihitung.
    .review = Punya karyawan

end-still_member = Anda sudah anggota. Tidak perlu daftar lagi.
    .help = Teruskan bayar iuran dengan 16 angka NIK di Indomaret, Alfamart, bank, atau dompet digital. Isian ini tidak dikirim.
end-stopped_member = Tidak perlu daftar lagi. Cukup bayar lagi.
    .help = Bayar iuran dengan 16 angka NIK di Indomaret, Alfamart, bank, atau dompet digital. Tunggakan lama tidak ditagih. Isian ini tidak dikirim.
end-has_employees = Untuk pemberi kerja ada pendaftaran lain.
    .help = Anda perlu ikut bersama karyawan Anda, dengan iuran yang dihitung lain. Datang ke kantor cabang BPJS Ketenagakerjaan terdekat, bawa KTP. Isian ini tidak dikirim.

## Kerja dan iuran

q-occupation = Apa pekerjaan Anda?
    .help = Ketik, lalu pilih yang paling dekat. Kalau ada beberapa, pilih yang paling sering.
    .example = ojek, jual gorengan, tani
    .review = Pekerjaan
o-occupation-ojek = Ojek, pangkalan atau online
    .search = ojol gojek grab maxim motor bentor becak
o-occupation-driver = Sopir
    .search = supir angkot taksi truk bus mobil travel pengemudi
o-occupation-courier = Kurir, antar barang
    .search = paket ekspedisi logistik shopee jne pengantar
o-occupation-street_vendor = Pedagang kaki lima, jual keliling
    .search = gorengan bakso nasi goreng mie ayam gerobak asongan jajanan penjual kopi
o-occupation-market_trader = Pedagang pasar, warung, toko kecil
    .search = jualan sayur kelontong kios sembako penjual online
o-occupation-farmer = Petani, pekebun, peternak
    .search = tani sawah kebun sawit ternak sapi ayam buruh
o-occupation-fisher = Nelayan, petambak
    .search = ikan laut tambak udang kapal melaut
o-occupation-builder = Tukang bangunan
    .search = buruh kuli batu kayu cat las listrik proyek
o-occupation-domestic_worker = Pekerja rumah tangga
    .search = prt pembantu asisten art pengasuh tukang cuci kebun
o-occupation-tailor = Penjahit, perajin
    .search = jahit konveksi batik anyaman kerajinan pengrajin
o-occupation-mechanic = Montir, bengkel
    .search = motor mobil tambal ban servis reparasi elektronik
o-occupation-barber = Tukang cukur, salon, pijat
    .search = potong rambut rias kecantikan urut
o-occupation-waste_picker = Pemulung, pengumpul barang bekas
    .search = rongsok sampah botol
o-occupation-artist = Seniman, musisi, pekerja lepas
    .search = pengamen freelance konten fotografer desain
o-occupation-parking_attendant = Juru parkir, penjaga
    .search = tukang parkir satpam malam keamanan
o-occupation-other = Pekerjaan lain
    .search = lainnya tidak ada

q-income = Berapa penghasilan Anda sebulan?
    .help = Kira-kira saja. Kalau harian: penghasilan sehari kali jumlah hari kerja.
    .example = 1.500.000
    .review = Penghasilan sebulan

q-programmes = Anda mau ikut program apa?
    .help = Dua yang pertama selalu ikut. Hari tua boleh ikut, boleh tidak.
    .review = Program
o-programmes-jkk = JKK: kecelakaan kerja
o-programmes-jkm = JKM: kematian
o-programmes-jht = JHT: tabungan hari tua

q-months = Mau bayar untuk berapa bulan?
    .help = Dibayar sekali di depan. Nanti bisa diteruskan.
    .review = Bayar untuk
o-months-1 = 1 bulan
o-months-3 = 3 bulan
o-months-6 = 6 bulan
o-months-12 = 12 bulan

quote-line = { $amount }/bln
quote-sum = Per bulan: { $sum }.
quote-so-far = Contoh untuk 1 bulan dengan program yang wajib. Pilihan Anda menyusul.
quote-discount = Potongan { $percent }% dari pemerintah untuk { $programmes }, iuran sampai { $until }.
quote-afterwards = Sesudah { $until }: { $amount } sebulan.

programme-jkk = JKK (kecelakaan kerja)
programme-jkm = JKM (kematian)
programme-jht = JHT (hari tua)

## Identitas

q-notice = Sebelum NIK: data Anda untuk apa?
    .help = Untuk mendaftarkan Anda ke BPJS Ketenagakerjaan. Yang menerima: { $office }, { $office-address }. Data dikunci di HP ini dan hanya bisa dibuka kantor itu. Disimpan selama pendaftaran diurus dan selama hukum mewajibkan. Anda boleh melihat, membetulkan, menarik, dan minta dihapus: { $office-contact }.

q-nik = Berapa NIK Anda?
    .help = 16 angka di baris NIK, bagian atas KTP.
    .example = 3201015501900001
    .spoken = Berapa N I K Anda?
    .review = NIK
q-name = Siapa nama Anda di KTP?
    .help = Tulis persis seperti di KTP. Satu kata juga boleh.
    .example = SITI CONTOH
    .review = Nama
q-birth_date = Kapan Anda lahir?
    .help = Tanggal, bulan, tahun. Seperti di KTP.
    .example = 15-01-1990
    .review = Tanggal lahir

## HP dan foto

q-phone = Berapa nomor HP Anda?
    .help = Dipakai kalau kantor perlu bertanya. Tidak ada OTP.
    .example = 0812-3456-7890
    .review = Nomor HP
q-ktp = Foto KTP Anda
    .help = Taruh KTP di tempat terang, seluruh kartu masuk gambar. Foto dikunci; yang bisa membukanya hanya HP ini dan kantor penerima.
    .review = Foto KTP

## Periksa dan setuju

q-consent_processing = Setuju data Anda dikirim untuk pendaftaran?
    .help = { $office } akan memakai jawaban dan foto KTP Anda untuk mendaftarkan Anda ke BPJS Ketenagakerjaan. Tidak untuk hal lain. Anda boleh menarik persetujuan ini kapan saja.
    .review = Persetujuan
review-title = Periksa jawaban Anda
review-help = Ketuk yang mau diubah. Belum ada yang dikirim.
review-missing = Masih ada { $count } yang perlu diisi. Ketuk untuk mengisi.

## Jawaban

answer-yes = Ya
answer-no = Tidak
answer-skipped = Tidak diisi
no-answer = Belum diisi
photo-taken = Sudah difoto
consent-given = Setuju, { $date }
sex-female = Perempuan
sex-male = Laki-laki

problem-empty = Isi dulu, lalu lanjut.
problem-choose = Pilih satu, lalu lanjut.
problem-choose-some = Pilih paling sedikit satu.
problem-option = Pilih dari daftar.
problem-yes-no = Jawab ya atau tidak.
problem-not-digits = Tulis dengan angka saja.
problem-note = Baca dulu, lalu tekan Lanjut.
problem-consent = Tanpa persetujuan Anda, pendaftaran tidak bisa dikirim. Isian tetap tersimpan di HP ini.
problem-photo = Ambil fotonya dulu.
problem-photo-text = Ini dijawab dengan foto. Tekan Ambil foto.
problem-too-short = Baru { $count } huruf. Perlu paling sedikit { $min }.
problem-too-long = Ada { $count } huruf. Paling banyak { $max }, singkatkan sedikit.
search-none = Tidak ketemu. Coba kata lain, atau ketik "lain".

nik-understood = { $sex }, lahir { $date }.
nik-not-digits = NIK hanya angka. Hapus huruf dan tanda lain.
nik-too-short = Baru { $count } angka. NIK ada 16, kurang { $left } lagi.
nik-too-long = Ada { $count } angka. NIK ada 16, lebih { $over }. Periksa apakah ada yang tertulis dua kali.
nik-region = Enam angka pertama belum benar: kode daerah tidak pernah 00. Cocokkan dengan KTP.
nik-birth-date = Angka ke-7 sampai ke-12 belum cocok dengan tanggal mana pun. Cocokkan dengan KTP.
nik-serial = Empat angka terakhir tidak pernah 0000. Cocokkan dengan KTP.
nik-unknown-province = NIK diawali { $code }, kode provinsi yang tidak kami kenal. Cocokkan dengan KTP. Kalau memang begitu, lanjut saja.
nik-date-differs = Menurut NIK Anda lahir { $nik }, di sini { $given }. Periksa keduanya. Kalau di KTP memang beda, lanjut saja.
nik-sex-differs = Menurut NIK: { $nik }, di sini: { $given }. Periksa keduanya. Kalau di KTP memang beda, lanjut saja.

name-too-short = Nama ditulis dengan huruf. Tulis seperti di KTP.
name-too-long = Nama paling panjang 100 huruf. Singkatkan seperti di KTP.
name-digits = Nama tidak memakai angka. Hapus angkanya.
name-sign = Hapus tanda { $sign } dari nama.

date-understood = { $date }.
date-understood-age = { $date }, umur { $age } tahun.
date-not-a-date = Tulis tanggal, bulan, tahun dengan angka. Contoh: 15-01-1990.
date-no-such-day = Tanggal itu tidak ada di kalender. Periksa tanggal dan bulannya.
date-year = Tulis tahun dengan empat angka. Contoh: 1990.
date-future = Tanggal itu belum lewat. Periksa tahunnya.
age-under = Lewat aplikasi ini paling muda { $min } tahun. Kalau tanggalnya benar, datang ke kantor cabang BPJS Ketenagakerjaan.
age-over = Pendaftaran baru hanya sampai umur { $max } tahun. Kalau tanggalnya benar, tanyakan ke kantor cabang BPJS Ketenagakerjaan.

phone-understood = Nomor { $number }.
phone-not-digits = Nomor HP hanya angka. Hapus huruf dan tanda lain.
phone-not-mobile = Nomor HP diawali 08 atau +628. Tulis nomor HP, bukan telepon rumah.
phone-too-short = Baru { $count } angka. Nomor HP ada 10 sampai 13 angka.
phone-too-long = Ada { $count } angka. Nomor HP ada 10 sampai 13 angka.
phone-unknown-prefix = Awalan { $prefix } tidak kami kenal. Periksa lagi. Kalau memang begitu, lanjut saja.

money-understood = { $amount }: { $words }.
money-not-an-amount = Tulis jumlahnya dengan angka. Contoh: 1.500.000.
money-too-large = Paling banyak { $max }. Periksa jumlah nolnya.
money-under = Paling sedikit { $min }. Periksa jumlah nolnya.
money-over = Paling banyak { $max }. Periksa jumlah nolnya.
money-per-day = { $amount } itu sebulan atau sehari? Kalau sehari, kalikan jumlah hari kerja. Kalau sebulan, lanjut saja.

## Keadaan pendaftaran

state-draft = tersimpan di HP ini
state-ready = siap dikirim, tersimpan di HP ini
state-sending = sedang dikirim ke { $office }
state-received = sudah sampai di { $office }
state-accepted = disetujui
state-needs-correction = perlu dibetulkan
state-refused = tidak bisa disetujui
state-withdrawn = ditarik kembali
state-parked = belum bisa dikirim, tersimpan di HP ini

wait-offline = Belum ada sinyal. Dikirim sendiri kalau sinyal kembali.
wait-server = Kantor belum bisa menerima. Dicoba lagi sendiri.
wait-slow = Kantor sedang ramai. Dicoba lagi sendiri sebentar lagi.
wait-full = Kantor sedang penuh. Dicoba lagi sendiri nanti.
wait-portal = Wi-Fi ini minta masuk dulu. Buka peramban dan masuk, atau pakai data seluler.
wait-tls = Sambungan ini tidak aman, jadi tidak dipakai. Coba jaringan lain.
wait-clock = Jam HP ini tidak cocok. Atur tanggal dan jam ke otomatis.
wait-key = Kunci kantor berganti. Kunci baru diambil, lalu dikirim lagi.

park-conflict = Kantor sudah punya isian lain untuk kiriman ini. Isian Anda tetap tersimpan di HP ini. Hubungi kantor.
park-malformed = Kantor tidak bisa membaca kiriman ini. Isian Anda tetap tersimpan di HP ini. Perbarui aplikasi, lalu kirim lagi.
park-too-large = Kiriman ini terlalu besar untuk kantor. Isian Anda tetap tersimpan di HP ini. Perbarui aplikasi, lalu kirim lagi.
park-newer = Kantor belum mengenal versi ini. Isian Anda tetap tersimpan di HP ini dan dikirim kalau kantor sudah siap.
park-photo = Foto untuk pendaftaran ini sudah tidak ada di HP ini, jadi tidak bisa dikirim. Batalkan, lalu daftar lagi.
park-refused = Kantor tidak mau menerima kiriman ini. Isian Anda tetap tersimpan di HP ini. Hubungi kantor.

notice-no-office = Aplikasi ini belum tahu kantor penerima. Isian Anda tersimpan di HP ini.
notice-update = Ada versi baru aplikasi. Yang ini tetap bisa dipakai.
notice-clock-behind = Jam HP ini terlambat. Atur tanggal dan jam ke otomatis. Tidak ada yang hilang.
notice-clock-ahead = Jam HP ini terlalu jauh di depan. Atur tanggal dan jam ke otomatis. Tidak ada yang hilang.
notice-key-locked = Isian Anda masih terkunci. Buka kunci HP, lalu coba lagi.
notice-key-gone = Kunci isian di HP ini sudah tidak ada, jadi isian lama tidak bisa dibuka lagi. Anda bisa mulai baru; berkas lama disimpan, tidak dihapus.
notice-key-broken = Kunci HP tidak menjawab dengan benar. Coba lagi sesudah HP dimatikan dan dinyalakan.
notice-set-aside = Berkas lama rusak dan disisihkan, tidak dihapus. Anda bisa mulai baru.

photo-not-a-picture = Berkas ini bukan foto. Pilih foto KTP.
photo-heic = Foto ini berjenis HEIC. Ambil foto baru dari sini, atau simpan sebagai JPEG.
photo-too-many-pixels = Foto ini { $megapixels } megapiksel, terlalu besar untuk HP ini. Ambil foto baru dari sini.
photo-too-large = Berkas foto ini terlalu besar. Ambil foto baru dari sini.
photo-truncated = Foto ini tidak utuh. Ambil foto lagi.
photo-too-small = Foto ini terlalu kecil untuk dibaca. Dekatkan HP, lalu foto lagi.
photo-unreadable = Foto ini tidak bisa dibuka. Ambil foto lagi.
photo-blurred = Fotonya kabur. Tahan HP dengan dua tangan, tunggu sampai tajam, lalu foto lagi.
photo-dark = Fotonya gelap. Cari tempat yang lebih terang, lalu foto lagi.
photo-glare = Ada pantulan cahaya di kartunya. Miringkan KTP sedikit, atau jauhkan dari lampu, lalu foto lagi.
photo-cut-off = Kartunya terpotong. Jauhkan HP sedikit sampai keempat sudutnya terlihat, lalu foto lagi.
photo-no-room = Memori HP penuh. Hapus beberapa berkas, lalu foto lagi. Isian Anda tetap tersimpan.

## Yang tidak bisa dilakukan, dan mengapa

not-possible-correction = Kantor tidak sedang meminta perbaikan untuk pendaftaran ini.
not-possible-draft = Isian ini tidak ada di HP ini.
not-possible-photo-folder = Foto dari kamera harus ada di folder kamera aplikasi ini.
not-possible-question = Pertanyaan ini tidak ada dalam isian Anda.
not-possible-registration = Pendaftaran ini tidak ada di HP ini.
not-possible-sealed = Isian ini sudah dikunci untuk kantor. Buka lewat pendaftarannya.
not-possible-taken-back = Sudah ada yang terkirim, jadi tidak bisa ditarik kembali ke isian. Anda masih bisa membatalkan pendaftarannya.
not-possible-too-long = Jawaban ini terlalu panjang. Tulis lebih singkat.
not-possible-withdrawal = Pendaftaran ini sudah selesai, jadi tidak bisa dibatalkan lagi.
