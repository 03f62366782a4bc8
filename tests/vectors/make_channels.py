#!/usr/bin/env python3
"""Writes channels.json: where a bill can be paid, in which order, by which key, or why not.

    python3 tests/vectors/make_channels.py            writes it
    python3 tests/vectors/make_channels.py --check    fails when it is not what would be written

`own`: bills against the channels of rust-core/model/content/payment.json. `made`: invented channels, each with bills against
them. A bill is `facts`; its `offers` are in order: the channel, which of its ways with which key, or the reason why there is none, and
the notes that are said. Standard library only, besides cover_days.py for holidays.

How it is worked out, as a worker would ask: is there any way at all (of its ways, the one that fails latest in `HINDRANCES`
is the reason), then what is to be known before, then which channel comes first.
"""
import json
import random
import sys
from datetime import date, timedelta
from pathlib import Path

from cover_days import works
from make_qris import sample, write

HERE = Path(__file__).resolve().parent
RULES = HERE.parent.parent / "rust-core/model/content/payment.json"
# From the farthest from working to the nearest.
HINDRANCES = ["not_first", "only_first", "no_card", "no_qris", "no_code", "several", "months", "expired", "limit"]


def main(check):
    own = json.loads(RULES.read_text(encoding="utf-8"))["channels"]
    rng = random.Random(20)
    bills = list(chosen_bills()) + [random_bill(rng, own) for _ in range(200)]
    made = []
    for _ in range(50):
        channels = random_channels(rng)
        cases = [case(channels, random_bill(rng, channels)) for _ in range(6)]
        made.append({"channels": channels, "cases": cases})
    cases = ",\n".join(dense(case(own, bill)) for bill in bills)
    rows = ",\n".join(dense(one) for one in made)
    text = f'{{"own":[\n{cases}\n],"made":[\n{rows}\n]}}\n'
    file = HERE / "channels.json"
    if not check:
        file.write_text(text, encoding="utf-8")
        print(f"channels.json: {len(bills)} bills for our channels, {len(made)} sets of others")
    elif not file.exists() or file.read_text(encoding="utf-8") != text:
        sys.exit(f"channels.json is not what {Path(__file__).name} says")


