### Payung, English: the second language, as short as the first. Money and dates are written by the app.

## Who we are

about = Payung is an independent app. It is neither the official app of BPJS Ketenagakerjaan nor BPJS Kesehatan. We never ask for a PIN, an OTP or a transfer to a private account.

## Buttons and place

button-next = Next
button-agree = I agree
button-declare = Yes, that is true
button-send = Send registration
button-skip = Skip
button-later = Not now
button-close = Close
button-take-photo = Take photo
button-withdraw = Yes, withdraw it
button-keep = Leave it
saved-here = saved on this phone
place-line = Step { $step } of { $steps } · saved on this phone
draft-line = Filled in up to step { $step } of { $steps } · saved on this phone
receipt-line = Receipt { $receipt }
missing-questions = Still to be filled in: { $list }.
list-and = { $most } and { $last }

## Steps

step-eligible = Can I join?
step-work = Work and contributions
step-identity = Identity
step-address = Address
step-contact = Phone and photo
step-agree = Check and agree

## What kind of record it is

purpose-register = New registration
purpose-resume = Paying again
purpose-active = Active member
purpose-employer = Employer
purpose-complete = Completing the data
q-start = Registering here is free.
    .help = It takes about 5 to 10 minutes. Have your KTP at hand. Later you pay contributions only, nothing else. We never ask for a PIN or an OTP. Payung is not the official app of BPJS Ketenagakerjaan.

## Can I join?

q-ever_member = Have you ever been a member of BPJS Ketenagakerjaan?
    .help = Not BPJS Kesehatan. Former employees usually have. Don't know? The office checks by NIK.
    .review = Ever a member
o-ever_member-never = Never
o-ever_member-stopped = Yes, but stopped paying
o-ever_member-still = Still active
o-ever_member-unknown = I do not know

q-member_note = Were you a member? No need to register again.
    .help = Just pay contributions again. Tell the 16 digits of your NIK at Indomaret, Alfamart, a bank or another place that takes payments. Old arrears are not charged. If the NIK is refused there, go on here.
q-member_note_again = Not paid for more than 3 months?
    .help = Paying again counts like a new start. The death benefit is full again after 3 months of paying. Want help from the office? Press Next. The office checks your NIK and prepares the payment.
q-member_note_active = Still active? No need to register again.
    .help = Go on paying with your NIK to stay protected. Want to change your data or your work? Press Next.
q-age = How old are you now?
    .help = A new member must be below 65, also on the day the first contribution is paid.
    .review = Age
o-age-from_65 = 65 or above
o-age-17_64 = 17 to 64
o-age-15_16 = 15 or 16
o-age-under_15 = Below 15

q-employer = How do you work?
    .help = Family who help without wages do not count. By the day, by the job, in a home or through an app: on my own.
    .review = Way of working
o-employer-no = On my own
o-employer-one = On my own, and I pay 1 person
o-employer-more = I pay 2 people or more
o-employer-wages = A company or shop pays me wages
q-helper_note = You yourself can register here.
    .help = Your worker is registered at a branch of BPJS Ketenagakerjaan. Your own contributions may differ and JHT may be required, because you pay somebody wages. The office checks this before you pay.
q-employer_note = Who pays 2 people or more goes to a branch office.
    .help = The contributions are counted in another way, so there is no figure here. Answer a few more questions. Then a branch of BPJS Ketenagakerjaan calls you.

q-workers = How many people do you pay?
    .help = Roughly, without yourself. Not sure yet? Skip this.
    .example = 3
    .review = Number of workers

q-payer = Who will pay your contributions?
    .help = In turns? Choose who pays first. The discount may differ when it is not you who pays.
    .review = Who pays
o-payer-self = I or my family
o-payer-platform = The app I get orders from
o-payer-household = The household I work for
o-payer-group = A group or cooperative
o-payer-village = The village
o-payer-donor = A donor or a sponsoring company
o-payer-government = Central or local government
o-payer-unknown = Not known yet

end-too_old = New registrations are for those below 65.
    .help = Do you have old-age savings (JHT)? You may take them from the age of 56 on. Ask a branch of BPJS Ketenagakerjaan what is still possible for you. Nothing here is sent. Unsure? Ask { $office }: { $office-contact }.
end-too_young = You may be too young.
    .help = We could not confirm the least age; a branch of BPJS Ketenagakerjaan knows. Go there with a parent or guardian. Nothing here is sent. Unsure? Ask { $office }: { $office-contact }.
end-maybe_young = At 15 or 16 you may be allowed to join.
    .help = A branch of BPJS Ketenagakerjaan decides. Go there with a parent or guardian and the family card. Nothing here is sent. Unsure? Ask { $office }: { $office-contact }.
end-wage_earner = Your employer registers you.
    .help = Who has regular wages joins through the company or shop, with other contributions. Ask at work first. Not registered yet? A branch of BPJS Ketenagakerjaan can help. Nothing here is sent. Unsure? Ask { $office }: { $office-contact }.
end-household_employer = The household you work for registers you.
    .help = The rule has changed: who works in a home is registered by the household. Ask them to go to a branch of BPJS Ketenagakerjaan. Nothing here is sent. Unsure? Ask { $office }: { $office-contact }.

## Work and dues

q-occupation = What work do you do?
    .help = Type, then choose the closest. If you do several, choose the one you do most.
    .example = ojek, street food, farming
    .review = Work
g-occupation-transport = Transport, delivery
g-occupation-street_trade = Street selling
g-occupation-market = Market, stall, shop
g-occupation-food = Cooking, food
g-occupation-farming = Farming, livestock
g-occupation-fishing = Sea, fish
g-occupation-building = Building, digging
g-occupation-household = Work in homes
g-occupation-crafts = Sewing, crafts
g-occupation-repair = Workshop, repair
g-occupation-beauty = Hair, make-up, massage
g-occupation-recycling = Scrap, waste
g-occupation-creative = Arts, events, digital
g-occupation-services = Services, guarding, other
q-driver_note = Do not pay twice.
    .help = Ask your platform first: perhaps your contributions are paid already. Working for several apps? One membership is enough.

# Transport, delivery
o-occupation-ojek = Ojek, at a stand or online
    .search = motorcycle taxi ojol gojek grab maxim indrive gofood shopeefood motorbike rider food delivery
o-occupation-driver = Driver: minibus, bus, van and others
    .search = sopir supir angkot taxi bajaj car chauffeur private travel
o-occupation-online_driver = Online taxi driver
    .search = sopir supir taksi gocar grabcar maxim indrive car app
o-occupation-truck_driver = Truck or pickup driver
    .search = sopir supir truk pikap lorry tanker cargo
o-occupation-courier = Parcel and goods courier
    .search = kurir antar paket package logistics delivery shopee jne jnt sicepat spx anteraja pos
o-occupation-becak = Becak driver, pedalled
    .search = tukang rickshaw pedicab trishaw cycle
o-occupation-bentor = Bentor, motor rickshaw
    .search = betor becak motor tricycle three wheeler viar
o-occupation-horse_cart = Horse cart driver
    .search = kusir delman andong cidomo dokar bendi pony
o-occupation-boat_crossing = Ferry boat, boat taxi
    .search = perahu penyeberangan ojek sampan klotok ketinting speedboat raft
o-occupation-conductor = Driver's mate, bus conductor
    .search = kernet kenek kondektur truck
o-occupation-porter = Porter, load carrier
    .search = kuli angkut panggul manol market station
o-occupation-dock_worker = Loading and unloading worker
    .search = buruh bongkar muat dock port warehouse stevedore

# Street selling
o-occupation-street_vendor = Street vendor, hawker on foot
    .search = pedagang kaki lima pkl cart pavement seller keliling
o-occupation-snack_vendor = Fried snack seller
    .search = gorengan jajanan cilok pentol batagor snacks street food
o-occupation-noodle_vendor = Meatball or noodle seller
    .search = bakso mie mi ayam siomay soto pempek soup cart
o-occupation-rice_vendor = Fried rice, satay or martabak seller
    .search = nasi goreng sate martabak bubur porridge cart
o-occupation-drink_vendor = Coffee, ice or drinks seller
    .search = kopi es minuman starling juice cendol coconut cream
o-occupation-vegetable_peddler = Travelling vegetable seller
    .search = tukang sayur keliling bakul mlijo greens
o-occupation-fruit_vendor = Fruit seller
    .search = jual buah rujak durian mango
o-occupation-bread_vendor = Travelling bread, tofu or tempe seller
    .search = roti tahu tempe bakul buns cake
o-occupation-herbal_vendor = Herbal drink seller
    .search = jamu gendong herbs medicine
o-occupation-hawker = Hawker in traffic, toy seller
    .search = asongan mainan balon cigarettes newspaper tissue water station children ride
o-occupation-goods_peddler = Travelling seller of clothes, pots
    .search = baju perabot kredit keliling door household goods
o-occupation-gas_water_delivery = Water and gas delivery
    .search = galon gas elpiji lpg air refill water carrier

# Market, stall, shop
o-occupation-market_trader = Market trader, stall, small shop
    .search = pedagang pasar warung toko bakul kiosk seller flowers plants
o-occupation-grocery_stall = Small grocery shop
    .search = warung kelontong sembako toko madura kiosk petrol rice
o-occupation-fresh_food_trader = Vegetable, fish or meat trader
    .search = sayur ikan daging ayam bumbu bakul butcher egg chilli onion spice market
o-occupation-clothes_trader = Clothes, cloth or shoe trader
    .search = baju kain sepatu pakaian garments thrift
o-occupation-phone_shop = Phone credit and phone counter
    .search = konter pulsa hp kuota data token brilink
o-occupation-online_seller = Online seller
    .search = jualan olshop shopee tokopedia tiktok reseller dropship shop
o-occupation-crop_collector = Buyer and collector of crops
    .search = pengumpul pengepul tengkulak harvest middleman
o-occupation-livestock_trader = Livestock and animal trader
    .search = ternak blantik cattle goat chicken bird pet
o-occupation-shop_helper = Shop or stall helper
    .search = penjaga pelayan jaga toko assistant cashier waiter

# Cooking, food
o-occupation-food_stall = Eating place, coffee stall
    .search = warung makan warteg warkop kopi angkringan nasi canteen cafe
o-occupation-caterer = Caterer, packed meals
    .search = katering nasi kotak tumpeng rantangan cook
o-occupation-cake_maker = Maker of cakes, bread, chips
    .search = kue roti keripik kerupuk jajan baker snacks crackers
o-occupation-tofu_tempe_maker = Tofu and tempe maker
    .search = tahu tempe kedelai soybean
o-occupation-palm_sugar_maker = Palm tapper, palm sugar maker
    .search = penderes nira gula merah aren lontar
o-occupation-cook = Cook, kitchen helper
    .search = juru masak koki kitchen wedding feast dishes

# Farming, livestock
o-occupation-farmer = Farmer, planter, livestock keeper
    .search = petani pekebun peternak tani field
o-occupation-rice_farmer = Rice, maize or cassava farmer
    .search = padi jagung singkong sawah tani paddy corn
o-occupation-vegetable_farmer = Vegetable or fruit farmer
    .search = sayur buah tani cabai chilli onion potato tobacco
o-occupation-farm_labourer = Farm labourer
    .search = buruh tani harvest planting hoeing daily field
o-occupation-estate_worker = Plantation worker: palm, rubber, tea
    .search = buruh kebun sawit karet teh tebu sugar cane picker
o-occupation-smallholder = Grower: palm oil, rubber, coffee, cocoa
    .search = pekebun sawit karet kopi kakao clove pepper smallholder
o-occupation-coconut_climber = Coconut climber and picker
    .search = pemanjat pemetik kelapa copra tree betel
o-occupation-cattle_keeper = Cattle, goat or sheep keeper
    .search = peternak sapi kerbau kambing domba babi pig herder buffalo dairy
o-occupation-poultry_keeper = Chicken, duck or quail keeper
    .search = peternak ayam bebek telur eggs poultry
o-occupation-forest_gatherer = Gatherer of honey, rattan, forest goods
    .search = madu rotan hutan lebah beekeeper sago firewood resin
o-occupation-tree_cutter = Tree cutter, sawyer
    .search = penebang gergaji chainsaw logger timber wood
o-occupation-farm_machine_operator = Tractor or harvester operator
    .search = traktor bajak combine rice mill plough thresher

