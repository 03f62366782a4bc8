"""Cover, day by day: a second implementation for make_cover.py and make_reminders.py, which does not know the Rust code.

The Rust code folds payments into memberships. This walks through the calendar one day after another and counts unpaid
months, as the rules in docs/cover.md are written. Numbers and holidays are data (rust-core/model/content). Standard
library only.
"""
import json
from datetime import date, timedelta
from pathlib import Path

CONTENT = Path(__file__).resolve().parents[2] / "rust-core/model/content"
RULES = json.loads((CONTENT / "cover.json").read_text(encoding="utf-8"))
HOLIDAYS = json.loads((CONTENT / "holidays.json").read_text(encoding="utf-8"))["days"]
CLOSED = {}
for holiday in HOLIDAYS:
    CLOSED.setdefault(date.fromisoformat(holiday["date"]), holiday["name"])
GRACE, CERTAIN = RULES["grace"]["months"], RULES["certain"]["months"]
DUE_DAY = RULES["due_day"]["day"]


# Months are numbers: twelve times the year and the month, from 0.

def month_of(day):
    return day.year * 12 + day.month - 1


def first(month):
    return date(month // 12, month % 12 + 1, 1)


def last(month):
    return first(month + 1) - timedelta(1)


def in_month(month, day):
    return min(first(month) + timedelta(day - 1), last(month))


def number(text):
    year, month = text.split("-")
    return int(year) * 12 + int(month) - 1


def written(month):
    return f"{month // 12:04}-{month % 12 + 1:02}"


def works(day):
    return day.weekday() < 5 and day not in CLOSED


def in_time_until(month):
    day = in_month(month, DUE_DAY)
    while not works(day):
        day += timedelta(1)
    return day


def full_death_from(since):
    wait = RULES["full_death"]
    return max(in_month(month_of(since) + wait["months"], since.day), since + timedelta(wait["days"]))


class Member:
    """What was paid: {month: (day, programmes, sponsor)}, each month once, and since when somebody is known to be one."""

    def __init__(self, payments, since=None):
        self.since, self.paid = since, {}
        for month, day, programmes, sponsor in sorted(payments, key=lambda paid: (paid[0], paid[1])):
            if month in self.paid:
                kept = self.paid[month]
                self.paid[month] = (kept[0], kept[1] | set(programmes), kept[2])
            else:
                self.paid[month] = (day, set(programmes), sponsor)

    def known(self, day):
        other = Member([], self.since)
        other.paid = {month: paid for month, paid in self.paid.items() if paid[0] <= day}
        return other

    def membership(self, on):
        """(since, last paid month) of the membership that goes on or was the last; None before the first."""
        starts = sorted({max(day, first(month)) for month, (day, _, _) in self.paid.items()} | {on})
        current, day = None, starts[0]
        while day <= on:
            begin = [month for month, (paid, _, _) in sorted(self.paid.items()) if max(paid, first(month)) == day]
            for month in begin:
                alive = current and month_of(day) - current[1] <= GRACE
                if current is None:
                    since = min(self.since, day) if self.since else day
                    current = (since, month)
                elif alive:
                    current = (current[0], max(current[1], month))
                elif month >= month_of(day):
                    current = (day, month)
            day += timedelta(1)
        return current

    def row_end(self, month):
        while month + 1 in self.paid:
            month += 1
        return month


def cover(member, on):
    known = member.known(on)
    found, this = known.membership(on), month_of(on)
    jht = any("jht" in programmes for _, programmes, _ in known.paid.values())
    names = ["jkk", "jkm"] + ["jht"] * jht
    empty = {"level": "none", "until": None, "full_from": None}
    answer = {"on": on.isoformat(), "since": None, "paid_until": None, "missing": [], "sponsor": None}
    if found is None:
        coming = [first(month) for month in sorted(known.paid) if first(month) > on]
        state = {"state": "not_yet", "starts": coming[0].isoformat() if coming else None}
        return answer | state | {"programmes": [{"programme": name} | empty for name in names]}
    since, paid = found
    unpaid = this - paid
    end = paid if unpaid > GRACE else known.row_end(paid)
    answer |= {"since": since.isoformat(), "paid_until": last(end).isoformat(), "sponsor": known.paid[end][2]}
    answer["missing"] = [] if unpaid > GRACE else [written(month) for month in range(paid + 1, this + 1)]
    if unpaid == 0:
        state = {"state": "protected", "until": last(end).isoformat()}
    elif unpaid <= GRACE:
        state = {
            "state": "grace", "unpaid": unpaid, "in_time_until": in_time_until(paid + 1).isoformat(),
            "certain_until": last(paid + CERTAIN).isoformat(), "ends": last(paid + GRACE).isoformat(),
        }
    else:
        state = {"state": "ended", "ended_since": first(paid + GRACE + 1).isoformat(),
                 "full_death_from": full_death_from(on).isoformat()}
    programmes = []
    for name in names:
        line = {"programme": name} | empty
        if name == "jht":
            line["level"] = "saved"
        elif state["state"] == "grace":
            line["level"] = "not_promised" if name == "jkk" else "maybe"
        elif state["state"] == "protected" and name in known.paid[this][1]:
            to = this
            while to + 1 <= end and name in known.paid[to + 1][1]:
                to += 1
            early = name == "jkm" and on < full_death_from(since)
            line |= {"level": "early" if early else "full", "until": last(to).isoformat(),
                     "full_from": full_death_from(since).isoformat() if early else None}
        programmes.append(line)
    return answer | state | {"programmes": programmes}
