#!/usr/bin/env python3
"""Writes reminders.json: which messages come when.

    python3 tests/vectors/make_reminders.py            writes it
    python3 tests/vectors/make_reminders.py --check    fails when it is not what would be written

A case: what was paid, what the dues depend on, settings, the moment of asking and for how many days; and the messages, each
with its id, moment, months and amount. Worked out by the rules in docs/cover.md, without the Rust code; numbers and holidays
are data. Standard library only.
"""
import json
import random
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from cover_days import (CERTAIN, CLOSED, CONTENT, DUE_DAY, GRACE, Member, cover, first, in_month, last, month_of, number, works,
                        written)

HERE = Path(__file__).resolve().parent
RULES = {name: rule["days"] for name, rule in json.loads((CONTENT / "reminders.json").read_text(encoding="utf-8")).items()}
TARIFF = json.loads((CONTENT / "tariff.json").read_text(encoding="utf-8"))
# The most important first.
ORDER = "last-warning ended sponsor due cover-ends month-end holiday price-change after-certain harvest ahead bill again not-arrived".split()
ASKED_FOR = ("again", "not-arrived")
HOURS = {"wib": 7, "wita": 8, "wit": 9}
ONE = timedelta(1)


# What a month costs

def price(dues, month):
    row = [row for row in TARIFF["brackets"] if row["income_from"] <= dues["income"]][-1]
    full = {"jkk": row["jkk_monthly"], "jkm": TARIFF["jkm_monthly"], "jht": row["jht_monthly"]}
    total = 0
    for name in dues["programmes"]:
        cuts = [cut["percent"] for cut in TARIFF["discounts"] if name in cut["programmes"] and dues["work"] in cut["work"]
                and dues["payer"] in cut["payers"] and number(cut["from"]) <= month <= number(cut["to"])]
        total += full[name] * (100 - max(cuts, default=0)) // 100
    return total


def dearer(dues, paid):
    ends = sorted(number(cut["to"]) + 1 for cut in TARIFF["discounts"]) if dues else []
    return next((m for m in ends if paid < m <= paid + GRACE and price(dues, m) > price(dues, m - 1)), None)


# Which messages a row of paid months asks for

def ahead(payday, month):
    kind, value = next(iter(payday.items())) if isinstance(payday, dict) else (payday, None)
    if kind in ("unset", "daily"):
        return "ahead", in_month(month, RULES["ahead_day"])
    if kind == "weekly":
        return "ahead", next(day for day in (in_month(month, DUE_DAY) - n * ONE for n in range(1, 8)) if day.isoweekday() == value)
    if kind == "monthly":
        return "ahead", in_month(month if value < DUE_DAY else month - 1, value)
    return "harvest", in_month(month, RULES["harvest_day"]) if month % 12 + 1 in value else None


def long_holidays(start, end):
    """The first day of each row of closed days; a row of weekends alone is never long."""
    day = start
    while day <= end:
        if not works(day) and works(day - ONE):
            length = next(n for n in range(1, 40) if works(day + n * ONE))
            if length >= RULES["long_holiday"] and any(day + n * ONE in CLOSED for n in range(length)):
                yield day
        day += ONE


def asked(member, dues, payday, paid):
    until = last(paid)
    if member.paid.get(paid, (0, 0, None))[2]:
        yield from (("sponsor", until - n * ONE) for n in RULES["sponsor"])
    else:
        yield "cover-ends", until - RULES["cover_ends"] * ONE, until
    for n in range(1, GRACE + 1):
        kind, day = ahead(payday, paid + n)
        if day:
            yield kind, day if day > until else in_month(paid + n, RULES["ahead_day"])
        yield "due", in_month(paid + n, DUE_DAY)
        end = last(paid + n)
        if n > CERTAIN:
            yield "after-certain", end - RULES["after_certain"] * ONE
        yield ("month-end" if n < CERTAIN else "last-warning" if n == CERTAIN else "after-certain"), end - RULES["month_end"] * ONE
    yield "ended", first(paid + GRACE + 1)
    yield "ended", first(paid + GRACE + 1) + RULES["ended"] * ONE
    if dearer(dues, paid):
        yield "price-change", in_month(dearer(dues, paid) - 1, RULES["price_day"]), in_month(dearer(dues, paid), DUE_DAY)
    for day in long_holidays(until, last(paid + GRACE)):
        if day - ONE > until:
            yield "holiday", day - ONE


# Which of them come