# Sea, fish
o-occupation-fisher = Fisher, fish farmer
    .search = fisherman nelayan melaut net boat sea river lake
o-occupation-boat_crew = Crew of a fishing boat
    .search = abk anak buah kapal sailor deckhand
o-occupation-fish_farmer = Fish or shrimp farmer
    .search = tambak keramba lele udang pond catfish cage
o-occupation-seaweed_farmer = Seaweed farmer
    .search = rumput laut agar
o-occupation-salt_farmer = Salt farmer
    .search = petani garam pond
o-occupation-shell_gatherer = Gatherer of shells, crabs, sea cucumber
    .search = kerang kepiting teripang oyster diver mangrove
o-occupation-fish_processor = Fish processor, salted fish maker
    .search = ikan asin pindang drying peeling shrimp paste smoked

# Building, digging
o-occupation-builder = Builder, mason
    .search = tukang bangunan batu bricklayer tiles construction house
o-occupation-building_labourer = Building labourer, mason's helper
    .search = kuli bangunan kenek buruh construction site
o-occupation-carpenter = Carpenter, roofs and ceilings
    .search = tukang kayu atap plafon baja ringan door window frame wood gypsum glass
o-occupation-painter = House painter
    .search = tukang cat paint wall
o-occupation-welder = Welder, fences and canopies
    .search = tukang las besi iron gate metal
o-occupation-electrician = Electrician
    .search = tukang listrik wiring cable lamp
o-occupation-plumber = Plumber: pipes, pumps, toilets
    .search = tukang pipa pompa ledeng wc drain septic
o-occupation-well_digger = Well and trench digger
    .search = gali sumur bor drilling ditch ground
o-occupation-brick_maker = Maker of bricks, tiles, blocks
    .search = batu bata genteng batako paving
o-occupation-sand_stone_digger = Sand and stone digger
    .search = penambang pasir batu quarry mine gold tin sulphur
o-occupation-heavy_machine_operator = Heavy machine operator
    .search = alat berat beko excavator bulldozer crane

# Work in homes
o-occupation-domestic_worker = Domestic worker
    .search = prt art pembantu maid helper housekeeper
o-occupation-nanny = Child minder
    .search = pengasuh babysitter nanny momong baby
o-occupation-elder_carer = Carer of old or sick people
    .search = perawat lansia jompo caregiver nurse elderly
o-occupation-laundry_worker = Washing, ironing, laundry
    .search = tukang cuci setrika gosok binatu clothes
o-occupation-gardener = Gardener
    .search = tukang kebun taman rumput grass lawn yard
o-occupation-cleaner = Cleaner
    .search = bersih cleaning service sweeping office room
o-occupation-house_keeper = Caretaker of a house or villa
    .search = penjaga rumah kos vila homestay guest house

# Sewing, crafts
o-occupation-tailor = Tailor, craftsperson
    .search = penjahit jahit permak perajin seamstress alterations embroidery
o-occupation-home_sewer = Piece-rate sewing worker
    .search = buruh jahit konveksi garment home workshop
o-occupation-batik_weaver = Batik maker, cloth weaver
    .search = pembatik penenun batik tenun songket ulos loom
o-occupation-bamboo_weaver = Bamboo, rattan and mat weaver
    .search = bambu rotan anyaman basket broom pandan
o-occupation-wood_carver = Wood or stone carver
    .search = pengukir ukir patung sculptor statue mask
o-occupation-furniture_maker = Furniture maker
    .search = mebel lemari kursi sofa chair upholstery
o-occupation-potter = Potter
    .search = gerabah keramik tembikar clay pottery
o-occupation-leather_maker = Shoe, bag and leather maker
    .search = sepatu tas kulit sandal wallet
o-occupation-souvenir_maker = Silver, jewellery, souvenir maker
    .search = perak emas perhiasan suvenir beads gold
o-occupation-screen_printer = Screen printing, banners, copies
    .search = sablon cetak spanduk undangan kaos print photocopy

# Workshop, repair
o-occupation-mechanic = Mechanic, workshop
    .search = montir bengkel motorcycle car garage bicycle
o-occupation-tyre_repairer = Tyre repair
    .search = tambal ban tire puncture
o-occupation-vehicle_washer = Motorcycle or car washer
    .search = cuci motor mobil steam doorsmeer wash
o-occupation-phone_repairer = Phone and computer repair
    .search = servis hp laptop handphone technician
o-occupation-appliance_repairer = TV, air-con and appliance repair
    .search = servis tv ac kulkas elektronik fridge washing machine
o-occupation-shoe_repairer = Shoe, umbrella and watch repair
    .search = sol sepatu payung jam cobbler
o-occupation-key_maker = Key, stamp and number plate maker
    .search = kunci stempel plat locksmith
o-occupation-knife_sharpener = Knife sharpener, blacksmith
    .search = asah pisau pandai besi machete forge

# Hair, make-up, massage
o-occupation-barber = Barber, salon, massage
    .search = tukang cukur pangkas salon hair cut
o-occupation-make_up_artist = Make-up artist, wedding dress rental
    .search = perias rias mua makeup bride nails lashes
o-occupation-masseur = Masseur
    .search = tukang pijat urut refleksi kusuk spa therapist
o-occupation-traditional_healer = Cupping, traditional healing
    .search = bekam pengobatan herbal bone setter healer birth attendant

# Scrap, waste
o-occupation-waste_picker = Waste picker, scrap collector
    .search = pemulung mulung bottles plastic cardboard recycling
o-occupation-scrap_buyer = Travelling scrap buyer
    .search = rongsok loak rosok rombeng iron junk
o-occupation-scrap_dealer = Scrap dealer, sorting yard
    .search = pengepul lapak rongsok scrapyard sorter
o-occupation-rubbish_collector = Rubbish collector, street sweeper
    .search = sampah gerobak penyapu sapu garbage trash drain road waste bank

# Arts, events, digital
o-occupation-artist = Artist, musician, freelancer
    .search = seniman musisi pelukis freelance painter band
o-occupation-busker = Busker, street clown
    .search = pengamen ngamen badut guitar street music
o-occupation-event_musician = Singer or player at events
    .search = penyanyi biduan dangdut organ tunggal wedding band host
o-occupation-traditional_performer = Dancer, puppeteer, folk arts
    .search = penari dalang wayang reog jaranan gamelan
o-occupation-event_crew = Tents, decoration, sound for events
    .search = tenda terop dekorasi sound stage crew chairs
o-occupation-photographer = Photographer, video maker
    .search = foto fotografer video camera wedding drone
o-occupation-designer = Designer, illustrator
    .search = desainer desain grafis logo drawing animation
o-occupation-content_creator = Content creator, live host
    .search = konten youtuber tiktok selebgram streamer influencer affiliate
o-occupation-programmer = App and website maker
    .search = aplikasi coding developer software web
o-occupation-writer = Writer, translator
    .search = penulis penerjemah journalist editor article
o-occupation-online_worker = Online admin, data entry
    .search = admin ketik entri data virtual assistant survey freelance

# Services, guarding, other
o-occupation-parking_attendant = Parking attendant, guard
    .search = juru parkir jukir satpam security night watch pak ogah traffic helper
o-occupation-tutor = Tutor, coach
    .search = guru les privat teacher lessons trainer sports
o-occupation-religious_worker = Religious teacher, caretaker of worship
    .search = guru ngaji ustaz marbot mosque church temple
o-occupation-community_volunteer = Health cadre, volunteer
    .search = kader posyandu relawan village community
o-occupation-tour_guide = Tour guide
    .search = pemandu wisata tourist mountain surf snorkel
o-occupation-broker = Broker, go-between
    .search = makelar calo agent land house property
o-occupation-sales_agent = Freelance sales agent
    .search = sales agen marketing insurance cosmetics promoter
o-occupation-grave_digger = Grave digger or keeper
    .search = penggali makam kubur cemetery
o-occupation-day_labourer = Odd jobs, day labourer
    .search = serabutan buruh harian casual daily factory anything
o-occupation-other = Other work
    .search = lain something else none

q-income_per = Which way is it easiest to count your income?
    .help = Choose the easiest. We work out the month.
    .review = Counted per
o-income_per-day = Per day
o-income_per-varies = By the day, but it varies
o-income_per-week = Per week
o-income_per-month = Per month
o-income_per-harvest = By the harvest
o-income_per-trip = By the trip, such as going to sea
o-income_per-job = By the job

q-income_day = How much do you earn in a day?
    .help = Roughly, on a usual day, after stock or petrol is paid.
    .example = 80.000
    .review = Earnings per day

q-work_days = How many days a week do you work?
    .help = Take a usual week. It is used to work out a month's earnings.
    .review = Working days a week
o-work_days-1 = 1 day
o-work_days-2 = 2 days
o-work_days-3 = 3 days
o-work_days-4 = 4 days
o-work_days-5 = 5 days
o-work_days-6 = 6 days
o-work_days-7 = 7 days

q-income_week = How much do you earn in a week?
    .help = Roughly, in a usual week, after stock or petrol is paid.
    .example = 450.000
    .review = Earnings per week
q-income_varies = How much do you usually make in a week in all?
    .help = Add good days and bad days, after costs and petrol.
    .example = 450.000
    .review = Income a week
q-income_harvest = How much do you make in one harvest?
    .help = About, after seed, fertiliser and other costs.
    .example = 6.000.000
    .review = Income a harvest
q-harvests = How many harvests are there in a year?
    .help = Used to spread the harvest over 12 months.
    .review = Harvests a year
o-harvests-1 = 1 time
o-harvests-2 = 2 times
o-harvests-3 = 3 times
o-harvests-4 = 4 times
o-harvests-6 = 6 times
o-harvests-12 = 12 times
q-income_trip = How much do you make in one trip or job?
    .help = About, after fuel, ice, material or other costs.
    .example = 400.000
    .review = Income a trip or job
q-trips = How many times a month?
    .help = Take a usual month.
    .review = Times a month
o-trips-1 = 1 time
o-trips-2 = 2 times
o-trips-3 = 3 times
o-trips-4 = 4 times
o-trips-6 = 6 times
o-trips-8 = 8 times
o-trips-10 = 10 times
o-trips-15 = 15 times
o-trips-20 = 20 times
o-trips-25 = 25 times

q-income = How much do you earn in a month?
    .help = Roughly, in a usual month, after stock or petrol is paid.
    .example = 1.500.000
    .review = Earnings per month

q-programmes = Which programmes do you want?
    .help = The first two are always included. Old age is your choice.
    .review = Programmes
o-programmes-jkk = JKK: work accident
o-programmes-jkm = JKM: death
o-programmes-jht = JHT: old-age savings

q-months = For how many months do you want to pay?
    .help = Paid once, ahead. You can go on later.
    .review = Pay for
o-months-1 = 1 month
o-months-3 = 3 months
o-months-6 = 6 months
o-months-12 = 12 months

quote-line = { $amount }/month
quote-part-sum = { $count } × { $amount } = { $sum }
quote-per-day = { $amount } a month, about { $day } a day
quote-so-far = An example for { $count ->
    [one] 1 month
   *[other] { $count } months
 } with the compulsory programmes.
quote-so-far-months = An example for { $count ->
    [one] 1 month
   *[other] { $count } months
 }.
quote-discount = { $percent }% off by the government for { $programmes }, for contributions up to { $until }.
quote-discount-later = { $percent }% off by the government for { $programmes }, for contributions from { $from } to { $until }.
quote-afterwards = Contributions for { $from } and later have no discount, even if paid now: { $amount } a month.
quote-not-cut = The discount does not cover { $programmes }.
quote-government = No discount, because the government pays the contributions.
quote-unsure-payer = The discount may differ when it is not you who pays. Without a discount: { $amount }.
quote-zone = These contributions are for { $month }, by Western Indonesia Time. In the east it is { $next } already.
quote-problem-income = First say how much you earn in a month.
quote-problem-months = { $months } months cannot be paid at once. Possible: { $possible } months.
quote-problem-programmes = { $programmes } are always included. Add them, then calculate again.
quote-problem-too-early = Dues before { $first } are not calculated here. Other rules held then.

