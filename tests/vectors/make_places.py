#!/usr/bin/env python3
"""Writes places.json: an invented list of offices and counters, who is found near a district, and when each is open.

    python3 tests/vectors/make_places.py            writes it
    python3 tests/vectors/make_places.py --check    fails when it is not what would be written

`list` is a places.json as an operator writes it. `near`: a district or regency, what is needed (or null), a day (or null), and the
ids that are found, nearest first, each with how near it is. `open`: a place, a moment, the hours of that day there, whether it is
open then, and until when or from when again. The rules are those in docs/rules.md, worked out minute by minute and not as the Rust
code does it. Standard library only.
"""
import json
import random
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

sys.dont_write_bytecode = True
from cover_days import CLOSED  # noqa: E402

HERE = Path(__file__).resolve().parent
KEEP_HOLIDAYS = {"branch", "pioneer_branch", "spo", "ptsp"}
KINDS = ["branch", "pioneer_branch", "spo", "agent_office", "village_point", "ptsp", "hospital"]
SERVICES = ["register", "pay", "correct", "employer", "claim_jht", "claim_jkk", "claim_jkm", "print_card", "treat_jkk"]
# Keppres 41/1987, by the first two digits of a region's code.
WIB = [*range(11, 22), *range(31, 37), 61, 62]
WITA = [51, 52, 53, 63, 64, 65, *range(71, 77)]
DISTRICTS = ["32.01.01", "32.01.05", "32.01.06", "32.04.05", "32.71.01", "31.71.01", "51.71.01", "64.01.01", "91.03.01", "91.03.02"]
NEEDED = [None, "pay", "correct", "claim_jkm", "treat_jkk"]
DAYS = [None, date(2026, 11, 23), date(2027, 1, 1)]
LOOK_AHEAD = 28


def main(check):
    places = made()
    body = {"version": 1, "checked": "2026-11-26", "source": "INVENTED [D]", "places": places}
    parts = [f'"list":{line(body)}']
    near = [line(found(places, region, need, day)) for region in [*DISTRICTS, "32.01", "11.01.01"] for need in NEEDED for day in DAYS]
    parts.append('"near":[\n' + ",\n".join(near) + "\n]")
    opened = [line(opening(place, at)) for place in places for at in moments(place)]
    parts.append('"open":[\n' + ",\n".join(opened) + "\n]")
    text, file = "{" + ",\n".join(parts) + "}\n", HERE / "places.json"
    if not check:
        file.write_text(text, encoding="utf-8")
        print(f"places.json: {len(places)} places, {len(near)} searches, {len(opened)} moments")
    elif not file.exists() or file.read_text(encoding="utf-8") != text:
        sys.exit(f"places.json is not what {Path(__file__).name} says")


def line(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def made():
    """Places of every kind in every district, some with breaks, split days, closing days or nothing known."""
    chance, places = random.Random(26), []
    for number in range(40):
        hours = {
            0: [{"days": "12345", "from": "08.00", "to": "15.30", "break_from": "12.00", "break_to": "13.00"}],
            1: [{"days": "1234", "from": "08.30", "to": "14.00"}, {"days": "56", "from": "08.00", "to": "11.00"}],
            2: [{"days": "135", "from": "13.00", "to": "16.00"}, {"days": "135", "from": "08.00", "to": "10.30"}],
            3: [{"days": "1234567", "from": "00.00", "to": "24.00"}],
            4: [{"days": "7", "from": "22.00", "to": "24.00"}],
            5: [],
        }[number % 6]
        place = {
            "id": f"contoh-{chance.randrange(1000):03}-{number}", "kind": KINDS[number % 7], "name": f"Loket Contoh {number}",
            "address": f"Jalan Contoh Nomor {number}", "district": DISTRICTS[number % len(DISTRICTS)],
            "does": chance.sample(SERVICES, chance.randrange(1, 5)), "hours": hours, "checked": "2026-11-20",
        }
        if chance.randrange(3) == 0:
            place["serves"] = chance.sample(["32.01", "32.04", "51.71", "31.71"], 2)
        if chance.randrange(4) == 0:
            place["closed_from"] = chance.choice(["2026-11-20", "2026-12-24", "2027-01-01"])
        places.append(place)
    chance.shuffle(places)
    return places


def found(places, region, need, day):
    regency, province = region[:5], region[:2]
    rows = []
    for place in places:
        if "closed_from" in place and day and date.fromisoformat(place["closed_from"]) <= day:
            continue
        if need and need not in place["does"]:
            continue
        if place["district"] == region:
            reach = 0
        elif place["district"][:5] == regency:
            reach = 1
        elif regency in place.get("serves", []):
            reach = 2
        elif place["district"][:2] == province:
            reach = 3
        else:
            continue
        rows.append((reach, place["district"], place["id"]))
    names = ["district", "regency", "serves", "province"]
    return {"region": region, "does": need, "day": day and day.isoformat(),
            "found": [[id, names[reach]] for reach, _, id in sorted(rows)]}


def moments(place):
    """Around Christmas 2026 and the New Year, on plain days, and in the last minutes before things change."""
    for start in ("2026-11-22", "2026-11-27", "2026-12-23", "2026-12-31"):
        for add in range(2):
            day = date.fromisoformat(start) + timedelta(add)
            for clock in ("00:00", "07:59", "08:00", "11:59", "12:00", "15:29", "23:59"):
                yield datetime.fromisoformat(f"{day}T{clock}:00").replace(tzinfo=zone(place))


def zone(place):
    province = int(place["district"][:2])
    return timezone(timedelta(hours=7 if province in WIB else 8 if province in WITA else 9))


def minutes(place, day):
    """The open minutes of that day; a word instead where they are not known."""
    if "closed_from" in place and date.fromisoformat(place["closed_from"]) <= day:
        return set()
    if not place["hours"]:
        return "unknown"
    open_minutes = set()
    for entry in place["hours"]:
        if str(day.isoweekday()) in entry["days"]:
            open_minutes |= set(range(minute(entry["from"]), minute(entry["to"])))
            if "break_from" in entry:
                open_minutes -= set(range(minute(entry["break_from"]), minute(entry["break_to"])))
    if open_minutes and day in CLOSED:
        return set() if place["kind"] in KEEP_HOLIDAYS else "unsure"
    return open_minutes


def minute(text):
    hour, rest = text.split(".")
    return int(hour) * 60 + int(rest)


def written(number):
    return f"{number // 60:02}.{number % 60:02}"


def spans(open_minutes):
    said, begin = [], None
    for number in range(24 * 60 + 1):
        if number in open_minutes and begin is None:
            begin = number
        if number not in open_minutes and begin is not None:
            said.append(f"{written(begin)}-{written(number)}")
            begin = None
    return said


def opening(place, at):
    day, now = at.date(), at.hour * 60 + at.minute
    today = minutes(place, day)
    case = {"place": place["id"], "at": at.isoformat()}
    if isinstance(today, str):
        return case | {"hours": today, "state": "unknown"}
    case["hours"] = spans(today)
    if now in today:
        until = next(number for number in range(now, 24 * 60 + 1) if number not in today)
        return case | {"state": "open", "until": written(until)}
    later = [number for number in today if number > now]
    if later:
        return case | {"state": "closed", "next": [day.isoformat(), written(min(later))]}
    for add in range(1, LOOK_AHEAD + 1):
        other = day + timedelta(add)
        then = minutes(place, other)
        if then and not isinstance(then, str):
            return case | {"state": "closed", "next": [other.isoformat(), written(min(then))]}
    return case | {"state": "closed", "next": None}


if __name__ == "__main__":
    main("--check" in sys.argv[1:])
