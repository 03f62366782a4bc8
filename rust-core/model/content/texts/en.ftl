### Payung, English: the second language, as short as the first. Money and dates are written by the app.

## Who we are

about = Payung is an independent app. It is not the official app of BPJS Ketenagakerjaan, and not BPJS Kesehatan. We never ask for a PIN, an OTP or a transfer to a private account.

## Buttons and place

button-next = Next
button-send = Send registration
button-close = Close
button-take-photo = Take photo
saved-here = saved on this phone
place-line = Step { $step } of { $steps } · saved on this phone
draft-line = Filled in up to step { $step } of { $steps } · saved on this phone
receipt-line = Receipt { $receipt }
missing-questions = Still to be filled in: { $list }.
list-and = { $most } and { $last }

## Steps

step-eligible = Can I join?
step-work = Work and dues
step-identity = Identity
step-contact = Phone and photo
step-agree = Check and agree

## Can I join?

q-ever_member = Have you ever been a member of BPJS Ketenagakerjaan?
    .help = Not BPJS Kesehatan. Former employees usually have.
    .review = Ever a member
o-ever_member-never = Never
o-ever_member-stopped = Yes, but stopped paying
o-ever_member-still = Still active
o-ever_member-unknown = I do not know

q-employer = Do you have workers whom you pay?
    .help = Family who help without pay do not count.
    .review = Has paid workers

end-still_member = You are a member already. No need to register again.
    .help = Go on paying dues with the 16 digits of your NIK at Indomaret, Alfamart, a bank or a wallet. This form is not sent.
end-stopped_member = No need to register again. Just pay again.
    .help = Pay dues with the 16 digits of your NIK at Indomaret, Alfamart, a bank or a wallet. Old arrears are not charged. This form is not sent.
end-has_employees = Employers register in another way.
    .help = You join together with your workers, with dues worked out differently. Go to the nearest BPJS Ketenagakerjaan branch office with your KTP. This form is not sent.

## Work and dues

q-occupation = What work do you do?
    .help = Type, then choose the closest. If you do several, choose the one you do most.
    .example = ojek, street food, farming
    .review = Work
o-occupation-ojek = Ojek, at a stand or online
    .search = motorcycle taxi ojol gojek grab maxim bentor becak rickshaw
o-occupation-driver = Driver
    .search = sopir supir angkot taxi truck bus car
o-occupation-courier = Courier, delivery
    .search = kurir parcel package logistics shopee jne
o-occupation-street_vendor = Street vendor
    .search = pedagang kaki lima food cart hawker snacks noodles coffee
o-occupation-market_trader = Market trader, stall, small shop
    .search = warung seller vegetables kiosk grocery online
o-occupation-farmer = Farmer, planter, livestock keeper
    .search = petani rice palm oil cattle chicken
o-occupation-fisher = Fisher, fish farmer
    .search = nelayan sea boat shrimp pond
o-occupation-builder = Construction worker
    .search = tukang builder mason carpenter painter welder electrician
o-occupation-domestic_worker = Domestic worker
    .search = prt maid nanny helper laundry gardener
o-occupation-tailor = Tailor, craftsperson
    .search = penjahit sewing batik weaving crafts
o-occupation-mechanic = Mechanic, repair shop
    .search = montir bengkel motorcycle car tyre electronics
o-occupation-barber = Barber, salon, massage
    .search = tukang cukur hair beauty
o-occupation-waste_picker = Waste picker, scrap collector
    .search = pemulung recycling bottles
o-occupation-artist = Artist, musician, freelancer
    .search = seniman busker content photographer design
o-occupation-parking_attendant = Parking attendant, guard
    .search = juru parkir security night watch
o-occupation-other = Other work
    .search = something else none

q-income = How much do you earn in a month?
    .help = Roughly. If you earn by the day: one day's earnings times working days.
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
quote-sum = By month: { $sum }.
quote-so-far = An example for 1 month with the compulsory programmes. Your choice comes next.
quote-discount = { $percent }% off by the government for { $programmes }, for dues up to { $until }.
quote-afterwards = After { $until }: { $amount } a month.

programme-jkk = JKK (work accident)
programme-jkm = JKM (death)
programme-jht = JHT (old age)