lowest = From { $amount } a month.
lowest-until = From { $amount } a month, for contributions up to { $until }.
lowest-transport = Ojek riders, drivers and couriers: from { $amount }.
lowest-transport-until = Ojek riders, drivers and couriers: from { $amount }, for contributions up to { $until }.
lowest-other = Other work: from { $amount }.
lowest-other-until = Other work: from { $amount }, for contributions up to { $until }.

## Programmes and what they give

programme-jkk = JKK (work accident)
    .spoken = J K K, work accident.
programme-jkk-about = Protects you at work, and on the way there and back.
programme-jkk-who = Required, together with death cover.
programme-jkk-gives = Treatment without a limit of costs. After a fatal work accident your family receives at least { $death-lowest }.
benefit-jkk-treatment = Treatment is paid for as far as it is medically needed, without a limit.
benefit-jkk-home_care = If needed, you are cared for at home.
benefit-jkk-commute = It holds from leaving home, while you work, until you are back.
benefit-jkk-sudden = Sudden death at work and violence at the workplace count as work accidents too.
benefit-jkk-wages = While you cannot work you are paid every month: { $first }% of the income you reported for the first { $months } months, then { $later }%, until you recover.
benefit-jkk-death = After a fatal work accident your family receives { $times } times the monthly income you reported, plus { $periodic } and { $burial } for the burial. At least { $lowest }.
benefit-jkk-disability = If a work accident leaves you unable to work ever again, you receive { $times } times the monthly income you reported, plus { $periodic }.
benefit-jkk-transport = The cost of getting to treatment is reimbursed: up to { $land } by land, { $sea } by sea, { $air } by air.
benefit-jkk-scholarship = After death, or if you can never work again, there is a scholarship for at most { $children } children. Up to { $amount } in all, without a waiting time.
benefit-jkk-scholarship_levels = Scholarship a year for each child: primary { $first }, junior high { $second }, senior high { $third }, university { $higher }. The child is below { $under }, unmarried, not working.
    .spoken = Scholarship a year for each child: primary { $first }, junior high { $second }, senior high { $third }, university { $higher }. The child is below { $under }, unmarried, not working.
benefit-jkk-report = Report a work accident within { $hours } hours.

programme-jkm = JKM (death)
    .spoken = J K M, death.
programme-jkm-about = Money for your family if you die, other than by a work accident.
programme-jkm-who = Compulsory, together with work accident cover.
programme-jkm-gives = After death from illness or another cause your family receives { $total-total }. In the first { $early-months } months only { $early-amount } for the burial.
benefit-jkm-total = Your family receives { $total }: { $death } at death, { $periodic } of support, and { $burial } for the burial.
benefit-jkm-early = After a death in the first { $months } months your family receives only { $amount } for the burial.
benefit-jkm-working = It holds if you really work when you register. Who did not work or was gravely ill then may be refused the benefit.
benefit-jkm-again = Not paid for more than { $months } months and paying again? The { $months } months start again.
benefit-jkm-scholarship = If contributions were paid for { $years } years or more, scholarships for up to { $children } children, up to { $amount } in all.

programme-jht = JHT (old age)
    .spoken = J H T, old age.
programme-jht-about = Your own savings for old age.
programme-jht-who = You may join or leave it out. Who pays people wages must join.
programme-jht-gives = Your own savings, which you can take from the age of { $payout-age } on.
benefit-jht-savings = The contributions you paid plus what they earn, in your own name.
benefit-jht-payout = You can take it at the age of { $age }. Earlier if you stop working, close your business, or can never work again; your family takes it if you die.
benefit-jht-part = After { $years } years of membership you may take a part, once: at most { $larger }% for a house, or at most { $smaller }% for anything else.

programme-jp = JP (pension)
    .spoken = J P, pension.
programme-jp-about = Money every month after retiring.
programme-jp-who = Not for people who work for themselves: only for those an employer pays.
programme-jkp = JKP (job loss)
    .spoken = J K P, job loss.
programme-jkp-about = Help for employees who are dismissed.
programme-jkp-who = Not for people who work for themselves: only for those an employer pays.

benefit-unsure = { $words } We have not been able to confirm this.

## Identity

q-notice = What are your data for?
    .help = To register you with BPJS Ketenagakerjaan, or to make you active again. Received by: { $office }, { $office-address }. Only that office can open them.

q-nik = What is your NIK?
    .help = 16 digits in the line NIK, at the top of your KTP.
    .example = 3201015501900001
    .spoken = What is your N I K?
    .review = NIK
q-nik_right = Is this right?
    .help = We read it from your NIK. Compare with your KTP.
    .review = By the NIK
o-nik_right-yes = Yes, it is right
o-nik_right-retype = I mistyped it, let me correct it
o-nik_right-differs = The KTP really differs

q-birth_date = When were you born?
    .help = Day, month, year. As on the KTP.
    .example = 15-01-1990
    .review = Date of birth
q-pay_soon = You will soon be 65.
    .help = Pay the first contribution before your 65th birthday. After it new registrations are closed. Who is a member already may go on.
q-sex = Female or male?
    .help = Choose what is written on the KTP.
    .review = Sex
o-sex-female = Female
o-sex-male = Male

q-kpj = Number on the member card (KPJ), if you still have it
    .help = 11 digits on the old card. No card? Just skip this.
    .spoken = Number on the member card, K P J, if you still have it
    .review = Card number (KPJ)

q-name = What is your name on the KTP?
    .help = Exactly as on the KTP. One word is fine.
    .example = SITI CONTOH
    .spoken = What is your name on the K T P?
    .review = Name
q-birth_place = Where were you born?
    .help = Write the town or regency as on the KTP, before the date of birth.
    .example = BOGOR
    .review = Place of birth
q-mother_name = What is the name of your birth mother?
    .help = The office uses it to tell people with the same name apart. Do not tell it to somebody who phones you. If you do not know it, write: not known.
    .example = AMINAH CONTOH
    .review = Mother's name

## Address

q-home_here = Do you still live here?
    .help = Your NIK was made in this district. Moving house does not change a NIK.
    .review = Still lives there
o-home_here-yes = Yes, still
o-home_here-moved = I have moved

q-district = Which district (kecamatan) do you live in?
    .help = Type the name of the district, then choose it. It tells us your branch office.
    .example = Cibinong
    .review = District
q-village_code = What is your village or ward?
    .help = Where you live now, even if the KTP says something else. Type its name, then choose it.
    .example = Sukamaju
    .review = Village or ward
o-village_code-other = Not in the list
q-village = What is that village or ward called?
    .help = Write what people there call it.
    .example = Desa Contoh
    .review = Name of the village or ward
q-street = What is your home address?
    .help = Street, lane or hamlet, and the house number if there is one. RT and RW are asked next.
    .example = Gang Contoh nomor 12
    .review = Home address
q-rt_rw = Which RT and RW?
    .help = RT first, then a slash, then RW. Not sure? Skip this.
    .example = 003/007
    .spoken = Which R T and R W?
    .review = RT/RW
q-postal_code = What is your postal code?
    .help = 5 digits, for the address you just gave. Don't know? Skip it.
    .example = 16911
    .review = Postal code

## Phone and photo

q-phone = What is your mobile number?
    .help = Check it digit by digit: the office reaches you by this number. There is no SMS code (OTP).
    .example = 0812-3456-7890
    .review = Mobile number
    .spoken = What is your mobile number?
q-declaration = Do you work, and are not gravely ill?
    .help = I declare: I do the work that I named, and I am not gravely ill. If this is not true, benefits may be refused. The officer sees this declaration.
    .review = Declaration

q-ktp = Photo of your KTP
    .help = Put the KTP in good light, the whole card in the picture. The photo is locked; only this phone and the receiving office can open it.
    .spoken = Photo of your K T P
    .review = Photo of KTP

## Check and agree

q-consent_processing = Do you agree that your data are sent to register you?
    .help = Your answers and the photo of your KTP (if any) go to { $office }, only to register you or to make you active again. They are kept while this goes on, then as long as the law wants. To see, correct or delete them, or to withdraw this consent, at any time: { $office-contact }.
    .review = Consent
q-consent_handover = Do you agree that a branch office receives your data?
    .help = { $office } passes your name, mobile number, district and number of workers to the BPJS Ketenagakerjaan branch office so that it can call you. For nothing else. To see, correct or delete your data, or to withdraw this consent, at any time: { $office-contact }.
    .review = Consent to hand over
review-title = Check your answers
review-help = Choose what you want to change. Nothing has been sent yet.
review-missing = { $count ->
        [one] { $count } answer is still missing. Tap it to fill it in.
       *[other] { $count } answers are still missing. Tap them to fill them in.
    }
missing-later = Still awaited: { $list }.
draft-expires = These answers are deleted on { $date } if you do not go on.
draft-older-form = The questions have been renewed. Your old answers come along; what no longer fits we ask again.
draft-unreadable = Some answers were damaged on this phone and cannot be read any more, so we ask them again. The other answers are still there.
branch-understood = Handled by the branch office that serves { $regency }.

## Complete your data (after sending, all of it optional)

step-more_cards = Choose what to add
step-more_person = About you
step-more_work = Workplace and hours
step-more_family = Bank and family
step-more_agree = Agree and send

q-cards = What do you want to add?
    .help = Choose what you have at hand. The rest can come later, or not at all.
    .review = To be added
o-cards-ktp = Photo of KTP
o-cards-selfie = Photo of your face
o-cards-email = Email
o-cards-emergency = Whom to call in an emergency
o-cards-second_job = Second job
o-cards-workplace = Workplace and hours
o-cards-bank = Bank account
o-cards-children = Children, for the scholarship

q-selfie = Photo of your face
    .help = Look at the camera in good light, without mask or hat. An officer compares it with the KTP. This app does not scan faces.
    .review = Photo of your face
q-email = What is your email address?
    .help = Used if the office wants to send you a letter. No email? Skip this.
    .example = siti@example.com
    .review = Email
q-emergency_name = Whom shall we call in an emergency?
    .help = Somebody close who can be phoned. Tell them first.
    .example = BUDI CONTOH
    .review = Emergency contact
q-emergency_relation = What is that person to you?
    .help = So that the office knows whom it is speaking to.
    .review = Relation of contact
o-emergency_relation-spouse = Husband or wife
o-emergency_relation-parent = Father or mother
o-emergency_relation-child = Child
o-emergency_relation-sibling = Brother or sister
o-emergency_relation-other = Somebody else
q-emergency_phone = What is that person's mobile number?
    .help = Called only if you yourself cannot be reached.
    .example = 0812-0000-0000
    .spoken = What is that person's mobile number?
    .review = Contact's mobile

q-second_job = What is your second job?
    .help = What you do besides your main work. A few words are enough.
    .example = selling phone credit at home
    .review = Second job
q-workplace = Where do you work?
    .help = Write the place. If you move around, write the area.
    .example = Pasar Contoh and around it
    .review = Workplace
q-work_from = When do you usually start work?
    .help = Roughly. After a work accident the working hours may be asked for.
    .example = 07.00
    .review = Starts work
q-work_to = When do you usually finish work?
    .help = Roughly. If it is after midnight, write that time.
    .example = 16.00
    .review = Finishes work

q-bank_name = What is the name of your bank?
    .help = Used only if there is money for you. We never ask for a PIN.
    .example = Bank Contoh
    .review = Bank
q-bank_account = What is your account number?
    .help = Look in the savings book or the bank's app. Not the number on the ATM card.
    .example = 0000000000
    .review = Account number
q-bank_holder = In whose name is the account?
    .help = Exactly as in the savings book. Best if it is your own name.
    .example = SITI CONTOH
    .review = Account holder

q-children_count = How many children have not finished school?
    .help = For the scholarship, at most 2 children. Count those too young for school as well.
    .review = Number of children
o-children_count-0 = None
o-children_count-1 = 1 child
o-children_count-2 = 2 children
o-children_count-3 = 3 children or more
q-child1_name = What is the first child's name?
    .help = As on the family card (Kartu Keluarga). Choose a child who has not finished school.
    .example = ANI CONTOH
    .review = First child's name
q-child1_birth = When was the first child born?
    .help = Day, month, year. As on the family card (Kartu Keluarga).
    .example = 20-05-2015
    .review = First child, born
q-child2_name = What is the second child's name?
    .help = As on the family card (Kartu Keluarga). Choose a child who has not finished school.
    .example = ADI CONTOH
    .review = Second child's name
q-child2_birth = When was the second child born?
    .help = Day, month, year. As on the family card (Kartu Keluarga).
    .example = 03-11-2018
    .review = Second child, born