class Message:
    """Why, on which day, after which row of paid months; the day its id names, and its moment where that is not the usual one."""

    def __init__(self, kind, day, paid, latest=None, for_others=False):
        self.kind, self.day, self.paid, self.latest, self.named, self.moment = kind, day, paid, latest or day, day, None
        self.for_others = for_others

    def bill(self, case):
        """The bill it is about."""
        return case["bill_for_others" if self.for_others else "bill"] if self.kind == "bill" else None

    def weight(self):
        """The least is the weightiest: by kind, and one's own bill before one for others."""
        return ORDER.index(self.kind), self.for_others

    def near(self, day):
        return abs((self.day - day).days) < RULES["gap"]


def choose(dues, found, chosen):
    for it in sorted(found, key=lambda it: (ORDER.index(it.kind), it.day)):
        if it.kind == "price-change" and any(other.kind == it.kind and dearer(dues, other.paid) == dearer(dues, it.paid) for other in chosen):
            continue
        while it.day <= it.latest:
            full = sum(month_of(other.day) == month_of(it.day) for other in chosen) >= RULES["month_cap"]
            if not any(other.day == it.day for other in chosen) and (
                    it.kind == "last-warning" or not (full or any(other.near(it.day) for other in chosen))):
                it.named = it.day
                chosen.append(it)
                break
            it.day += ONE


def of_bill(bill, found, settings, zone):
    """None is meant for a moment before the bill was made, or for the days after somebody said that it was paid."""
    issued = datetime.fromisoformat(bill["issued"])
    said = bill.get("said_paid")
    return [it for it in found if usual_moment(settings, zone, it.day) >= issued and not (said and soon_after(said, it.day))]


def of_own_bill(member, bill, zone):
    """A first bill has its fixed days. After the end of membership paying is joining, so a bill that was made then is a first one again,
    as long as membership has not begun anew."""
    joins = lambda day: not member.paid or ended(member, day)
    if not joins(datetime.fromisoformat(bill["issued"]).astimezone(zone).date()):
        return []
    on = [date.fromisoformat(bill["expires"]) - n * ONE for n in RULES["bill"]]
    return [Message("bill", day, None) for day in on if joins(day)]


def ended(member, day):
    return cover(member, day)["state"] == "ended"


def of_bill_for_others(bill):
    """One for others also has the due day, and its messages wait for a free one."""
    expires = date.fromisoformat(bill["expires"])
    on = [expires - n * ONE for n in RULES["bill"]]
    due = in_month(month_of(expires), DUE_DAY)
    on = [due] * (due < on[0]) + on
    return [Message("bill", day, None, until, True) for day, until in zip(on, [day - ONE for day in on[1:]] + [expires])]


# Which come on another day

def silent(member, case, it, day):
    settings, bill = case["settings"], it.bill(case)
    pause, said, of_bill = settings.get("pause"), settings.get("said_paid"), bill.get("said_paid") if bill else None
    return (pause and date.fromisoformat(pause["from"]) <= day < date.fromisoformat(pause["until"])
            or said and asks_for(member, it.paid, said) and soon_after(said["on"], day)
            or of_bill and soon_after(of_bill, day))


def asks_for(member, paid, said):
    """Whether the month of which it was said that it is paid is the one that was asked for on that day, and still is: the one after the
    last paid one; after the end of membership, the month of the day."""
    on, month = date.fromisoformat(said["on"]), number(said["month"])
    if paid is None:
        return False
    if ended(member, on):
        return month == month_of(on) and month not in member.paid
    return month == paid + 1


def asked_again(member, case, day):
    """Before the first payment no month is asked for, and only an own bill that can still be paid is spoken of again."""
    bill = case["bill"]
    return cover(member, day)["state"] != "not_yet" or bool(bill) and day <= date.fromisoformat(bill["expires"])


def soon_after(said, day):
    return 0 <= (day - date.fromisoformat(said)).days <= RULES["paid_said"]


def still_true(member, case, it, day):
    dues = case["dues"]
    if it.kind != "last-warning" and silent(member, case, it, day):
        return False
    if it.kind == "bill":
        return day <= date.fromisoformat(it.bill(case)["expires"])
    if any(paid[0] >= it.named for paid in member.paid.values()):
        return False
    if it.kind == "again":
        return asked_again(member, case, day)
    if day == it.named or it.kind in ASKED_FOR:
        return True
    if it.kind == "price-change":
        return dearer(dues, it.paid) is not None and day <= in_month(dearer(dues, it.paid), DUE_DAY)
    holds = cover(member, day)
    needed = {"ended": "ended", "sponsor": "protected", "cover-ends": "protected", "holiday": None}.get(it.kind, "grace")
    return holds["state"] == needed and (it.kind != "last-warning" or day.isoformat() <= holds["certain_until"])


