#!/usr/bin/env python3
"""Writes bills.json: which months are billed, what they cost, and what an event does to bills and money.

    python3 tests/vectors/make_bills.py            writes it
    python3 tests/vectors/make_bills.py --check    fails when it is not what would be written

`months`: what was paid and when, and the months that are due next; `joins`: whoever pays them is no member yet, or no more.
`join`: may somebody who joins get a bill with that last day? `prices`: a
month's dues by programme. `stories`: events, what each answers, and all money after it (received,
credited, unapplied, given back; and what each payer has free). Some are chosen, the others come from
a seeded generator.

The office keeps double entries and balances. This keeps a list of what happened and counts everything anew from it each time,
as docs/payment.md says it: what a payer has is all that they paid, less the months that were credited from it and what was
given back. Prices are data (rust-core/model/content/tariff.json). Standard library only.
"""
import json
import random
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from cover_days import GRACE, RULES, Member, first, last, month_of, number, written

HERE = Path(__file__).resolve().parent
TARIFF = json.loads((HERE.parents[1] / "rust-core/model/content/tariff.json").read_text(encoding="utf-8"))
WIB = timezone(timedelta(hours=7))
TWO, THREE = ["jkk", "jkm"], ["jkk", "jkm", "jht"]
TOO_OLD = RULES["join"]["below_age"]


def main(check):
    rng = random.Random(20261127)
    stories = [story(*chosen) for chosen in chosen_stories()]
    stories += [random_story(rng, place) for place in range(90)]
    parts = {
        "months": months_cases(rng),
        "join": join_cases(rng),
        "prices": price_cases(rng),
        "stories": stories,
    }
    lines = [f'"{name}":[\n' + ",\n".join(one_line(case) for case in cases) + "\n]" for name, cases in parts.items()]
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    file = HERE / "bills.json"
    if not check:
        file.write_text(text, encoding="utf-8")
        print("bills.json: " + ", ".join(f"{len(cases)} {name}" for name, cases in parts.items()))
    elif not file.exists() or file.read_text(encoding="utf-8") != text:
        sys.exit(f"bills.json is not what {Path(__file__).name} says")


def one_line(case):
    return json.dumps(case, ensure_ascii=False, separators=(",", ":"))


# Which months are due

def due_months(member, on, count):
    """Walks through the calendar: the first unpaid month after the last paid one while membership goes on, else this month's."""
    found, this = member.membership(on), month_of(on)
    joins = found is None or this - found[1] > GRACE
    month, due = this if joins else found[1] + 1, []
    while len(due) < count:
        if month not in member.paid:
            due.append(month)
        month += 1
    return due, joins


def months_cases(rng):
    def case(paid, on, count):
        due, joins = due_months(Member([(month, day, TWO, None) for month, day in paid]), on, count)
        return {"paid": [[written(month), day.isoformat()] for month, day in paid], "on": on.isoformat(), "count": count,
                "due": [written(month) for month in due], "joins": joins}
    november, on = number("2026-11"), date(2026, 11, 27)
    # Each month paid on its second day, or today where it has not begun.
    at_once = lambda *months: [(month, min(first(month) + timedelta(1), on)) for month in months]
    cases = [case([], on, count) for count in (1, 3, 6, 12)]
    # The oldest first, until more than three in a row are unpaid, this month counted; whatever the number of months.
    cases += [case(at_once(november - back), on, count) for back in range(1, 7) for count in (1, 2, 3, 6, 12)]
    # The last day of a membership and the first without one.
    cases += [case([(number("2027-01"), date(2027, 1, 5))], day, count)
              for day in (date(2027, 4, 30), date(2027, 5, 1), date(2027, 5, 10)) for count in (1, 3)]
    # Paid ahead; a gap between what is paid; only later months paid; a lapse between; a month that was paid after the end.
    cases += [case(at_once(november, november + 1), on, 1), case(at_once(november - 1, november + 1), on, 3)]
    cases += [case(at_once(november + 1), on, 2), case(at_once(november - 6, november), on, 2), case(at_once(november - 9, november - 4), on, 6)]
    cases += [case([(number("2027-01"), date(2027, 1, 5)), (number("2027-02"), date(2027, 5, 10))], date(2027, 5, 11), 2)]
    for _ in range(240):
        day, paid, months = date(2026, 1, 1), [], set()
        for _ in range(rng.randrange(7)):
            day += timedelta(rng.choice((0, 1, 20, 31, 40, 62, 95, 125)))
            start = month_of(day) + rng.choice((0, 0, 0, 1, -1, -1, -2, -3, 3))
            for month in range(start, start + rng.choice((1, 1, 2, 3))):
                if month not in months:
                    months.add(month)
                    paid.append((month, day))
        cases.append(case(paid, day + timedelta(rng.choice((0, 1, 15, 31, 60, 89, 92, 120, 123, 150))), rng.choice((1, 2, 3, 6, 12))))
    return cases