q-consent_more = Do you agree that these further data are sent?
    .help = What is sent: { $list }. { $office } uses it only to complete your data. You may say no: your registration goes on. You may withdraw this at any time.
    .review = Consent to additions

## Requests and complaints (after sending; a complaint without registering, too)

purpose-bill = Ask for a payment code
purpose-pay_code = A code so that somebody else can pay
purpose-pay_for = Pay somebody else's contributions
purpose-pay_end = Stop: who pays for whom
purpose-update = Change my data
purpose-employee = Now an employee
purpose-consent = Withdraw a consent
purpose-copy = Ask for a copy of my data
purpose-who_looked = Who opened my data
purpose-erasure = Ask for my data to be erased
purpose-refund = Ask for money back
purpose-complaint = Complaint
purpose-payer = Paying somebody else's contributions

step-request_wish = What do you want?
step-request_detail = Details
step-request_agree = Check and send

q-request = What do you want to ask for?
    .help = Choose one. You can send another afterwards. All of it is free.
    .review = Request
o-request-bill = A payment code for my own
o-request-pay_code = Somebody wants to pay for me
o-request-pay_for = I want to pay for somebody else
o-request-pay_end = Stop paying, or stop being paid for
o-request-update = Something about me has changed
o-request-employee = I am an employee now
o-request-consent = Withdraw my consent
o-request-copy = A copy of my data
o-request-who_looked = Who opened my data
o-request-erasure = Erase my data
o-request-refund = My money back
o-request-complaint = I have a complaint

q-pay_code_note = Does somebody else want to pay your contributions?
    .help = You get a code. Give it to the child, relative or employer who wants to pay. The code holds neither your name nor your NIK. The cover stays yours, and you may stop at any time.
q-pay_for_code = The code from the person you want to pay for
    .help = Twelve letters and digits. Ask the person for it; in their app it is among the requests.
    .example = 7K2M-94QX-3HTB
    .review = The code
q-pay_end_what = What is to stop?
    .help = Months that were paid still hold.
    .review = What stops
o-pay_end_what-payer = Somebody else pays my contributions
o-pay_end_what-member = I pay somebody else's contributions
o-pay_end_what-code = My code that nobody has used
q-pay_end_number = Number of the payment that stops
    .help = It stands in the list "Who pays for whom".
    .example = 7K2M-94QX
    .review = The number

q-changes = What has changed?
    .help = Choose only what changed. Everything else stays as it was.
    .review = What changed
o-changes-job = Work
o-changes-income = Income
o-changes-address = Home address
o-changes-phone = Mobile number
o-changes-payer = Who pays the contributions

q-employee_note = An employee now? Do not pay twice.
    .help = An employee's contributions are paid through the workplace, with the same NIK. Ask first whether you have been registered there. If so, stop paying here. If not, go on for now, so that protection does not break off. What your JHT has saved stays yours.
q-employee_since = Since when are you an employee?
    .help = Day, month, year. Not started yet? Write the day on which you start.
    .example = 01-12-2026
    .review = Employee since

q-consent_which = Which consent do you withdraw?
    .help = You need no reason. The others stay as they are.
    .review = Withdrawn
o-consent_which-processing = To register me
o-consent_which-more = For my further data
o-consent_which-handover = To pass me on to the branch
q-consent_note = When consent is withdrawn
    .help = The office stops using those data. If they were for registering you, the registration does not go on. What the law says must be kept is kept for its time. Contributions that BPJS Ketenagakerjaan has recorded are not lost.

q-copy_note = A copy of your data
    .help = The office writes what it keeps about this registration: answers, photos, where it stands, and its decisions. The answer can be read on this phone only.
q-who_looked_note = Who opened your data?
    .help = The answer names days, the role of the staff, and what for. It names no member of staff. Is something odd? Then send a complaint afterwards.
q-erasure_note = When your data are erased
    .help = The office erases this registration and all that was added to it. This cannot be undone. What is not finished does not go on. Data that BPJS Ketenagakerjaan has already stay there; ask about those there. What the law says must be kept is kept.

q-refund_note = Money that was not used
    .help = For example paid twice, or paid after you became an employee. Contributions that were recorded cannot be paid back here, and JHT has a way of its own. The office checks first, and then answers here.
q-refund_by = How do you want to get the money?
    .help = Cash is collected at a branch office with the KTP. The office writes where and when.
    .review = Paid out by
o-refund_by-bank = Bank account
o-refund_by-cash = Cash at a branch office

q-complaint_about = What is your complaint about?
    .help = Choose the nearest. You tell the story next.
    .review = About
o-complaint_about-fee = I was asked for a fee
o-complaint_about-agent = A person or agent who helped
o-complaint_about-data = My data
o-complaint_about-payment = A payment
o-complaint_about-refusal = A registration not approved
o-complaint_about-other = Something else
q-complaint_words = What happened?
    .help = Say when, where, and who if you know. Do not write a PIN, OTP or NIK.
    .example = I was asked for 50 thousand to register.
    .review = The story

q-consent_request = May these data be sent?
    .help = What is sent: { $list }. { $office } uses it for this request only. You can withdraw this at any time: { $office-contact }.
    .review = Consent

q-consent_pay_code = May somebody else pay your contributions?
    .help = Whoever gets the code from you may pay your contributions. They see the first letters of your name, the months and the amount. They see neither your NIK nor your work or income. { $office } keeps this consent. You may withdraw it at any time, in this app or through { $office-contact }.
    .review = Consent to be paid for

step-payer_for = For whom
step-payer_you = About you
q-payer_note = Do you want to pay somebody else's contributions?
    .help = You need not be a member yourself, and nobody asks for your NIK. Ask the person you want to pay for for a code: in their app it is under Requests. Do they have no phone? The office can make the code. Received by: { $office }, { $office-address }.
q-consent_payer = Do you agree that your name and mobile number are sent?
    .help = { $office } uses them only for these contributions: to send you payment codes, and to reach you when money has to come back. The person you pay for sees the first letters of your name. To see, correct or delete your data at any time: { $office-contact }.
    .review = Consent

step-complaint_tell = Complaint
step-complaint_contact = To be reached
q-complaint_note = You may complain without registering.
    .help = Nobody asks for a name or a NIK, and you need no account. You get a number for your complaint. The office's answer appears in this app, so do not remove it yet. It goes to: { $office }.

request-any = Request
button-send-request = Send
draft-line-request = { $what } · step { $step } of { $steps } · saved on this phone
request-received = has reached { $office }, not answered yet
request-needs-correction = the office has a question
request-refused = cannot be done
request-accepted = answered
request-accepted-bill = the payment code is being made
request-accepted-pay_code = the code is there
request-accepted-pay_for = noted
request-accepted-pay_end = stopped
request-accepted-update = the data were changed
request-accepted-employee = noted
request-accepted-consent = the consent was withdrawn
request-accepted-erasure = the data were erased
request-accepted-refund = the money will be paid back
request-until = Answered by { $date } at the latest.
request-late = It should have been answered by { $date }. Ask the office, with the number { $receipt }.
next-received-request = Note this number: { $receipt }. The office's answer appears here.
next-received-request-until = Note this number: { $receipt }. The office's answer appears here, by { $date } at the latest.
ask-withdraw-request = Withdraw this?
    .help = { $office } will not go on with it. Your registration does not change. You may send it again at any time.
not-possible-request = You can ask once the registration has begun to be sent, until it is withdrawn or erased.
notification-request-title = Your request
notification-request-answer = The office has answered { $receipt }. Open it to read the answer.
notification-request-parked = { $receipt } cannot be sent yet. Open it to see why.
notification-request-question = The office asks something about { $receipt }. Open it to see what.
notification-request-received = { $receipt } has reached { $office }.

## Answers

answer-yes = Yes
answer-no = No
answer-skipped = Left out
answer-unknown = Not known
answer-later = To follow
no-answer = Not filled in yet
photo-taken = Photo taken
consent-given = Agreed, { $date }
declaration-given = Declared, { $date }
sex-female = Female
sex-male = Male

problem-empty = Fill this in, then go on.
problem-changed = This question has changed. Answer it once more.
problem-choose = Choose one, then go on.
problem-choose-some = Choose at least one.
problem-option = Choose from the list.
problem-yes-no = Answer yes or no.
problem-not-digits = Write it in digits only.
digits-too-few = { $count } so far. There are { $wanted }: { $left } more.
digits-too-many = There are { $count } digits. It should be { $wanted }: { $over } too many.
problem-note = Read this, then press Next.
problem-consent = Without your consent this cannot be sent. What you filled in stays saved on this phone.
problem-declaration = If you do not work or are gravely ill, do not send yet. Ask { $office }: { $office-contact }. Your answers stay on this phone.
problem-photo = Take the photo first.
problem-photo-text = This is answered by a photo. Press Take photo.
problem-too-short = { $count } so far. At least { $min } characters.
problem-too-long = { $count } characters. At most { $max }: shorten it a little.
village-none = Not found. Try another word, or choose "Not in the list".
village-understood = { $name }, postal code { $postal }.
search-none = Not found. Try another word, or type "other".

nik-understood = { $sex }, born { $date }.
nik-understood-sex = { $sex }.
nik-made-in = The NIK was made in { $place }.
nik-not-digits = A NIK has digits only. Remove letters and other signs.
nik-too-short = { $count ->
        [one] { $count } digit so far. A NIK has 16, { $left } to go.
       *[other] { $count } digits so far. A NIK has 16, { $left } to go.
    }
nik-too-long = { $count } digits. A NIK has 16, { $over } too many. Check whether one is written twice.
nik-region = The first six digits are not right yet: an area code is never 00. Compare with the KTP.
nik-birth-date = Digits 7 to 12 fit no date yet. Compare with the KTP.
nik-serial = The last four digits are never 0000. Compare with the KTP.
nik-unknown-province = The NIK begins with { $code }, a province code we do not know. Compare with the KTP. If it is so, just go on.
nik-unknown-regency = The NIK begins with { $code }. In { $place } we know no regency or city with that code. Compare with the KTP. If it is so, just go on.
nik-unknown-district = The NIK begins with { $code }. In { $place } we know no district with that code. Compare with the KTP. If it is so, just go on.
nik-sent-before = This NIK was registered from this phone before. Look at the news of it on the first screen; there is no need to send it twice. If you do need to, just go on.
nik-date-differs = By the NIK you were born on { $nik }, here { $given }. Check both. If the KTP really differs, just go on.
nik-sex-differs = By the NIK: { $nik }, here: { $given }. Check both. If the KTP really differs, just go on.

name-too-short = A name is written with letters. Write it as on the KTP.
name-or-unknown = Write the name of your birth mother. If you do not know it, write: not known.
name-too-long = A name has at most 100 letters. Shorten it as on the KTP.
name-digits = A name has no digits. Remove them.
name-sign = Remove the sign { $sign } from the name.
place-no-letter = A birth place is written with letters. Write the city or regency as on the KTP.
place-digits = Write the place only, without a date or a number.
place-sign = Delete the sign { $sign } from the place.

date-understood = { $date }.
date-understood-age = { $date }, { $age ->
        [one] { $age } year old.
       *[other] { $age } years old.
    }
date-not-a-date = Write day, month and year in digits. Example: 15-01-1990.
date-no-such-day = The calendar has no such day. Check day and month.
date-year = Write the year with four digits. Example: 1990.
date-future = That date is still to come. Check the year.
date-weekday = The day of the week does not fit the date. Check the date, or write it without the day of the week.
age-under = Through this app from { $min } years on. If the date is right, go to a BPJS Ketenagakerjaan branch office.
age-over = New registrations only below the age of { $max }. If the date is right, ask a branch office of BPJS Ketenagakerjaan.
pay-before-birthday = Pay the first contribution before { $date }, when you turn { $age }. After that no new registration is possible.

phone-understood = Number { $number }.
phone-not-digits = A mobile number has digits only. Remove letters and other signs.
phone-not-mobile = A mobile number begins with 08 or +628. Give a mobile number, not a landline.
phone-too-short = { $count ->
        [one] { $count } digit so far. A mobile number has 10 to 13.
       *[other] { $count } digits so far. A mobile number has 10 to 13.
    }