def make_room(member, case, taken, chosen):
    stay = [it for it in chosen if it.day not in taken]
    for it in sorted((it for it in chosen if it.day in taken), key=lambda it: (ORDER.index(it.kind), it.day)):
        away = [*range(8), *(range(-1, -8, -1) if it.kind == "last-warning" else ())]
        for day in (it.day + n * ONE for n in away):
            busy = day in taken or any(other.day == day for other in stay)
            close = it.kind != "last-warning" and it.kind not in ASKED_FOR and any(other.near(day) for other in stay)
            if not busy and not close and still_true(member, case, it, day):
                it.day = day
                stay.append(it)
                break
    return stay


def bring_late(member, case, zone, now, told, chosen):
    settings = case["settings"]
    late = settings.get("late")
    it = next((it for it in chosen if late and it.named == date.fromisoformat(late["of"])), None)
    if it is None:
        return chosen
    rest, moment = [other for other in chosen if other is not it], datetime.fromisoformat(late["at"]).astimezone(zone)
    end = quiet_end(settings, (moment.hour, moment.minute))
    if end:
        moment = datetime(moment.year, moment.month, moment.day, *end, tzinfo=zone) + ONE * (end <= (moment.hour, moment.minute))
    day = moment.date()
    ahead = [other for other in rest if usual_moment(settings, zone, other.day) >= now]
    rivals = [other for other in ahead if other.day == day]
    # Never two on a day for all who hold the phone together.
    if it.kind != "last-warning" and day.isoformat() in case.get("taken", ()):
        return rest
    if day <= told or any(other.weight() <= it.weight() for other in rivals):
        return rest
    if it.kind != "last-warning" and it.kind not in ASKED_FOR:
        near = any(other.near(day) for other in ahead if other.day != day) or told > date.min and (day - told).days < RULES["gap"]
        if near or sum(month_of(other.day) == month_of(day) for other in rest) >= RULES["month_cap"]:
            return rest
    if not still_true(member, case, it, day):
        return rest
    it.day, it.moment = day, moment
    return [other for other in rest if other not in rivals] + [it]


def rows(member, on):
    """The last months of the rows of paid months that count from that day on, each with its first month."""
    until = cover(member, on)["paid_until"]
    current = month_of(date.fromisoformat(until)) if until else None
    found = [(current, current)] if until else []
    for month in sorted(member.paid):
        if month <= max(month_of(on), current or 0):
            continue
        if found and found[-1][1] + 1 == month:
            found[-1] = (found[-1][0], month)
        else:
            found.append((month, month))
    return found


def by_itself(member, case, zone, today):
    dues, settings, somebody_pays = case["dues"], case["settings"], case.get("somebody_pays", False)
    chosen, days = [], sorted({paid[0] for paid in member.paid.values()})
    recent = [day for day in days if day >= today - timedelta(62)]
    days = days[:len(days) - len(recent)][-1:] + recent
    for place, day in enumerate(days):
        known = member.known(day)
        all_rows = rows(known, day)
        for at, (begin, end) in enumerate(all_rows):
            lower = day + ONE if at == 0 else max(day + ONE, first(begin))
            uppers = days[place + 1:place + 2] + [first(row[0]) - ONE for row in all_rows[at + 1:at + 2]]
            found = []
            for kind, on, *latest in asked(known, dues, settings["payday"], end):
                if somebody_pays and kind not in ("month-end", "last-warning", "after-certain", "ended"):
                    continue
                if kind == "last-warning" and on < lower <= last(end + CERTAIN):
                    on = lower
                # What may wait comes after the payment.
                on = max(on, lower) if latest else on
                until = min([*(latest or [on]), *uppers])
                if lower <= on <= until:
                    found.append(Message(kind, on, end, until))
            choose(dues, found, chosen)
    own, others = case["bill"], case["bill_for_others"]
    if own:
        found = of_bill(own, of_own_bill(member, own, zone), settings, zone)
        # A bill to start again is spoken of, and not soon after that membership has ended.
        chosen = [it for it in chosen if it.kind != "ended" or not any(0 <= (it.day - bill.day).days < RULES["gap"] for bill in found)]
        choose(dues, found, chosen)
    if others:
        choose(dues, of_bill(others, of_bill_for_others(others), settings, zone), chosen)
    return chosen


