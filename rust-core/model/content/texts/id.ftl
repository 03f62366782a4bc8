### Payung, bahasa Indonesia. Anda, kalimat pendek, tanpa bahasa kantor. Uang dan tanggal ditulis oleh aplikasi.

## Siapa kami

about = Payung aplikasi independen, bukan aplikasi resmi BPJS Ketenagakerjaan dan bukan BPJS Kesehatan. Kami tidak pernah minta PIN, OTP, atau transfer ke rekening pribadi.

## Tombol dan tempat

button-next = Lanjut
button-agree = Saya setuju
button-declare = Ya, itu benar
button-send = Kirim pendaftaran
button-skip = Lewati
button-later = Nanti saja
button-close = Tutup
button-take-photo = Ambil foto
button-withdraw = Ya, batalkan
button-keep = Tidak jadi
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
step-address = Alamat
step-contact = HP dan foto
step-agree = Periksa dan setuju

## Jenis kiriman

purpose-register = Pendaftaran baru
purpose-resume = Bayar lagi
purpose-active = Peserta aktif
purpose-employer = Pemberi kerja
purpose-complete = Melengkapi data
q-start = Daftar di sini gratis.
    .help = Kira-kira 5 sampai 10 menit. Siapkan KTP. Yang dibayar nanti hanya iuran, tidak ada biaya lain. Kami tidak pernah minta PIN atau OTP. Payung bukan aplikasi resmi BPJS Ketenagakerjaan.

## Boleh ikut?

q-ever_member = Pernah jadi peserta BPJS Ketenagakerjaan?
    .help = Dulu namanya Jamsostek. Bukan BPJS Kesehatan. Bekas karyawan biasanya pernah. Tidak tahu? Kantor memeriksa lewat NIK.
    .review = Pernah jadi peserta
o-ever_member-never = Belum pernah
o-ever_member-stopped = Pernah, sudah berhenti bayar
o-ever_member-still = Masih aktif
o-ever_member-unknown = Tidak tahu

q-member_note = Pernah ikut? Tidak perlu daftar lagi.
    .help = Bayar iuran lagi saja. Sebut 16 angka NIK di Indomaret, Alfamart, bank, atau tempat bayar lain. Tunggakan lama tidak ditagih. Kalau NIK ditolak di tempat bayar, teruskan di sini.
q-member_note_again = Berhenti lebih dari 3 bulan?
    .help = Bayar lagi dihitung seperti baru mulai. Santunan kematian penuh lagi sesudah 3 bulan membayar. Mau dibantu kantor? Tekan Lanjut. Kantor memeriksa NIK Anda dan menyiapkan pembayarannya.
q-member_note_active = Masih aktif? Tidak perlu daftar lagi.
    .help = Teruskan bayar dengan NIK Anda supaya tetap terlindungi. Mau ganti data atau pekerjaan? Tekan Lanjut.
q-age = Berapa umur Anda sekarang?
    .help = Peserta baru harus belum 65 tahun, juga pada hari iuran pertama dibayar.
    .review = Umur
o-age-from_65 = 65 tahun ke atas
o-age-17_64 = 17 sampai 64 tahun
o-age-15_16 = 15 atau 16 tahun
o-age-under_15 = Belum 15 tahun

q-employer = Bagaimana Anda bekerja?
    .help = Keluarga yang membantu tanpa gaji tidak dihitung. Harian, borongan, di rumah orang, atau lewat aplikasi: pilih Kerja sendiri.
    .review = Cara bekerja
o-employer-no = Kerja sendiri
o-employer-one = Kerja sendiri, menggaji 1 orang
o-employer-more = Menggaji 2 orang atau lebih
o-employer-wages = Digaji tetap oleh perusahaan atau toko
q-helper_note = Anda sendiri bisa daftar di sini.
    .help = Pekerja Anda didaftarkan lewat kantor cabang BPJS Ketenagakerjaan. Iuran Anda sendiri bisa beda dan JHT mungkin wajib, karena Anda menggaji orang. Kantor memeriksanya sebelum Anda membayar.
q-employer_note = Yang menggaji 2 orang atau lebih diurus kantor cabang.
    .help = Iurannya dihitung dengan cara lain, jadi di sini tidak ada angkanya. Jawab beberapa pertanyaan lagi. Lalu kantor cabang BPJS Ketenagakerjaan menelepon Anda.

q-workers = Berapa karyawan yang Anda gaji?
    .help = Kira-kira saja, tanpa Anda sendiri. Belum tahu? Lewati.
    .example = 3
    .review = Jumlah karyawan

q-payer = Siapa yang akan membayar iuran Anda?
    .help = Bergantian? Pilih yang membayar lebih dulu. Diskon bisa beda kalau bukan Anda yang membayar.
    .review = Yang membayar
o-payer-self = Saya sendiri atau keluarga
o-payer-platform = Aplikator, tempat saya ambil order
o-payer-household = Majikan atau keluarga lain
o-payer-group = Kelompok atau koperasi
o-payer-village = Desa atau kelurahan
o-payer-donor = Donatur atau perusahaan penyumbang
o-payer-government = Pemerintah pusat atau daerah
o-payer-unknown = Belum tahu

end-too_old = Daftar baru hanya untuk yang belum 65 tahun.
    .help = Punya tabungan hari tua (JHT)? Mulai umur 56 boleh diambil. Tanyakan ke kantor cabang BPJS Ketenagakerjaan apa yang masih bisa untuk Anda. Isian ini tidak dikirim. Bingung? Tanya { $office }: { $office-contact }.
end-too_young = Umur Anda mungkin belum cukup.
    .help = Batas umur paling muda belum kami pastikan; kantor cabang BPJS Ketenagakerjaan yang tahu. Datang bersama orang tua atau wali. Isian ini tidak dikirim. Bingung? Tanya { $office }: { $office-contact }.
end-maybe_young = Umur 15 atau 16 tahun mungkin boleh ikut.
    .help = Kantor cabang BPJS Ketenagakerjaan yang memutuskan. Datang bersama orang tua atau wali, bawa Kartu Keluarga. Isian ini tidak dikirim. Bingung? Tanya { $office }: { $office-contact }.
end-wage_earner = Anda didaftarkan oleh tempat kerja Anda.
    .help = Yang digaji tetap ikut lewat perusahaan atau toko, dengan iuran lain. Tanyakan dulu ke tempat kerja. Belum didaftarkan? Kantor cabang BPJS Ketenagakerjaan bisa membantu. Isian ini tidak dikirim. Bingung? Tanya { $office }: { $office-contact }.
end-household_employer = Majikan Anda yang mendaftarkan.
    .help = Aturannya berubah: yang bekerja di rumah orang didaftarkan majikannya. Minta majikan datang ke kantor cabang BPJS Ketenagakerjaan. Isian ini tidak dikirim. Bingung? Tanya { $office }: { $office-contact }.

## Kerja dan iuran

q-occupation = Apa pekerjaan Anda?
    .help = Ketik, lalu pilih yang paling dekat. Kalau ada beberapa, pilih yang paling sering.
    .example = ojek, jual gorengan, tani
    .review = Pekerjaan
g-occupation-transport = Angkutan, antar
g-occupation-street_trade = Jualan keliling, kaki lima
g-occupation-market = Pasar, warung, toko
g-occupation-food = Masak, makanan
g-occupation-farming = Tani, kebun, ternak
g-occupation-fishing = Laut, ikan
g-occupation-building = Bangunan, galian
g-occupation-household = Kerja di rumah orang
g-occupation-crafts = Jahit, kerajinan
g-occupation-repair = Bengkel, servis
g-occupation-beauty = Rambut, rias, pijat
g-occupation-recycling = Barang bekas, sampah
g-occupation-creative = Seni, acara, digital
g-occupation-services = Jasa, jaga, lainnya
q-driver_note = Jangan bayar dua kali.
    .help = Tanya dulu aplikator Anda: mungkin iuran Anda sudah dibayar. Kerja di beberapa aplikasi? Cukup satu kepesertaan.

# Angkutan, antar
o-occupation-ojek = Ojek, pangkalan atau online
    .search = ojol gojek grab maxim indrive shopeefood gofood grabfood motor antar jemput makanan penumpang pengemudi driver
o-occupation-driver = Sopir angkot, bus, travel, dan lainnya
    .search = supir angkutan taksi bajaj mobil pribadi rental elf pete mikrolet pengemudi driver
o-occupation-online_driver = Sopir taksi online
    .search = supir gocar grabcar maxim indrive mobil aplikasi driver pengemudi
o-occupation-truck_driver = Sopir truk, pikap
    .search = supir truck pickup colt tangki tronton muatan angkut pasir ekspedisi pengemudi
o-occupation-courier = Kurir paket dan barang
    .search = antar pengantar ekspedisi logistik shopee jne jnt sicepat spx anteraja lazada gosend pos
o-occupation-becak = Tukang becak
    .search = kayuh genjot abang penarik roda tiga sepeda
o-occupation-bentor = Bentor, becak motor
    .search = betor viar roda tiga tossa penarik
o-occupation-horse_cart = Kusir delman, andong, cidomo
    .search = dokar sado bendi kuda gerobak sapi cikar
o-occupation-boat_crossing = Perahu penyeberangan, ojek perahu
    .search = getek ketinting klotok speedboat jukung sampan rakit tambangan motoris
o-occupation-conductor = Kernet, kondektur
    .search = kenek bus truk angkot
o-occupation-porter = Kuli angkut, porter
    .search = panggul manol pasar stasiun terminal bandara gendong barang
o-occupation-dock_worker = Buruh bongkar muat
    .search = pelabuhan gudang tkbm kuli truk barang kapal

# Jualan keliling, kaki lima
o-occupation-street_vendor = Pedagang kaki lima, jual keliling
    .search = pkl gerobak lapak dagang jualan emperan pikulan
o-occupation-snack_vendor = Jual gorengan, jajanan
    .search = cilok cireng batagor tahu bulat pisang goreng pentol seblak telur gulung pedagang
o-occupation-noodle_vendor = Jual bakso, mi ayam, siomay
    .search = mie soto pangsit pempek baso gerobak pedagang tukang
o-occupation-rice_vendor = Jual nasi goreng, sate, martabak
    .search = nasi uduk kuning bubur ayam lontong pecel lele penyetan pedagang tukang
o-occupation-drink_vendor = Jual kopi, es, minuman keliling
    .search = starling teh dawet cendol kelapa muda jus boba eskrim pedagang tukang
o-occupation-vegetable_peddler = Tukang sayur keliling
    .search = jual bakul ethek mlijo gerobak motor pedagang belanjaan dapur
o-occupation-fruit_vendor = Jual buah
    .search = rujak durian mangga semangka jeruk pedagang tukang
o-occupation-bread_vendor = Jual roti, tahu, tempe keliling
    .search = bakul kue pedagang tukang bakpao putu donat
o-occupation-herbal_vendor = Penjual jamu
    .search = gendong mbok bakul herbal obat tradisional beras kencur
o-occupation-hawker = Pedagang asongan, mainan
    .search = balon rokok tisu koran air minum lampu merah terminal kereta bus odong komidi putar
o-occupation-goods_peddler = Jual baju, perabot keliling
    .search = kredit barang panci cicilan mindring tukang pedagang perkakas
o-occupation-gas_water_delivery = Antar galon, gas, air bersih
    .search = elpiji lpg aqua isi ulang jeriken pengantar penjual air pikul

# Pasar, warung, toko
o-occupation-market_trader = Pedagang pasar, warung, toko kecil
    .search = jualan bakul kios dagang penjual los lapak usaha bunga tanaman bibit
o-occupation-grocery_stall = Warung kelontong, sembako
    .search = toko madura kios beras bensin eceran pertamini jualan rumah
o-occupation-fresh_food_trader = Pedagang sayur, ikan, daging di pasar
    .search = bakul bumbu cabai bawang rempah ayam potong telur jagal sapi jualan
o-occupation-clothes_trader = Pedagang baju, kain, sepatu
    .search = pakaian kios toko jilbab sandal konfeksi thrift awul
o-occupation-phone_shop = Konter pulsa, HP
    .search = hp kuota paket data handphone kartu perdana token brilink ppob
o-occupation-online_seller = Jualan online
    .search = olshop shopee tokopedia tiktok facebook whatsapp reseller dropship live toko
o-occupation-crop_collector = Pengumpul hasil panen
    .search = pengepul tengkulak bakul gabah kopi kelapa sayur hasil bumi
o-occupation-livestock_trader = Pedagang ternak
    .search = blantik belantik sapi kambing ayam burung ikan hias hewan pasar
o-occupation-shop_helper = Penjaga toko, warung, kios
    .search = pelayan pramuniaga karyawan pegawai jaga stand konter kasir pramusaji

# Masak, makanan
o-occupation-food_stall = Warung makan, warteg, warung kopi
    .search = warkop angkringan nasi padang burjo lesehan kantin lalapan kedai kafe jualan rumah
o-occupation-caterer = Katering, nasi kotak
    .search = catering tumpeng pesanan masak rantangan rumahan
o-occupation-cake_maker = Pembuat kue, roti, keripik
    .search = jajan pasar bikin bolu donat kerupuk camilan rengginang emping olahan rumahan
o-occupation-tofu_tempe_maker = Pembuat tahu, tempe
    .search = perajin pengrajin kedelai bikin oncom pabrik rumahan
o-occupation-palm_sugar_maker = Penderes nira, pembuat gula merah
    .search = penyadap aren kelapa gula jawa lontar nderes legen
o-occupation-cook = Juru masak, tukang masak hajatan
    .search = koki rewang dapur umum hajatan kondangan bantu cuci piring

# Tani, kebun, ternak
o-occupation-farmer = Petani, pekebun, peternak
    .search = tani bertani ladang kebun penggarap sawah ternak
o-occupation-rice_farmer = Petani padi, jagung, singkong
    .search = tani sawah ladang palawija penggarap gabah kedelai
o-occupation-vegetable_farmer = Petani sayur, buah
    .search = tani cabai bawang tomat kentang hortikultura melon tembakau
o-occupation-farm_labourer = Buruh tani
    .search = kuli sawah tandur matun panen derep macul nyangkul harian ladang
o-occupation-estate_worker = Buruh kebun sawit, karet, teh, tebu
    .search = pemetik dodos panen brondolan tebang lepas harian perkebunan
o-occupation-smallholder = Pekebun sawit, karet, kopi, kakao
    .search = petani cokelat cengkih cengkeh lada merica pala vanili kebun sendiri
o-occupation-coconut_climber = Pemanjat, pemetik kelapa
    .search = panjat pohon petik pinang kopra kupas sabut
o-occupation-cattle_keeper = Peternak sapi, kerbau, kambing
    .search = angon gembala domba babi susu perah ngarit cari rumput
o-occupation-poultry_keeper = Peternak ayam, bebek, puyuh
    .search = telur itik unggas kandang burung potong
o-occupation-forest_gatherer = Pencari madu, rotan, hasil hutan
    .search = getah damar lebah gaharu sagu kayu bakar
o-occupation-tree_cutter = Penebang pohon, penggergaji kayu
    .search = chainsaw senso tebang gergaji balok pangkas
o-occupation-farm_machine_operator = Operator traktor, mesin panen
    .search = bajak rontok combine giling padi selep huller penggilingan

# Laut, ikan
o-occupation-fisher = Nelayan, petambak
    .search = melaut laut jaring pancing perahu kapal cari ikan sungai danau miyang
o-occupation-boat_crew = Anak buah kapal ikan
    .search = abk awak melaut pelaut kru nahkoda
o-occupation-fish_farmer = Petani ikan, tambak, keramba
    .search = kolam lele nila bandeng udang budidaya kerambah bioflok
o-occupation-seaweed_farmer = Petani rumput laut
    .search = agar budidaya ikat bibit
o-occupation-salt_farmer = Petani garam
    .search = petambak ladang kristal