phone-too-long = { $count } digits. A mobile number has 10 to 13.
phone-unknown-prefix = We do not know the prefix { $prefix }. Check it. If it is so, just go on.

rt-rw-shape = Write it like 003/007: RT first, then RW.
email-no-at = An e-mail address has one @. Example: siti@example.com.
email-name = The name before the @ is missing. Example: siti@example.com.
email-place = After the @ there must be a provider, for example gmail.com.
email-space = An e-mail address has no spaces. Take the space out.
time-not-a-time = Write the time in figures, for example 07.00.
time-no-such-time = A day ends at 23.59. Write for example 07.00 or 16.30.
time-day-before = the day before
postal-differs = You wrote { $given }. For { $district } we have { $known }. Check both. If it really is { $given }, just go on.

money-understood = { $amount }: { $words }.
money-not-an-amount = Write one amount in digits, like 80.000 or 80rb.
money-other-period = You wrote { $amount } { $said }. Here write the amount { $asked }, or go back and choose another way to count.
period-other = without other words
period-trip = a trip or job
period-harvest = a harvest
period-year = a year
period-month = a month
period-week = a week
period-day = a day
money-reckoned = { $amount } (worked out by us)
money-too-large = At most { $max }. Check the zeros.
money-under = At least { $min }. Check the zeros.
money-over = At most { $max }. Check the zeros.
money-per-day = Is { $amount } per month or per day? If per day, multiply by your working days. If per month, just go on.

## Where a registration stands

next-ready = You need not wait. It is sent by itself when there is a signal.
next-received = Note this number: { $receipt }. The office checks your answers; the result appears here. This registration does not protect you yet, and nothing has to be paid yet.
next-received-active = Note this number: { $receipt }. The office checks your data; the result appears here. Meanwhile go on paying as usual.
next-received-complete = The further data have arrived. Note this number: { $receipt }. Your registration itself has not changed.
next-received-resume = Note this number: { $receipt }. The office checks your NIK and prepares the payment. You are protected again once the contribution is in, not before.
next-received-employer = Note this number: { $receipt }. The branch office will call you. You are not registered yet.
next-received-payer = Note this number: { $receipt }. The office compares the code. The payment code appears here.
next-accepted = Pay the first contribution with the payment code from the office. You are covered once it has arrived, not before. Do not send money to anybody's private number.
next-accepted-active = Your data were checked. Go on paying contributions with your NIK. Never send money to anybody's private number.
next-accepted-complete = The office has recorded the further data. There is nothing more to do.
next-accepted-resume = Pay your contributions again with your NIK at a bank, shop or partner app. You are covered once they have arrived, not before. Do not send money to anybody's private number.
next-accepted-employer = The branch office will call you.
next-paid-payer = The office has recorded it. { $list } The next payment code appears here.
next-ended-payer = You pay nobody's contributions any more. Months that were paid still hold.
next-accepted-payer = A payment code appears here when there is a month to pay. Never send money to anybody's private number.

state-draft = saved on this phone
state-ready = ready to send, saved on this phone
state-sending = being sent to { $office }
state-received = has reached { $office }
state-accepted = approved
state-needs-correction = needs a correction
state-refused = could not be approved
state-withdrawn = withdrawn
state-parked = cannot be sent yet, saved on this phone
state-erased = erased by { $office }

ask-withdraw = Withdraw this registration?
    .help = { $office } will not go on with it. This cannot be undone. If you want it later, you begin again.
ask-withdraw-more = Withdraw what you added?
    .help = The first registration goes on. This cannot be undone. You may send more about yourself again at any time.

wait-offline = No signal yet. It is sent by itself when the signal is back.
wait-unproven = There is news that is not proven to come from the office, so it is not believed yet. It will be checked again later.
wait-unreachable = There is a signal, but the office does not answer yet. It is tried again by itself.
wait-timeout = The signal is too weak: the office's answer does not arrive. It is tried again by itself.
wait-cut = The connection broke on the way. It goes on by itself later, from what has arrived.
wait-wifi = Your answers are sent. The photos wait for Wi-Fi to save your data. They can also be sent now.
wait-server = The office cannot take it yet. It is tried again by itself.
wait-slow = The office is busy. It is tried again by itself shortly.
wait-full = The office is full just now. It is tried again by itself later.
wait-portal = This Wi-Fi wants you to log in first. Open the internet and log in, or use your own data.
wait-proxy = This network changes what is sent on its way, so it is not used. Switch off VPN or data saver, or try another network.
wait-tls = This connection is not safe, so it is not used. Try another network.
wait-name = What answered on this network is not the office, so nothing was sent. Perhaps this Wi-Fi wants you to log in first. Try your own data.
wait-expired = The office's identity on the internet is past its date. Check the date of this phone. If it is right, the office has to renew it. It is tried again by itself.
wait-clock = The clock of this phone is off, so no safe connection can be made. Set date and time to automatic.
wait-key = The office has changed its key. The new key is fetched, then it is sent again.
wait-locked = The office has changed its key. Unlock the phone, then send again: your answers have to be sealed anew.

park-conflict = The office already has other answers under this registration. Yours stay saved on this phone. Contact the office.
erased-by-office = The office has erased this registration and holds nothing of it any more. If you still want to join, register anew, or ask the office.
office-word-unproven = There is news about this registration that is not proven to come from the office, so it is not believed yet. Pay nothing because of it. The app will check again; if it takes long, ask the office with code {$receipt}.
office-word-newer = The office sent a message that this app cannot read yet. Update the app, then open it again.
park-malformed = The office cannot read this registration. Your answers stay saved on this phone. Update the app, then send again.
park-too-large = This registration is too large for the office. Your answers stay saved on this phone. Update the app, then send again.
park-newer = The office does not know this version yet. Your answers stay saved on this phone and are sent when the office is ready.
park-photo = The photo of this registration is no longer on this phone, so it cannot be sent. Withdraw it and register again.
park-refused = The office does not take this registration. Your answers stay saved on this phone. Contact the office.
registration-unreadable = Part of this registration's record was damaged on this phone and cannot be read any more. It is still sent, and other registrations are not affected.

notice-no-office = This app does not know a receiving office yet. Your answers are saved on this phone.
notice-update = There is a new version of the app. This one goes on working.
notice-rules-late = News from { $office } has not reached this phone. Connect to the internet; if this stays, try another Wi-Fi or your own data. Still here tomorrow? Ask { $contact }. Your answers are safe.
notice-unreadable = { $count ->
        [one] One record was
       *[other] { $count } records were
    } damaged on this phone and cannot be read any more. Everything else goes on.
notice-wait-wifi = { $count ->
        [one] Photos of one registration (about { $kilobytes } kB) wait
       *[other] Photos of { $count } registrations (about { $kilobytes } kB) wait
    } for Wi-Fi to save your data. They can also be sent now.
notice-clock-behind = The clock of this phone is behind. Set date and time to automatic. Nothing is lost.
notice-clock-ahead = The clock of this phone is far ahead. Set date and time to automatic. Nothing is lost.
notice-clock-unconfirmed = We cannot be sure of the date on this phone. Check date and time, or connect to the internet. Nothing is lost.
notice-key-locked = Your answers are still locked. Unlock the phone, then try again.
notice-key-gone = The key to the answers on this phone is gone, so the old ones cannot be opened any more. You can start anew; the old files are kept, not deleted.
notice-key-broken = The phone's key store does not answer properly. Switch the phone off and on, then try again.
notice-set-aside = The old file is damaged and was set aside, not deleted. You can start anew.

photo-not-a-picture = This file is no photo. Choose the photo of your KTP.
photo-heic = This photo is of the kind HEIC. Take a new one from here, or save it as JPEG.
photo-webp = This photo is a WebP file. Take a new one here, or save it as JPEG.
photo-avif = This photo is an AVIF file. Take a new one here, or save it as JPEG.
photo-too-many-pixels = This photo has { $megapixels } megapixels, too many for this phone. Take a new one from here.
photo-too-large = This photo's file is too large. Take a new one from here.
photo-truncated = This photo is not complete. Take it again.
photo-too-small = This photo is too small to read. Hold the phone closer and take it again.
photo-unreadable = This photo cannot be opened. Take it again.
photo-blurred = The photo is blurred. Hold the phone with both hands, wait until it is sharp, then take it again.
photo-dark = The photo is dark. Find a brighter place, then take it again.
photo-glare = Light reflects on the card. Tilt the KTP a little, or move it away from the lamp, then take the photo again.
photo-cut-off = The card is cut off. Move the phone away a little until all four corners can be seen, then take the photo again.
photo-no-print = No print of a KTP can be seen in this photo. Point the phone at the card and take it again.
photo-no-room = The phone's memory is full. Delete some files, then take the photo again. Your answers stay saved.

## What is not possible, and why

error-configuration = This app is set up wrongly. Install it again from its official source, or ask who made it.
error-damaged = Some of the stored data cannot be read. Nothing is deleted, and the rest can still be used.
error-disk-full = The phone's memory is full. Delete some files, then try again. Your answers stay saved.
error-newer-data = This data was written by a newer app. Update this app, then try again.
error-try-later = Not possible right now. Try again in a moment; nothing is lost.
error-wrong-passphrase = That is not the passphrase.
not-possible-missing = What you look for is no longer on this phone.
not-possible-correction = The office is not asking for a correction of this registration.
not-possible-completion = Only a registration that was sent, and neither refused nor withdrawn, can be completed.
not-possible-draft = That draft is not on this phone.
not-possible-form = These answers are to questions that this app does not know yet. They stay saved. Try again after the app was updated.
not-possible-photo-folder = A photo taken by the camera must lie in this app's camera folder.
not-possible-question = That question is not part of your form.
not-possible-registration = That registration is not on this phone.
not-possible-sealed = This draft is already sealed for the office. Open it through its registration.
not-possible-taken-back = Some of it has been sent, so it cannot become a draft again. You can still withdraw the registration.
not-possible-too-long = This answer is too long. Write it shorter.
not-possible-withdrawal = This registration is closed, so it can no longer be withdrawn.

## QRIS codes

qris-at = { $words } Where: character { $offset }, counted from 0.
qris-empty = This QRIS code is empty.
qris-too-long = This QRIS code is too long.
qris-tag = This is no QRIS code, or it is cut off.
qris-length = This is no QRIS code, or it is cut off.
qris-overrun = This QRIS code is cut off. Take all of it again.
qris-format = A QRIS code always begins with 000201.
qris-crc-missing = This QRIS code has no check value at its end. It may be cut off.
qris-crc-not-last = Something follows the check value. This code was changed.
qris-crc = This QRIS code is damaged or was changed. Do not pay it.
qris-crc-lowercase = The check value is written in small letters.
qris-duplicate = This part stands twice.
qris-template = What is within this part cannot be read.
qris-missing = This part is missing.
qris-long = What this part holds is too long.
qris-value = What this part holds does not fit.
qris-amount = The amount in this code is not right.
qris-tip = What this code says about a tip does not fit.
qris-no-account = This code names nobody who receives the money.
qris-currency = This code is not paid in rupiah.
qris-country = This code is not from Indonesia.
qris-initiation = The kind of code and its amount do not fit.
qris-order = Its parts stand in an unusual order.
qris-no-national = This code has no national merchant id (NMID).
qris-nmid = The national merchant id (NMID) is unusual.
qris-not-qris = This is a payment code, but no Indonesian QRIS.
qris-no-amount = Write an amount above zero.
qris-large-amount = This amount is too large for a QRIS code.
qris-bill-number = A bill number has 1 to 25 plain letters and digits.
qris-no-room = This code has no room for the bill number.

## Papers to keep

not-possible-receipt = That receipt is not on this phone.
sheet-name = Name
sheet-number = KTP number
sheet-made = Made { $date } from what this phone keeps.
sheet-footer = Payung, an independent app, not the official app of BPJS Ketenagakerjaan
heirs-title = Card for the family
heirs-gives = What the family gets
heirs-papers = Bring: { $list }.
heirs-note = As of { $date }. It may change after that: ask first. This card is a reminder and no proof; BPJS Ketenagakerjaan decides.

## Where to pay