def plan(case):
    settings, now = case["settings"], datetime.fromisoformat(case["from"])
    if not settings["on"]:
        return []
    zone = timezone(timedelta(hours=HOURS[settings["zone"]]))
    today = now.astimezone(zone).date()
    payments = [(number(paid["month"]), date.fromisoformat(paid["paid_on"]), paid["programmes"], paid["sponsor"]) for paid in case["months"]]
    member, dues = Member(payments).known(today), case["dues"]
    chosen = by_itself(member, case, zone, today)
    said = settings.get("said_paid")
    chosen = [it for it in chosen if it.kind == "last-warning" or not silent(member, case, it, it.day)]
    told = datetime.fromisoformat(settings["told"]).astimezone(zone).date() if settings.get("told") else date.min
    now_rows = rows(member, today)
    paid = now_rows[0][1] if now_rows else None
    answers = []
    if said and asks_for(member, paid, said):
        answers.append(("not-arrived", date.fromisoformat(said["on"]) + (RULES["paid_said"] + 1) * ONE))
    again = settings.get("again")
    paid_since = again and any(payment[0] >= date.fromisoformat(again["asked"]) for payment in member.paid.values())
    if again and not paid_since and asked_again(member, case, date.fromisoformat(again["on"])):
        answers.append(("again", date.fromisoformat(again["on"])))
    for kind, day in answers:
        if day > told and all(day != other.day for other in chosen):
            chosen.append(Message(kind, day, paid))
    chosen = make_room(member, case, [date.fromisoformat(day) for day in case.get("taken", ())], chosen)
    chosen = bring_late(member, case, zone, now, told, chosen)
    return [line for it in sorted(chosen, key=lambda it: it.day) if today <= it.day < today + case["days"] * ONE and it.day > told
            for line in message(member, case, zone, now, it)]


def minute(text):
    return int(text[:2]), int(text[3:])


def quiet_end(settings, at):
    """The first minute after the quiet hours that this one lies in; none outside them."""
    if not settings["quiet"]:
        return None
    begin, end = minute(settings["quiet"]["from"]), minute(settings["quiet"]["to"])
    return end if ((begin <= at < end) if begin <= end else (at >= begin or at < end)) else None


def usual_moment(settings, zone, day):
    at = minute(settings["at"])
    return datetime(day.year, day.month, day.day, *(quiet_end(settings, at) or at), tzinfo=zone)


def message(member, case, zone, now, it):
    kind, day, paid, dues, settings = it.kind, it.day, it.paid, case["dues"], case["settings"]
    moment = it.moment or usual_moment(settings, zone, day)
    if moment < now:
        return
    holds = cover(member, day)
    if kind == "bill" or holds["state"] == "not_yet":
        months = []
    elif kind == "price-change":
        months = [dearer(dues, paid)]
    elif holds["state"] == "ended":
        # What was said to be paid keeps its month when another one has begun.
        months = [number(settings["said_paid"]["month"])] if kind == "not-arrived" else [month_of(day)]
    elif holds["state"] == "protected":
        months = [paid + 1]
    else:
        months = [number(month) for month in holds["missing"]]
    bill = case["bill"] if kind == "again" and not months else it.bill(case)
    amount = bill["amount"] if bill else sum(price(dues, month) for month in months) if dues and months else None
    # The button is for whoever can be told something tomorrow, and about one's own months.
    tomorrow = not it.for_others and asked_again(member, case, day + ONE)
    western = moment.astimezone(timezone(timedelta(hours=7))).isoformat(timespec="seconds")
    yield {"id": f"{kind}-{it.named}", "at": western, "months": [written(month) for month in months], "amount": amount, "tomorrow": tomorrow}


# The cases

def main(check):
    cases = [case | {"reminders": plan(case)} for case in [*chosen_cases(), *random_cases(random.Random(15))]]
    lines = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)
    text, file = f"[\n{lines}\n]\n", HERE / "reminders.json"
    if not check:
        file.write_text(text, encoding="utf-8")
        print(f"reminders.json: {len(cases)} cases, {sum(len(case['reminders']) for case in cases)} messages")
    elif not file.exists() or file.read_text(encoding="utf-8") != text:
        sys.exit(f"reminders.json is not what {Path(__file__).name} says")


TWO = ["jkk", "jkm"]
DRIVER = {"income": 1000000, "work": "transport", "payer": "own", "programmes": TWO}
SELLER = {"income": 2800000, "work": "other", "payer": "own", "programmes": [*TWO, "jht"]}
PLAIN = {"on": True, "payday": "unset", "at": "08.00", "quiet": {"from": "20.00", "to": "07.00"}, "zone": "wib"}