o-occupation-shell_gatherer = Pencari kerang, kepiting, teripang
    .search = tiram rajungan bakau bubu selam penyelam
o-occupation-fish_processor = Pengolah ikan, pembuat ikan asin
    .search = pindang jemur kupas udang rajungan terasi asap kerupuk

# Bangunan, galian
o-occupation-builder = Tukang bangunan
    .search = batu semen keramik renovasi rumah proyek borongan cor
o-occupation-building_labourer = Kuli bangunan, kenek tukang
    .search = buruh laden pembantu tukang proyek kasar aduk harian
o-occupation-carpenter = Tukang kayu, atap, plafon
    .search = kusen pintu jendela genteng baja ringan gipsum gypsum aluminium kaca
o-occupation-painter = Tukang cat
    .search = ngecat tembok rumah duco
o-occupation-welder = Tukang las, pagar, kanopi
    .search = ngelas besi teralis bengkel konstruksi baja
o-occupation-electrician = Tukang listrik
    .search = instalasi kabel lampu panggilan
o-occupation-plumber = Tukang pipa, pompa, WC
    .search = wc ledeng pam sanyo air mampet sedot tinja
o-occupation-well_digger = Tukang gali sumur, tanah
    .search = bor galian kabel parit septik pondasi macul
o-occupation-brick_maker = Pembuat batu bata, genteng, batako
    .search = cetak bata merah paving lio linggan
o-occupation-sand_stone_digger = Penambang pasir, batu
    .search = gali galian tambang pemecah batu emas timah rakyat dulang belerang
o-occupation-heavy_machine_operator = Operator alat berat
    .search = ekskavator excavator beko backhoe buldoser loader crane

# Kerja di rumah orang
o-occupation-domestic_worker = Pekerja rumah tangga
    .search = prt pembantu asisten art ibu bapak pulang hari nginap bibi mbak
o-occupation-nanny = Pengasuh anak
    .search = babysitter momong jaga anak bayi inang penitipan
o-occupation-elder_carer = Perawat orang tua, orang sakit
    .search = lansia jompo caregiver pendamping home care penjaga
o-occupation-laundry_worker = Tukang cuci, setrika, laundry
    .search = gosok baju kiloan buruh binatu londri
o-occupation-gardener = Tukang kebun, taman
    .search = potong rumput babat halaman pekarangan landscape
o-occupation-cleaner = Tukang bersih-bersih
    .search = cleaning service sapu pel kantor rumah kos harian gosok kamar
o-occupation-house_keeper = Penjaga rumah, kos, vila
    .search = nunggu kebun kontrakan homestay penginapan

# Jahit, kerajinan
o-occupation-tailor = Penjahit, perajin
    .search = jahit menjahit permak vermak modiste kerajinan pengrajin bordir
o-occupation-home_sewer = Buruh jahit, konveksi
    .search = borongan rumahan obras pasang kancing lem garmen cmt
o-occupation-batik_weaver = Pembatik, penenun
    .search = batik tulis cap canting tenun ulos songket ikat gedogan
o-occupation-bamboo_weaver = Perajin bambu, rotan, anyaman
    .search = pengrajin tikar pandan keranjang besek purun mendong sapu lidi
o-occupation-wood_carver = Pengukir kayu, pembuat patung
    .search = ukir seni jepara batu topeng pahat pengrajin
o-occupation-furniture_maker = Pembuat mebel, lemari, kursi
    .search = meubel furnitur amplas pelitur sofa jok kayu tukang
o-occupation-potter = Perajin gerabah, keramik
    .search = tanah liat tembikar gentong pot anjun pengrajin
o-occupation-leather_maker = Perajin sepatu, tas, kulit
    .search = pengrajin sandal dompet jahit lem
o-occupation-souvenir_maker = Perajin perak, perhiasan, suvenir
    .search = emas kemasan aksesori manik gelang souvenir pengrajin hiasan
o-occupation-screen_printer = Sablon, cetak, spanduk
    .search = kaos undangan stiker percetakan banner fotokopi plastik

# Bengkel, servis
o-occupation-mechanic = Montir, bengkel
    .search = mekanik motor mobil servis ketok cat bodi reparasi bubut sepeda
o-occupation-tyre_repairer = Tambal ban
    .search = ban bocor isi angin nitrogen vulkanisir
o-occupation-vehicle_washer = Cuci motor, mobil
    .search = steam salon doorsmeer helm tukang
o-occupation-phone_repairer = Servis HP, komputer
    .search = hp handphone ponsel laptop printer reparasi tukang teknisi
o-occupation-appliance_repairer = Servis TV, AC, kulkas, mesin cuci
    .search = elektronik tv ac kipas radio reparasi tukang teknisi antena parabola
o-occupation-shoe_repairer = Sol sepatu, servis payung, jam
    .search = tukang sandal jahit reparasi keliling arloji
o-occupation-key_maker = Tukang kunci, stempel, pelat nomor
    .search = duplikat gembok plat stiker
o-occupation-knife_sharpener = Asah pisau, pandai besi
    .search = pengasah gunting golok arit parang patri tukang keliling empu

# Rambut, rias, pijat
o-occupation-barber = Tukang cukur, salon, pijat
    .search = pangkas rambut potong barbershop creambath madura asgar
o-occupation-make_up_artist = Perias, sewa baju pengantin
    .search = mua rias makeup pengantin manten salon kuku nail bulu mata sanggul
o-occupation-masseur = Tukang pijat, urut
    .search = pijet refleksi spa kusuk tunanetra terapis
o-occupation-traditional_healer = Bekam, pengobatan tradisional
    .search = herbal terapis kerokan patah tulang sangkal putung dukun bayi sunat

# Barang bekas, sampah
o-occupation-waste_picker = Pemulung, pengumpul barang bekas
    .search = mulung rosok botol plastik kardus sampah tpa cari
o-occupation-scrap_buyer = Tukang rongsok, loak keliling
    .search = rombeng rosok botot butut besi tua beli barang bekas
o-occupation-scrap_dealer = Pengepul, lapak barang bekas
    .search = rongsok rosok gudang sortir besi tua kertas plastik bandar pilah
o-occupation-rubbish_collector = Pengangkut sampah, penyapu jalan
    .search = tukang sapu gerobak kebersihan got saluran warga komplek bank sampah

# Seni, acara, digital
o-occupation-artist = Seniman, musisi, pekerja lepas
    .search = freelance freelancer pelukis karikatur band pencipta lagu seni
o-occupation-busker = Pengamen, badut jalanan
    .search = ngamen gitar angklung musik keliling manusia silver ondel
o-occupation-event_musician = Penyanyi, pemain musik acara
    .search = biduan dangdut organ tunggal elekton orkes kafe hajatan mc pembawa
o-occupation-traditional_performer = Penari, dalang, pemain seni tradisi
    .search = wayang jaranan reog kuda lumping gamelan ketoprak ludruk sanggar sinden topeng
o-occupation-event_crew = Pasang tenda, dekorasi, sound
    .search = terop tarub sewa kursi hajatan panggung kru lighting sistem
o-occupation-photographer = Fotografer, video
    .search = foto keliling tukang juru kamera prewedding drone editor shooting
o-occupation-designer = Desainer, ilustrator
    .search = desain grafis gambar logo animasi percetakan arsitek
o-occupation-content_creator = Pembuat konten, siaran langsung
    .search = youtuber tiktok tiktoker instagram selebgram live host streamer afiliator affiliate game podcast
o-occupation-programmer = Pembuat aplikasi, situs web
    .search = koding coding developer it software website teknisi jaringan
o-occupation-writer = Penulis, penerjemah
    .search = wartawan lepas kontributor editor naskah novel artikel bahasa
o-occupation-online_worker = Admin, ketik data, kerja online
    .search = entri data input cs chat asisten virtual joki survei medsos freelance

# Jasa, jaga, lainnya
o-occupation-parking_attendant = Juru parkir, penjaga
    .search = tukang parkir jukir satpam jaga malam ronda keamanan hansip linmas pak ogah supeltas pengatur jalan
o-occupation-tutor = Guru les, pelatih
    .search = privat bimbel kursus mengajar senam olahraga renang musik instruktur
o-occupation-religious_worker = Guru ngaji, pengurus rumah ibadah
    .search = ustaz marbot merbot imam modin masjid koster gereja pura wihara pendeta pemangku
o-occupation-community_volunteer = Kader posyandu, relawan
    .search = desa rt rw dasawisma sosial bencana guru paud
o-occupation-tour_guide = Pemandu wisata
    .search = guide turis porter gunung pendakian selancar snorkeling jip sewa foto
o-occupation-broker = Makelar, perantara
    .search = calo tanah rumah motor mobil properti agen biro jasa stnk
o-occupation-sales_agent = Sales, agen lepas
    .search = seles marketing asuransi kosmetik mlm promosi spg kanvas tagih
o-occupation-grave_digger = Penggali, penjaga makam
    .search = kubur kuburan juru kunci pemakaman
o-occupation-day_labourer = Kerja serabutan, buruh harian
    .search = kuli apa saja macam pocokan lepas pabrik gudang borongan musiman
o-occupation-other = Pekerjaan lain
    .search = lainnya lain tidak ada belum

q-income_per = Penghasilan Anda paling mudah dihitung per apa?
    .help = Pilih yang paling gampang. Sebulannya kami hitungkan.
    .review = Dihitung per
o-income_per-day = Per hari
o-income_per-varies = Per hari, tetapi berubah-ubah
o-income_per-week = Per minggu
o-income_per-month = Per bulan
o-income_per-harvest = Per panen
o-income_per-trip = Per trip, misalnya sekali melaut
o-income_per-job = Per borongan

q-income_day = Berapa penghasilan Anda sehari?
    .help = Kira-kira saja, di hari biasa, sesudah dikurangi modal atau bensin.
    .example = 80.000
    .review = Penghasilan sehari

q-work_days = Berapa hari Anda bekerja dalam seminggu?
    .help = Ambil minggu yang biasa. Dipakai menghitung penghasilan sebulan.
    .review = Hari kerja seminggu
o-work_days-1 = 1 hari
o-work_days-2 = 2 hari
o-work_days-3 = 3 hari
o-work_days-4 = 4 hari
o-work_days-5 = 5 hari
o-work_days-6 = 6 hari
o-work_days-7 = 7 hari

q-income_week = Berapa penghasilan Anda seminggu?
    .help = Kira-kira saja, di minggu biasa, sesudah dikurangi modal atau bensin.
    .example = 450.000
    .review = Penghasilan seminggu
q-income_varies = Seminggu biasanya dapat berapa semuanya?
    .help = Jumlahkan hari ramai dan hari sepi, sesudah dikurangi modal atau bensin.
    .example = 450.000
    .review = Penghasilan seminggu
q-income_harvest = Sekali panen dapat berapa?
    .help = Kira-kira saja, sesudah dikurangi bibit, pupuk, dan ongkos.
    .example = 6.000.000
    .review = Penghasilan sekali panen
q-harvests = Panen berapa kali setahun?
    .help = Dipakai untuk membagi hasil panen ke 12 bulan.
    .review = Panen setahun
o-harvests-1 = 1 kali
o-harvests-2 = 2 kali
o-harvests-3 = 3 kali
o-harvests-4 = 4 kali
o-harvests-6 = 6 kali
o-harvests-12 = 12 kali
q-income_trip = Sekali trip atau borongan dapat berapa?
    .help = Kira-kira saja, sesudah dikurangi solar, es, bahan, atau ongkos.
    .example = 400.000
    .review = Sekali trip, borongan
q-trips = Berapa kali sebulan?
    .help = Ambil bulan yang biasa.
    .review = Berapa kali sebulan
o-trips-1 = 1 kali
o-trips-2 = 2 kali
o-trips-3 = 3 kali
o-trips-4 = 4 kali
o-trips-6 = 6 kali
o-trips-8 = 8 kali
o-trips-10 = 10 kali
o-trips-15 = 15 kali
o-trips-20 = 20 kali
o-trips-25 = 25 kali

q-income = Berapa penghasilan Anda sebulan?
    .help = Kira-kira saja, di bulan biasa, sesudah dikurangi modal atau bensin.
    .example = 1.500.000
    .review = Penghasilan sebulan

q-programmes = Mau ikut program apa?
    .help = JKK dan JKM wajib. JHT boleh ditambah, boleh tidak.
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
quote-part-sum = { $count } × { $amount } = { $sum }
quote-per-day = { $amount } sebulan, kira-kira { $day } sehari
quote-so-far = Contoh untuk { $count } bulan dengan program yang wajib.
quote-so-far-months = Contoh untuk { $count } bulan.
quote-discount = Diskon { $percent }% dari pemerintah untuk { $programmes }, sampai iuran { $until }.
quote-discount-later = Diskon { $percent }% dari pemerintah untuk { $programmes }, untuk iuran { $from } sampai { $until }.
quote-afterwards = Iuran { $from } dan sesudahnya tanpa diskon, walau dibayar sekarang: { $amount } sebulan.
quote-not-cut = Tidak ada diskon untuk { $programmes }.
quote-government = Tidak ada diskon, karena iuran dibayar pemerintah.
quote-unsure-payer = Diskon bisa beda kalau bukan Anda yang membayar. Tanpa diskon: { $amount }.
quote-zone = Iuran ini untuk { $month }, menurut jam WIB. Di Indonesia timur sudah { $next }.
quote-problem-income = Isi dulu penghasilan sebulan.
quote-problem-months = { $months } bulan tidak bisa dibayar sekaligus. Yang bisa: { $possible } bulan.
quote-problem-programmes = { $programmes } selalu ikut. Tambahkan dulu, lalu hitung lagi.
quote-problem-too-early = Iuran sebelum { $first } tidak dihitung di sini. Aturan waktu itu lain.

lowest = Mulai { $amount } sebulan.
lowest-until = Mulai { $amount } sebulan, sampai iuran { $until }.
lowest-transport = Ojek, sopir, dan kurir: mulai { $amount }.
lowest-transport-until = Ojek, sopir, dan kurir: mulai { $amount }, sampai iuran { $until }.
lowest-other = Pekerjaan lain: mulai { $amount }.
lowest-other-until = Pekerjaan lain: mulai { $amount }, sampai iuran { $until }.

## Program dan manfaatnya

programme-jkk = JKK (kecelakaan kerja)
    .spoken = J K K, jaminan kecelakaan kerja.
programme-jkk-about = Melindungi Anda saat bekerja, juga di jalan saat berangkat dan pulang.
programme-jkk-who = Wajib, bersama jaminan kematian.
programme-jkk-gives = Berobat tanpa batas biaya. Kalau meninggal karena kecelakaan kerja, keluarga menerima paling sedikit { $death-lowest }.
benefit-jkk-treatment = Biaya berobat ditanggung sesuai kebutuhan medis, tanpa batas biaya.
benefit-jkk-home_care = Kalau perlu, Anda dirawat di rumah.
benefit-jkk-commute = Berlaku dari berangkat kerja, selama bekerja, sampai pulang ke rumah.
benefit-jkk-sudden = Meninggal mendadak saat bekerja dan kekerasan di tempat kerja juga dihitung kecelakaan kerja.
benefit-jkk-wages = Selama belum bisa bekerja, Anda dibayar setiap bulan: { $months } bulan pertama { $first }% dari penghasilan yang dilaporkan, sesudah itu { $later }%, sampai sembuh.
benefit-jkk-death = Kalau meninggal karena kecelakaan kerja, keluarga menerima { $times } kali penghasilan sebulan yang dilaporkan, ditambah { $periodic } dan biaya pemakaman { $burial }. Paling sedikit { $lowest }.
benefit-jkk-disability = Kalau karena kecelakaan kerja tidak bisa bekerja lagi selamanya, Anda menerima { $times } kali penghasilan sebulan yang dilaporkan, ditambah { $periodic }.
benefit-jkk-transport = Ongkos ke rumah sakit diganti: lewat darat paling banyak { $land }, laut { $sea }, udara { $air }.
benefit-jkk-scholarship = Kalau meninggal atau tidak bisa bekerja lagi selamanya, ada beasiswa untuk paling banyak { $children } anak. Seluruhnya sampai { $amount }, tanpa masa tunggu.
benefit-jkk-scholarship_levels = Beasiswa setahun per anak: TK dan SD { $first }, SMP { $second }, SMA { $third }, kuliah { $higher }. Anaknya di bawah { $under } tahun, belum menikah, belum bekerja.
    .spoken = Beasiswa setahun per anak: taman kanak-kanak dan sekolah dasar { $first }, sekolah menengah pertama { $second }, menengah atas { $third }, kuliah { $higher }. Anaknya di bawah { $under } tahun, belum menikah, belum bekerja.