button-code-copy = Copy the code
button-code-save-picture = Save the picture
button-code-send = Send the code
channel-agent = Perisai agent
channel-alfamart = Alfamart
channel-bank_teller = Bank counter
channel-bank_transfer = ATM or bank app
channel-dana = DANA
channel-gopay = GoPay
channel-indomaret = Indomaret
channel-linkaja = LinkAja
channel-post = Post office
channel-qris = QRIS
channel-tokopedia = Tokopedia
channel-fee = Extra fee { $amount }.
channel-fee-none = No extra fee. If somebody asks for more, do not pay it.
channel-fee-unknown = There may be an extra fee: ask first.
channel-key-card_number = member card number
channel-key-digits = { $key } ({ $count } digits)
channel-key-nik = NIK
channel-key-payment_code = payment code
channel-key-qris = QRIS code
channel-limit = At most { $amount } at once.
channel-note-agent = Do not hand over money without proof. An agent may not ask for a fee.
channel-note-closed = Today is a day off, it is usually closed.
channel-note-offline = It needs internet, and this phone is offline now.
channel-note-one_phone = One phone cannot scan its own screen. Save the picture, then choose it from the gallery.
channel-note-outside = Paying here does not go through this bill, so the office hears of it later. Keep the proof, and do not pay twice.
channel-note-unsure = We are not sure of this way: ask before paying.
channel-why-expired = The code of this bill has expired. Ask for a new one.
channel-why-limit = This bill is larger than its limit.
channel-why-months = So many months cannot be paid here.
channel-why-no_card = It needs the member card number, which this phone does not know. You get that number after the first payment.
button-card-number = Enter card number
channel-why-no_code = This bill has no payment code.
channel-why-no_qris = This bill has no QRIS code that can be used.
channel-why-not_first = Not for the first payment. Later payments are possible.
channel-why-only_first = For the first payment only.
channel-why-several = This bill is for several people, so it needs the code of the bill.
channel-step-agent_proof = Ask for the proof of payment at once.
channel-step-check_amount = Before paying, check the amount: { $amount }. If it differs, do not pay yet.
channel-step-check_merchant = Check who receives the money: { $merchant }. If the name differs, do not pay.
channel-step-check_name = Before paying, check the member name and the amount.
channel-step-counter = Say at the counter: you want to pay BPJS Ketenagakerjaan, not BPJS Kesehatan.
channel-step-find_menu = Look for BPJS Ketenagakerjaan, Bukan Penerima Upah (BPU). Not BPJS Kesehatan.
channel-step-gallery = Tap pay or scan, then choose that picture from the gallery.
channel-step-individual_menu = Choose BPJS Ketenagakerjaan for individuals. Not BPJS Kesehatan.
channel-step-keep_proof = Keep the proof of payment.
channel-step-keep_slip = Ask for the slip and keep it.
channel-step-meet_agent = Meet a Perisai agent whom you know. Ask for the agent card.
channel-step-months = Choose { $count ->
    [one] one month
   *[other] { $count } months
}.
channel-step-open_app = Open { $name }.
channel-step-open_bank = Open your bank app, or go to an ATM.
channel-step-open_payer = Open a bank app or a wallet on the phone.
channel-step-pay_app = Pay with your PIN. Tell the PIN to nobody.
channel-step-pay_till = Pay, then wait until they say that it worked.
channel-step-save_picture = Save the picture of this code.
channel-step-show_key = Show or say the { $key } of this bill.
channel-step-tell_key = Say or type your { $key }.
channel-step-till = Say at the till: you want to pay BPJS Ketenagakerjaan, not BPJS Kesehatan.
channel-step-type_key = Type the { $key }.
channel-step-watch_agent = Pay while the agent enters the payment in front of you.

## The form, to be read

explain-and = and
explain-or = or
explain-not = not { $part }
explain-answered = "{ $question }" is answered
explain-is = "{ $question }" is "{ $option }"
explain-at-least = "{ $question }" is { $amount } or more
explain-older = "{ $question }" means { $years } years or older
explain-older-months = "{ $question }" means { $years } years and { $months } months or older
explain-tagged = "{ $question }" is one of { $options }
explain-in-district = "{ $question }" was made in a district that still exists
explain-asked = Asked if { $condition }.
explain-derived = Filled in from { $from }.
explain-derived-if = Filled in from { $from } if { $condition }.
explain-ending = Ends without sending if { $condition }: "{ $what }"
explain-purpose = Sent as "{ $what }" if { $condition }.

## Cover

cover-not-yet = Not protected yet
cover-not-yet-text = Cover begins after the first contribution is paid and the office has recorded it.
cover-starts = Cover begins on { $date }
cover-protected = Protected until { $date }
cover-since = Since { $date }, without a break.
cover-sponsor = Paid by { $payer }.
cover-sponsor-ended = { $payer } paid until { $date }.
cover-sponsor-to = Until { $date } paid by { $payer }.
cover-grace = { $list } not paid yet
cover-due = Pay by { $date }.
cover-late = It was due on { $date }, which has passed. There is no fine, but cover can end.
cover-certain = Membership goes on until { $date }. If nothing is paid by then, cover may end.
cover-maybe = Cover may have ended already: the sources of the rule differ. The last day is { $date }.
cover-unpaid-accident = Nobody can promise that an accident in an unpaid month is covered.
cover-ended = Cover has ended since { $date }
cover-again = Pay the contribution for { $month } to begin again. Old arrears are not charged.
cover-again-wait = Waiting begins anew: the full death benefit holds again only from { $date }.
cover-again-nik = If your NIK is refused where you pay, register again in this app.
cover-cost = It costs { $amount }.
level-none = does not hold
level-full = holds until { $date }
level-full-jkm = on death the heirs receive { $amount }; holds until { $date }
level-early = on death the heirs receive the burial cost of { $amount } at first; in full from { $date }
level-maybe = may still hold; no amount can be promised
level-not-promised = nobody can promise that an accident in this month is covered
level-saved = the savings stay yours

## If something happens

incident-accident = Work accident
    .text = Also on the way to work and home. Treatment first, then report. The time is short.
incident-death = Death
    .text = For the family. See to the papers one by one, but do not let the last day pass.
clock-accident-report = Report it within { $count } hours.
clock-accident-outcome = Report again within { $count } hours of recovery, disability or death.
clock-accident-claim = The right to benefits ends after { $count } years.
clock-death-at_work = At work or because of work, also suddenly or by violence? Report it within { $count } hours, follow the steps for a work accident.
clock-death-claim = The right to benefits ends after { $count } years.
clock-until-moment = Until { $date }, { $time }.
clock-until-day = Until { $date }.
clock-passed = It has passed. Report it anyway, as soon as you can.
step-accident-treat = Go to the nearest hospital or clinic that works with the scheme (PLKK). Say that it is a work accident, show the member card or KTP.
step-accident-tell = Tell the BPJS Ketenagakerjaan branch. By phone or letter first is fine; the form can follow.
step-accident-receipts = Keep all original receipts: treatment and transport to the hospital.
step-accident-unpaid = Is a month unpaid? Report it anyway. We cannot promise the outcome.
step-death-certificate = Get the death certificate at Dukcapil: ask RT, RW and the village office for the letters it needs.
step-death-branch = The heirs go to the BPJS Ketenagakerjaan branch with the papers below.
step-death-paid = The benefit is paid within 3 working days once the papers are complete.
paper-card = Member card of BPJS Ketenagakerjaan
paper-ktp = KTP
paper-story = What happened: when, where, how
paper-form_1 = Report form stage I, from the branch
paper-form_2 = Report form stage II, from the branch
paper-doctor = Statement of the doctor who treats
paper-receipts = Original receipts of treatment and transport
paper-police = Police report, if it happened on the road
paper-ktp_both = KTP of the deceased and of the heirs
paper-certificate = Death certificate
paper-family_card = Family card
paper-heirs_letter = Letter that names the heirs, from the local office
paper-marriage = Marriage book, if the heir is husband or wife
paper-bank = Savings book of the heir
paper-unsure = Not confirmed for people without an employer; ask the branch.
not-possible-incident = This event or paper is not in the list.
incident-where = Where: the nearest branch of BPJS Ketenagakerjaan. Help through this app: { $office }, { $office-contact }.

## Reporting an incident

purpose-incident = Report of an incident
step-incident_what = What happened
step-incident_papers = Papers
step-incident_send = Check and send

q-incident_note = Care for people first. Then report.
    .help = This report reaches { $office }, which answers here. The branch of BPJS Ketenagakerjaan must still be told, and it still asks for the originals.
q-who_reports = Who reports it?
    .help = Family may report with this phone.
    .review = Reported by
o-who_reports-worker = I myself
o-who_reports-family = Family or heirs
o-who_reports-other = Somebody else
q-heir_reports = Who reports it?
    .help = Family may report with this phone.
    .review = Reported by
o-heir_reports-family = Family or heirs
o-heir_reports-other = Somebody else
q-at_work = Did it happen at work or because of work?
    .help = Also suddenly at the workplace, on the way to work and home, or by violence there. That is a work accident: report it within 2 x 24 hours.
    .review = At work or because of it
o-at_work-yes = Yes
o-at_work-no = No
o-at_work-unsure = Not known yet
q-happened = On which day did it happen?
    .help = Day, month, year.
    .example = 26-11-2026
    .review = Day it happened
q-happened_time = At what time did it happen?
    .help = Roughly. Another zone? Change it in the reminder settings.
    .example = 07.00
    .review = Time it happened
q-happened_words = Tell it in a few words
    .help = Where and how. May be left out. Write no PIN, OTP or NIK.
    .example = Fell off the motorbike while delivering.
    .review = What happened
q-outcome = Recovered, disabled, or died? Since which day?
    .help = Not yet? Leave it out. Report again later, within 2 x 24 hours of it.
    .example = 27-11-2026
    .review = Day of the outcome
q-outcome_time = At what time?
    .help = Roughly. Another zone? Change it in the reminder settings.
    .example = 07.00
    .review = Time of the outcome
q-papers_accident = Which papers are at hand?
    .help = The others may follow with another report.
    .review = Papers at hand
o-papers_accident-card = 1. Member card
o-papers_accident-ktp = 2. KTP
o-papers_accident-story = 3. Account of what happened
o-papers_accident-form_1 = 4. Form of stage I
o-papers_accident-form_2 = 5. Form of stage II
o-papers_accident-doctor = 6. Doctor's letter
o-papers_accident-receipts = 7. Receipts
o-papers_accident-police = 8. Police report
q-papers_death = Which papers are at hand?
    .help = The others may follow with another report.
    .review = Papers at hand
o-papers_death-card = 1. Member card
o-papers_death-ktp_both = 2. KTP of the deceased and the heir
o-papers_death-certificate = 3. Death certificate
o-papers_death-family_card = 4. Family card
o-papers_death-heirs_letter = 5. Letter of heirs
o-papers_death-marriage = 6. Marriage book
o-papers_death-bank = 7. Bank book
q-paper_card_1 = Photo: member card
    .help = One page in one photo, from above. May be left out.
    .review = Member card
q-paper_card_2 = Photo: member card, page 2
    .help = One page in one photo, from above. May be left out.
    .review = Member card, page 2
q-paper_card_3 = Photo: member card, page 3
    .help = One page in one photo, from above. May be left out.
    .review = Member card, page 3
q-paper_ktp_1 = Photo: KTP
    .help = One page in one photo, from above. May be left out.
    .review = KTP
    .spoken = Photo: K T P
q-paper_ktp_2 = Photo: KTP, page 2
    .help = One page in one photo, from above. May be left out.
    .review = KTP, page 2
    .spoken = Photo: K T P, page 2
q-paper_ktp_3 = Photo: KTP, page 3
    .help = One page in one photo, from above. May be left out.
    .review = KTP, page 3
    .spoken = Photo: K T P, page 3
q-paper_story_1 = Photo: account of what happened
    .help = One page in one photo, from above. May be left out.
    .review = Account
q-paper_story_2 = Photo: account of what happened, page 2
    .help = One page in one photo, from above. May be left out.
    .review = Account, page 2
q-paper_story_3 = Photo: account of what happened, page 3
    .help = One page in one photo, from above. May be left out.
    .review = Account, page 3
q-paper_form_1_1 = Photo: form of stage I
    .help = One page in one photo, from above. May be left out.
    .review = Form of stage I
q-paper_form_1_2 = Photo: form of stage I, page 2
    .help = One page in one photo, from above. May be left out.
    .review = Form of stage I, page 2
q-paper_form_1_3 = Photo: form of stage I, page 3
    .help = One page in one photo, from above. May be left out.
    .review = Form of stage I, page 3