def dense(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def case(channels, facts):
    found = [offer(channel, facts) for channel in channels]
    # Pass after pass through the list, the best kind first: nothing is compared with anything.
    ordered = []
    for usable in (True, False):
        for last in (True, False):
            for now in (True, False):
                for sure in (True, False):
                    for it in found:
                        notes = it["notes"]
                        is_now = "offline" not in notes and "closed" not in notes
                        kind = ("key" in it, it["id"] == facts["last_used"], is_now, "unsure" not in notes)
                        if kind == (usable, last, now, sure):
                            ordered.append(it)
    return {"facts": facts, "offers": ordered}


def offer(channel, facts):
    whys = []
    if channel["limit"]["amount"] is not None and facts["amount"] > channel["limit"]["amount"]:
        whys.append("limit")
    else:
        # A code of the bill goes before a number of the member.
        for way in sorted(channel["ways"], key=lambda way: way["key"] not in ("qris", "payment_code")):
            why = hindrance(way, facts)
            if why is None:
                return usable(channel, way, facts)
            whys.append(why)
    return {"id": channel["id"], "why": max(whys, key=HINDRANCES.index), "notes": []}


def usable(channel, way, facts):
    notes = [channel["note"]] if channel["note"] else []
    if way["source"].endswith(("[C]", "[R]")):
        notes.append("unsure")
    if way["key"] not in ("qris", "payment_code"):
        notes.append("outside")
    if not facts["online"] and not channel["without_data"]:
        notes.append("offline")
    if channel["working_days_only"] and not works(date.fromisoformat(facts["day"])):
        notes.append("closed")
    return {"id": channel["id"], "way": channel["ways"].index(way), "key": way["key"], "notes": notes}


def hindrance(way, facts):
    key, first = way["key"], facts["kind"] == "first"
    needs_card = key == "card_number" and facts["card_number"] is None
    if facts["kind"] not in way["payments"]:
        return "no_card" if needs_card and first else "not_first" if first else "only_first"
    if key == "qris" and facts["qris"] is None:
        return "no_qris"
    if key == "payment_code" and facts["payment_code"] is None:
        return "no_code"
    if needs_card:
        return "no_card"
    of_bill = key in ("qris", "payment_code")
    if facts["several"] and not of_bill:
        return "several"
    if way.get("periods") is not None and facts["months"] not in way["periods"]:
        return "months"
    if of_bill and facts["sure"] and facts["day"] > facts["last_day"]:
        return "expired"
    return None


def bill(kind, day, amount=16_800, months=1, several=False, codes="qp", card=None, last=None, online=True, sure=True, left=5):
    last_day = date.fromisoformat(day) + timedelta(left)
    return {"kind": kind, "amount": amount, "months": months, "several": several,
            "qris": code_for(amount) if "q" in codes else None, "payment_code": "88120000001234" if "p" in codes else None,
            "card_number": card, "last_used": last, "last_day": last_day.isoformat(), "day": day, "sure": sure, "online": online}


def code_for(amount):
    fields = [(tag, "12" if tag == 1 else value) for tag, value in sample()]
    return write(sorted([*fields, (54, str(amount))]))


def chosen_bills():
    friday, saturday, leave = "2026-11-27", "2026-11-28", "2026-12-24"
    for kind in ("first", "continuing"):
        for codes in ("qp", "q", "p", ""):
            yield bill(kind, friday, codes=codes)
        yield bill(kind, friday, online=False)
        yield bill(kind, saturday)
        yield bill(kind, saturday, online=False)
        yield bill(kind, leave)
        yield bill(kind, friday, left=0)
        yield bill(kind, friday, left=-1)
        yield bill(kind, friday, left=-1, sure=False)
        yield bill(kind, friday, several=True)
        yield bill(kind, friday, amount=10_000_000)
        yield bill(kind, friday, amount=10_000_001)
        for months in (2, 3, 12, 13):
            yield bill(kind, friday, months=months)
        for last in ("agent", "dana", "qris", "bank_teller", "tidak_ada"):
            yield bill(kind, friday, last=last)
        yield bill(kind, friday, card="12345678901", codes="")


def random_bill(rng, channels):
    day = date(2026, 11, 1) + timedelta(rng.randrange(200))
    return bill(rng.choice(("first", "continuing")), day.isoformat(),
                amount=rng.choice((8_400, 16_800, 36_800, 200_000, 5_000_000, 10_000_000, 12_000_000)),
                months=rng.choice((1, 1, 1, 2, 3, 6, 12)), several=rng.random() < 0.2, codes=rng.choice(("qp", "qp", "q", "p", "")),
                card=rng.choice((None, None, "12345678901")), last=rng.choice([None, *(it["id"] for it in channels)]),
                online=rng.random() < 0.7, sure=rng.random() < 0.8, left=rng.randrange(-2, 8))


def random_channels(rng):
    steps = ["till", "show_key", "type_key", "check_name", "keep_slip"]
    channels = []
    for number in range(rng.randrange(1, 7)):
        ways = []
        for _ in range(rng.randrange(1, 4)):
            way = {"key": rng.choice(("qris", "payment_code", "nik", "card_number", "nothing")),
                   "payments": rng.choice((["first"], ["continuing"], ["first", "continuing"], ["first", "continuing"])),
                   "steps": rng.sample(steps, rng.randrange(1, 5)), "source": f"contoh [{rng.choice(('V2', 'V', 'D', 'R', 'C'))}]"}
            if rng.random() < 0.3:
                way["periods"] = sorted(rng.sample((1, 2, 3, 6, 12), rng.randrange(1, 4)))
            ways.append(way)
        some = lambda amount: {"amount": amount, "source": "contoh [D]"}
        channels.append({"id": f"contoh_{number}", "pictogram": "channel_bank", "without_data": rng.random() < 0.5,
                         "working_days_only": rng.random() < 0.4, "ways": ways, "fee": some(rng.choice((None, 0, 2_500))),
                         "limit": some(rng.choice((None, None, 10_000, 5_000_000))), "link": {"url": None, "source": "contoh [D]"},
                         "note": rng.choice((None, "agent", "one_phone")), "source": "contoh [D]"})
    return channels


if __name__ == "__main__":
    main("--check" in sys.argv[1:])