benefit-jkk-report = Laporkan kecelakaan kerja dalam { $hours } jam.

programme-jkm = JKM (kematian)
    .spoken = J K M, jaminan kematian.
programme-jkm-about = Uang untuk keluarga kalau Anda meninggal karena sakit atau sebab lain, bukan karena kecelakaan kerja.
programme-jkm-who = Wajib, bersama jaminan kecelakaan kerja.
programme-jkm-gives = Kalau meninggal karena sakit atau sebab lain, keluarga menerima { $total-total }. Dalam { $early-months } bulan pertama hanya biaya pemakaman { $early-amount }.
benefit-jkm-total = Keluarga menerima { $total }: santunan { $death }, bantuan { $periodic }, dan biaya pemakaman { $burial }.
benefit-jkm-early = Kalau meninggal dalam { $months } bulan pertama, keluarga hanya menerima biaya pemakaman { $amount }.
benefit-jkm-working = Berlaku kalau Anda memang bekerja saat didaftarkan. Orang yang tidak bekerja atau sedang sakit keras saat didaftarkan bisa ditolak santunannya.
benefit-jkm-again = Lebih dari { $months } bulan tidak bayar lalu bayar lagi? Hitungan { $months } bulan mulai dari awal.
benefit-jkm-scholarship = Kalau iuran sudah dibayar { $years } tahun atau lebih, beasiswa untuk paling banyak { $children } anak, seluruhnya sampai { $amount }.

programme-jht = JHT (hari tua)
    .spoken = J H T, jaminan hari tua.
programme-jht-about = Tabungan Anda sendiri untuk hari tua.
programme-jht-who = Boleh ikut, boleh tidak. Yang menggaji karyawan wajib ikut.
programme-jht-gives = Tabungan Anda sendiri, bisa diambil mulai umur { $payout-age } tahun.
benefit-jht-savings = Uang yang Anda bayar ditambah hasilnya, seperti bunga tabungan. Semuanya milik Anda.
benefit-jht-payout = Bisa diambil pada umur { $age } tahun. Lebih awal kalau berhenti bekerja, tutup usaha, tidak bisa bekerja lagi selamanya, atau meninggal (diambil keluarga).
benefit-jht-part = Sesudah { $years } tahun jadi peserta, satu kali boleh diambil sebagian: paling banyak { $larger }% kalau untuk punya rumah, atau paling banyak { $smaller }% untuk keperluan lain.

programme-jp = JP (pensiun)
    .spoken = J P, jaminan pensiun.
programme-jp-about = Uang bulanan sesudah pensiun.
programme-jp-who = Hanya untuk karyawan yang digaji. Yang bekerja sendiri tidak bisa ikut.
programme-jkp = JKP (kehilangan pekerjaan)
    .spoken = J K P, jaminan kehilangan pekerjaan.
programme-jkp-about = Bantuan untuk karyawan yang diberhentikan.
programme-jkp-who = Hanya untuk karyawan yang digaji. Yang bekerja sendiri tidak bisa ikut.

benefit-unsure = { $words } Ini belum kami pastikan.

## Identitas

q-notice = Data Anda untuk apa?
    .help = Untuk mendaftarkan Anda ke BPJS Ketenagakerjaan, atau mengaktifkan lagi. Yang menerima: { $office }, { $office-address }. Hanya kantor itu yang bisa membukanya.

q-nik = Berapa NIK Anda?
    .help = 16 angka di baris NIK, bagian atas KTP.
    .example = 3201015501900001
    .spoken = Berapa N I K Anda?
    .review = NIK
q-nik_right = Apakah ini benar data Anda?
    .help = Kami membacanya dari NIK tadi. Cocokkan dengan KTP Anda.
    .review = Menurut NIK
o-nik_right-yes = Ya, benar
o-nik_right-retype = Salah ketik, betulkan
o-nik_right-differs = Di KTP memang beda

q-birth_date = Kapan Anda lahir?
    .help = Tanggal, bulan, tahun. Seperti di KTP.
    .example = 15-01-1990
    .review = Tanggal lahir
q-pay_soon = Umur Anda hampir 65 tahun.
    .help = Bayar iuran pertama sebelum ulang tahun ke-65. Sesudah itu pendaftaran baru ditutup. Yang sudah jadi peserta boleh terus.
q-sex = Perempuan atau laki-laki?
    .help = Pilih yang tertulis di KTP.
    .review = Jenis kelamin
o-sex-female = Perempuan
o-sex-male = Laki-laki

q-kpj = Nomor kartu peserta (KPJ), kalau masih ada
    .help = 11 angka di kartu lama. Kartunya tidak ada? Lewati saja.
    .spoken = Nomor kartu peserta, K P J, kalau masih ada
    .review = Nomor kartu (KPJ)

q-name = Siapa nama Anda di KTP?
    .help = Tulis persis seperti di KTP. Satu kata juga boleh.
    .example = SITI CONTOH
    .spoken = Siapa nama Anda di K T P?
    .review = Nama
q-birth_place = Di mana Anda lahir?
    .help = Tulis kota atau kabupaten seperti di KTP, sebelum tanggal lahir.
    .example = BOGOR
    .review = Tempat lahir
q-mother_name = Siapa nama ibu kandung Anda?
    .help = Dipakai kantor untuk membedakan orang yang namanya sama. Jangan sebut nama ibu kepada orang yang menelepon. Kalau tidak tahu, tulis: tidak tahu.
    .example = AMINAH CONTOH
    .review = Nama ibu kandung

## Alamat

q-home_here = Masih tinggal di sini?
    .help = NIK Anda dibuat di kecamatan ini. Kalau pindah rumah, NIK tidak berubah.
    .review = Masih tinggal di situ
o-home_here-yes = Ya, masih
o-home_here-moved = Sudah pindah

q-district = Tinggal di kecamatan mana?
    .help = Ketik nama kecamatan, lalu pilih. Dari sini kami tahu kantor cabang Anda.
    .example = Cibinong
    .review = Kecamatan
q-village_code = Apa kelurahan atau desa Anda?
    .help = Tempat tinggal sekarang, walau beda dengan KTP. Ketik namanya, lalu pilih.
    .example = Sukamaju
    .review = Kelurahan atau desa
o-village_code-other = Belum ada di daftar
q-village = Apa nama kelurahan atau desa itu?
    .help = Tulis seperti orang di sana menyebutnya.
    .example = Desa Contoh
    .review = Nama kelurahan atau desa
q-street = Di mana alamat rumah Anda?
    .help = Jalan, gang, atau dusun, dan nomor rumah kalau ada. RT dan RW ditanya sesudah ini.
    .example = Gang Contoh nomor 12
    .review = Alamat rumah
q-rt_rw = RT dan RW berapa?
    .help = Tulis RT, garis miring, RW. Tidak tahu? Lewati.
    .example = 003/007
    .spoken = R T dan R W berapa?
    .review = RT/RW
q-postal_code = Berapa kode pos Anda?
    .help = 5 angka, untuk alamat yang tadi. Tidak tahu? Lewati.
    .example = 16911
    .review = Kode pos

## HP dan foto

q-phone = Berapa nomor HP Anda?
    .help = Periksa angka demi angka: kantor menghubungi Anda lewat nomor ini. Tidak ada kode OTP yang dikirim.
    .example = 0812-3456-7890
    .spoken = Berapa nomor H P Anda?
    .review = Nomor HP
q-declaration = Anda bekerja dan tidak sedang sakit keras?
    .help = Saya menyatakan: saya sedang bekerja sesuai pekerjaan yang saya tulis, dan tidak sedang sakit keras. Kalau tidak benar, santunan bisa ditolak. Petugas melihat pernyataan ini.
    .review = Pernyataan

q-ktp = Foto KTP Anda
    .help = Taruh KTP di tempat terang. Seluruh kartu harus terlihat di foto. Foto ini hanya bisa dibuka HP ini dan kantor penerima.
    .spoken = Foto K T P Anda
    .review = Foto KTP

## Periksa dan setuju

q-consent_processing = Setuju data Anda dikirim untuk mendaftar?
    .help = Jawaban dan foto KTP (kalau ada) dikirim ke { $office }, hanya untuk mendaftarkan Anda atau mengaktifkan lagi. Disimpan selama diurus, lalu selama diwajibkan undang-undang. Mau melihat, membetulkan, menghapus, atau membatalkan persetujuan? Boleh kapan saja: { $office-contact }.
    .review = Persetujuan
q-consent_handover = Setuju data Anda diteruskan ke kantor cabang?
    .help = { $office } meneruskan nama, nomor HP, kecamatan, dan jumlah karyawan Anda ke kantor cabang BPJS Ketenagakerjaan, supaya kantor itu bisa menelepon Anda. Tidak untuk hal lain. Mau melihat, membetulkan, menghapus, atau membatalkan persetujuan? Boleh kapan saja: { $office-contact }.
    .review = Persetujuan diteruskan
review-title = Periksa jawaban Anda
review-help = Pilih yang mau diubah. Belum ada yang dikirim.
review-missing = Masih ada { $count } yang perlu diisi. Ketuk untuk mengisi.
missing-later = Masih ditunggu: { $list }.
draft-expires = Isian ini dihapus { $date } kalau tidak dilanjutkan.
draft-older-form = Pertanyaannya sudah diperbarui. Jawaban lama ikut; yang tidak cocok lagi kami tanyakan ulang.
draft-unreadable = Ada isian yang rusak di HP ini dan tidak bisa dibaca lagi, jadi kami tanyakan ulang. Isian lain tetap ada.
branch-understood = Diurus kantor cabang yang melayani { $regency }.

## Lengkapi data (sesudah terkirim, semua boleh dilewati)

step-more_cards = Pilih isian
step-more_person = Tentang Anda
step-more_work = Tempat dan jam kerja
step-more_family = Bank dan keluarga
step-more_agree = Setuju dan kirim

q-cards = Apa yang mau dilengkapi?
    .help = Pilih yang Anda punya sekarang. Sisanya boleh nanti, boleh tidak.
    .review = Yang dilengkapi
o-cards-ktp = Foto KTP
o-cards-selfie = Foto wajah
o-cards-email = Email
o-cards-emergency = Orang yang dihubungi kalau darurat
o-cards-second_job = Pekerjaan kedua
o-cards-workplace = Tempat dan jam kerja
o-cards-bank = Rekening bank
o-cards-children = Anak, untuk beasiswa

q-selfie = Foto wajah Anda
    .help = Lihat ke kamera di tempat terang, tanpa masker dan topi. Petugas mencocokkannya dengan foto KTP. Aplikasi ini tidak memindai wajah.
    .review = Foto wajah
q-email = Apa alamat email Anda?
    .help = Dipakai kalau kantor mau mengirim surat. Tidak punya email? Lewati.
    .example = siti@example.com
    .review = Email
q-emergency_name = Siapa yang dihubungi kalau darurat?
    .help = Orang dekat yang bisa ditelepon. Beri tahu dulu orangnya.
    .example = BUDI CONTOH
    .review = Kontak darurat
q-emergency_relation = Dia siapa Anda?
    .help = Supaya kantor tahu sedang bicara dengan siapa.
    .review = Hubungan kontak darurat
o-emergency_relation-spouse = Suami atau istri
o-emergency_relation-parent = Ayah atau ibu
o-emergency_relation-child = Anak
o-emergency_relation-sibling = Kakak atau adik
o-emergency_relation-other = Orang lain
q-emergency_phone = Berapa nomor HP-nya?
    .help = Ditelepon hanya kalau Anda tidak bisa dihubungi.
    .example = 0812-0000-0000
    .spoken = Berapa nomor H P orang itu?
    .review = HP kontak darurat

q-second_job = Apa pekerjaan kedua Anda?
    .help = Yang Anda kerjakan selain pekerjaan utama. Tulis singkat saja.
    .example = jual pulsa di rumah
    .review = Pekerjaan kedua
q-workplace = Di mana Anda bekerja?
    .help = Tulis tempatnya. Kalau berkeliling, tulis daerahnya.
    .example = Pasar Contoh dan sekitarnya
    .review = Tempat kerja
q-work_from = Biasanya mulai kerja jam berapa?
    .help = Kira-kira saja. Kalau nanti ada kecelakaan kerja, jam kerja bisa ditanyakan.
    .example = 07.00
    .review = Mulai kerja
q-work_to = Biasanya selesai kerja jam berapa?
    .help = Kira-kira saja. Kalau lewat tengah malam, tulis jam selesainya.
    .example = 16.00
    .review = Selesai kerja

q-bank_name = Apa nama bank Anda?
    .help = Dipakai hanya kalau ada uang untuk Anda. Kami tidak pernah minta PIN.
    .example = Bank Contoh
    .review = Bank
q-bank_account = Berapa nomor rekening Anda?
    .help = Lihat di buku tabungan atau aplikasi bank. Bukan nomor di kartu ATM.
    .example = 0000000000
    .review = Nomor rekening
q-bank_holder = Rekening itu atas nama siapa?
    .help = Tulis persis seperti di buku tabungan. Sebaiknya nama Anda sendiri.
    .example = SITI CONTOH
    .review = Atas nama

q-children_count = Berapa anak Anda yang belum lulus sekolah?
    .help = Untuk beasiswa anak, paling banyak 2 anak. Hitung juga yang belum masuk sekolah.
    .review = Jumlah anak
o-children_count-0 = Tidak ada
o-children_count-1 = 1 anak
o-children_count-2 = 2 anak
o-children_count-3 = 3 anak atau lebih
q-child1_name = Siapa nama anak pertama?
    .help = Tulis seperti di Kartu Keluarga. Pilih anak yang belum lulus sekolah.
    .example = ANI CONTOH
    .review = Nama anak pertama
q-child1_birth = Kapan anak pertama lahir?
    .help = Tanggal, bulan, tahun. Seperti di Kartu Keluarga.
    .example = 20-05-2015
    .review = Lahir, anak pertama
q-child2_name = Siapa nama anak kedua?
    .help = Tulis seperti di Kartu Keluarga. Pilih anak yang belum lulus sekolah.
    .example = ADI CONTOH
    .review = Nama anak kedua
q-child2_birth = Kapan anak kedua lahir?
    .help = Tanggal, bulan, tahun. Seperti di Kartu Keluarga.
    .example = 03-11-2018
    .review = Lahir, anak kedua

q-consent_more = Setuju data tambahan ini dikirim?
    .help = Yang dikirim: { $list }. { $office } memakainya hanya untuk melengkapi data Anda. Tidak setuju juga boleh: pendaftaran tetap jalan. Boleh dibatalkan kapan saja.
    .review = Persetujuan tambahan

## Permintaan dan keluhan (sesudah terkirim; keluhan juga tanpa mendaftar)

purpose-bill = Minta kode bayar
purpose-pay_code = Kode supaya orang lain membayar
purpose-pay_for = Bayar iuran orang lain
purpose-pay_end = Berhenti: siapa membayar siapa
purpose-update = Ubah data
purpose-employee = Jadi karyawan
purpose-consent = Batalkan persetujuan
purpose-copy = Minta salinan data
purpose-who_looked = Siapa membuka data saya
purpose-erasure = Minta data dihapus
purpose-refund = Minta uang kembali
purpose-complaint = Keluhan
purpose-payer = Membayar iuran orang lain