q-paper_form_2_1 = Photo: form of stage II
    .help = One page in one photo, from above. May be left out.
    .review = Form of stage II
q-paper_form_2_2 = Photo: form of stage II, page 2
    .help = One page in one photo, from above. May be left out.
    .review = Form of stage II, page 2
q-paper_form_2_3 = Photo: form of stage II, page 3
    .help = One page in one photo, from above. May be left out.
    .review = Form of stage II, page 3
q-paper_doctor_1 = Photo: doctor's letter
    .help = One page in one photo, from above. May be left out.
    .review = Doctor's letter
q-paper_doctor_2 = Photo: doctor's letter, page 2
    .help = One page in one photo, from above. May be left out.
    .review = Doctor's letter, page 2
q-paper_doctor_3 = Photo: doctor's letter, page 3
    .help = One page in one photo, from above. May be left out.
    .review = Doctor's letter, page 3
q-paper_receipts_1 = Photo: receipts
    .help = One page in one photo, from above. May be left out.
    .review = Receipts
q-paper_receipts_2 = Photo: receipts, page 2
    .help = One page in one photo, from above. May be left out.
    .review = Receipts, page 2
q-paper_receipts_3 = Photo: receipts, page 3
    .help = One page in one photo, from above. May be left out.
    .review = Receipts, page 3
q-paper_police_1 = Photo: police report
    .help = One page in one photo, from above. May be left out.
    .review = Police report
q-paper_police_2 = Photo: police report, page 2
    .help = One page in one photo, from above. May be left out.
    .review = Police report, page 2
q-paper_police_3 = Photo: police report, page 3
    .help = One page in one photo, from above. May be left out.
    .review = Police report, page 3
q-paper_ktp_both_1 = Photo: KTP of the deceased and the heir
    .help = One page in one photo, from above. May be left out.
    .review = Both KTPs
    .spoken = Photo: K T P of the deceased and the heir
q-paper_ktp_both_2 = Photo: KTP of the deceased and the heir, page 2
    .help = One page in one photo, from above. May be left out.
    .review = Both KTPs, page 2
    .spoken = Photo: K T P of the deceased and the heir, page 2
q-paper_ktp_both_3 = Photo: KTP of the deceased and the heir, page 3
    .help = One page in one photo, from above. May be left out.
    .review = Both KTPs, page 3
    .spoken = Photo: K T P of the deceased and the heir, page 3
q-paper_certificate_1 = Photo: death certificate
    .help = One page in one photo, from above. May be left out.
    .review = Death certificate
q-paper_certificate_2 = Photo: death certificate, page 2
    .help = One page in one photo, from above. May be left out.
    .review = Death certificate, page 2
q-paper_certificate_3 = Photo: death certificate, page 3
    .help = One page in one photo, from above. May be left out.
    .review = Death certificate, page 3
q-paper_family_card_1 = Photo: family card
    .help = One page in one photo, from above. May be left out.
    .review = Family card
q-paper_family_card_2 = Photo: family card, page 2
    .help = One page in one photo, from above. May be left out.
    .review = Family card, page 2
q-paper_family_card_3 = Photo: family card, page 3
    .help = One page in one photo, from above. May be left out.
    .review = Family card, page 3
q-paper_heirs_letter_1 = Photo: letter of heirs
    .help = One page in one photo, from above. May be left out.
    .review = Letter of heirs
q-paper_heirs_letter_2 = Photo: letter of heirs, page 2
    .help = One page in one photo, from above. May be left out.
    .review = Letter of heirs, page 2
q-paper_heirs_letter_3 = Photo: letter of heirs, page 3
    .help = One page in one photo, from above. May be left out.
    .review = Letter of heirs, page 3
q-paper_marriage_1 = Photo: marriage book
    .help = One page in one photo, from above. May be left out.
    .review = Marriage book
q-paper_marriage_2 = Photo: marriage book, page 2
    .help = One page in one photo, from above. May be left out.
    .review = Marriage book, page 2
q-paper_marriage_3 = Photo: marriage book, page 3
    .help = One page in one photo, from above. May be left out.
    .review = Marriage book, page 3
q-paper_bank_1 = Photo: bank book
    .help = One page in one photo, from above. May be left out.
    .review = Bank book
q-paper_bank_2 = Photo: bank book, page 2
    .help = One page in one photo, from above. May be left out.
    .review = Bank book, page 2
q-paper_bank_3 = Photo: bank book, page 3
    .help = One page in one photo, from above. May be left out.
    .review = Bank book, page 3
q-reporter_name = What is the name of who reports?
    .help = So that the office knows whom to ask for. May be left out.
    .example = BUDI CONTOH
    .review = Name of who reports
q-consent_incident = Do you agree that this report is sent?
    .help = What is sent: { $list }. { $office } uses it only for this incident. You may take it back at any time: { $office-contact }.
    .review = Consent
report-ask = Report this incident
report-go-on = Continue the report
report-more = Send more papers
report-begun = The report that was not sent yet is kept on this phone.
report-again = It was sent. Papers that follow can be photographed and sent again at any time.
report-not-yet = A report with this app is possible once the registration has begun to leave this phone. For now: call or visit a branch of BPJS Ketenagakerjaan, with the papers above.
report-no-registration = Was the person registered with another phone? Report from that one. It is not at hand? Call or visit a branch of BPJS Ketenagakerjaan, with the papers above.
report-photos = { $count } of { $most } photos. More go with another report.
report-paper-sent = { $count } pages sent
report-page = Page { $count }
not-possible-report-full = One report holds at most { $most } photos. Send this one first, the rest with another report.
not-possible-report-pages = At most { $most } pages of one paper in one report. The rest go with another report.
not-possible-report-paper = This paper cannot be photographed here. Bring it to the branch.
not-possible-report-tick = This paper was photographed. Remove its photos first.

## Saving marks

jar-line = { $count } of { $steps } marks for { $month }
jar-about = These are only marks. You keep the money yourself.
jar-full = Enough for { $month }. Pay now.
not-possible-jar-each = One mark is at least Rp1 and at most the contribution of a month.
not-possible-jar-future = That day has not come yet.
not-possible-jar-none = There is no jar yet. Choose first what one mark stands for.
not-possible-jar-dues = The contribution of the next month cannot be worked out on this phone yet.

## Reminders

action-pay = How to pay
action-tomorrow = Tomorrow
action-said-paid = I have paid
action-pause = Pause
remind-ahead = Contribution for { $list }
    .text = If the money is at hand, pay before { $date }.
remind-due = The contribution for { $month } is due today
    .text = Not paid yet: { $list }.
remind-month-end = { $list } not paid yet
    .text = Pay now, so that it does not pile up.
remind-last-warning = Pay before { $date } has passed
    .text = Not paid yet: { $list }. After { $date } cover may end. This is the last warning before that.
remind-after-certain = Cover may have ended already
    .text = Not paid yet: { $list }. If nothing is paid until { $date }, cover ends.
remind-ended = Cover has ended
    .text = Pay the contribution for { $month } to begin again; old arrears are not charged. The full death benefit holds again only from { $date }.
remind-cover-ends = Protected until { $date }
    .text = To stay protected, pay the contribution for { $list }.
remind-sponsor = { $payer } pays your contributions until { $date }
    .text = After that you pay yourself, beginning with { $list }. The payment code comes by itself some days before. Earlier? Ask for a payment code among the requests. If you pay before { $date } has passed, there is no gap in your cover.
    .billed = After that you pay yourself, beginning with { $list }. The payment code is in this app already. If you pay before { $date } has passed, there is no gap in your cover.
remind-price-change = The discount is about to end
    .text = From { $month } on: { $amount } a month. Contributions for { $month } and later have no discount, even if they are paid now.
remind-price-change-over = No discount for { $month }
    .text = The discount has ended. From { $month } on: { $amount } a month.
remind-holiday = Before the long holiday: { $list }
    .text = Pay today, so that it is not forgotten over the holiday.
remind-harvest = Harvest time: { $list }
    .text = If there is money to spare, pay several months at once.
remind-bill = The first payment code is valid until { $date }
    .text = Before the first contribution is paid you are not protected.
remind-bill-again = The code to start again is valid until { $date }
    .text = Until it is paid you are not protected.
remind-bill-others = The payment code for the person you pay for is valid until { $date }
    .text = Pay before then, so that this person is protected.
remind-again = You asked to be reminded again
    .text = Contribution for { $list }.
remind-not-arrived = Your payment has not been recorded yet
    .text = The office has not recorded { $list }. Keep the proof of payment and ask.
remind-whose = This is for registration { $receipt }.
remind-ask-payer = Usually { $payer } pays: ask first, so that it is not paid twice.
remind-unpaid = While it is unpaid, nobody can promise that an accident is covered.
not-possible-said-paid = There is no contribution to be paid yet, so nothing can be noted as paid.
not-possible-reminders = These reminder settings cannot be used. Check the times, the payday and the pause.

## Photos and voice

photo-frame-card = Fill the frame with the KTP until you see all four corners.
photo-frame-face = Fill the frame with your face.
photo-frame-paper = Fill the frame with one page, until its text can be read.
price-month-spoken = { $words } a month
price-spoken = { $words }

## What is notified outside the app, and the receipt to be shared: without name and NIK

notification-title = Your registration
notification-correction = Something in registration { $receipt } needs a correction. Open it to see what.
notification-decision = Registration { $receipt } was decided on. Open it to read the decision.
notification-erased = The office has erased the data of registration { $receipt }.
notification-parked = Registration { $receipt } cannot be sent yet. Open it to see why.
notification-received = Registration { $receipt } has reached { $office }.
notification-unread = There is news about registration { $receipt }. Open it to read the news.
receipt-office = { $office }: { $contact }
receipt-since = { $state }, since { $date }

## Bills

bill-title = Contribution for { $month }
bill-title-row = Contributions for { $first } to { $last }
bill-title-months = Contributions for { $count } months
bill-glance = { $amount }, pay by { $date }
bill-glance-late = { $amount }, its code is good until { $date }
bill-open = Pay by { $date }.
bill-open-due = Pay by { $date }. The code can still be used until { $last }, without a fine.
bill-open-late = It was due on { $date }, which has passed. The code can still be used until { $last }, without a fine.
bill-paid = Paid, says { $office }.
bill-expired = Its payment code was good until { $date } only. Do not pay it any more.
bill-cancelled = { $office } cancelled this bill. Do not pay it.
bill-line = { $month }: { $amount }
bill-line-member = { $month }, { $member }: { $amount }
bill-why-first = This is your first contribution.
bill-why-pay-for = These are the contributions of somebody you pay for.
bill-why-payer-ended = Somebody else does not pay any more. These are your own contributions.
bill-why-asked = You asked for this bill.
bill-why-next = This is the contribution for the next month.
bill-why-rules = The rules of contributions have changed, so the amount was worked out again. Do not pay the old bill.
bill-why-expired = The old code has expired; this one takes its place. Months and amount were worked out again.
bill-why-replaced = This bill replaces the old one. Do not pay the old one.
bill-after = Once { $office } has recorded the payment: { $cover }. Not before.
bill-after-next-month = The first dues count for the month in which they are paid. Paid only on { $date } with a new code, they protect from that day until { $until }, and not before.
bill-after-others = Once { $office } has recorded the payment: { $list } Not before.
bill-price-note = Contributions for { $from } and later are without the discount, even if paid now: { $amount } a month.
bill-later = Paid after { $date }, it becomes { $amount } for { $first } to { $last }.
bill-later-month = Paid after { $date }, it becomes { $amount } for { $month }.
bill-refused = This bill cannot be paid from here. { $reason } Contact { $office }.
bill-refused-broken = Its QRIS code is damaged and is not shown.
bill-refused-amount = The amount in its QRIS code is not that of the bill, so the code is not shown.
bill-refused-fee = Its QRIS code asks for more money, so the code is not shown.
bill-refused-merchant = The receiver in its QRIS code is not a known receiver of contributions, so the code is not shown.
bill-share-code =
    BPJS Ketenagakerjaan contribution: { $amount }
    Payment code: { $code }
    The code is good until { $date }
bill-share-qris =
    BPJS Ketenagakerjaan contribution: { $amount }
    The QRIS code is in the picture. Receiver: { $merchant }
    The code is good until { $date }