def asking(months, moment, days=120, dues=SELLER, bill=None, others=None, somebody_pays=False, taken=None, **settings):
    goes_on = ({"somebody_pays": True} if somebody_pays else {}) | ({"taken": taken} if taken else {})
    bills = {"bill": bill, "bill_for_others": others}
    return goes_on | bills | {"months": months, "dues": dues, "settings": PLAIN | settings, "from": moment, "days": days}


def paid(months, on, sponsor=None):
    return [{"month": month, "paid_on": on, "programmes": TWO, "sponsor": sponsor} for month in months.split()]


def chosen_cases():
    november, morning = paid("2026-11", "2026-11-27"), "2026-11-27T09:00:00+07:00"
    for zone in HOURS:
        yield asking(november, morning, zone=zone, at="06.00")
        yield asking(november, "2026-12-15T08:00:00+07:00", zone=zone)
    for payday in ("daily", {"weekly": 1}, {"weekly": 7}, {"monthly": 1}, {"monthly": 14}, {"monthly": 15}, {"monthly": 31}, {"harvest": [1, 4]}):
        yield asking(november, morning, payday=payday)
    for quiet in (None, {"from": "12.00", "to": "13.30"}, {"from": "23.00", "to": "22.59"}):
        yield asking(november, morning, at="12.30", quiet=quiet)
    yield asking(november, morning, dues=None)
    yield asking(november, morning, on=False)
    yield asking(november, morning, dues=DRIVER, days=200)
    # The end of a discount: while nothing is paid for the month after it, and when it is.
    yield asking(paid("2026-10 2026-11 2026-12", "2026-10-05"), "2026-11-01T00:00:00+07:00", days=70)
    yield asking(paid("2026-12 2027-01", "2026-11-30"), "2026-11-30T12:00:00+07:00", days=90)
    yield asking(paid("2026-12 2027-01 2027-02", "2026-12-20"), "2026-12-21T00:00:00+07:00", dues=DRIVER)
    # Who pays on the 3rd of the last month of a discount or later is told after that; who pays on its last day, in the next month.
    for day in ("03", "15", "29", "30", "31"):
        yield asking(paid("2026-12", f"2026-12-{day}"), f"2026-12-{day}T18:00:00+07:00", days=40)
    yield asking(paid("2026-12", "2026-12-31"), "2026-12-31T18:00:00+07:00", days=40, payday={"weekly": 6})
    yield asking(paid("2027-03", "2027-03-31"), "2027-03-31T18:00:00+07:00", days=40, dues=DRIVER)
    # Arrears that are paid after the discount, and who heard of its end before paying.
    yield asking(paid("2026-11", "2026-11-30") + paid("2026-12", "2027-01-05"), "2027-01-05T12:00:00+07:00", days=40)
    yield asking(paid("2026-12", "2027-01-05"), "2027-01-05T12:00:00+07:00", days=40)
    # Not shown on the last day of the discount: it still comes in the new year.
    yield asking(paid("2026-12", "2026-12-30"), "2027-01-02T09:00:00+07:00", late={"of": "2026-12-31", "at": "2027-01-02T09:05:00+07:00"})
    # Drivers before Lebaran, which falls into the last month of their discount.
    yield asking(paid("2027-02", "2027-02-10"), "2027-02-10T18:00:00+07:00", dues=DRIVER, days=60)
    yield asking(paid("2027-02", "2027-02-10"), "2027-02-10T18:00:00+07:00", dues=DRIVER, days=60, payday={"weekly": 6})
    # A sponsor's months end; own months follow them.
    village = paid("2026-07 2026-08 2026-09 2026-10 2026-11 2026-12", "2026-07-01", "Desa Contoh")
    yield asking(village, "2026-07-02T00:00:00+07:00", days=300)
    yield asking(village + paid("2027-01", "2026-12-24"), "2026-12-25T00:00:00+07:00", days=100)
    # A daughter pays month by month: the mother is told only of what stays unpaid.
    daughter = paid("2026-11", "2026-11-27", "R••• C•••")
    yield asking(daughter, morning, days=250, somebody_pays=True)
    yield asking(daughter, morning, days=250, dues=DRIVER, payday={"weekly": 1}, somebody_pays=True)
    yield asking(daughter + paid("2026-12", "2026-12-24", "R••• C•••"), "2026-12-25T00:00:00+07:00", days=120, somebody_pays=True)
    # A gap before months that a sponsor has paid for ahead.
    yield asking(november + paid("2027-02 2027-03", "2026-11-28", "Koperasi Contoh"), "2026-11-28T00:00:00+07:00", days=250)
    # Pauses and answers.
    yield asking(november, morning, pause={"from": "2026-12-01", "until": "2027-01-30"})
    yield asking(november, "2026-12-15T12:00:00+07:00", said_paid={"on": "2026-12-15", "month": "2026-12"}, told="2026-12-15T08:00:00+07:00")
    yield asking(november + paid("2026-12", "2026-12-17"), "2026-12-17T12:00:00+07:00", said_paid={"on": "2026-12-15", "month": "2026-12"})
    yield asking(november, "2026-12-15T12:00:00+07:00", again={"asked": "2026-12-15", "on": "2026-12-16"})
    yield asking(november + paid("2026-12", "2026-12-15"), "2026-12-15T12:00:00+07:00", again={"asked": "2026-12-15", "on": "2026-12-16"})
    # Nothing paid yet: a first code, and none.
    first_bill = {"amount": 16800, "issued": "2026-11-20T08:00:00+07:00", "expires": "2026-11-30"}
    yield asking([], morning, bill=first_bill)
    yield asking([], "2026-12-01T00:00:00+07:00", bill={"amount": 33600, "issued": "2026-12-01T00:00:00+07:00", "expires": "2026-12-31"}, zone="wita")
    # A first bill of a month's last days: made 7, 3 or 1 days before its last one or on it, before and after the minute of messages.
    for days in (7, 3, 1, 0):
        for time in ("07:59", "08:00", "08:01", "21:30"):
            made = f"2026-11-{30 - days}T{time}:00+07:00"
            yield asking([], made, days=40, bill=first_bill | {"issued": made})
    # Somebody said that it was paid, and the office does not know it.
    for said in ("2026-11-20", "2026-11-26", "2026-11-29", "2026-11-30"):
        yield asking([], f"{said}T07:00:00+07:00", days=40, bill=first_bill | {"said_paid": said})
    # Made the evening before in Jakarta, when it is the last day in Jayapura already; and with a minute in quiet hours.
    made = "2026-11-29T23:30:00+07:00"
    yield asking([], made, days=40, bill=first_bill | {"issued": made}, zone="wit")
    yield asking([], made, days=40, bill=first_bill | {"issued": made}, at="06.30")
    # The phone hears of it only the next morning, and was off at the minute of the last day.
    yield asking([], "2026-11-30T07:00:00+07:00", days=40, bill=first_bill | {"issued": "2026-11-29T10:00:00+07:00"})
    yield asking([], "2026-11-30T11:00:00+07:00", days=40, bill=first_bill | {"issued": "2026-11-29T10:00:00+07:00"},
                 late={"of": "2026-11-30", "at": "2026-11-30T11:05:00+07:00"})
    yield asking([], morning)
    # A bill for others: of somebody who only pays, of a member who has paid ahead, and of one who has not.
    others = {"amount": 16800, "issued": "2026-11-24T08:00:00+07:00", "expires": "2026-12-31"}
    yield asking([], morning, others=others)
    yield asking(paid("2026-11 2026-12 2027-01", "2026-11-27"), morning, others=others)
    yield asking(november, morning, others=others)
    yield asking(november, morning, others=others | {"expires": "2026-12-16"})
    yield asking(november, "2026-12-14T09:00:00+07:00", others=others | {"said_paid": "2026-12-14"})
    yield asking([], "2026-12-24T09:00:00+07:00", others=others | {"said_paid": "2026-12-22"}, taken=["2026-12-30"])
    # One for others that was made late in the month.
    for made in ("2026-12-15T09:00:00+07:00", "2026-12-24T07:00:00+07:00", "2026-12-26T09:00:00+07:00", "2026-12-30T09:00:00+07:00"):
        yield asking([], made, others=others | {"issued": made})
        yield asking(november, made, others=others | {"issued": made})
    # A first bill of one's own and one for others; the same when both end on one day.
    yield asking([], "2026-11-24T09:00:00+07:00", bill=first_bill, others=others)
    yield asking([], "2026-11-24T09:00:00+07:00", bill=first_bill, others=others | {"expires": "2026-11-30"})
    yield asking([], "2026-11-24T09:00:00+07:00", bill=first_bill | {"said_paid": "2026-11-28"}, others=others)
    # "Tomorrow" before anything is paid: the bill is spoken of again while it can be paid.
    for asked, on in (("2026-11-28", "2026-11-29"), ("2026-11-29", "2026-11-30"), ("2026-11-30", "2026-12-01")):
        again = {"asked": asked, "on": on}
        yield asking([], f"{asked}T12:00:00+07:00", days=20, bill=first_bill, again=again)
        yield asking([], f"{asked}T12:00:00+07:00", days=20, again=again)
        yield asking([], f"{asked}T12:00:00+07:00", days=20, bill=first_bill, again=again, taken=[on])
        yield asking([], f"{asked}T12:00:00+07:00", days=20, others=others, again=again)
    # Paid ahead of the first month: nothing is asked for yet.
    yield asking(paid("2026-12", "2026-11-27"), morning, days=20, again={"asked": "2026-11-28", "on": "2026-11-29"})
    # Membership ended on 1 May: a bill that is made then is a first one again, one that was made before is not.
    january, may_bill = paid("2027-01", "2027-01-05"), {"amount": 16800, "expires": "2027-05-31"}
    for made in ("2027-04-28T09:00:00+07:00", "2027-05-01T00:00:00+07:00", "2027-05-20T09:00:00+07:00", "2027-05-30T09:00:00+07:00"):
        yield asking(january, made, days=40, bill=may_bill | {"issued": made})
        yield asking(january + paid("2027-05", "2027-05-21"), "2027-05-21T12:00:00+07:00", days=40, bill=may_bill | {"issued": made})
    yield asking(january, "2027-05-20T09:00:00+07:00", days=40, bill=may_bill | {"issued": "2027-05-20T09:00:00+07:00"},
                 others=others | {"issued": "2027-05-20T09:00:00+07:00", "expires": "2027-05-31"})
    yield asking(january, "2027-05-22T09:00:00+07:00", days=40,
                 bill=may_bill | {"issued": "2027-05-20T09:00:00+07:00", "said_paid": "2027-05-22"}, said_paid={"on": "2027-05-22", "month": "2027-05"})
    # "I paid already" after the end: about the month of that day, also when another one begins.
    for said in ("2027-05-01", "2027-05-29", "2027-05-30", "2027-05-31", "2027-06-02"):
        yield asking(january, f"{said}T12:00:00+07:00", days=40, said_paid={"on": said, "month": said[:7]})
        yield asking(january + paid(said[:7], said), f"{said}T12:00:00+07:00", days=40, said_paid={"on": said, "month": said[:7]})
    yield asking(january, "2027-04-30T12:00:00+07:00", days=40, said_paid={"on": "2027-04-30", "month": "2027-02"})
    yield asking(january, "2027-05-01T12:00:00+07:00", days=40, said_paid={"on": "2027-05-01", "month": "2027-02"})
    yield asking(january, "2027-05-01T12:00:00+07:00", days=40, again={"asked": "2027-05-01", "on": "2027-05-02"})
    # Not shown at its moment: an hour late, in quiet hours, a day late, when it means nothing any more, when something else comes.
    august = paid("2026-09", "2026-09-10")
    for of, at in (("2026-11-28", "2026-11-28T09:35"), ("2026-11-28", "2026-11-28T21:00"), ("2026-11-28", "2026-11-30T22:00"),
                   ("2026-11-15", "2026-11-16T09:00"), ("2026-11-15", "2026-11-26T09:00"), ("2026-11-10", "2026-11-15T07:30"),
                   ("2026-11-01", "2026-11-02T09:00"), ("2026-11-11", "2026-11-12T09:00")):
        yield asking(august, f"{at}:00+07:00", late={"of": of, "at": f"{at}:00+07:00"})
    yield asking(august, "2026-11-28T09:35:00+07:00", late={"of": "2026-11-28", "at": "2026-11-28T09:40:00+07:00"}, told="2026-11-28T09:00:00+07:00")
    yield asking(august + paid("2026-10 2026-11", "2026-11-28"), "2026-11-28T09:35:00+07:00", late={"of": "2026-11-28", "at": "2026-11-28T09:40:00+07:00"})
    yield asking([], "2026-12-24T09:00:00+07:00", others=others, late={"of": "2026-12-24", "at": "2026-12-24T09:05:00+07:00"})
    yield asking(paid("2027-02", "2027-02-10"), "2027-03-05T09:00:00+07:00", dues=DRIVER, late={"of": "2027-03-05", "at": "2027-03-05T09:05:00+07:00"})
    yield asking(paid("2027-02", "2027-02-10"), "2027-03-06T09:00:00+07:00", dues=DRIVER, late={"of": "2027-03-05", "at": "2027-03-06T09:05:00+07:00"})
    # Two people and one phone.
    yield asking(november, morning, taken=["2026-12-10", "2026-12-15", "2026-12-28", "2027-01-28", "2027-01-29"])
    yield asking(november, morning, taken=["2027-01-28", "2027-01-29", "2027-01-30", "2027-01-31", "2027-01-27"])
    # Arrears paid in part, just before the second unpaid month ends; membership long ended; a leap year.
    yield asking(paid("2026-08", "2026-08-10") + paid("2026-09", "2026-11-29"), "2026-11-29T10:00:00+07:00")
    yield asking(paid("2026-01", "2026-01-10"), "2026-06-01T00:00:00+07:00")
    yield asking(paid("2027-12", "2027-12-31"), "2028-01-01T00:00:00+07:00", days=100)
    yield asking(paid("2027-01", "2027-01-05"), "2027-01-06T00:00:00+07:00", dues=DRIVER, days=150)


