#!/usr/bin/env python3
"""Writes villages.json: villages as every implementation must read them, and searches with what they must find.

    python3 tests/vectors/make_villages.py            writes it
    python3 tests/vectors/make_villages.py --check    fails when it is not what would be written

Both fail when rust-core/model/regions/villages.csv does not fit regions.csv beside it: each district has villages, each
village lies in a district, and a district's postal codes are those of its villages. They fail, too, when a licence that both
tables need is not beside them.

A search is made from a village by spoiling its name in one known way; `top` says among how many first results it must be.
Standard library only; the seed is fixed.
"""
import csv
import json
import random
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TABLES = HERE.parents[1] / "rust-core/model/regions"
SEED = 20261127


def rows(name):
    with open(TABLES / name, encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


REGIONS = {row["code"]: row for row in rows("regions.csv")}
VILLAGES = rows("villages.csv")
INSIDE = {}
for _village in VILLAGES:
    INSIDE.setdefault(_village["code"][:8], []).append(_village)


def main(check):
    fits()
    cases = code_cases() + search_cases()
    lines = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)
    text, file = f"[\n{lines}\n]\n", HERE / "villages.json"
    if not check:
        file.write_text(text, encoding="utf-8")
        print(f"villages.json: {len(cases)} cases")
    elif file.read_text(encoding="utf-8") != text:
        sys.exit(f"villages.json is not what {Path(__file__).name} says")


def fits():
    codes = [village["code"] for village in VILLAGES]
    assert len(codes) == 83_762 and codes == sorted(set(codes)), "every code once, in order"
    assert all(re.fullmatch(r"\d\d\.\d\d\.\d\d\.[123]\d{3}", code) for code in codes)
    districts = {code for code in REGIONS if len(code) == 8}
    assert set(INSIDE) == districts, f"districts differ: {sorted(set(INSIDE) ^ districts)}"
    for code, inside in INSIDE.items():
        own = REGIONS[code]["postal_codes"].split()
        assert sorted({village["postal_code"] for village in inside}) == own, f"{code}: postal codes differ"
    assert all(village["name"].strip() == village["name"] != "" for village in VILLAGES)
    for name in ("LICENSE.txt", "LICENSE-postal-codes.txt"):
        licence = (TABLES / name).read_text(encoding="utf-8")
        assert licence.startswith("MIT License") and "Cahya DSN" in licence, name


def code_cases():
    dice = random.Random(SEED)
    largest = sorted(INSIDE, key=lambda code: (-len(INSIDE[code]), code))[:3]
    cases = [{"district": code, "count": len(INSIDE[code])} for code in (*largest, *sorted(dice.sample(list(INSIDE), 30)))]
    cases += [{"district": code, "count": 0} for code in ("", "32", "32.01", "32.01.99", "32.01.01.1001", "320101", " 32.01.01")]
    by_code = lambda village: village["code"]  # noqa: E731
    odd = [village for village in VILLAGES if not re.fullmatch(r"[A-Za-z ]+", village["name"])]
    picked = {by_code(village): village for village in dice.sample(VILLAGES, 150) + dice.sample(odd, 40)}
    cases += [picked[code] for code in sorted(picked)]
    for code in ("32.01.01.9999", "32.01.01", "32.01.01.1001.1", "3201011001", "32.01.01.1", "99.01.01.2001", ""):
        cases.append({"code": code, "name": None})
    return cases


def search_cases():
    dice, cases = random.Random(SEED + 1), []

    def some(how, count, spoil, top, choose=lambda village: True):
        made = 0
        for village in dice.sample(VILLAGES, len(VILLAGES)):
            text = spoil(village["name"]) if choose(village) else None
            if text:
                cases.append({"search": text, "district": village["code"][:8], "finds": village["code"], "top": top, "how": how})
                made += 1
                if made == count:
                    return
        raise AssertionError(f"{how}: only {made}")

    only = lambda village: names(village).count(village["name"].lower()) == 1  # noqa: E731
    some("its name", 40, str.lower, 1, lambda village: only(village) and plain(village))
    some("its name, shouted, with what it is", 20, lambda name: f"DESA {name.upper()}", 2, lambda village: only(village) and plain(village))
    some("written in one word", 30, lambda name: name.lower().replace(" ", ""), 2,
         lambda village: only(village) and plain(village) and village["name"].count(" ") == 1 and len(village["name"]) <= 20)
    some("a letter dropped", 30, lambda name: slip(dice, name, lambda word, at: word[:at] + word[at + 1:]), 3, alone)
    some("a letter doubled", 30, lambda name: slip(dice, name, lambda word, at: word[:at] + word[at] + word[at:]), 3, alone)
    some("two letters swapped", 30, lambda name: slip(dice, name, lambda word, at: word[:at] + word[at + 1] + word[at] + word[at + 2:]), 3, alone)
    some("its beginning", 30, lambda name: name[:5].lower(), 1, alone)
    for text in ("xyzzy", "qqqqqq", "ㅎㅎㅎ"):
        cases.append({"search": text, "district": "32.01.01", "finds": None, "top": 0, "how": "nothing at all"})
    return cases


def names(village):
    return [other["name"].lower() for other in INSIDE[village["code"][:8]]]


def plain(village):
    return village["name"].replace(" ", "").isascii() and village["name"].replace(" ", "").isalpha()


def alone(village):
    """One long word, and no other village of the district begins as it does or has it inside."""
    name = village["name"].lower()
    others = [other for other in names(village) if other != name]
    return (name.isascii() and name.isalpha() and len(name) >= 8 and only_word(name, others) and len(others) + 1 == len(names(village)))


def only_word(name, others):
    return all(name[:4] not in other and not set(other.split()) & {name} and sorted(other) != sorted(name) for other in others)


def slip(dice, name, change):
    word = name.lower()
    spoiled = change(word, dice.randrange(2, len(word) - 2))
    return spoiled if spoiled != word else None


if __name__ == "__main__":
    main("--check" in sys.argv[1:])