bill-share-due = Pay by { $date }
next-no-bill = The office makes no bill for you, because you wrote that somebody else pays. Give them a code from the screen Who pays. Or ask for a payment code of your own and tell them, so that it is not paid twice. Cover begins once it is recorded.
next-paid-by = { $payer } pays your contributions. You are protected once the office has recorded the payment, not before. Do not pay twice.
next-paid-ended = Nobody else pays your contributions any more. Months that were paid still hold. The payment code for the next month appears here.
next-lapsed = Your contributions are paid until { $date }. The next payment code appears here.
next-paid = The office has recorded your contribution. What comes next appears here.
next-bill = The bill is here. You are protected once the contribution is paid and the office has recorded it, not before.
next-bill-covered = The next bill is here. What is paid already still holds. Once this bill is paid and the office has recorded it: { $cover }.
next-bill-others = There is a bill for the person you pay for. Your own cover stays as it is said above.
next-bill-payer = The bill is here. The person you pay for is covered once the contribution is paid and the office has recorded it, not before.
not-possible-bill = That bill is not on this phone.
not-possible-bill-another = This bill needs no new code.
not-possible-bill-channel = This bill cannot be paid that way.
not-possible-card-number = A member card number has digits only.
not-possible-bill-code = There is no code for that way to pay.
not-possible-year = Write the year with four digits, for example 2026.
path-pay = pay the contribution
path-pay-by = { $payer } is to pay the contribution
path-paid = paid
path-protected = protected once the contribution is recorded
notification-bill = There is a bill for registration { $receipt }. Open it to see how to pay.
notification-paid = The office has recorded a payment for registration { $receipt }.
notification-notice = There is news about the contribution of registration { $receipt }. Open it to read the news.
notice-money-checked-first = { $office } checks your answers first. The bill comes after that.
notice-money-checked-first-missing = { $office } checks your answers first, because an answer or a photo is not complete. Have your KTP ready; if something is to be added, the request shows here. The bill comes after that.
notice-money-checked-first-nik = { $office } compares your NIK first, because the NIK and other answers differ. Have your KTP ready; if something is to be mended, the request shows here. The bill comes after that.
notice-money-unapplied = { $amount } has not been used for contributions yet. It remains yours, and { $office } keeps a record of it.
notice-money-refunded = { $office } returns { $amount }.
notice-money-access-ended = { $office } has made a new recovery code for this registration, so this phone gets no more news. It was not you who asked? Contact { $office } at once.
notice-money-already-paid = Somebody else has paid for this month, so there is no bill.
notice-money-too-old = A first contribution can be paid only before the age of 65, so there is no bill.
notice-money-somebody-pays = Somebody already pays your contributions this month, so there is no bill. Want to pay yourself? Stop their payment first.

payers-code = The code so that somebody else can pay your contributions: { $code }. It works once, until { $date }.
payers-message =
    The code for paying my contributions to BPJS Ketenagakerjaan: { $code }
    In the app Payung, open Who pays, then paste this message. The code works once, until { $date }.
payers-somebody = { $name } pays your contributions.
payers-somebody-paid = { $name } has paid your contributions until { $month }.
payers-somebody-until = { $name } is to pay your contributions until { $month }. Your cover shows what has come in.
payers-you = You pay the contributions of { $name }. Its number is { $number }.
payers-you-until = You pay the contributions of { $name } until { $month }. Its number is { $number }.
payers-paid = The contributions of { $name } are paid until { $date }.
payers-none = Nobody else pays your contributions.
payers-none-you = You pay nobody's contributions now.
not-possible-pay-code = That code is mistyped. A code has 12 letters and digits. Compare it with who gave it.
not-possible-pay-code-receipt = That is a registration number, not a pay-for code. The code has 12 letters and digits. Ask the person you want to pay for; the code appears on their phone.
not-possible-cover-request = This is a request or an addition and no registration. Cover is with the registration.
not-possible-cover-payer = This registration pays somebody else's contributions, so it has no cover of its own.
notice-money-no-bill = { $office } makes no bill for this registration.
notice-money-no-price = The contribution cannot be worked out, because the registration does not say work, income and programmes. Just pay with the NIK of the member at a bank, shop or partner app, or fill in the registration once more.
notice-money-other = There is news from { $office } that this app does not know yet. Update the app.

## Receipts and the year's statement

receipt-credit = your balance
receipt-title = The payment of { $amount } is recorded
receipt-time = { $date } at { $time }
receipt-row-number = Receipt number
receipt-row-paid = Paid
receipt-row-channel = Paid with
receipt-row-reference = Transaction number
receipt-row-received = Money received
receipt-row-credit = Credit used
receipt-row-unapplied = Left over, remains yours
receipt-note = This is the record of { $office }. Keep the proof from where you paid too.
statement-title = Contributions of { $year }
statement-count = { $count } months of contributions of { $year } are recorded.
statement-total = Paid with bills on this phone: { $amount }.
statement-jht = Of it for JHT: { $amount }, without its yield.
statement-payer = What somebody else paid is told to whoever paid it.
statement-for-others = For others: { $amount }.
statement-years = There are contributions of { $list } too.
statement-others = Months without an amount were paid in another way, so the amount is not known here.
statement-month = { $month }: { $amount }, paid { $date }
statement-month-payer = { $month }: paid by { $payer }, { $date }
statement-month-unknown = { $month }: paid { $date }
statement-note = This is the record of { $office }, not a statement of the JHT balance. The balance is kept by BPJS Ketenagakerjaan.

## The card of a member

card-title = Member card
card-title-none = No card yet
card-title-over = This card is no longer good
card-title-not-yet = This card is not good yet
card-title-refused = This card is not known
card-good = Good until { $date }.
card-compare = NIK { $number }, initials { $initials }. Show it with the KTP.
card-paid = { $list } paid until { $date }.
card-issuer = This card was made by { $office }. Its code can be checked without internet.
card-clock = The date on this phone may be wrong. So the app cannot say whether this card is still good. Whoever checks it uses their own clock.
card-over = This card was good until { $date }. It cannot be used any more.
card-not-yet = This card is good from { $date } on.
card-renew = Connect the phone to the internet. { $office } sends a new card.
card-payer = This is for paying somebody else's contributions. The card is on that person's phone.
card-pay = The card comes after the contribution is paid and { $office } has recorded it.
card-refused = The card that came does not fit a key of { $office }, so it is not shown. Connect the phone to the internet.
card-closed = This registration is over at { $office }, so it has no card.
not-possible-card = There is no card to show yet.

## Recovery code

recovery-title = Recovery code
recovery-what = If this phone is lost or broken, use this code and the birth date on another phone. Bills, receipts, cover and reminders come back there.
recovery-paper = Write it on paper and keep it safe. Take no photo of it and send it in no chat: whoever has this code and knows the birth date can open them.
recovery-date = It goes with the birth date { $date }.
recovery-answers = Answers and photos do not come along. They stay on this phone and at { $office }.
recovery-waits = This code cannot be used yet. It works once it has reached { $office }: connect to the internet and let the app send.
recovery-sent = This code works on another phone now.
recovery-written = The code is written on paper, so it is not shown again.
recovery-new = Paper lost? Make a new code. The old one stops working once the new one has reached { $office }.
button-recovery-written = I wrote it down
button-recovery-new = Make a new code
recover-found = Registration { $receipt } is on this phone now.
recover-here = Registration { $receipt } was on this phone already.
recover-next = Bills, receipts, cover and reminders come as soon as this phone reaches { $office }. Answers and photos do not come to this phone.
recover-problem-length = A recovery code has 16 letters and digits. This one has { $count }.
recover-problem-sign = A recovery code has letters and digits only, and no U. What does not fit stands after the first { $count }.
recover-problem-code = Something is mistyped, or two letters changed places. Compare it with the paper again.
recover-problem-date = The birth date cannot be read. Write it like 31-01-1990.
recover-unknown = Not found. Compare the code and the birth date again. An old code stops working once a new one was made. A registration that was withdrawn or erased cannot be opened again.
recover-too-often = This code was tried too often. Wait an hour, then try again.
recover-incomplete = Not all photos of the old phone have reached { $office }, so that registration is not complete. Register again from this phone.
recover-no-answer = The office cannot be reached over this network. What was typed is not kept: try again later, or over another network.
recover-unreadable = What came cannot be opened. Try again over another network.
recovery-no-answers = The answers of this registration are not on this phone, so they cannot be corrected from here. Correct them on the old phone, or contact { $office }.
not-possible-recovery = There is a recovery code only for a registration that goes on.
not-possible-recovery-part = The recovery code belongs to the registration itself, not to a request about it or an addition to it.
not-possible-recovery-date = The birth date is no longer on this phone, so no code can be made.
not-possible-recovery-payer = A recovery code is for a member's registration only. If this phone is lost, the person you pay for ends it first, and then gives a new code.

## How somebody heard of it

button-referral-remove = Remove code
referral-kept = Code { $code } is only counted. Your contribution and your answers stay the same, and one tap removes it.
referral-problem-length = The code has 4 to 12 letters and digits. This one has { $count }. Compare it again.
referral-problem-sign = This code has no letters I and O, no digits 0 and 1, and no sign but dashes. Look at number { $count }.
referral-problem-not-ours = That link is not from { $office }, so it is not opened. Type the code alone.
referral-problem-link = No code can be read in that link. Type the code alone.

## Offices and counters

places-title = Offices and counters
places-about = List by { $office }, compared on { $date }.
places-choose = Choose a district first. The location of the phone is not used.
places-unknown = This district is not in the table of regions. Choose one from the list.
places-near = Near { $place }
places-empty = This app has no list of offices and counters yet. Ask { $office }: { $office-contact }.
places-empty-here = The list has no place in this province yet. Ask { $office }: { $office-contact }.
places-empty-does = The list has no place near here for: { $what }. Ask { $office }: { $office-contact }.
places-more = There are { $count } more places, further away.
places-false = Do not use office numbers from internet searches or chats: many are false.
places-clock = The date on this phone may be wrong, so it is not shown whether a place is open.
places-all = Everything
places-reach-district = In this district
places-reach-regency = In the same regency or city
places-reach-serves = Handles this area
places-reach-province = In the same province
places-kind-branch = Branch of BPJS Ketenagakerjaan
places-kind-pioneer_branch = Small branch (perintis)
places-kind-spo = Counter at a bank or partner (SPO)
places-kind-agent_office = Office of Perisai agents
places-kind-village_point = Counter in the village
places-kind-ptsp = One-stop service hall
places-kind-hospital = Clinic for work accidents
places-does-register = Register
places-does-pay = Pay dues
places-does-correct = Correct data
places-does-employer = For employers
places-does-claim_jht = Old age claim
places-does-claim_jkk = Work accident claim
places-does-claim_jkm = Death claim
places-does-print_card = Print the card
places-does-treat_jkk = Treatment, work accident
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
places-days = { $from }–{ $to }
places-days-all = Every day
places-hours = { $days } { $from }–{ $to }
places-hours-break = { $days } { $from }–{ $to }, break { $break-from }–{ $break-to }
places-hours-unknown = Opening hours are not known.
places-today = Today { $list } { $zone }
places-today-closed = Closed today.
places-today-holiday = Closed today: { $holiday }.
places-today-unsure = Today is { $holiday }: it may be closed. Ask first.
places-tomorrow-closed = Closed tomorrow.
places-tomorrow-holiday = Closed tomorrow: { $holiday }.
places-tomorrow-unsure = Tomorrow is { $holiday }: it may be closed. Ask first.
places-open = Open until { $time } { $zone }
places-closed = Closed
places-closed-later = Closed. Opens at { $time } { $zone }
places-closed-tomorrow = Closed. Opens tomorrow at { $time } { $zone }
places-closed-until = Closed. Opens on { $weekday }, { $date }, at { $time } { $zone }
places-queue-none = No queue number needed
places-queue-ticket = Take a queue number there
places-queue-appointment = Make an appointment before you go
places-partner = At { $partner }
places-checked = Last checked on { $date }
places-stale-call = This address was last checked on { $date }. Call before you go.
places-stale = This address was last checked on { $date }. Ask before you go: { $office-contact }.
places-closing = Closed for good from { $date }.
places-person = Talk to a person
    .text = { $office }, { $office-address }. Contact: { $office-contact }.
button-map = Open the map
button-call = Call