def random_cases(rng):
    of_issue = random.Random(29)
    for _ in range(240):
        months, day = [], date(2026, 1, 1) + timedelta(rng.randrange(500))
        for _ in range(rng.randrange(1, 6)):
            day += timedelta(rng.choice((0, 7, 28, 30, 31, 45, 75)) + rng.randrange(6))
            start = month_of(day) + rng.choice((0, 0, 0, 1, -1, -2))
            sponsor = rng.choice((None, None, "Desa Contoh"))
            for month in range(start, start + rng.choice((1, 1, 2, 3))):
                months.append({"month": written(month), "paid_on": day.isoformat(), "programmes": TWO, "sponsor": sponsor})
        at = datetime(day.year, day.month, day.day, rng.randrange(24), rng.randrange(60), tzinfo=timezone(timedelta(hours=7)))
        at += timedelta(rng.choice((0, 0, 3, 20, 40, 80)))
        settings = {
            "payday": rng.choice(["unset", "daily", {"weekly": rng.randrange(1, 8)}, {"monthly": rng.randrange(1, 32)}, {"harvest": [3, 9]}]),
            "at": f"{rng.randrange(24):02}.{rng.randrange(60):02}", "zone": rng.choice(list(HOURS)),
            "quiet": rng.choice((None, {"from": "20.00", "to": "07.00"}, {"from": f"{rng.randrange(24):02}.30", "to": f"{rng.randrange(24):02}.00"})),
        }
        if rng.random() < 0.25:
            begin = at.date() - timedelta(rng.randrange(20))
            settings["pause"] = {"from": begin.isoformat(), "until": (begin + timedelta(rng.randrange(1, 61))).isoformat()}
        if rng.random() < 0.25:
            settings["said_paid"] = {"on": (at.date() - timedelta(rng.randrange(5))).isoformat(), "month": written(month_of(at.date()) + rng.randrange(-1, 2))}
        if rng.random() < 0.25:
            settings["again"] = {"asked": at.date().isoformat(), "on": (at.date() + ONE).isoformat()}
        if rng.random() < 0.25:
            settings["told"] = (at - timedelta(hours=rng.randrange(30))).isoformat()
        case = asking(months, at.isoformat(), days=rng.choice((30, 90, 150)), dues=rng.choice((None, DRIVER, SELLER)), **settings)
        if rng.random() < 0.3:
            expires = at.date() + timedelta(rng.randrange(1, 40))
            made = at - timedelta(minutes=of_issue.choice((0, 0, 90, 1440, 20000)))
            given = {"amount": 16800, "expires": expires.isoformat(), "issued": made.isoformat()}
            which = rng.random()
            case["bill_for_others"] = given if which < 0.7 else None
            case["bill"] = given | {"amount": 33600} if which > 0.5 else None
            if of_issue.random() < 0.3:
                case["months"], case["bill"] = [], given
        if rng.random() < 0.3:
            case["taken"] = sorted({(at.date() + timedelta(rng.choice((0, 3, 14, 15, 27, 28)) + rng.randrange(4))).isoformat() for _ in range(6)})
        # The phone was off when one of them should have come.
        planned = plan(case)
        if planned and rng.random() < 0.5:
            missed = rng.choice(planned)
            moment = datetime.fromisoformat(missed["at"]) + timedelta(minutes=rng.choice((1, 90, 600, 1440, 4000)))
            case["from"] = moment.isoformat()
            case["settings"]["late"] = {"of": missed["id"][-10:], "at": (moment + timedelta(minutes=5)).isoformat()}
        yield case


if __name__ == "__main__":
    main("--check" in sys.argv[1:])
