#!/usr/bin/env python3
"""Writes cover.json: what paid months are worth on a day.

    python3 tests/vectors/make_cover.py            writes it
    python3 tests/vectors/make_cover.py --check    fails when it is not what would be written

`in_time`: until when each month of the holiday calendar counts as paid in time. `cases`: what was paid, a day, and the cover
on it; some chosen, the others by a seeded generator. cover_days.py says how it is worked out.
"""
import json
import random
import sys
from datetime import date, timedelta
from pathlib import Path

from cover_days import Member, cover, first, in_time_until, month_of, number, written

HERE = Path(__file__).resolve().parent
TWO, THREE = ["jkk", "jkm"], ["jkk", "jkm", "jht"]


def main(check):
    cases = [case(*chosen) for chosen in chosen_cases()] + [case(*made) for made in random_cases(random.Random(14))]
    in_time = [{"month": written(month), "until": in_time_until(month).isoformat()} for month in range(number("2026-01"), number("2028-07"))]
    lines = ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in cases)
    text = f'{{"in_time":{json.dumps(in_time, separators=(",", ":"))},"cases":[\n{lines}\n]}}\n'
    file = HERE / "cover.json"
    if not check:
        file.write_text(text, encoding="utf-8")
        print(f"cover.json: {len(cases)} cases, {len(in_time)} due days")
    elif not file.exists() or file.read_text(encoding="utf-8") != text:
        sys.exit(f"cover.json is not what {Path(__file__).name} says")


def case(since, payments, on):
    given = [{"month": written(month), "paid_on": day.isoformat(), "programmes": programmes, "sponsor": sponsor}
             for month, day, programmes, sponsor in payments]
    return {"since": since.isoformat() if since else None, "months": given, "cover": cover(Member(payments, since), on)}


def paid(months, on, programmes=TWO, sponsor=None):
    day = date.fromisoformat(on)
    return [(number(month), day, programmes, sponsor) for month in months.split()]


def chosen_cases():
    november = paid("2026-11", "2026-11-27")
    for day in ("2026-11-26", "2026-11-27", "2026-11-30", "2026-12-01", "2026-12-15", "2026-12-16", "2027-01-31", "2027-02-01",
                "2027-02-28", "2027-03-01", "2027-06-30"):
        yield None, november, date.fromisoformat(day)
    # Paid ahead, with a gap that a sponsor leaves, and JHT only at first.
    ahead = paid("2026-11 2026-12 2027-01", "2026-11-27", THREE) + paid("2027-03 2027-04", "2026-12-10", TWO, "Koperasi Contoh")
    for day in ("2026-11-30", "2027-01-31", "2027-02-10", "2027-02-26", "2027-03-01", "2027-08-31", "2027-09-01"):
        yield None, ahead, date.fromisoformat(day)
    # Arrears paid, the oldest first; then nothing, and a new beginning after the end.
    late = november + paid("2026-12 2027-01", "2027-02-03") + paid("2027-06 2027-07", "2027-06-20")
    for day in ("2027-02-02", "2027-02-03", "2027-05-31", "2027-06-19", "2027-06-20", "2027-09-17", "2027-09-18", "2027-09-20"):
        yield None, late, date.fromisoformat(day)
    # Old months that are paid after the end count for nothing.
    for day in ("2027-05-04", "2027-05-05"):
        yield None, november + paid("2026-12 2027-01", "2027-05-04"), date.fromisoformat(day)
    # A member since long ago; a coming month only; nothing at all; a leap year; the shortest way to three months.
    yield date(2019, 3, 1), november, date(2026, 11, 27)
    yield None, paid("2026-12", "2026-11-27"), date(2026, 11, 27)
    yield None, [], date(2026, 11, 27)
    for day in (date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)):
        yield None, paid("2027-11 2027-12 2028-01 2028-02 2028-03", "2027-11-30"), day
    for day in (date(2027, 4, 30), date(2027, 5, 1)):
        yield None, paid("2027-01 2027-02 2027-03 2027-04 2027-05", "2027-01-31"), day
    # The same month paid by two.
    yield None, november + paid("2026-11", "2026-11-28", THREE, "Keluarga Contoh"), date(2026, 11, 29)


def random_cases(rng):
    for _ in range(260):
        payments, day = [], date(2026, 1, 1) + timedelta(rng.randrange(400))
        for _ in range(rng.randrange(9)):
            day += timedelta(rng.choice((0, 1, 14, 20, 30, 31, 60, 100, 150)) + rng.randrange(4))
            start = month_of(day) + rng.choice((0, 0, 0, 0, 1, -1, -1, -2, -3, 2))
            for month in range(start, start + rng.choice((1, 1, 1, 2, 3, 6))):
                payments.append((month, day, rng.choice((TWO, TWO, THREE, ["jkk"])), rng.choice((None, None, None, "Desa Contoh"))))
        rng.shuffle(payments)
        since = date(2025, 5, 17) if rng.random() < 0.1 else None
        near = rng.choice(payments)[0] if payments else month_of(day)
        on = first(near + rng.randrange(-1, 7)) + timedelta(rng.choice((0, 14, 15, 27, 30, rng.randrange(31))))
        yield since, payments, on


if __name__ == "__main__":
    main("--check" in sys.argv[1:])