def join_cases(rng):
    def case(born, last_day):
        # A birthday on 29 February is on 1 March in other years.
        try:
            birthday = born.replace(year=born.year + TOO_OLD)
        except ValueError:
            birthday = date(born.year + TOO_OLD, 3, 1)
        return {"born": born.isoformat(), "last_day": last_day.isoformat(), "may": last_day < birthday}
    cases = [case(date(1961, 12, day), date(2026, 11, 30)) for day in (1, 31)]
    cases += [case(date(1961, 11, 30), date(2026, 11, day)) for day in (29, 30)]
    cases += [case(date(1961, 12, 1), date(2026, 12, 31)), case(date(1964, 2, 29), date(2029, 2, 28)), case(date(1964, 2, 29), date(2029, 3, 1))]
    for _ in range(60):
        born = date(1961, 6, 1) + timedelta(rng.randrange(900))
        cases.append(case(born, last(month_of(date(born.year + TOO_OLD, born.month, 1)) + rng.choice((-1, 0, 1)))))
    return cases


# What a month costs

def price(member, month):
    """Rupiah by programme."""
    row = [row for row in TARIFF["brackets"] if row["income_from"] <= member["income"]][-1]
    full = {"jkk": row["jkk_monthly"], "jkm": TARIFF["jkm_monthly"], "jht": row["jht_monthly"]}
    cost = {}
    for programme in THREE:
        if programme in member["programmes"]:
            percents = [cut["percent"] for cut in TARIFF["discounts"]
                        if programme in cut["programmes"] and member["work"] in cut["work"] and member["payer"] in cut["payers"]
                        and number(cut["from"]) <= month <= number(cut["to"])]
            cost[programme] = full[programme] * (100 - max(percents, default=0)) // 100
    return cost


def member_of(rng):
    return {"income": rng.choice((500_000, 1_000_000, 1_500_000, 2_950_000, 8_200_000, 21_000_000)), "work": rng.choice(("transport", "other")),
            "payer": rng.choice(("own", "own", "own", "government")), "programmes": rng.choice((TWO, TWO, THREE))}


def price_cases(rng):
    cases = []
    for work in ("transport", "other"):
        # The discount ends with its last dues month, whenever that is paid.
        for month in ("2026-03", "2026-04", "2026-12", "2027-01", "2027-03", "2027-04"):
            cases.append((dict(income=1_100_000, work=work, payer="own", programmes=TWO), number(month)))
    cases += [(member_of(rng), number("2026-01") + rng.randrange(24)) for _ in range(80)]
    return [{**member, "month": written(month), "parts": price(member, month)} for member, month in cases]


# Bills and money