step-request_wish = Mau apa?
step-request_detail = Keterangan
step-request_agree = Periksa dan kirim

q-request = Anda mau minta apa?
    .help = Pilih satu. Yang lain boleh dikirim sesudah ini. Semuanya gratis.
    .review = Permintaan
o-request-bill = Kode bayar untuk iuran saya
o-request-pay_code = Orang lain mau membayar iuran saya
o-request-pay_for = Saya mau membayar iuran orang lain
o-request-pay_end = Berhenti membayar, atau dibayari
o-request-update = Ada data yang berubah
o-request-employee = Sekarang saya karyawan
o-request-consent = Batalkan persetujuan saya
o-request-copy = Salinan data saya
o-request-who_looked = Siapa yang membuka data saya
o-request-erasure = Hapus data saya
o-request-refund = Uang saya kembali
o-request-complaint = Saya punya keluhan

q-pay_code_note = Orang lain mau membayar iuran Anda?
    .help = Anda mendapat kode. Berikan kode itu kepada anak, saudara, atau majikan yang mau membayar. Di kode itu tidak ada nama dan NIK Anda. Perlindungannya tetap milik Anda, dan Anda boleh berhenti kapan saja.
q-pay_for_code = Kode dari orang yang mau Anda bayari
    .help = Dua belas huruf dan angka. Minta kepada orangnya; di aplikasinya ada di Permintaan.
    .example = 7K2M-94QX-3HTB
    .review = Kodenya
q-pay_end_what = Apa yang mau dihentikan?
    .help = Bulan yang sudah dibayar tetap berlaku.
    .review = Yang dihentikan
o-pay_end_what-payer = Orang lain yang membayar iuran saya
o-pay_end_what-member = Saya yang membayar iuran orang lain
o-pay_end_what-code = Kode saya yang belum dipakai
q-pay_end_number = Nomor pembayaran yang dihentikan
    .help = Ada di daftar "Siapa membayar siapa".
    .example = 7K2M-94QX
    .review = Nomornya

q-changes = Apa yang berubah?
    .help = Pilih yang berubah saja. Yang lain tetap seperti dulu.
    .review = Yang berubah
o-changes-job = Pekerjaan
o-changes-income = Penghasilan
o-changes-address = Alamat rumah
o-changes-phone = Nomor HP
o-changes-payer = Yang membayar iuran

q-employee_note = Jadi karyawan? Jangan bayar dua kali.
    .help = Iuran karyawan dibayar lewat tempat kerja, dengan NIK yang sama. Tanya dulu apakah Anda sudah didaftarkan. Kalau sudah, berhenti bayar di sini. Kalau belum, teruskan dulu supaya perlindungan tidak putus. JHT yang sudah terkumpul tetap milik Anda.
q-employee_since = Sejak kapan Anda jadi karyawan?
    .help = Tanggal, bulan, tahun. Belum mulai? Tulis tanggal mulainya.
    .example = 01-12-2026
    .review = Jadi karyawan sejak

q-consent_which = Persetujuan mana yang dibatalkan?
    .help = Tidak perlu alasan. Yang lain tetap berlaku.
    .review = Yang dibatalkan
o-consent_which-processing = Untuk mendaftarkan saya
o-consent_which-more = Untuk data tambahan
o-consent_which-handover = Untuk diteruskan ke kantor cabang
q-consent_note = Kalau persetujuan dibatalkan
    .help = Kantor berhenti memakai data itu. Kalau itu untuk mendaftarkan Anda, pendaftarannya tidak diurus lagi. Yang wajib disimpan menurut undang-undang tetap disimpan sampai waktunya. Iuran yang sudah tercatat di BPJS Ketenagakerjaan tidak hilang.

q-copy_note = Salinan data Anda
    .help = Kantor menulis apa yang disimpan tentang pendaftaran ini: jawaban, foto, keadaan, dan putusannya. Jawabannya hanya bisa dibaca di HP ini.
q-who_looked_note = Siapa yang membuka data Anda?
    .help = Jawabannya menyebut hari, jabatan petugas, dan keperluannya. Nama petugas tidak disebut. Ada yang aneh? Sesudah itu kirim keluhan.
q-erasure_note = Kalau data Anda dihapus
    .help = Kantor menghapus pendaftaran ini dan semua tambahannya. Ini tidak bisa dikembalikan. Yang belum selesai tidak diurus lagi. Data yang sudah masuk ke BPJS Ketenagakerjaan tidak ikut terhapus; tanyakan itu ke sana. Yang wajib disimpan menurut undang-undang tetap disimpan.

q-refund_note = Uang yang belum terpakai
    .help = Misalnya terbayar dua kali, atau dibayar sesudah Anda jadi karyawan. Iuran yang sudah tercatat tidak bisa kembali lewat sini, dan JHT punya jalan sendiri. Kantor memeriksa dulu, lalu menjawab di sini.
q-refund_by = Uangnya mau diterima lewat apa?
    .help = Tunai diambil sendiri di kantor cabang dengan KTP. Kantor menulis di mana dan kapan.
    .review = Diterima lewat
o-refund_by-bank = Rekening bank
o-refund_by-cash = Tunai di kantor cabang

q-complaint_about = Keluhan Anda tentang apa?
    .help = Pilih yang paling dekat. Ceritanya ditulis sesudah ini.
    .review = Tentang
o-complaint_about-fee = Diminta bayar biaya
o-complaint_about-agent = Orang atau agen yang membantu
o-complaint_about-data = Data saya
o-complaint_about-payment = Pembayaran
o-complaint_about-refusal = Pendaftaran tidak disetujui
o-complaint_about-other = Hal lain
q-complaint_words = Apa yang terjadi?
    .help = Ceritakan kapan, di mana, dan siapa kalau tahu. Jangan tulis PIN, OTP, atau NIK.
    .example = Saya diminta bayar 50 ribu untuk daftar.
    .review = Ceritanya

q-consent_request = Setuju data ini dikirim?
    .help = Yang dikirim: { $list }. { $office } memakainya hanya untuk permintaan ini. Boleh dibatalkan kapan saja: { $office-contact }.
    .review = Persetujuan

q-consent_pay_code = Setuju orang lain membayar iuran Anda?
    .help = Siapa pun yang mendapat kode dari Anda boleh membayar iuran Anda. Ia melihat huruf depan nama Anda, bulan dan jumlah iurannya. Ia tidak melihat NIK, pekerjaan, atau penghasilan Anda. { $office } mencatat persetujuan ini. Boleh dibatalkan kapan saja, di aplikasi ini atau lewat { $office-contact }.
    .review = Persetujuan dibayari

step-payer_for = Untuk siapa
step-payer_you = Tentang Anda
q-payer_note = Mau membayar iuran orang lain?
    .help = Anda sendiri tidak perlu jadi peserta, dan NIK Anda tidak ditanya. Minta kode kepada orang yang mau Anda bayari: di aplikasinya ada di Permintaan. Tidak punya HP? Kantor bisa membuatkan kodenya. Yang menerima: { $office }, { $office-address }.
q-consent_payer = Setuju nama dan nomor HP Anda dikirim?
    .help = { $office } memakainya hanya untuk urusan iuran ini: mengirim kode bayar, dan menghubungi Anda kalau ada uang yang harus kembali. Orang yang Anda bayari melihat huruf depan nama Anda. Mau melihat, membetulkan, atau menghapus data Anda? Boleh kapan saja: { $office-contact }.
    .review = Persetujuan

step-complaint_tell = Keluhan
step-complaint_contact = Kalau mau dihubungi
q-complaint_note = Keluhan boleh dikirim tanpa mendaftar.
    .help = Nama dan NIK tidak ditanya, dan tidak perlu akun. Anda mendapat nomor keluhan. Jawaban kantor muncul di aplikasi ini, jadi jangan dihapus dulu. Yang menerima: { $office }.

request-any = Permintaan
button-send-request = Kirim
draft-line-request = { $what } · langkah { $step } dari { $steps } · tersimpan di HP ini
request-received = sudah sampai di { $office }, belum dijawab
request-needs-correction = ada yang ditanyakan kantor
request-refused = tidak bisa dipenuhi
request-accepted = sudah dijawab
request-accepted-bill = kode bayar disiapkan
request-accepted-pay_code = kodenya sudah ada
request-accepted-pay_for = sudah dicatat
request-accepted-pay_end = sudah berhenti
request-accepted-update = data sudah diubah
request-accepted-employee = sudah dicatat
request-accepted-consent = persetujuan sudah dibatalkan
request-accepted-erasure = data sudah dihapus
request-accepted-refund = uang akan dikembalikan
request-until = Dijawab paling lambat { $date }.
request-late = Seharusnya dijawab { $date }. Tanya kantor dengan nomor { $receipt }.
next-received-request = Catat nomor ini: { $receipt }. Jawaban kantor muncul di sini.
next-received-request-until = Catat nomor ini: { $receipt }. Jawaban kantor muncul di sini, paling lambat { $date }.
ask-withdraw-request = Batalkan kiriman ini?
    .help = { $office } tidak mengurusnya lagi. Pendaftaran Anda tidak berubah. Boleh dikirim lagi kapan saja.
not-possible-request = Permintaan bisa dikirim sesudah pendaftaran mulai dikirim, dan sebelum dibatalkan atau dihapus.
notification-request-title = Permintaan Anda
notification-request-answer = Kantor menjawab kiriman { $receipt }. Buka untuk membacanya.
notification-request-parked = Kiriman { $receipt } belum bisa dikirim. Buka untuk melihat sebabnya.
notification-request-question = Kantor bertanya tentang kiriman { $receipt }. Buka untuk melihatnya.
notification-request-received = Kiriman { $receipt } sudah sampai di { $office }.

## Jawaban

answer-yes = Ya
answer-no = Tidak
answer-skipped = Tidak diisi
answer-unknown = Tidak diketahui
answer-later = Menyusul
no-answer = Belum diisi
photo-taken = Sudah difoto
consent-given = Setuju, { $date }
declaration-given = Dinyatakan, { $date }
sex-female = Perempuan
sex-male = Laki-laki

problem-empty = Isi dulu, lalu lanjut.
problem-changed = Pertanyaan ini berubah. Jawab sekali lagi.
problem-choose = Pilih satu, lalu lanjut.
problem-choose-some = Pilih paling sedikit satu.
problem-option = Pilih dari daftar.
problem-yes-no = Jawab ya atau tidak.
problem-not-digits = Tulis dengan angka saja.
digits-too-few = Baru { $count } angka. Ada { $wanted }, kurang { $left } lagi.
digits-too-many = Ada { $count } angka. Seharusnya { $wanted }, lebih { $over }.
problem-note = Baca dulu, lalu tekan Lanjut.
problem-consent = Tanpa persetujuan Anda, ini tidak bisa dikirim. Isian tetap tersimpan di HP ini.
problem-declaration = Kalau belum bekerja atau sedang sakit keras, jangan kirim dulu. Tanya { $office }: { $office-contact }. Isian tetap tersimpan di HP ini.
problem-photo = Ambil fotonya dulu.
problem-photo-text = Ini dijawab dengan foto. Tekan Ambil foto.
problem-too-short = Baru { $count } huruf. Perlu paling sedikit { $min }.
problem-too-long = Ada { $count } huruf. Paling banyak { $max }, singkatkan sedikit.
village-none = Tidak ketemu. Coba kata lain, atau pilih "Belum ada di daftar".
village-understood = { $name }, kode pos { $postal }.
search-none = Tidak ketemu. Coba kata lain, atau ketik "lain".

nik-understood = { $sex }, lahir { $date }.
nik-understood-sex = { $sex }.
nik-made-in = NIK dibuat di { $place }.
nik-not-digits = NIK hanya angka. Hapus huruf dan tanda lain.
nik-too-short = Baru { $count } angka. NIK ada 16, kurang { $left } lagi.
nik-too-long = Ada { $count } angka. NIK ada 16, lebih { $over }. Periksa apakah ada yang tertulis dua kali.
nik-region = Enam angka pertama belum benar: kode daerah tidak pernah 00. Cocokkan dengan KTP.
nik-birth-date = Angka ke-7 sampai ke-12 belum cocok dengan tanggal mana pun. Cocokkan dengan KTP.
nik-serial = Empat angka terakhir tidak pernah 0000. Cocokkan dengan KTP.
nik-unknown-province = NIK diawali { $code }, kode provinsi yang tidak kami kenal. Cocokkan dengan KTP. Kalau memang begitu, lanjut saja.
nik-unknown-regency = NIK diawali { $code }. Di { $place } kami tidak kenal kabupaten atau kota dengan kode itu. Cocokkan dengan KTP. Kalau memang begitu, lanjut saja.
nik-unknown-district = NIK diawali { $code }. Di { $place } kami tidak kenal kecamatan dengan kode itu. Cocokkan dengan KTP. Kalau memang begitu, lanjut saja.
nik-sent-before = NIK ini sudah pernah didaftarkan dari HP ini. Lihat dulu kabarnya di layar awal; tidak perlu mengirim dua kali. Kalau memang perlu, lanjut saja.
nik-date-differs = Menurut NIK Anda lahir { $nik }, di sini { $given }. Periksa keduanya. Kalau di KTP memang beda, lanjut saja.
nik-sex-differs = Menurut NIK: { $nik }, di sini: { $given }. Periksa keduanya. Kalau di KTP memang beda, lanjut saja.

name-too-short = Nama ditulis dengan huruf. Tulis seperti di KTP.
name-or-unknown = Tulis nama ibu kandung. Kalau tidak tahu, tulis: tidak tahu.
name-too-long = Nama paling panjang 100 huruf. Singkatkan seperti di KTP.
name-digits = Nama tidak memakai angka. Hapus angkanya.
name-sign = Hapus tanda { $sign } dari nama.
place-no-letter = Tempat lahir ditulis dengan huruf. Tulis kota atau kabupaten seperti di KTP.
place-digits = Tulis tempatnya saja, tanpa tanggal dan tanpa nomor.
place-sign = Hapus tanda { $sign } dari nama tempat.

date-understood = { $date }.
date-understood-age = { $date }, umur { $age } tahun.
date-not-a-date = Tulis tanggal, bulan, tahun dengan angka. Contoh: 15-01-1990.
date-no-such-day = Tanggal itu tidak ada di kalender. Periksa tanggal dan bulannya.
date-year = Tulis tahun dengan empat angka. Contoh: 1990.
date-future = Tanggal itu belum tiba. Periksa tahunnya.
date-weekday = Hari dan tanggalnya tidak cocok. Periksa tanggalnya, atau tulis tanpa nama hari.
age-under = Lewat aplikasi ini paling muda { $min } tahun. Kalau tanggalnya benar, datang ke kantor cabang BPJS Ketenagakerjaan.
age-over = Pendaftaran baru hanya untuk yang belum berumur { $max } tahun. Kalau tanggalnya benar, tanyakan ke kantor cabang BPJS Ketenagakerjaan.
pay-before-birthday = Bayar iuran pertama sebelum { $date }, ulang tahun ke-{ $age }. Sesudah itu tidak bisa daftar baru.

phone-understood = Nomor { $number }.
phone-not-digits = Nomor HP hanya angka. Hapus huruf dan tanda lain.
phone-not-mobile = Nomor HP diawali 08 atau +628. Tulis nomor HP, bukan telepon rumah.
phone-too-short = Baru { $count } angka. Nomor HP ada 10 sampai 13 angka.
phone-too-long = Ada { $count } angka. Nomor HP ada 10 sampai 13 angka.
phone-unknown-prefix = Awalan { $prefix } tidak kami kenal. Periksa lagi. Kalau memang begitu, lanjut saja.

