"""Paths through the forms that have a name, for make_form.py: what is typed into which question.

What a path does not say is answered as `USUAL` says, or by the first option. A path must ask for everything that it answers;
`now` is the moment, `before` what is typed before the form is walked, in this order.
"""
from datetime import date

from make_vectors import nik_date

NIK = "3201 0155 0190 9001"
USUAL = {"name": "siti  contoh", "mother_name": "aminah contoh", "birth_place": "Kota Contoh", "village": "Kelurahan Contoh",
         "street": "Jalan Contoh nomor 0", "income_per": "month", "occupation": "street_vendor", "age": "17_64"}


def nik(born, region="320101", woman=True):
    return f"{region}{nik_date(born, woman)}9001"


PATHS = {"bpu": {
    "never a member, paid by the month": {"ever_member": "never"},
    "typed in other ways": {"ever_member": "never", "employer": "no", "nik": "3201.0155.0190.9001", "phone": "+62 812-3456-7890",
                            "rt_rw": "RT 03 RW 007", "income": "1500000"},
    "does not know whether a member": {"ever_member": "unknown", "payer": "self"},
    "stopped paying: to be resumed": {"ever_member": "stopped"},
    "stopped paying, with a KPJ": {"ever_member": "stopped", "kpj": "123 4567 8901"},
    "stopped paying, an employer now": {"ever_member": "stopped", "employer": "more", "workers": "3"},
    "stopped paying, somebody else pays": {"ever_member": "stopped", "payer": "group", "occupation": "fisher", "months": "6"},
    "still a member, and knows no KPJ": {"ever_member": "still", "kpj": ""},
    "still a member at 66: may go on": {"ever_member": "still", "nik": nik(date(1960, 1, 15))},
    "stopped at 66: too old": {"ever_member": "stopped", "nik": nik(date(1960, 1, 15))},
    "an employer": {"employer": "more", "workers": "12"},
    "an employer who does not know how many": {"employer": "more", "workers": ""},
    "an employer is not asked for a NIK, whatever the age": {"employer": "more", "workers": "3", "name": "BUDI CONTOH"},
    "paid by the government": {"payer": "government"},
    "paid by the government, a driver": {"payer": "government", "occupation": "driver"},
    "paid by the platform, a driver": {"payer": "platform", "occupation": "ojek"},
    "paid by the household": {"payer": "household", "occupation": "domestic_worker"},
    "paid by a group": {"payer": "group", "occupation": "fisher"},
    "paid by the village": {"payer": "village", "occupation": "community_volunteer"},
    "paid by a donor": {"payer": "donor"},
    "somebody who pays one helper registers herself": {"employer": "one", "payer": "self"},
    "somebody with regular wages is led away": {"employer": "wages"},
    "below 15": {"age": "under_15"},
    "15 or 16: may be": {"age": "15_16"},
    "65 or above, said early": {"age": "from_65"},
    "65 or above and still a member goes on": {"ever_member": "still", "age": "from_65", "nik": nik(date(1961, 11, 23))},
    "65 or above and stopped: too old, said early": {"ever_member": "stopped", "age": "from_65"},
    "64 years and 9 months today": {"nik": nik(date(1962, 2, 23))},
    "64 years and 9 months tomorrow": {"nik": nik(date(1962, 2, 24))},
    "64 years and 9 months today, still a member": {"ever_member": "still", "nik": nik(date(1962, 2, 23))},
    "15 today by the card": {"nik": nik(date(2011, 11, 23))},
    "15 tomorrow by the card": {"nik": nik(date(2011, 11, 24))},
    "by the harvest, said with its period": {"income_per": "harvest", "income_harvest": "6 juta sekali panen", "harvests": "2",
                                            "occupation": "rice_farmer"},
    "by the harvest, so little that nothing is left of a month: asked for": {
        "income_per": "harvest", "income_harvest": "11", "harvests": "1", "income": "500000"},
    "by the trip": {"income_per": "trip", "income_trip": "400 ribu sekali melaut", "trips": "8", "occupation": "fisher"},
    "by the job": {"income_per": "job", "income_trip": "1500000", "trips": "3", "occupation": "builder"},
    "by the day that varies": {"income_per": "varies", "income_varies": "450 ribu rupiah seminggu", "occupation": "ojek"},
    "by the day, said with its period": {"income_per": "day", "income_day": "90 ribu rupiah sehari", "work_days": "6"},
    "does not know who pays": {"payer": "unknown"},
    "does not know who pays, where it makes no difference": {"payer": "unknown", "now": "2027-05-10T10:00:00+07:00"},
    "does not know who pays, a driver": {"payer": "unknown", "occupation": "truck_driver"},
    "ojek": {"occupation": "ojek", "months": "12"},
    "becak is no transport by the tariff": {"occupation": "becak", "months": "12"},
    "by the day": {"income_per": "day", "income_day": "Rp100.000", "work_days": "6"},
    "by the day, every day": {"income_per": "day", "income_day": "85.000", "work_days": "7", "programmes": "jht"},
    "by the day, one day, a rupiah": {"income_per": "day", "income_day": "1", "work_days": "1"},
    "by the week": {"income_per": "week", "income_week": "600000"},
    "by the week, odd": {"income_per": "week", "income_week": "Rp 333.333", "occupation": "courier"},
    "by the week, more than a month can be: asked for": {"income_per": "week", "income_week": "1.000.000.000",
                                                         "income": "1000000000"},
    "all three programmes": {"programmes": "jht,jkk", "months": "6"},
    "the payer matters across two months' rules": {"programmes": "jht", "months": "6", "payer": "self"},
    "a month in which another rule begins, one minute before": {"now": "2026-12-31T16:59:00Z", "months": "1"},
    "a month in which another rule begins, at midnight": {"now": "2026-12-31T17:00:00Z", "months": "1"},
    "the NIK differs from the card": {"nik_right": "differs", "birth_date": "16/1/1990", "sex": "male"},
    "the NIK differs, the date does not": {"nik_right": "differs", "birth_date": "15011990", "sex": "female"},
    "the NIK differs: too old by the card": {"nik_right": "differs", "birth_date": "1961-11-23"},
    "the NIK differs: not too old by the card": {"nik": nik(date(1950, 1, 1)), "nik_right": "differs", "birth_date": "24-11-1961",
                                                  "sex": "female"},
    "the NIK differs: too young by the card": {"nik_right": "differs", "birth_date": "24.11.2009"},
    "65 today": {"nik": nik(date(1961, 11, 23))},
    "65 tomorrow": {"nik": nik(date(1961, 11, 24))},
    "17 today": {"nik": nik(date(2009, 11, 23), woman=False)},
    "17 tomorrow": {"nik": nik(date(2009, 11, 24), woman=False)},
    "born on a leap day, 17 tomorrow": {"now": "2025-02-28T12:00:00+07:00", "nik": nik(date(2008, 2, 29))},
    "born on a leap day, 17 today": {"now": "2025-03-01T00:00:00+07:00", "nik": nik(date(2008, 2, 29))},
    "it is tomorrow already in Indonesia: 17 today": {"now": "2026-11-22T17:00:00Z", "nik": nik(date(2009, 11, 23))},
    "it is tomorrow in a minute: 17 tomorrow": {"now": "2026-11-22T16:59:59Z", "nik": nik(date(2009, 11, 23))},
    "moved within the country": {"home_here": "moved", "district": "35.78.01"},
    "moved to a district with one postal code": {"home_here": "moved", "district": "11.01.01", "village_code": "other"},
    "the village is in the list": {"village_code": "32.01.01.1005"},
    "the village is not in the list": {"village_code": "other", "village": "Kampung Contoh", "postal_code": ""},
    "of a village in the list, the code typed earlier is not sent": {
        "before": [("employer", "no"), ("payer", "self"), ("nik", NIK), ("nik_right", "yes"), ("home_here", "yes"),
                   ("village_code", "other"), ("village", "Kampung Contoh"), ("postal_code", "40111"),
                   ("village_code", "32.01.01.1001")]},
    "another district: the village is asked again": {
        "before": [("employer", "no"), ("payer", "self"), ("nik", NIK), ("nik_right", "yes"), ("home_here", "yes"),
                   ("village_code", "32.01.01.1001"), ("home_here", "moved"), ("district", "11.01.01")]},
    "moved to a district with several": {"home_here": "moved", "district": "31.71.01", "village_code": "other", "postal_code": "10110"},
    "the NIK's district has one postal code": {"nik": nik(date(1990, 1, 15), "110101"), "village_code": "other"},
    "the NIK is of a district that is no more": {"nik": nik(date(1990, 1, 15), "320199"), "district": "32.01.01"},
    "the NIK is of a province that is none": {"nik": nik(date(1990, 1, 15), "990101", False), "district": "32.71.01"},
    "a postal code of somewhere else": {"village_code": "other", "postal_code": "40111"},
    "no RT and RW": {"rt_rw": ""},
    "RT and RW with letters": {"rt_rw": "RT 5B RW 12C"},
    "a dash leaves RT and RW out": {"rt_rw": " – "},
    "nobody knows the mother's name": {"mother_name": "Tidak\u00a0tahu"},
    "born in a place with digits and brackets": {"birth_place": "2 X 11 Kayu Tanam (Sicincin)"},
    "the NIK differs, the date has the name of its month": {"nik_right": "differs", "birth_date": "Senin, 15 Januari 1990", "sex": "female"},
    "pasted with signs that nobody sees": {"nik": "\u202a3201 0155 0190 9001\u202c", "phone": "\u200e0812\u00a03456\u20117890",
                                           "street": "\ufeffJalan\u00a0Contoh nomor ０"},
    "the photo comes later": {"ktp": ""},
    "as little as can be": {"rt_rw": "", "ktp": ""},
    # Answers to questions that are no longer asked are kept, not sent, and seen by no condition.
    "was no member, is one: what was answered then is not sent": {
        "before": [("ever_member", "never"), ("employer", "more"), ("workers", "4"), ("months", "12"),
                   ("ever_member", "still")]},
    "was an employer, is none": {"before": [("employer", "more"), ("workers", "4"), ("employer", "no")]},
    "earned by the day, now by the month": {
        "before": [("employer", "no"), ("payer", "self"), ("income_per", "day"), ("income_day", "50000"), ("work_days", "5"),
                   ("income_per", "month")]},
    "a typed income gives way to one by the week": {
        "before": [("employer", "no"), ("payer", "self"), ("income_per", "month"), ("income", "7000000"), ("income_per", "week")],
        "income_week": "300000"},
    "the date of a card that does not differ after all": {
        "before": [("nik", NIK), ("nik_right", "differs"), ("birth_date", "1-1-1950"), ("sex", "male"), ("nik_right", "yes")]},
    # What was confirmed is confirmed again once it is another.
    "another phone number": {"before": [("phone", "081234567890"), ("phone", "081234567899")]},
    "another NIK": {"before": [("ever_member", "never"), ("employer", "no"), ("payer", "self"), ("nik", NIK), ("nik_right", "yes"),
                               ("home_here", "yes"), ("nik", nik(date(1985, 7, 7), "357801", False))]},
    # A derived answer stands until another is given.
    "a district's only postal code, corrected": {
        "before": [("employer", "no"), ("payer", "self"), ("nik", nik(date(1990, 1, 15), "110101")), ("nik_right", "yes"),
                   ("home_here", "yes"), ("village_code", "other"), ("postal_code", "23999")]},
}, "payer": {
    "a code as it is shown": {"pay_for_code": "0000-0000-0000", "months": "1"},
    "a code as it is typed": {"pay_for_code": "oooo oooo  OOOO", "months": "12"},
    "another code after the first": {"before": [("pay_for_code", "0000-0000-0000"), ("pay_for_code", "84g7 zwyr d6ze")]},
}}