class Office:
    """Everything that happened; all answers are counted from it."""

    def __init__(self, members):
        self.members, self.bills, self.paid, self.credits, self.refunds, self.claims = members, [], [], [], [], {}

    def cost(self, line):
        return sum(price(self.members[line[0]], line[1]).values())

    def credited(self, line):
        return any(credit["line"] == line and credit["counts"] for credit in self.credits)

    def is_claimed(self, line):
        return line[0] in self.claims and line[1] > self.claims[line[0]]

    def unapplied(self, payer):
        came = sum(payment["amount"] for payment in self.paid if payment["payer"] == payer)
        used = sum(credit["amount"] for credit in self.credits if credit["payer"] == payer and credit["counts"])
        back = sum(refund["amount"] for refund in self.refunds if refund["payer"] == payer)
        return came - used - back

    def live(self, payer):
        return [bill for bill in self.bills if bill["payer"] == payer and bill["state"] in ("wanted", "open", "cancelling")]

    def free(self, payer):
        return self.unapplied(payer) - sum(bill["credit"] for bill in self.live(payer))

    def money(self):
        """Received, credited, unapplied, given back."""
        count = lambda lists, what: sum(one["amount"] for one in lists if what(one))
        received, refunded = count(self.paid, lambda _: True), count(self.refunds, lambda _: True)
        credited = count(self.credits, lambda credit: credit["counts"])
        return [received, credited, received - credited - refunded, refunded]

    # Events. Each answers with what is written into the vectors.

    def issue(self, payer, lines, today, last_day):
        if not lines or len(set(lines)) < len(lines):
            return {"not": "lines"}
        if last_day < today:
            return {"not": "late"}
        for line in sorted(lines):
            if self.credited(line):
                return {"not": "already_paid"}
            if self.is_claimed(line):
                return {"not": "claimed"}
        for bill in self.live(payer):
            if set(bill["lines"]) & set(lines):
                same = bill["lines"] == lines and bill["state"] != "cancelling"
                return {"again": bill["id"]} if same else {"not": "open_bill", "bill": bill["id"]}
        whole = sum(map(self.cost, lines))
        # A rupiah at least is left to be paid.
        credit = min(self.free(payer), whole - 1)
        bill = {"id": len(self.bills), "payer": payer, "lines": lines, "credit": credit, "total": whole - credit, "last_day": last_day,
                "state": "wanted"}
        self.bills.append(bill)
        return {"bill": bill["id"], "credit": credit, "total": bill["total"]}

    def turn(self, place, states, state):
        turns = place < len(self.bills) and self.bills[place]["state"] in states
        if turns:
            self.bills[place]["state"] = state
        return {"done": turns}

    def opened(self, place):
        return self.turn(place, ("wanted",), "open")

    def begin_cancel(self, place):
        return self.turn(place, ("wanted", "open"), "cancelling")

    def cancelled(self, place):
        return self.turn(place, ("cancelling",), "cancelled")

    def expire(self, today):
        # One that the acquirer does not cancel is waited for three more days: what was paid may be reported late.
        over = [bill for bill in self.bills if bill["state"] in ("wanted", "open") and bill["last_day"] < today
                or bill["state"] == "cancelling" and bill["last_day"] + timedelta(3) < today]
        for bill in over:
            bill["state"] = "expired"
        return {"expired": [bill["id"] for bill in over]}

    def pay(self, reference, place, amount, paid_at):
        for payment in self.paid:
            if payment["reference"] == reference:
                return {"booked": "again" if (payment["bill"], payment["amount"]) == (place, amount) else "refused"}
        if amount == 0:
            return {"booked": "refused"}
        if place >= len(self.bills):
            # Nobody knows who paid. It is counted all the same.
            self.paid.append({"reference": reference, "bill": place, "amount": amount, "payer": None})
            return {"booked": "unknown"}
        bill, paid_on = self.bills[place], paid_at.astimezone(WIB).date()
        payer = bill["payer"]
        # While a bill can be paid its credit is set apart for it. Afterwards it may have gone elsewhere.
        alive = bill["state"] in ("wanted", "open", "cancelling")
        credit = bill["credit"] if alive else min(bill["credit"], self.free(payer))
        self.paid.append({"reference": reference, "bill": place, "amount": amount, "payer": payer})
        in_time = bill["state"] in ("wanted", "open", "cancelling", "expired") and paid_on <= bill["last_day"]
        if not in_time or amount < bill["total"]:
            return {"booked": "unapplied"}
        bill["state"] = "paid"
        left, months = amount + credit, []
        for line in bill["lines"]:
            if self.cost(line) <= left and self.credit_month(payer, line):
                left -= self.cost(line)
                months.append([line[0], written(line[1])])
        return {"booked": "paid", "credited": months, "credit": credit, "left": left}

    def credit_month(self, payer, line):
        if self.credited(line) or self.is_claimed(line) or self.unapplied(payer) < self.cost(line):
            return False
        self.credits.append({"payer": payer, "line": line, "amount": self.cost(line), "counts": True})
        return True

    def apply(self, payer, lines):
        months = []
        for line in lines:
            billed = any(line in bill["lines"] for bill in self.live(payer))
            if billed or self.free(payer) < self.cost(line) or not self.credit_month(payer, line):
                break
            months.append([line[0], written(line[1])])
        return {"credited": months}

    def refund(self, payer, amount):
        done = 0 < amount <= self.free(payer)
        if done:
            self.refunds.append({"payer": payer, "amount": amount})
        return {"done": done}

    def claim(self, member, month):
        self.claims[member] = min(month, self.claims.get(member, month))
        back = {}
        for credit in self.credits:
            if credit["counts"] and self.is_claimed(credit["line"]) and credit["line"][0] == member:
                credit["counts"] = False
                back[credit["payer"]] = back.get(credit["payer"], 0) + credit["amount"]
        return {"back": sorted(map(list, back.items()))}