rt-rw-shape = Tulis seperti 003/007: RT dulu, lalu RW.
email-no-at = Alamat email punya satu tanda @. Contoh: siti@example.com.
email-name = Nama sebelum tanda @ belum ada. Contoh: siti@example.com.
email-place = Sesudah tanda @ harus ada nama tempatnya, misalnya gmail.com.
email-space = Alamat email tidak pakai spasi. Hapus spasinya.
time-not-a-time = Tulis jamnya dengan angka, misalnya 07.00.
time-no-such-time = Jam paling akhir 23.59. Tulis misalnya 07.00 atau 16.30.
time-day-before = sehari sebelumnya
postal-differs = Anda menulis { $given }. Untuk { $district } kami punya { $known }. Periksa keduanya. Kalau memang { $given }, lanjut saja.

money-understood = { $amount }: { $words }.
money-not-an-amount = Tulis satu jumlah dengan angka, seperti 80.000 atau 80rb.
money-other-period = Anda menulis { $amount } { $said }. Di sini tulis jumlah { $asked }, atau kembali dan pilih hitungan lain.
period-other = tanpa kata lain
period-trip = sekali trip atau borongan
period-harvest = sekali panen
period-year = setahun
period-month = sebulan
period-week = seminggu
period-day = sehari
money-reckoned = { $amount } (kami hitung)
money-too-large = Paling banyak { $max }. Periksa jumlah nolnya.
money-under = Paling sedikit { $min }. Periksa jumlah nolnya.
money-over = Paling banyak { $max }. Periksa jumlah nolnya.
money-per-day = { $amount } itu sebulan atau sehari? Kalau sehari, kalikan jumlah hari kerja. Kalau sebulan, lanjut saja.

## Keadaan pendaftaran

next-ready = Tidak perlu ditunggu. Dikirim sendiri kalau ada sinyal.
next-received = Catat nomor ini: { $receipt }. Kantor memeriksa isian Anda; hasilnya muncul di sini. Pendaftaran ini belum melindungi Anda, dan belum ada yang perlu dibayar.
next-received-active = Catat nomor ini: { $receipt }. Kantor memeriksa data Anda; hasilnya muncul di sini. Sementara itu teruskan bayar iuran seperti biasa.
next-received-complete = Data tambahan sudah sampai. Catat nomor ini: { $receipt }. Pendaftaran Anda yang tadi tidak berubah.
next-received-resume = Catat nomor ini: { $receipt }. Kantor memeriksa NIK Anda dan menyiapkan pembayarannya. Anda terlindungi lagi sesudah iuran masuk, tidak sebelumnya.
next-received-employer = Catat nomor ini: { $receipt }. Kantor cabang akan menelepon Anda. Anda belum terdaftar.
next-received-payer = Catat nomor ini: { $receipt }. Kantor mencocokkan kodenya. Kode bayar muncul di sini.
next-accepted = Bayar iuran pertama dengan kode bayar dari kantor. Anda terlindungi sesudah iuran itu masuk, tidak sebelumnya. Jangan kirim uang ke nomor pribadi siapa pun.
next-accepted-active = Data Anda sudah diperiksa. Teruskan bayar iuran dengan NIK Anda. Jangan kirim uang ke nomor pribadi siapa pun.
next-accepted-complete = Data tambahan sudah dicatat kantor. Tidak ada lagi yang perlu dikerjakan.
next-accepted-resume = Bayar lagi iuran dengan NIK Anda di bank, toko, atau aplikasi mitra. Anda terlindungi sesudah iuran itu masuk, tidak sebelumnya. Jangan kirim uang ke nomor pribadi siapa pun.
next-accepted-employer = Kantor cabang akan menelepon Anda.
next-paid-payer = Sudah dicatat kantor. { $list } Kode bayar berikutnya muncul di sini.
next-ended-payer = Anda tidak membayar iuran siapa pun lagi. Bulan yang sudah dibayar tetap berlaku.
next-accepted-payer = Kode bayar muncul di sini kalau ada bulan yang harus dibayar. Jangan kirim uang ke nomor pribadi siapa pun.

state-draft = tersimpan di HP ini
state-ready = siap dikirim, tersimpan di HP ini
state-sending = sedang dikirim ke { $office }
state-received = sudah sampai di { $office }
state-accepted = disetujui
state-needs-correction = perlu dibetulkan
state-refused = tidak bisa disetujui
state-withdrawn = dibatalkan
state-parked = belum bisa dikirim, tersimpan di HP ini
state-erased = sudah dihapus oleh { $office }

ask-withdraw = Batalkan pendaftaran ini?
    .help = { $office } tidak mengurusnya lagi. Ini tidak bisa dikembalikan. Kalau nanti mau lagi, isi dari awal.
ask-withdraw-more = Batalkan data tambahan ini?
    .help = Pendaftaran yang pertama tetap jalan. Ini tidak bisa dikembalikan. Data tambahan boleh dikirim lagi kapan saja.

wait-offline = Belum ada sinyal. Dikirim sendiri kalau sinyal kembali.
wait-unproven = Ada kabar yang belum terbukti dari kantor, jadi belum dipercaya. Nanti diperiksa lagi.
wait-unreachable = Ada sinyal, tetapi kantor belum menjawab. Dicoba lagi sendiri.
wait-timeout = Sinyal terlalu lemah: jawaban kantor belum sampai. Dicoba lagi sendiri.
wait-cut = Sambungan terputus di tengah jalan. Nanti dilanjutkan sendiri dari yang sudah sampai.
wait-wifi = Isian sudah dikirim. Fotonya menunggu Wi-Fi supaya kuota Anda hemat. Bisa juga dikirim sekarang.
wait-server = Kantor belum bisa menerima. Dicoba lagi sendiri.
wait-slow = Kantor sedang ramai. Dicoba lagi sendiri sebentar lagi.
wait-full = Kantor sedang penuh. Dicoba lagi sendiri nanti.
wait-portal = Wi-Fi ini minta login dulu. Buka internet di HP lalu login, atau pakai kuota sendiri.
wait-proxy = Jaringan ini mengubah kiriman di jalan, jadi tidak dipakai. Matikan VPN atau penghemat data, atau coba jaringan lain.
wait-tls = Sambungan ini tidak aman, jadi tidak dipakai. Coba jaringan lain.
wait-name = Yang menjawab di jaringan ini bukan kantor, jadi tidak ada yang dikirim. Mungkin Wi-Fi ini minta login dulu. Coba pakai kuota sendiri.
wait-expired = Sambungan ke kantor belum bisa dipastikan aman. Periksa tanggal HP ini. Kalau tanggalnya benar, kantor yang harus memperbaiki. Dicoba lagi sendiri.
wait-clock = Jam HP ini tidak cocok, jadi sambungan aman tidak jalan. Atur tanggal dan jam ke otomatis.
wait-key = Kunci kantor berganti. Kunci baru diambil, lalu dikirim lagi.
wait-locked = Kunci kantor diganti. Buka kunci HP, lalu kirim lagi.

park-conflict = Kantor sudah punya isian lain untuk kiriman ini. Isian Anda tetap tersimpan di HP ini. Hubungi kantor.
erased-by-office = Kantor sudah menghapus pendaftaran ini dan tidak menyimpan apa pun lagi. Kalau masih mau ikut, daftar baru, atau tanya kantor.
office-word-unproven = Ada kabar tentang pendaftaran ini yang belum terbukti dari kantor, jadi belum dipercaya. Jangan bayar apa pun karena kabar itu. Aplikasi akan memeriksa lagi; kalau lama, tanya kantor dengan kode {$receipt}.
office-word-newer = Kantor mengirim pesan yang belum bisa dibaca aplikasi ini. Perbarui aplikasinya, lalu buka lagi.
park-malformed = Kantor tidak bisa membaca kiriman ini. Isian Anda tetap tersimpan di HP ini. Perbarui aplikasi, lalu kirim lagi.
park-too-large = Kiriman ini terlalu besar untuk kantor. Isian Anda tetap tersimpan di HP ini. Perbarui aplikasi, lalu kirim lagi.
park-newer = Kantor belum mengenal versi ini. Isian Anda tetap tersimpan di HP ini dan dikirim kalau kantor sudah siap.
park-photo = Foto untuk pendaftaran ini sudah tidak ada di HP ini, jadi tidak bisa dikirim. Batalkan, lalu daftar lagi.
park-refused = Kantor tidak mau menerima kiriman ini. Isian Anda tetap tersimpan di HP ini. Hubungi kantor.
registration-unreadable = Sebagian catatan pendaftaran ini rusak di HP ini dan tidak bisa dibaca lagi. Pengirimannya tetap jalan, dan pendaftaran lain tidak terganggu.

notice-no-office = Aplikasi ini belum tahu kantor penerima. Isian Anda tersimpan di HP ini.
notice-update = Ada versi baru aplikasi. Yang ini tetap bisa dipakai.
notice-rules-late = Kabar baru dari { $office } belum sampai ke HP ini. Sambungkan ke internet; kalau tetap begini, coba Wi-Fi atau data lain. Besok masih muncul? Tanya { $contact }. Isian Anda aman.
notice-unreadable = Ada { $count } catatan yang rusak di HP ini dan tidak bisa dibaca lagi. Yang lain tetap bisa dipakai.
notice-wait-wifi = Foto dari { $count } pendaftaran (sekitar { $kilobytes } kB) menunggu Wi-Fi supaya kuota Anda hemat. Bisa juga dikirim sekarang.
notice-clock-behind = Jam HP ini terlambat. Atur tanggal dan jam ke otomatis. Tidak ada yang hilang.
notice-clock-ahead = Jam HP ini terlalu jauh di depan. Atur tanggal dan jam ke otomatis. Tidak ada yang hilang.
notice-clock-unconfirmed = Kami tidak bisa memastikan tanggal di HP ini. Periksa tanggal dan jam, atau sambungkan ke internet. Tidak ada yang hilang.
notice-key-locked = Isian Anda masih terkunci. Buka kunci HP, lalu coba lagi.
notice-key-gone = Kunci isian di HP ini sudah tidak ada, jadi isian lama tidak bisa dibuka lagi. Anda bisa mulai baru; berkas lama disimpan, tidak dihapus.
notice-key-broken = Kunci HP tidak menjawab dengan benar. Coba lagi sesudah HP dimatikan dan dinyalakan.
notice-set-aside = Data lama di HP ini rusak. Disimpan terpisah, tidak dihapus. Anda bisa mulai baru.

photo-not-a-picture = Ini bukan foto. Pilih fotonya lagi.
photo-heic = Jenis foto ini (HEIC) tidak bisa dipakai. Ambil foto baru dari sini.
photo-webp = Foto ini berjenis WebP. Ambil foto baru dari sini, atau simpan sebagai JPEG.
photo-avif = Foto ini berjenis AVIF. Ambil foto baru dari sini, atau simpan sebagai JPEG.
photo-too-many-pixels = Foto ini { $megapixels } megapiksel, terlalu besar untuk HP ini. Ambil foto baru dari sini.
photo-too-large = Berkas foto ini terlalu besar. Ambil foto baru dari sini.
photo-truncated = Foto ini tidak utuh. Ambil foto lagi.
photo-too-small = Foto ini terlalu kecil untuk dibaca. Dekatkan HP, lalu foto lagi.
photo-unreadable = Foto ini tidak bisa dibuka. Ambil foto lagi.
photo-blurred = Fotonya kabur. Tahan HP dengan dua tangan, tunggu sampai tajam, lalu foto lagi.
photo-dark = Fotonya gelap. Cari tempat yang lebih terang, lalu foto lagi.
photo-glare = Ada pantulan cahaya di kartunya. Miringkan KTP sedikit, atau jauhkan dari lampu, lalu foto lagi.
photo-cut-off = Kartunya terpotong. Jauhkan HP sedikit sampai keempat sudutnya terlihat, lalu foto lagi.
photo-no-print = Tulisan KTP tidak terlihat di foto ini. Arahkan HP ke kartunya, lalu foto lagi.
photo-no-room = Memori HP penuh. Hapus beberapa berkas, lalu foto lagi. Isian Anda tetap tersimpan.

## Yang tidak bisa dilakukan, dan mengapa

error-configuration = Aplikasi ini disetel dengan keliru. Pasang ulang dari sumber yang resmi, atau hubungi pembuatnya.
error-damaged = Sebagian data yang tersimpan tidak bisa dibaca. Tidak ada yang dihapus, dan yang lain tetap bisa dipakai.
error-disk-full = Memori HP penuh. Hapus beberapa berkas, lalu coba lagi. Isian Anda tetap tersimpan.
error-newer-data = Data ini ditulis oleh aplikasi yang lebih baru. Perbarui aplikasi ini, lalu coba lagi.
error-try-later = Belum bisa sekarang. Coba lagi sebentar lagi; tidak ada yang hilang.
error-wrong-passphrase = Kata sandinya tidak cocok.
not-possible-missing = Yang dicari tidak ada lagi di HP ini.
not-possible-correction = Kantor tidak sedang meminta perbaikan untuk pendaftaran ini.
not-possible-completion = Yang bisa dilengkapi hanya pendaftaran yang sudah dikirim dan belum ditolak atau dibatalkan.
not-possible-draft = Isian ini tidak ada di HP ini.
not-possible-form = Isian ini memakai pertanyaan yang belum dikenal aplikasi ini. Isiannya tetap tersimpan. Coba lagi sesudah aplikasi diperbarui.
not-possible-photo-folder = Foto dari kamera harus ada di folder kamera aplikasi ini.
not-possible-question = Pertanyaan ini tidak ada dalam isian Anda.
not-possible-registration = Pendaftaran ini tidak ada di HP ini.
not-possible-sealed = Isian ini sudah dikunci untuk kantor. Buka lewat pendaftarannya.
not-possible-taken-back = Sudah ada yang terkirim, jadi tidak bisa ditarik kembali ke isian. Anda masih bisa membatalkan pendaftarannya.
not-possible-too-long = Jawaban ini terlalu panjang. Tulis lebih singkat.
not-possible-withdrawal = Pendaftaran ini sudah selesai, jadi tidak bisa dibatalkan lagi.

## Kode QRIS

qris-at = { $words } Letaknya: huruf ke-{ $offset }, dihitung dari 0.
qris-empty = Kode QRIS ini kosong.
qris-too-long = Kode QRIS ini terlalu panjang.
qris-tag = Ini bukan kode QRIS, atau kodenya terpotong.
qris-length = Ini bukan kode QRIS, atau kodenya terpotong.
qris-overrun = Kode QRIS ini terpotong. Ambil lagi seluruhnya.
qris-format = Kode QRIS selalu mulai dengan 000201.
qris-crc-missing = Kode QRIS ini tidak punya angka pemeriksa di ujungnya. Mungkin terpotong.
qris-crc-not-last = Sesudah angka pemeriksa masih ada isi. Kode ini sudah diubah.
qris-crc = Kode QRIS ini rusak atau sudah diubah. Jangan dibayar.
qris-crc-lowercase = Angka pemeriksanya ditulis dengan huruf kecil.
qris-duplicate = Bagian ini ada dua kali.
qris-template = Isi bagian ini tidak terbaca.
qris-missing = Bagian ini tidak ada.
qris-long = Isi bagian ini terlalu panjang.
qris-value = Isi bagian ini tidak sesuai.
qris-amount = Jumlah uang di kode ini tidak benar.
qris-tip = Keterangan uang tip di kode ini tidak cocok.
qris-no-account = Kode ini tidak menyebut penerima uang.
qris-currency = Kode ini tidak dibayar dengan rupiah.
qris-country = Kode ini bukan dari Indonesia.
qris-initiation = Jenis kode dan jumlah uangnya tidak cocok.
qris-order = Urutan bagiannya tidak seperti biasa.
qris-no-national = Kode ini tidak punya nomor penerima nasional (NMID).
qris-nmid = Nomor penerima nasional (NMID) tidak seperti biasa.
qris-not-qris = Ini kode pembayaran, tetapi bukan QRIS Indonesia.
qris-no-amount = Tulis jumlah lebih dari nol.
qris-large-amount = Jumlah ini terlalu besar untuk kode QRIS.
qris-bill-number = Nomor tagihan: 1 sampai 25 huruf dan angka biasa.
qris-no-room = Tidak ada tempat lagi untuk nomor tagihan di kode ini.