## Identity

q-notice = Before the NIK: what is your data for?
    .help = To register you with BPJS Ketenagakerjaan. It goes to { $office }, { $office-address }. It is locked on this phone and only that office can open it. It is kept while your registration is handled and as long as the law requires. You may see, correct, withdraw and have it erased: { $office-contact }.

q-nik = What is your NIK?
    .help = 16 digits in the line NIK, at the top of your KTP.
    .example = 3201015501900001
    .spoken = What is your N I K?
    .review = NIK
q-name = What is your name on the KTP?
    .help = Exactly as on the KTP. One word is fine.
    .example = SITI CONTOH
    .review = Name
q-birth_date = When were you born?
    .help = Day, month, year. As on the KTP.
    .example = 15-01-1990
    .review = Date of birth

## Phone and photo

q-phone = What is your mobile number?
    .help = Used if the office needs to ask something. There is no OTP.
    .example = 0812-3456-7890
    .review = Mobile number
q-ktp = Photo of your KTP
    .help = Put the KTP in good light, the whole card in the picture. The photo is locked; only this phone and the receiving office can open it.
    .review = Photo of KTP

## Check and agree

q-consent_processing = Do you agree that your data is sent for registering?
    .help = { $office } will use your answers and the photo of your KTP to register you with BPJS Ketenagakerjaan. For nothing else. You may take this consent back at any time.
    .review = Consent
review-title = Check your answers
review-help = Tap what you want to change. Nothing has been sent yet.
review-missing = { $count ->
        [one] { $count } answer is still missing. Tap it to fill it in.
       *[other] { $count } answers are still missing. Tap them to fill them in.
    }

## Answers

answer-yes = Yes
answer-no = No
answer-skipped = Left out
no-answer = Not filled in yet
photo-taken = Photo taken
consent-given = Agreed, { $date }
sex-female = Female
sex-male = Male

problem-empty = Fill this in, then go on.
problem-choose = Choose one, then go on.
problem-choose-some = Choose at least one.
problem-option = Choose from the list.
problem-yes-no = Answer yes or no.
problem-not-digits = Write it in digits only.
problem-note = Read this, then press Next.
problem-consent = Without your consent the registration cannot be sent. What you filled in stays saved on this phone.
problem-photo = Take the photo first.
problem-photo-text = This is answered by a photo. Press Take photo.
problem-too-short = { $count } so far. At least { $min } characters.
problem-too-long = { $count } characters. At most { $max }: shorten it a little.
search-none = Not found. Try another word, or type "other".

nik-understood = { $sex }, born { $date }.
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
nik-date-differs = By the NIK you were born on { $nik }, here { $given }. Check both. If the KTP really differs, just go on.
nik-sex-differs = By the NIK: { $nik }, here: { $given }. Check both. If the KTP really differs, just go on.

name-too-short = A name is written with letters. Write it as on the KTP.
name-too-long = A name has at most 100 letters. Shorten it as on the KTP.
name-digits = A name has no digits. Remove them.
name-sign = Remove the sign { $sign } from the name.

date-understood = { $date }.
date-understood-age = { $date }, { $age ->
        [one] { $age } year old.
       *[other] { $age } years old.
    }
date-not-a-date = Write day, month and year in digits. Example: 15-01-1990.
date-no-such-day = The calendar has no such day. Check day and month.
date-year = Write the year with four digits. Example: 1990.
date-future = That day has not passed yet. Check the year.
age-under = Through this app from { $min } years on. If the date is right, go to a BPJS Ketenagakerjaan branch office.
age-over = New registrations only up to { $max } years. If the date is right, ask a BPJS Ketenagakerjaan branch office.

phone-understood = Number { $number }.
phone-not-digits = A mobile number has digits only. Remove letters and other signs.
phone-not-mobile = A mobile number begins with 08 or +628. Give a mobile number, not a landline.
phone-too-short = { $count ->
        [one] { $count } digit so far. A mobile number has 10 to 13.
       *[other] { $count } digits so far. A mobile number has 10 to 13.
    }
phone-too-long = { $count } digits. A mobile number has 10 to 13.
phone-unknown-prefix = We do not know the prefix { $prefix }. Check it. If it is so, just go on.