def story(name, members, payers, events):
    """Plays the events. Each step has the event, its answer, and all money after it."""
    office, steps = Office(members), []
    for event in events:
        kind, *given = event(office) if callable(event) else event
        answer = getattr(office, kind)(*given)
        steps.append({"do": kind, **shown(kind, given), **answer, "money": office.money(), "free": [office.free(payer) for payer in range(payers)]})
    return {"name": name, "members": members, "steps": steps}


def shown(kind, given):
    names = {
        "issue": ("payer", "lines", "today", "last_day"), "opened": ("bill",), "begin_cancel": ("bill",), "cancelled": ("bill",),
        "expire": ("today",), "pay": ("reference", "of", "amount", "paid_at"), "apply": ("payer", "lines"), "refund": ("payer", "amount"),
        "claim": ("member", "month"),
    }[kind]
    # The number of a bill that is asked for stands beside the answer's own.
    names = ["of" if name == "bill" else name for name in names]
    given = [*given[:-1], written(given[-1])] if kind == "claim" else given
    return dict(zip(names, map(plain, given)))


def plain(value):
    if isinstance(value, datetime):
        return int(value.timestamp() * 1000)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [value[0], written(value[1])]
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value


def at(day, clock="12:00:00"):
    hours, minutes, seconds = map(int, clock.split(":"))
    return datetime(day.year, day.month, day.day, hours, minutes, seconds, tzinfo=WIB)


def chosen_stories():
    siti = {"income": 1_500_000, "work": "other", "payer": "own", "programmes": TWO}
    budi = {"income": 2_950_000, "work": "transport", "payer": "own", "programmes": THREE}
    nov, dec, jan = number("2026-11"), number("2026-12"), number("2027-01")
    today, end = date(2026, 11, 27), date(2026, 11, 30)
    costs = lambda member, *months: sum(sum(price(member, month).values()) for month in months)
    first_bill = ("issue", 0, [(0, nov)], today, end)
    whole = costs(siti, nov)

    yield "a bill is paid on its last second, and not a second later", [siti, siti], 2, [
        first_bill, ("opened", 0), ("issue", 1, [(1, nov)], today, end), ("opened", 1), ("expire", date(2026, 12, 1)),
        ("pay", "A", 0, whole, at(end, "23:59:59")), ("pay", "B", 1, whole, at(date(2026, 12, 1), "00:00:00")),
        ("issue", 1, [(1, dec)], date(2026, 12, 1), date(2026, 12, 31)), ("opened", 2), ("pay", "C", 2, 1, at(date(2026, 12, 2))),
    ]
    yield "three pay for one month: one cover, two credits, and each credit goes into the next bill or back", [siti], 3, [
        ("issue", 0, [(0, nov)], today, end), ("issue", 1, [(0, nov)], today, end), ("issue", 2, [(0, nov)], today, end),
        ("opened", 0), ("opened", 1), ("opened", 2), ("pay", "A", 1, whole, at(today)), ("pay", "B", 0, whole, at(today)),
        ("pay", "C", 2, whole, at(today)), ("issue", 0, [(0, nov)], today, end), ("issue", 0, [(0, dec), (0, jan)], today, end),
        ("refund", 2, whole + 1), ("refund", 2, whole), ("refund", 2, 1), ("opened", 3),
        lambda office: ("pay", "D", 3, office.bills[3]["total"], at(today)),
    ]
    yield "a month after the discount costs the whole price, also when it is paid before", [siti, budi], 1, [
        ("issue", 0, [(0, nov), (0, dec), (0, jan)], today, end), ("opened", 0),
        ("pay", "A", 0, costs(siti, nov, dec, jan), at(today)), ("issue", 0, [(1, nov), (1, jan)], today, end),
    ]
    yield "asked twice it is one bill; another one needs the first to be cancelled, and cancelled money is kept", [siti], 1, [
        first_bill, first_bill, ("opened", 0), first_bill, ("issue", 0, [(0, nov), (0, dec)], today, end), ("begin_cancel", 0), first_bill,
        ("cancelled", 0), ("cancelled", 0), ("pay", "late", 0, whole, at(today)), ("issue", 0, [(0, nov), (0, dec)], today, end), ("opened", 1),
        lambda office: ("pay", "B", 1, office.bills[1]["total"], at(today)), ("pay", "B", 1, 1, at(today)),
        lambda office: ("pay", "B", 1, office.bills[1]["total"], at(today)),
    ]
    yield "a bill that is being cancelled and was paid is paid", [siti], 1, [
        first_bill, ("opened", 0), ("begin_cancel", 0), ("pay", "A", 0, whole, at(today)), ("cancelled", 0), ("begin_cancel", 0),
    ]
    yield "a bill that cannot be cancelled expires three days after the others, and what was paid in time is taken", [siti], 1, [
        first_bill, ("opened", 0), ("begin_cancel", 0), ("expire", date(2026, 12, 3)), ("issue", 0, [(0, nov)], date(2026, 12, 3), date(2026, 12, 31)),
        ("expire", date(2026, 12, 4)), ("cancelled", 0), ("issue", 0, [(0, nov)], date(2026, 12, 4), date(2026, 12, 31)),
        ("pay", "A", 0, whole, at(end)),
    ]
    yield "too little pays nothing, too much leaves the rest", [siti], 1, [
        first_bill, ("opened", 0), ("pay", "A", 0, whole - 1, at(today)), ("pay", "B", 0, whole + 5_000, at(today)), ("apply", 0, [(0, dec), (0, jan)]),
    ]
    yield "months after a claim go back to who paid them", [siti], 2, [
        ("issue", 0, [(0, nov), (0, dec)], today, end), ("opened", 0), ("pay", "A", 0, costs(siti, nov, dec), at(today)),
        ("issue", 1, [(0, jan)], today, end), ("opened", 1), ("pay", "B", 1, costs(siti, jan), at(today)), ("claim", 0, nov),
        ("issue", 1, [(0, dec)], today, end), ("apply", 0, [(0, dec)]), ("claim", 0, nov - 1), ("claim", 0, dec),
    ]
    yield "no bill without lines, with a month twice, or after its day", [siti], 1, [
        ("issue", 0, [], today, end), ("issue", 0, [(0, nov), (0, nov)], today, end), ("issue", 0, [(0, nov)], date(2026, 12, 1), end),
        ("pay", "A", 0, whole, at(today)), ("opened", 0), ("expire", date(2027, 1, 1)),
    ]