## Kertas untuk disimpan

not-possible-receipt = Bukti itu tidak ada di HP ini.
sheet-name = Nama
sheet-number = Nomor KTP
sheet-made = Dibuat { $date } dari catatan di HP ini.
sheet-footer = Payung, aplikasi independen, bukan aplikasi resmi BPJS Ketenagakerjaan
heirs-title = Kartu untuk keluarga
heirs-gives = Yang diterima keluarga
heirs-papers = Siapkan: { $list }.
heirs-note = Keadaan pada { $date }. Sesudah itu bisa berubah: tanyakan dulu. Kartu ini pengingat, bukan bukti; yang memutuskan BPJS Ketenagakerjaan.

## Tempat bayar

button-code-copy = Salin kode
button-code-save-picture = Simpan gambar
button-code-send = Kirim kode
channel-agent = Agen Perisai
channel-alfamart = Alfamart
channel-bank_teller = Loket bank
channel-bank_transfer = ATM atau aplikasi bank
channel-dana = DANA
channel-gopay = GoPay
channel-indomaret = Indomaret
channel-linkaja = LinkAja
channel-post = Kantor pos
channel-qris = QRIS
channel-tokopedia = Tokopedia
channel-fee = Biaya tambahan { $amount }.
channel-fee-none = Tanpa biaya tambahan. Kalau diminta lebih, jangan dibayar.
channel-fee-unknown = Mungkin ada biaya tambahan: tanyakan dulu.
channel-key-card_number = nomor kartu peserta
channel-key-digits = { $key } ({ $count } angka)
channel-key-nik = NIK
channel-key-payment_code = kode bayar
channel-key-qris = kode QRIS
channel-limit = Paling banyak { $amount } sekali bayar.
channel-note-agent = Jangan titip uang tanpa bukti. Agen tidak boleh minta ongkos.
channel-note-closed = Hari ini libur, biasanya tutup.
channel-note-offline = Perlu internet, dan HP ini sedang tidak tersambung.
channel-note-one_phone = Satu HP tidak bisa memindai layarnya sendiri. Simpan gambarnya, lalu pilih dari galeri.
channel-note-outside = Bayar di sini tidak lewat tagihan ini, jadi kantor tahunya belakangan. Simpan buktinya, dan jangan bayar dua kali.
channel-note-unsure = Cara ini belum kami pastikan: tanyakan dulu sebelum bayar.
channel-why-expired = Kode di tagihan ini sudah lewat waktunya. Minta kode baru.
channel-why-limit = Jumlah tagihan ini lebih besar dari batasnya.
channel-why-months = Jumlah bulan di tagihan ini tidak bisa dibayar di sini.
channel-why-no_card = Perlu nomor kartu peserta, dan HP ini belum tahu nomornya. Nomor itu baru ada sesudah iuran pertama dibayar.
button-card-number = Isi nomor kartu
channel-why-no_code = Tagihan ini tidak punya kode bayar.
channel-why-no_qris = Tagihan ini tidak punya kode QRIS yang bisa dipakai.
channel-why-not_first = Belum bisa untuk iuran pertama. Iuran berikutnya bisa.
channel-why-only_first = Hanya untuk iuran pertama.
channel-why-several = Tagihan ini untuk beberapa orang, jadi perlu kode dari tagihan.
channel-step-agent_proof = Minta bukti bayar saat itu juga.
channel-step-check_amount = Sebelum bayar, cek jumlahnya: { $amount }. Kalau lain, jangan bayar dulu.
channel-step-check_merchant = Cek nama penerimanya: { $merchant }. Kalau namanya lain, jangan bayar.
channel-step-check_name = Sebelum bayar, cek nama peserta dan jumlahnya.
channel-step-counter = Bilang di loket: mau bayar BPJS Ketenagakerjaan, bukan BPJS Kesehatan.
channel-step-find_menu = Cari BPJS Ketenagakerjaan, bagian Bukan Penerima Upah. Bukan BPJS Kesehatan.
channel-step-gallery = Tekan bayar atau pindai, lalu pilih gambar tadi dari galeri.
channel-step-individual_menu = Pilih BPJS Ketenagakerjaan perorangan. Bukan BPJS Kesehatan.
channel-step-keep_proof = Simpan bukti bayarnya.
channel-step-keep_slip = Minta struk dan simpan.
channel-step-meet_agent = Temui agen Perisai yang Anda kenal. Tanyakan kartu agennya.
channel-step-months = Pilih { $count } bulan.
channel-step-open_app = Buka { $name }.
channel-step-open_bank = Buka aplikasi bank Anda, atau pergi ke ATM.
channel-step-open_payer = Buka aplikasi bank atau dompet di HP.
channel-step-pay_app = Bayar dengan PIN Anda. Jangan beri tahu PIN kepada siapa pun.
channel-step-pay_till = Bayar, lalu tunggu sampai petugas bilang berhasil.
channel-step-save_picture = Simpan gambar kode ini.
channel-step-show_key = Tunjukkan atau sebut { $key } dari tagihan ini.
channel-step-tell_key = Sebut atau ketik { $key }.
channel-step-till = Bilang ke kasir: mau bayar BPJS Ketenagakerjaan, bukan BPJS Kesehatan.
channel-step-type_key = Ketik { $key }.
channel-step-watch_agent = Bayar saat agen memasukkan pembayaran di depan Anda.

## Formulir sebagai bacaan

explain-and = dan
explain-or = atau
explain-not = bukan { $part }
explain-answered = "{ $question }" sudah dijawab
explain-is = "{ $question }" dijawab "{ $option }"
explain-at-least = "{ $question }" paling sedikit { $amount }
explain-older = "{ $question }" berarti umur { $years } tahun ke atas
explain-older-months = "{ $question }" berarti umur { $years } tahun { $months } bulan ke atas
explain-tagged = "{ $question }" dijawab salah satu dari { $options }
explain-in-district = "{ $question }" dibuat di kecamatan yang masih ada
explain-asked = Ditanyakan kalau { $condition }.
explain-derived = Terisi sendiri dari { $from }.
explain-derived-if = Terisi sendiri dari { $from } kalau { $condition }.
explain-ending = Selesai tanpa dikirim kalau { $condition }: "{ $what }"
explain-purpose = Dikirim sebagai "{ $what }" kalau { $condition }.

## Perlindungan

cover-not-yet = Belum terlindungi
cover-not-yet-text = Perlindungan mulai sesudah iuran pertama dibayar dan dicatat kantor.
cover-starts = Perlindungan mulai { $date }
cover-protected = Terlindungi sampai { $date }
cover-since = Sejak { $date }, tanpa putus.
cover-sponsor = Dibayar oleh { $payer }.
cover-sponsor-ended = { $payer } membayar sampai { $date }.
cover-sponsor-to = Sampai { $date } dibayar oleh { $payer }.
cover-grace = Iuran { $list } belum dibayar
cover-due = Bayar paling lambat { $date }.
cover-late = Batas bayarnya { $date }, sudah lewat. Tidak ada denda, tetapi perlindungan bisa putus.
cover-certain = Kepesertaan masih jalan sampai { $date }. Kalau sampai hari itu belum dibayar, perlindungan mungkin berakhir.
cover-maybe = Perlindungan mungkin sudah berakhir: sumber aturannya tidak sama. Batas terakhirnya { $date }.
cover-unpaid-accident = Kecelakaan dalam bulan yang belum dibayar tidak bisa dijanjikan ditanggung.
cover-ended = Perlindungan sudah berakhir sejak { $date }
cover-again = Bayar iuran { $month } untuk mulai lagi. Tunggakan lama tidak ditagih.
cover-again-wait = Masa tunggu dihitung dari awal: santunan kematian penuh baru berlaku lagi { $date }.
cover-again-nik = Kalau NIK ditolak di tempat bayar, daftar lagi lewat aplikasi ini.
cover-cost = Biayanya { $amount }.
level-none = tidak berlaku
level-full = berlaku sampai { $date }
level-full-jkm = kalau meninggal, ahli waris menerima { $amount }; berlaku sampai { $date }
level-early = kalau meninggal, ahli waris menerima biaya pemakaman { $amount } dulu; penuh mulai { $date }
level-maybe = mungkin masih berlaku; tidak ada jumlah yang bisa dijanjikan
level-not-promised = kecelakaan dalam bulan ini tidak bisa dijanjikan ditanggung
level-saved = simpanan tetap milik Anda

## Kalau terjadi sesuatu

incident-accident = Kecelakaan kerja
    .text = Juga di jalan berangkat dan pulang kerja. Obati dulu, lalu lapor. Waktunya pendek.
incident-death = Meninggal dunia
    .text = Untuk keluarga. Surat-suratnya diurus satu per satu, asal tidak lewat batasnya.
clock-accident-report = Laporkan dalam { $count } jam sejak kejadian.
clock-accident-outcome = Laporkan lagi dalam { $count } jam sesudah sembuh, cacat, atau meninggal.
clock-accident-claim = Hak atas santunan habis sesudah { $count } tahun.
clock-death-at_work = Di tempat kerja atau karena kerja, juga yang mendadak atau karena kekerasan? Lapor dalam { $count } jam, ikuti langkah kecelakaan kerja.
clock-death-claim = Hak atas santunan habis sesudah { $count } tahun.
clock-until-moment = Sampai { $date } pukul { $time }.
clock-until-day = Sampai { $date }.
clock-passed = Sudah lewat. Tetap laporkan secepatnya.
step-accident-treat = Ke rumah sakit atau klinik yang bekerja sama (PLKK), yang terdekat. Bilang ini kecelakaan kerja, tunjukkan kartu peserta atau KTP.
step-accident-tell = Beri tahu kantor cabang BPJS Ketenagakerjaan. Boleh lewat telepon atau surat dulu, formulirnya menyusul.
step-accident-receipts = Simpan semua kuitansi asli: pengobatan dan kendaraan ke rumah sakit.
step-accident-unpaid = Ada bulan yang belum dibayar? Tetap laporkan. Kami tidak bisa menjanjikan hasilnya.
step-death-certificate = Urus akta kematian di Dukcapil: minta pengantar RT, RW, dan kelurahan atau desa.
step-death-branch = Ahli waris datang ke kantor cabang BPJS Ketenagakerjaan dengan surat-surat di bawah ini.
step-death-paid = Santunan dibayar paling lama 3 hari kerja sesudah surat-surat lengkap.
paper-card = Kartu peserta BPJS Ketenagakerjaan
paper-ktp = KTP
paper-story = Cerita kejadiannya: kapan, di mana, bagaimana
paper-form_1 = Formulir laporan tahap I, dari kantor cabang
paper-form_2 = Formulir laporan tahap II, dari kantor cabang
paper-doctor = Surat keterangan dokter yang merawat
paper-receipts = Kuitansi asli pengobatan dan kendaraan
paper-police = Laporan polisi, kalau terjadi di jalan
paper-ktp_both = KTP yang meninggal dan KTP ahli waris
paper-certificate = Akta kematian
paper-family_card = Kartu keluarga
paper-heirs_letter = Surat keterangan ahli waris dari pejabat setempat
paper-marriage = Buku nikah, kalau ahli warisnya suami atau istri
paper-bank = Buku tabungan ahli waris
paper-unsure = Belum kami pastikan untuk bukan penerima upah; tanyakan ke kantor cabang.
not-possible-incident = Kejadian atau surat ini tidak ada dalam daftar.
incident-where = Di mana: kantor cabang BPJS Ketenagakerjaan yang terdekat. Bantuan lewat aplikasi ini: { $office }, { $office-contact }.

## Laporan kejadian

purpose-incident = Laporan kejadian
step-incident_what = Apa yang terjadi
step-incident_papers = Surat-surat
step-incident_send = Periksa dan kirim

q-incident_note = Obati dan tenangkan dulu. Lalu lapor.
    .help = Laporan ini sampai ke { $office }, yang menjawab di sini. Kantor cabang BPJS Ketenagakerjaan tetap harus diberi tahu, dan surat asli tetap diminta di sana.
q-who_reports = Siapa yang melapor?
    .help = Keluarga boleh melapor lewat HP ini.
    .review = Yang melapor
o-who_reports-worker = Saya sendiri
o-who_reports-family = Keluarga atau ahli waris
o-who_reports-other = Orang lain
q-heir_reports = Siapa yang melapor?
    .help = Keluarga boleh melapor lewat HP ini.
    .review = Yang melapor
o-heir_reports-family = Keluarga atau ahli waris
o-heir_reports-other = Orang lain
q-at_work = Meninggal di tempat kerja atau karena kerja?
    .help = Juga yang mendadak di tempat kerja, di jalan berangkat dan pulang kerja, atau karena kekerasan di sana. Itu kecelakaan kerja: lapor dalam 2 x 24 jam.
    .review = Di tempat atau karena kerja
o-at_work-yes = Ya
o-at_work-no = Tidak
o-at_work-unsure = Belum tahu
q-happened = Tanggal berapa kejadiannya?
    .help = Tanggal, bulan, tahun.
    .example = 26-11-2026
    .review = Tanggal kejadian
q-happened_time = Jam berapa kejadiannya?
    .help = Kira-kira saja. Zona lain? Ganti di pengaturan pengingat.
    .example = 07.00
    .review = Jam kejadian
q-happened_words = Ceritakan singkat
    .help = Di mana dan bagaimana. Boleh dilewati. Jangan tulis PIN, OTP, atau NIK.
    .example = Jatuh dari motor waktu mengantar.
    .review = Ceritanya
q-outcome = Sudah sembuh, cacat, atau meninggal? Sejak tanggal berapa?
    .help = Belum? Lewati. Nanti laporkan lagi, dalam 2 x 24 jam sesudahnya.
    .example = 27-11-2026
    .review = Tanggal hasilnya
q-outcome_time = Jam berapa?
    .help = Kira-kira saja. Zona lain? Ganti di pengaturan pengingat.
    .example = 07.00
    .review = Jam hasilnya
q-papers_accident = Surat mana yang sudah ada?
    .help = Yang belum ada boleh menyusul dengan laporan berikutnya.
    .review = Surat yang ada
o-papers_accident-card = 1. Kartu peserta
o-papers_accident-ktp = 2. KTP
o-papers_accident-story = 3. Cerita kejadian
o-papers_accident-form_1 = 4. Formulir tahap I
o-papers_accident-form_2 = 5. Formulir tahap II
o-papers_accident-doctor = 6. Surat dokter
o-papers_accident-receipts = 7. Kuitansi
o-papers_accident-police = 8. Laporan polisi
q-papers_death = Surat mana yang sudah ada?
    .help = Yang belum ada boleh menyusul dengan laporan berikutnya.
    .review = Surat yang ada
o-papers_death-card = 1. Kartu peserta
o-papers_death-ktp_both = 2. KTP almarhum dan ahli waris
o-papers_death-certificate = 3. Akta kematian
o-papers_death-family_card = 4. Kartu keluarga
o-papers_death-heirs_letter = 5. Surat ahli waris
o-papers_death-marriage = 6. Buku nikah
o-papers_death-bank = 7. Buku tabungan
q-paper_card_1 = Foto kartu peserta
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Kartu peserta
q-paper_card_2 = Foto kartu peserta, lembar 2
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Kartu peserta, lembar 2
q-paper_card_3 = Foto kartu peserta, lembar 3
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Kartu peserta, lembar 3
q-paper_ktp_1 = Foto KTP
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = KTP
    .spoken = Foto K T P
q-paper_ktp_2 = Foto KTP, lembar 2
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = KTP, lembar 2
    .spoken = Foto K T P, lembar 2