money-understood = { $amount }: { $words }.
money-not-an-amount = Write the amount in digits. Example: 1.500.000.
money-too-large = At most { $max }. Check the noughts.
money-under = At least { $min }. Check the noughts.
money-over = At most { $max }. Check the noughts.
money-per-day = Is { $amount } per month or per day? If per day, multiply by your working days. If per month, just go on.

## Where a registration stands

state-draft = saved on this phone
state-ready = ready to send, saved on this phone
state-sending = being sent to { $office }
state-received = has reached { $office }
state-accepted = approved
state-needs-correction = needs a correction
state-refused = could not be approved
state-withdrawn = taken back
state-parked = cannot be sent yet, saved on this phone

wait-offline = No signal yet. It is sent by itself when the signal is back.
wait-server = The office cannot take it yet. It is tried again by itself.
wait-slow = The office is busy. It is tried again by itself shortly.
wait-full = The office is full just now. It is tried again by itself later.
wait-portal = This Wi-Fi wants you to log in first. Open the browser and log in, or use mobile data.
wait-tls = This connection is not safe, so it is not used. Try another network.
wait-clock = The clock of this phone is off. Set date and time to automatic.
wait-key = The office has changed its key. The new key is fetched, then it is sent again.

park-conflict = The office already has other answers under this registration. Yours stay saved on this phone. Contact the office.
park-malformed = The office cannot read this registration. Your answers stay saved on this phone. Update the app, then send again.
park-too-large = This registration is too large for the office. Your answers stay saved on this phone. Update the app, then send again.
park-newer = The office does not know this version yet. Your answers stay saved on this phone and are sent when the office is ready.
park-photo = The photo of this registration is no longer on this phone, so it cannot be sent. Withdraw it and register again.
park-refused = The office does not take this registration. Your answers stay saved on this phone. Contact the office.

notice-no-office = This app does not know a receiving office yet. Your answers are saved on this phone.
notice-update = There is a new version of the app. This one goes on working.
notice-clock-behind = The clock of this phone is behind. Set date and time to automatic. Nothing is lost.
notice-clock-ahead = The clock of this phone is far ahead. Set date and time to automatic. Nothing is lost.
notice-key-locked = Your answers are still locked. Unlock the phone, then try again.
notice-key-gone = The key to the answers on this phone is gone, so the old ones cannot be opened any more. You can start anew; the old files are kept, not deleted.
notice-key-broken = The phone's key store does not answer properly. Switch the phone off and on, then try again.
notice-set-aside = The old file is damaged and was set aside, not deleted. You can start anew.

photo-not-a-picture = This file is no photo. Choose the photo of your KTP.
photo-heic = This photo is of the kind HEIC. Take a new one from here, or save it as JPEG.
photo-too-many-pixels = This photo has { $megapixels } megapixels, too many for this phone. Take a new one from here.
photo-too-large = This photo's file is too large. Take a new one from here.
photo-truncated = This photo is not complete. Take it again.
photo-too-small = This photo is too small to read. Hold the phone closer and take it again.
photo-unreadable = This photo cannot be opened. Take it again.
photo-blurred = The photo is blurred. Hold the phone with both hands, wait until it is sharp, then take it again.
photo-dark = The photo is dark. Find a brighter place, then take it again.
photo-glare = Light reflects on the card. Tilt the KTP a little, or move it away from the lamp, then take the photo again.
photo-cut-off = The card is cut off. Move the phone away a little until all four corners can be seen, then take the photo again.
photo-no-room = The phone's memory is full. Delete some files, then take the photo again. Your answers stay saved.

## What is not possible, and why

not-possible-correction = The office is not asking for a correction of this registration.
not-possible-draft = That draft is not on this phone.
not-possible-photo-folder = A photo taken by the camera must lie in this app's camera folder.
not-possible-question = That question is not part of your form.
not-possible-registration = That registration is not on this phone.
not-possible-sealed = This draft is already sealed for the office. Open it through its registration.
not-possible-taken-back = Some of it has been sent, so it cannot become a draft again. You can still withdraw the registration.
not-possible-too-long = This answer is too long. Write it shorter.
not-possible-withdrawal = This registration is closed, so it can no longer be withdrawn.