def random_story(rng, place):
    """Few payers, members and months, so that they meet often."""
    members = [member_of(rng) for _ in range(3)]
    day, events = date(2026, 11, 20), []
    for step in range(25):
        kind = rng.choice(("issue", "issue", "issue", "opened", "opened", "pay", "pay", "pay", "pay", "begin_cancel", "cancelled", "refund", "apply",
                           "time", "time", "claim" if rng.random() < 0.2 else "pay"))
        if step < 3:
            kind = "issue"
        start, count = number("2026-11") + rng.randrange(4), rng.choice((1, 1, 2, 3))
        lines = [(rng.randrange(3), start + further) for further in range(count)]
        if rng.random() < 0.6:
            lines = [(lines[0][0], month) for _, month in lines]
        if kind == "time":
            day += timedelta(rng.choice((1, 3, 9)))
            events.append(("expire", day))
        elif kind == "issue":
            events.append((kind, rng.randrange(3), lines, day, day + timedelta(rng.choice((0, 3, 10)))))
        elif kind == "apply":
            events.append((kind, rng.randrange(3), lines))
        elif kind == "refund":
            events.append(refunding(rng.randrange(3), rng.random()))
        elif kind == "claim":
            events.append((kind, rng.randrange(3), start))
        elif kind == "pay":
            when = at(day - timedelta(rng.choice((0, 0, 0, 2))), rng.choice(("00:00:00", "12:30:00", "23:59:59")))
            events.append(paying(f"R{rng.choice((step, step, step, step, step, rng.randrange(25)))}", rng.random(), rng.choice((0, 0, 0, 0, 7_000, -1)), when))
        else:
            events.append(about_a_bill(kind, rng.random()))
    return story(f"made {place}", members, 3, events)


def pick(office, chance):
    """One of the bills, mostly of the last ones; now and then one that is not there."""
    count = len(office.bills)
    return max(0, count - 1 - int(chance * chance * count)) if chance < 0.97 else count


def about_a_bill(kind, chance):
    return lambda office: (kind, pick(office, chance))


def paying(reference, chance, more, when):
    def event(office):
        place = pick(office, chance)
        total = office.bills[place]["total"] if place < len(office.bills) else 5_000
        return "pay", reference, place, max(0, total + more), when
    return event


def refunding(payer, chance):
    return lambda office: ("refund", payer, int(office.free(payer) * chance * 1.3))


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    main("--check" in sys.argv[1:])