q-paper_ktp_3 = Foto KTP, lembar 3
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = KTP, lembar 3
    .spoken = Foto K T P, lembar 3
q-paper_story_1 = Foto cerita kejadian
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Cerita kejadian
q-paper_story_2 = Foto cerita kejadian, lembar 2
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Cerita kejadian, lembar 2
q-paper_story_3 = Foto cerita kejadian, lembar 3
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Cerita kejadian, lembar 3
q-paper_form_1_1 = Foto formulir tahap I
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Formulir tahap I
q-paper_form_1_2 = Foto formulir tahap I, lembar 2
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Formulir tahap I, lembar 2
q-paper_form_1_3 = Foto formulir tahap I, lembar 3
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Formulir tahap I, lembar 3
q-paper_form_2_1 = Foto formulir tahap II
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Formulir tahap II
q-paper_form_2_2 = Foto formulir tahap II, lembar 2
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Formulir tahap II, lembar 2
q-paper_form_2_3 = Foto formulir tahap II, lembar 3
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Formulir tahap II, lembar 3
q-paper_doctor_1 = Foto surat dokter
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Surat dokter
q-paper_doctor_2 = Foto surat dokter, lembar 2
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Surat dokter, lembar 2
q-paper_doctor_3 = Foto surat dokter, lembar 3
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Surat dokter, lembar 3
q-paper_receipts_1 = Foto kuitansi
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Kuitansi
q-paper_receipts_2 = Foto kuitansi, lembar 2
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Kuitansi, lembar 2
q-paper_receipts_3 = Foto kuitansi, lembar 3
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Kuitansi, lembar 3
q-paper_police_1 = Foto laporan polisi
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Laporan polisi
q-paper_police_2 = Foto laporan polisi, lembar 2
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Laporan polisi, lembar 2
q-paper_police_3 = Foto laporan polisi, lembar 3
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Laporan polisi, lembar 3
q-paper_ktp_both_1 = Foto KTP almarhum dan ahli waris
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = KTP keduanya
    .spoken = Foto K T P almarhum dan ahli waris
q-paper_ktp_both_2 = Foto KTP almarhum dan ahli waris, lembar 2
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = KTP keduanya, lembar 2
    .spoken = Foto K T P almarhum dan ahli waris, lembar 2
q-paper_ktp_both_3 = Foto KTP almarhum dan ahli waris, lembar 3
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = KTP keduanya, lembar 3
    .spoken = Foto K T P almarhum dan ahli waris, lembar 3
q-paper_certificate_1 = Foto akta kematian
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Akta kematian
q-paper_certificate_2 = Foto akta kematian, lembar 2
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Akta kematian, lembar 2
q-paper_certificate_3 = Foto akta kematian, lembar 3
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Akta kematian, lembar 3
q-paper_family_card_1 = Foto kartu keluarga
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Kartu keluarga
q-paper_family_card_2 = Foto kartu keluarga, lembar 2
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Kartu keluarga, lembar 2
q-paper_family_card_3 = Foto kartu keluarga, lembar 3
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Kartu keluarga, lembar 3
q-paper_heirs_letter_1 = Foto surat ahli waris
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Surat ahli waris
q-paper_heirs_letter_2 = Foto surat ahli waris, lembar 2
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Surat ahli waris, lembar 2
q-paper_heirs_letter_3 = Foto surat ahli waris, lembar 3
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Surat ahli waris, lembar 3
q-paper_marriage_1 = Foto buku nikah
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Buku nikah
q-paper_marriage_2 = Foto buku nikah, lembar 2
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Buku nikah, lembar 2
q-paper_marriage_3 = Foto buku nikah, lembar 3
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Buku nikah, lembar 3
q-paper_bank_1 = Foto buku tabungan
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Buku tabungan
q-paper_bank_2 = Foto buku tabungan, lembar 2
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Buku tabungan, lembar 2
q-paper_bank_3 = Foto buku tabungan, lembar 3
    .help = Satu lembar satu foto, dari atas. Boleh dilewati.
    .review = Buku tabungan, lembar 3
q-reporter_name = Siapa nama yang melapor?
    .help = Supaya kantor tahu mencari siapa. Boleh dilewati.
    .example = BUDI CONTOH
    .review = Nama yang melapor
q-consent_incident = Setuju laporan ini dikirim?
    .help = Yang dikirim: { $list }. { $office } memakainya hanya untuk mengurus kejadian ini. Boleh dibatalkan kapan saja: { $office-contact }.
    .review = Persetujuan
report-ask = Laporkan kejadian ini
report-go-on = Lanjutkan laporan
report-more = Kirim surat susulan
report-begun = Laporan yang belum dikirim tersimpan di HP ini.
report-again = Sudah dikirim. Surat yang menyusul boleh difoto dan dikirim lagi kapan saja.
report-not-yet = Laporan lewat aplikasi ini bisa sesudah pendaftarannya mulai dikirim dari HP ini. Sekarang: hubungi atau datangi kantor cabang BPJS Ketenagakerjaan, bawa surat-surat di atas.
report-no-registration = Yang mengalaminya terdaftar lewat HP lain? Laporkan dari HP itu. Tidak ada HP-nya? Hubungi atau datangi kantor cabang BPJS Ketenagakerjaan, bawa surat-surat di atas.
report-photos = { $count } dari { $most } foto. Lebih dari itu dikirim dengan laporan berikutnya.
report-paper-sent = { $count } lembar sudah dikirim
report-page = Lembar { $count }
not-possible-report-full = Satu laporan memuat paling banyak { $most } foto. Kirim dulu laporan ini, sisanya dengan laporan berikutnya.
not-possible-report-pages = Satu surat paling banyak { $most } lembar dalam satu laporan. Sisanya dengan laporan berikutnya.
not-possible-report-paper = Surat ini tidak bisa difoto di sini. Bawa ke kantor cabang.
not-possible-report-tick = Surat ini sudah difoto. Hapus dulu fotonya.

## Celengan

jar-line = { $count } dari { $steps } tanda untuk iuran { $month }
jar-about = Ini hanya tanda. Uangnya Anda simpan sendiri.
jar-full = Cukup untuk iuran { $month }. Bayar sekarang.
not-possible-jar-each = Satu tanda paling sedikit Rp1 dan paling banyak iuran sebulan.
not-possible-jar-future = Hari itu belum tiba.
not-possible-jar-none = Belum ada celengan. Pilih dulu nilai satu tandanya.
not-possible-jar-dues = Iuran bulan depan belum bisa dihitung di HP ini.

## Pengingat iuran

action-pay = Cara bayar
action-tomorrow = Besok
action-said-paid = Sudah bayar
action-pause = Jeda dulu
remind-ahead = Iuran { $list }
    .text = Kalau uangnya sudah ada, bayar sebelum { $date }.
remind-due = Hari ini batas bayar iuran { $month }
    .text = Yang belum dibayar: { $list }.
remind-month-end = Iuran { $list } belum dibayar
    .text = Bayar sekarang supaya tidak menumpuk.
remind-last-warning = Bayar sebelum { $date } lewat
    .text = Belum dibayar: { $list }. Sesudah { $date } perlindungan mungkin berakhir. Ini peringatan terakhir sebelum itu.
remind-after-certain = Perlindungan mungkin sudah berakhir
    .text = Belum dibayar: { $list }. Kalau sampai { $date } belum juga, perlindungan berakhir.
remind-ended = Perlindungan sudah berakhir
    .text = Bayar iuran { $month } untuk mulai lagi; tunggakan lama tidak ditagih. Santunan kematian penuh baru berlaku lagi { $date }.
remind-cover-ends = Terlindungi sampai { $date }
    .text = Supaya tidak putus, bayar iuran { $list }.
remind-sponsor = { $payer } membayar iuran Anda sampai { $date }
    .text = Sesudah itu bayar sendiri, mulai iuran { $list }. Kode bayarnya datang sendiri beberapa hari sebelumnya. Mau lebih awal? Minta kode bayar di Permintaan. Kalau dibayar sebelum { $date } lewat, perlindungan tidak putus.
    .billed = Sesudah itu bayar sendiri, mulai iuran { $list }. Kode bayarnya sudah ada di aplikasi ini. Kalau dibayar sebelum { $date } lewat, perlindungan tidak putus.
remind-price-change = Diskon iuran segera berakhir
    .text = Mulai iuran { $month }: { $amount } sebulan. Iuran { $month } dan sesudahnya tanpa diskon, walau dibayar sekarang.
remind-price-change-over = Iuran { $month } tanpa diskon
    .text = Diskon sudah berakhir. Mulai iuran { $month }: { $amount } sebulan.
remind-holiday = Sebelum libur panjang: iuran { $list }
    .text = Bayar hari ini, supaya tidak lupa selama libur.
remind-harvest = Musim panen: iuran { $list }
    .text = Kalau ada uang lebih, bayar beberapa bulan sekaligus.
remind-bill = Kode bayar pertama berlaku sampai { $date }
    .text = Sebelum iuran pertama dibayar, Anda belum terlindungi.
remind-bill-again = Kode bayar untuk mulai lagi berlaku sampai { $date }
    .text = Sebelum dibayar, Anda tidak terlindungi.
remind-bill-others = Kode bayar untuk orang yang Anda bayari berlaku sampai { $date }
    .text = Bayar sebelum itu, supaya orang itu terlindungi.
remind-again = Anda minta diingatkan lagi
    .text = Iuran { $list }.
remind-not-arrived = Pembayaran Anda belum tercatat
    .text = Kantor belum mencatat iuran { $list }. Simpan bukti bayarnya dan tanyakan.
remind-whose = Ini untuk pendaftaran { $receipt }.
remind-ask-payer = Biasanya { $payer } yang membayar: tanyakan dulu, supaya tidak dibayar dua kali.
remind-unpaid = Selama belum dibayar, kecelakaan tidak bisa dijanjikan ditanggung.
not-possible-said-paid = Yang ini belum bisa dicatat sudah dibayar: belum ada iuran yang perlu dibayar.
not-possible-reminders = Pengaturan pengingat ini tidak bisa dipakai. Periksa jam, hari gajian, dan jedanya.

## Foto dan suara

photo-frame-card = Isi bingkai dengan KTP, sampai keempat sudutnya terlihat.
photo-frame-face = Isi bingkai dengan wajah Anda.
photo-frame-paper = Isi bingkai dengan satu lembar surat, sampai tulisannya terbaca.
price-month-spoken = { $words } sebulan
price-spoken = { $words }

## Pemberitahuan di luar aplikasi, dan tanda terima untuk dibagikan: tanpa nama dan NIK

notification-title = Pendaftaran Anda
notification-correction = Ada yang perlu dibetulkan di pendaftaran { $receipt }. Buka untuk melihatnya.
notification-decision = Pendaftaran { $receipt } sudah diputuskan. Buka untuk membacanya.
notification-erased = Data pendaftaran { $receipt } sudah dihapus oleh kantor.
notification-parked = Pendaftaran { $receipt } belum bisa dikirim. Buka untuk melihat sebabnya.
notification-received = Pendaftaran { $receipt } sudah sampai di { $office }.
notification-unread = Ada kabar untuk pendaftaran { $receipt }. Buka untuk membacanya.
receipt-office = { $office }: { $contact }
receipt-since = { $state }, sejak { $date }

## Tagihan

bill-title = Iuran { $month }
bill-title-row = Iuran { $first } sampai { $last }
bill-title-months = Iuran { $count } bulan
bill-glance = { $amount }, bayar paling lambat { $date }
bill-glance-late = { $amount }, kodenya berlaku sampai { $date }
bill-open = Bayar paling lambat { $date }.
bill-open-due = Bayar paling lambat { $date }. Kodenya masih bisa dipakai sampai { $last }, tanpa denda.
bill-open-late = Batas bayarnya { $date }, sudah lewat. Kodenya masih bisa dipakai sampai { $last }, tanpa denda.
bill-paid = Sudah dibayar, kata { $office }.
bill-expired = Kode bayarnya hanya berlaku sampai { $date }. Jangan dibayar lagi.
bill-cancelled = Tagihan ini dibatalkan { $office }. Jangan dibayar.
bill-line = { $month }: { $amount }
bill-line-member = { $month }, { $member }: { $amount }
bill-why-first = Ini iuran pertama Anda.
bill-why-pay-for = Ini iuran orang yang Anda bayari.
bill-why-payer-ended = Orang lain tidak membayar lagi. Ini iuran Anda sendiri.
bill-why-asked = Tagihan ini Anda minta.
bill-why-next = Ini iuran untuk bulan berikutnya.
bill-why-rules = Aturan iurannya berubah, jadi jumlahnya dihitung lagi. Jangan bayar tagihan yang lama.
bill-why-expired = Kode yang lama sudah tidak berlaku, ini gantinya. Bulan dan jumlahnya dihitung lagi.
bill-why-replaced = Tagihan ini menggantikan yang lama. Jangan bayar yang lama.
bill-after = Begitu { $office } mencatat pembayarannya: { $cover }. Belum sebelum itu.
bill-after-next-month = Iuran pertama berlaku untuk bulan waktu dibayar. Kalau baru dibayar { $date } dengan kode baru: terlindungi mulai hari itu sampai { $until }, sebelum itu tidak.
bill-after-others = Begitu { $office } mencatat pembayarannya: { $list } Belum sebelum itu.
bill-price-note = Iuran { $from } dan sesudahnya tanpa diskon, walau dibayar sekarang: { $amount } sebulan.
bill-later = Kalau baru dibayar sesudah { $date }, jadinya { $amount } untuk { $first } sampai { $last }.
bill-later-month = Kalau baru dibayar sesudah { $date }, jadinya { $amount } untuk { $month }.
bill-refused = Tagihan ini tidak bisa dibayar dari sini. { $reason } Hubungi { $office }.
bill-refused-broken = Kode QRIS-nya rusak, jadi tidak ditampilkan.
bill-refused-amount = Jumlah di kode QRIS-nya lain dari tagihan, jadi tidak ditampilkan.
bill-refused-fee = Kode QRIS-nya meminta uang tambahan, jadi tidak ditampilkan.
bill-refused-merchant = Penerima di kode QRIS-nya bukan penerima iuran yang dikenal, jadi tidak ditampilkan.
bill-share-code =
    Iuran BPJS Ketenagakerjaan: { $amount }
    Kode bayar: { $code }
    Kode berlaku sampai { $date }
bill-share-qris =
    Iuran BPJS Ketenagakerjaan: { $amount }
    Kode QRIS ada di gambar. Penerima: { $merchant }
    Kode berlaku sampai { $date }
bill-share-due = Bayar paling lambat { $date }
next-no-bill = Kantor tidak membuat tagihan, karena Anda menulis bahwa orang lain yang membayar. Beri ia kode dari layar Siapa yang membayar. Atau minta kode bayar sendiri, dan beri tahu ia supaya tidak dibayar dua kali. Terlindungi sesudah iuran dicatat.
next-paid-by = { $payer } membayar iuran Anda. Anda terlindungi sesudah kantor mencatat pembayarannya, tidak sebelumnya. Jangan bayar dua kali.
next-paid-ended = Orang lain tidak membayar iuran Anda lagi. Bulan yang sudah dibayar tetap berlaku. Kode bayar untuk bulan berikutnya muncul di sini.
next-lapsed = Iuran Anda dibayar sampai { $date }. Kode bayar berikutnya muncul di sini.
next-paid = Iuran Anda sudah dicatat kantor. Kabar berikutnya muncul di sini.
next-bill = Tagihannya sudah ada. Anda terlindungi sesudah iuran dibayar dan dicatat kantor, tidak sebelumnya.
next-bill-covered = Tagihan berikutnya sudah ada. Yang sudah dibayar tetap berlaku. Sesudah tagihan ini dibayar dan dicatat kantor: { $cover }.
next-bill-others = Ada tagihan untuk orang yang Anda bayari. Perlindungan Anda sendiri tetap seperti di atas.
next-bill-payer = Tagihannya sudah ada. Orang yang Anda bayari terlindungi sesudah iuran dibayar dan dicatat kantor, tidak sebelumnya.
not-possible-bill = Tagihan itu tidak ada di HP ini.
not-possible-bill-another = Tagihan ini tidak perlu kode baru.
not-possible-bill-channel = Tagihan ini tidak bisa dibayar dengan cara itu.
not-possible-card-number = Nomor kartu peserta hanya angka.
not-possible-bill-code = Untuk cara bayar itu tidak ada kode.
not-possible-year = Tulis tahun dengan empat angka, misalnya 2026.
path-pay = bayar iuran
path-pay-by = iuran akan dibayar { $payer }
path-paid = dibayar
path-protected = terlindungi sesudah iuran dicatat
notification-bill = Tagihan iuran untuk pendaftaran { $receipt } sudah ada. Buka untuk melihat cara bayarnya.
notification-paid = Pembayaran untuk pendaftaran { $receipt } sudah dicatat kantor.
notification-notice = Ada kabar tentang iuran pendaftaran { $receipt }. Buka untuk membacanya.
notice-money-checked-first = { $office } memeriksa isian Anda dulu. Tagihannya datang sesudah itu.
notice-money-checked-first-missing = { $office } memeriksa isian Anda dulu, karena ada isian atau foto yang belum lengkap. Siapkan KTP; kalau perlu dilengkapi, permintaannya muncul di sini. Tagihannya datang sesudah itu.
notice-money-checked-first-nik = { $office } mencocokkan NIK Anda dulu, karena NIK dan isian yang lain tidak sama. Siapkan KTP; kalau perlu dibetulkan, permintaannya muncul di sini. Tagihannya datang sesudah itu.
notice-money-unapplied = Ada { $amount } yang belum dipakai untuk iuran. Uang itu tetap milik Anda dan dicatat { $office }.
notice-money-refunded = { $office } mengembalikan { $amount }.
notice-money-access-ended = { $office } membuat kode pemulihan baru untuk pendaftaran ini, jadi HP ini tidak menerima kabar baru lagi. Bukan Anda yang meminta? Segera hubungi { $office }.
notice-money-already-paid = Bulan ini sudah dibayar orang lain, jadi tidak ada tagihan.
notice-money-too-old = Iuran pertama hanya bisa dibayar sebelum umur 65 tahun, jadi tidak ada tagihan.
notice-money-somebody-pays = Bulan ini sudah ada yang membayar iuran Anda, jadi tidak ada tagihan. Mau bayar sendiri? Hentikan dulu pembayaran orang itu.

payers-code = Kode supaya orang lain membayar iuran Anda: { $code }. Berlaku sekali, sampai { $date }.
payers-message =
    Kode untuk membayar iuran BPJS Ketenagakerjaan saya: { $code }
    Di aplikasi Payung, buka Siapa yang membayar, lalu tempel pesan ini. Kode berlaku sekali, sampai { $date }.
payers-somebody = { $name } membayar iuran Anda.
payers-somebody-paid = { $name } sudah membayar iuran Anda sampai { $month }.
payers-somebody-until = { $name } mau membayar iuran Anda sampai { $month }. Yang sudah masuk terlihat di perlindungan Anda.
payers-you = Anda membayar iuran { $name }. Nomornya { $number }.
payers-you-until = Anda membayar iuran { $name } sampai { $month }. Nomornya { $number }.
payers-paid = Iuran { $name } terbayar sampai { $date }.
payers-none = Tidak ada orang lain yang membayar iuran Anda.
payers-none-you = Anda tidak membayar iuran siapa pun sekarang.
not-possible-pay-code = Kode itu salah ketik. Kode punya 12 huruf dan angka. Cocokkan lagi dengan yang memberi.
not-possible-pay-code-receipt = Itu nomor pendaftaran, bukan kode bayar. Kode bayar punya 12 huruf dan angka. Minta kepada orang yang mau Anda bayari; kodenya muncul di HP-nya.
not-possible-cover-request = Ini permintaan atau tambahan, bukan pendaftaran. Perlindungan ada di pendaftarannya.
not-possible-cover-payer = Pendaftaran ini untuk membayar iuran orang lain, jadi tidak ada perlindungannya sendiri.
notice-money-no-bill = { $office } tidak membuat tagihan untuk pendaftaran ini.
notice-money-no-price = Iuran belum bisa dihitung, karena pendaftarannya belum menyebut pekerjaan, penghasilan, dan program. Bayar saja dengan NIK peserta di bank, toko, atau aplikasi mitra, atau isi pendaftarannya sekali lagi.
notice-money-other = Ada kabar dari { $office } yang belum dikenal aplikasi ini. Perbarui aplikasinya.

## Tanda terima dan catatan setahun

receipt-credit = saldo Anda
receipt-title = Pembayaran { $amount } sudah dicatat
receipt-time = { $date } pukul { $time }
receipt-row-number = Nomor tanda terima
receipt-row-paid = Dibayar
receipt-row-channel = Lewat
receipt-row-reference = Nomor transaksi
receipt-row-received = Uang masuk
receipt-row-credit = Saldo yang dipakai
receipt-row-unapplied = Sisa, tetap milik Anda
receipt-note = Ini catatan dari { $office }. Simpan juga bukti dari tempat Anda membayar.
statement-title = Iuran tahun { $year }
statement-count = { $count } bulan iuran { $year } sudah dicatat.
statement-total = Dibayar lewat tagihan di HP ini: { $amount }.
statement-jht = Di antaranya untuk JHT: { $amount }, belum termasuk hasilnya.
statement-payer = Jumlah yang dibayar orang lain ada pada yang membayar.
statement-for-others = Untuk orang lain: { $amount }.
statement-years = Ada juga iuran tahun { $list }.
statement-others = Bulan tanpa jumlah dibayar dengan cara lain, jadi jumlahnya tidak diketahui di sini.
statement-month = { $month }: { $amount }, dibayar { $date }
statement-month-payer = { $month }: dibayar { $payer }, { $date }
statement-month-unknown = { $month }: dibayar { $date }
statement-note = Ini catatan dari { $office }, bukan pernyataan saldo JHT. Saldonya ada di BPJS Ketenagakerjaan.

## Kartu peserta

card-title = Kartu peserta
card-title-none = Belum ada kartu
card-title-over = Kartu sudah tidak berlaku
card-title-not-yet = Kartu belum berlaku
card-title-refused = Kartu ini tidak dikenali
card-good = Berlaku sampai { $date }.
card-compare = NIK { $number }, inisial { $initials }. Tunjukkan bersama KTP.
card-paid = Iuran { $list } dibayar sampai { $date }.
card-issuer = Kartu ini dibuat { $office }. Kodenya bisa diperiksa tanpa internet.
card-clock = Tanggal di HP ini belum tentu benar. Jadi aplikasi tidak bisa bilang kartu ini masih berlaku atau tidak. Pemeriksa memakai jamnya sendiri.
card-over = Kartu ini berlaku sampai { $date }. Sekarang tidak bisa dipakai lagi.
card-not-yet = Kartu ini baru berlaku { $date }.
card-renew = Sambungkan HP ke internet. { $office } mengirim kartu baru.
card-payer = Ini untuk membayar iuran orang lain. Kartunya di HP orang itu.
card-pay = Kartu datang sesudah iuran dibayar dan dicatat { $office }.
card-refused = Kartu yang datang tidak cocok dengan kunci { $office }, jadi tidak ditunjukkan. Sambungkan HP ke internet.
card-closed = Pendaftaran ini sudah selesai di { $office }, jadi tidak ada kartunya.
not-possible-card = Belum ada kartu yang bisa ditunjukkan.

## Kode pemulihan

recovery-title = Kode pemulihan
recovery-what = Kalau HP ini hilang atau rusak, pakai kode ini dan tanggal lahir di HP lain. Tagihan, bukti bayar, perlindungan dan pengingat datang lagi di sana.
recovery-paper = Tulis di kertas dan simpan baik-baik. Jangan difoto dan jangan dikirim lewat chat: siapa yang punya kode ini dan tahu tanggal lahirnya bisa membukanya.
recovery-date = Dipakai bersama tanggal lahir { $date }.
recovery-answers = Jawaban dan foto tidak ikut ke HP lain. Semuanya tetap di HP ini dan di { $office }.
recovery-waits = Kode ini belum bisa dipakai. Bisanya sesudah sampai di { $office }: nyalakan internet dan biarkan aplikasi mengirim.
recovery-sent = Kode ini sudah bisa dipakai di HP lain.
recovery-written = Kodenya sudah ditulis di kertas, jadi tidak ditunjukkan lagi.
recovery-new = Kertasnya hilang? Buat kode baru. Kode yang lama tidak bisa dipakai lagi sesudah yang baru sampai di { $office }.
button-recovery-written = Sudah saya tulis
button-recovery-new = Buat kode baru
recover-found = Pendaftaran { $receipt } sekarang ada di HP ini.
recover-here = Pendaftaran { $receipt } memang sudah ada di HP ini.
recover-next = Tagihan, bukti bayar, perlindungan dan pengingat datang begitu HP ini tersambung ke { $office }. Jawaban dan foto tidak ikut ke HP ini.
recover-problem-length = Kode pemulihan ada 16 huruf dan angka. Yang ditulis { $count }.
recover-problem-sign = Kode pemulihan berisi huruf dan angka saja, tanpa U. Yang tidak cocok ada sesudah { $count } yang pertama.
recover-problem-code = Ada yang salah tulis, atau dua huruf tertukar. Cocokkan lagi dengan kertasnya.
recover-problem-date = Tanggal lahirnya belum terbaca. Tulis seperti 31-01-1990.
recover-unknown = Tidak ketemu. Cocokkan lagi kode dan tanggal lahirnya. Kode lama tidak bisa dipakai lagi kalau sudah dibuat yang baru. Pendaftaran yang sudah ditarik atau dihapus tidak bisa dibuka lagi.
recover-too-often = Kode ini terlalu sering dicoba. Tunggu satu jam, lalu coba lagi.
recover-incomplete = Foto dari HP yang lama belum semua sampai di { $office }, jadi pendaftaran itu belum jadi. Daftar lagi dari HP ini.
recover-no-answer = Kantor tidak bisa dihubungi lewat jaringan ini. Yang tadi ditulis tidak disimpan: coba lagi nanti, atau lewat jaringan lain.
recover-unreadable = Yang datang tidak bisa dibuka. Coba lagi lewat jaringan lain.
recovery-no-answers = Jawaban pendaftaran ini tidak ada di HP ini, jadi tidak bisa dibetulkan dari sini. Betulkan dari HP yang lama, atau hubungi { $office }.
not-possible-recovery = Kode pemulihan hanya ada untuk pendaftaran yang masih berjalan.
not-possible-recovery-part = Kode pemulihan ada di pendaftarannya, bukan di permintaan atau tambahannya.
not-possible-recovery-date = Tanggal lahirnya sudah tidak ada di HP ini, jadi kode tidak bisa dibuat.
not-possible-recovery-payer = Kode pemulihan hanya untuk pendaftaran peserta. Kalau HP ini hilang, orang yang Anda bayari berhenti dibayari dulu, lalu memberi kode baru.

## Tahu dari mana

button-referral-remove = Hapus kode
referral-kept = Kode { $code } hanya dihitung. Iuran dan jawaban Anda tetap sama, dan kodenya bisa dihapus sekali tekan.
referral-problem-length = Kodenya 4 sampai 12 huruf dan angka. Yang ditulis { $count }. Cocokkan lagi.
referral-problem-sign = Di kode ini tidak ada huruf I dan O, angka 0 dan 1, dan tanda selain strip. Lihat yang ke-{ $count }.
referral-problem-not-ours = Tautan itu bukan dari { $office }, jadi tidak dibuka. Ketik kodenya saja.
referral-problem-link = Di tautan itu tidak ada kode yang terbaca. Ketik kodenya saja.

## Kantor dan loket

places-title = Kantor dan loket
places-about = Daftar dari { $office }, dicocokkan { $date }.
places-choose = Pilih kecamatan dulu. Lokasi HP tidak dipakai.
places-unknown = Kecamatan ini tidak ada di daftar wilayah. Pilih dari daftar.
places-near = Dekat { $place }
places-empty = Belum ada daftar kantor dan loket di aplikasi ini. Tanya { $office }: { $office-contact }.
places-empty-here = Di provinsi ini belum ada tempat dalam daftar. Tanya { $office }: { $office-contact }.
places-empty-does = Di dekat sini belum ada tempat dalam daftar untuk: { $what }. Tanya { $office }: { $office-contact }.
places-more = Masih ada { $count } tempat lagi, lebih jauh.
places-false = Jangan pakai nomor kantor dari pencarian internet atau chat: banyak yang palsu.
places-clock = Tanggal di HP ini belum tentu benar. Jadi buka atau tutupnya tidak ditunjukkan.
places-all = Semua urusan
places-reach-district = Di kecamatan ini
places-reach-regency = Di kabupaten atau kota yang sama
places-reach-serves = Mengurus daerah ini
places-reach-province = Di provinsi yang sama
places-kind-branch = Kantor cabang BPJS Ketenagakerjaan
places-kind-pioneer_branch = Kantor cabang perintis
places-kind-spo = Loket di bank atau mitra (SPO)
places-kind-agent_office = Kantor agen Perisai
places-kind-village_point = Loket di desa
places-kind-ptsp = Loket pelayanan satu pintu
places-kind-hospital = Tempat berobat kecelakaan kerja
places-does-register = Daftar
places-does-pay = Bayar iuran
places-does-correct = Betulkan data
places-does-employer = Urusan pemberi kerja
places-does-claim_jht = Klaim hari tua
places-does-claim_jkk = Klaim kecelakaan kerja
places-does-claim_jkm = Klaim kematian
places-does-print_card = Cetak kartu
places-does-treat_jkk = Berobat kecelakaan kerja
weekday-1 = Senin
weekday-2 = Selasa
weekday-3 = Rabu
weekday-4 = Kamis
weekday-5 = Jumat
weekday-6 = Sabtu
weekday-7 = Minggu
places-days = { $from }–{ $to }
places-days-all = Setiap hari
places-hours = { $days } { $from }–{ $to }
places-hours-break = { $days } { $from }–{ $to }, istirahat { $break-from }–{ $break-to }
places-hours-unknown = Jam buka belum diketahui.
places-today = Hari ini { $list } { $zone }
places-today-closed = Hari ini tutup.
places-today-holiday = Hari ini tutup: { $holiday }.
places-today-unsure = Hari ini { $holiday }: belum tentu buka. Tanya dulu.
places-tomorrow-closed = Besok tutup.
places-tomorrow-holiday = Besok tutup: { $holiday }.
places-tomorrow-unsure = Besok { $holiday }: belum tentu buka. Tanya dulu.
places-open = Buka sampai { $time } { $zone }
places-closed = Tutup
places-closed-later = Tutup. Buka lagi { $time } { $zone }
places-closed-tomorrow = Tutup. Buka besok { $time } { $zone }
places-closed-until = Tutup. Buka lagi { $weekday }, { $date }, { $time } { $zone }
places-queue-none = Tidak perlu nomor antrean
places-queue-ticket = Ambil nomor antrean di sana
places-queue-appointment = Buat janji dulu sebelum datang
places-partner = Di { $partner }
places-checked = Terakhir diperiksa { $date }
places-stale-call = Alamat ini terakhir diperiksa { $date }. Telepon dulu sebelum datang.
places-stale = Alamat ini terakhir diperiksa { $date }. Tanya dulu sebelum datang: { $office-contact }.
places-closing = Tutup untuk seterusnya mulai { $date }.
places-person = Bicara dengan orang
    .text = { $office }, { $office-address }. Hubungi { $office-contact }.
button-map = Buka peta
button-call = Telepon
