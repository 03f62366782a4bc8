#!/usr/bin/env python3
"""Writes regions.json: the table of regions as every implementation must read it, and searches with what they must find.

    python3 tests/vectors/make_regions.py            writes it
    python3 tests/vectors/make_regions.py --check    fails when it is not what would be written

Nothing is ranked here. A search is made from a region by spoiling its name in one known way, so what it must find is
known; `top` says among how many first results. Standard library only; the seed is fixed.
"""
import csv
import json
import random
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SEED = 20261123

with open(HERE.parents[1] / "rust-core/model/regions/regions.csv", encoding="utf-8", newline="") as table:
    ROWS = {row["code"]: row for row in csv.DictReader(table)}
NAMES = {code: row["name"] for code, row in ROWS.items()}
LEVELS = {2: "province", 5: "regency", 8: "district"}
DISTRICTS = [code for code in NAMES if len(code) == 8]
# All words of all names: a spoiled word must not be another one.
WORDS = {word for name in NAMES.values() for word in name.lower().split()}


def main(check):
    cases = region_cases() + search_cases()
    lines = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)
    text, file = f"[\n{lines}\n]\n", HERE / "regions.json"
    if not check:
        file.write_text(text, encoding="utf-8")
        searches = sum("search" in case for case in cases)
        print(f"regions.json: {len(cases) - searches} regions, {searches} searches")
    elif file.read_text(encoding="utf-8") != text:
        sys.exit(f"regions.json is not what {Path(__file__).name} says")


def above(code):
    return code[:-3] if len(code) > 2 else None


def path(code):
    names = []
    while code:
        names.append(NAMES[code])
        code = above(code)
    return ", ".join(names)


# Regions by their codes

def region_cases():
    dice = random.Random(SEED)
    provinces = [code for code in NAMES if len(code) == 2]
    regencies = dice.sample([code for code in NAMES if len(code) == 5], 40)
    # Most postal codes, fewest, and anybody's.
    by_codes = sorted(DISTRICTS, key=lambda code: (-len(ROWS[code]["postal_codes"].split()), code))
    cases = []
    for code in sorted({*provinces, *regencies, *by_codes[:10], *by_codes[-10:], *dice.sample(DISTRICTS, 140)}):
        cases.append({
            "code": code, "name": NAMES[code], "level": LEVELS[len(code)],
            "path": path(code), "parent": above(code),
            "children": sum(above(other) == code for other in NAMES), "postal_codes": ROWS[code]["postal_codes"].split(),
        })
    for code in ("", "0", "00", "3", "32.", "32.00", "32.99", "3201", "32.1", "32.01.1", "32.01.99", "32.01.01.2001", "54", "99", " 32"):
        assert code not in NAMES
        cases.append({"code": code, "name": None})
    return cases


# Searches: each kind is one way to spoil a name

def search_cases():
    dice, cases, seen = random.Random(SEED + 1), [], set()

    def add(how, level, text, finds, top, within=None):
        if (level, text, within) in seen:
            return False
        seen.add((level, text, within))
        case = {"search": text, "level": level, "top": top, "finds": finds, "how": how}
        cases.append(case | ({"within": within} if within else {}))
        return True

    def some(how, count, spoil, top, choose=lambda code: True):
        """`count` districts that can be spoiled so."""
        made = 0
        for code in dice.sample(DISTRICTS, len(DISTRICTS)):
            text = spoil(code) if choose(code) else None
            if text and add(how, "district", text, [code], top):
                made += 1
                if made == count:
                    return
        raise AssertionError(f"{how}: only {made}")

    some("its path", 40, path, 1)
    some("its path, shouted and without commas", 15, lambda code: path(code).upper().replace(",", ""), 3)
    some("its path backwards", 15, lambda code: " ".join(reversed(path(code).split(", "))), 3)
    some("its name and its regency's", 30, lambda code: f"{NAMES[code]} {bare(code[:5])}".lower(), 3)
    some("its regency's name and its own", 20, lambda code: f"{bare(code[:5])} {NAMES[code]}".lower(), 3)
    some("its words in another order", 20, lambda code: f"{' '.join(reversed(NAMES[code].split()))} {bare(code[:5])}", 3,
         lambda code: NAMES[code].count(" ") == 1)
    some("kec. and kab. or kota", 20, lambda code: f"kec. {NAMES[code]} {of_a_kind(code[:5])}", 3)
    some("written in one word", 25, lambda code: f"{''.join(NAMES[code].split())} {bare(code[:5])}".lower(), 3,
         lambda code: NAMES[code].count(" ") == 1 and only_letters(code))
    some("torn in two", 20, lambda code: torn(dice, NAMES[code].lower(), bare(code[:5])), 3, one_long_word)
    some("an accent", 15, lambda code: f"{accented(dice, NAMES[code])} {bare(code[:5])}", 3, only_letters)
    some("the beginnings of its words", 25, lambda code: beginnings(code), 5, only_letters)
    for slip in (dropped, doubled, swapped, exchanged):
        some(f"a letter {slip.__name__}", 25, lambda code, slip=slip: slipped(dice, code, slip), 3, one_long_word)
    some("two letters exchanged", 20, lambda code: slipped(dice, code, exchanged, 2), 3, one_long_word)
    some("spelled as before 1972", 20, lambda code: old_spelling(code), 3, one_long_word)
    some("its code", 10, lambda code: code, 1)
    some("its code without dots", 10, lambda code: code.replace(".", ""), 1)
    some("its postal code, which is no other's", 15, only_postal_code, 1)
    for code in dice.sample(DISTRICTS, 20):
        add("its name within its regency", "district", NAMES[code].lower(), [code], 1, code[:5])

    for text, finds in SAID:
        add("as people say it", LEVELS[len(finds)], text, [finds], 1)
    for code, name in NAMES.items():
        if len(code) == 2:
            add("its name", "province", name, [code], 1)
    for code in dice.sample([code for code in NAMES if len(code) == 5], 30):
        add("its path", "regency", path(code), [code], 1)
    for text, level, finds in ALL_OF:
        add("all of them, before others", level, text, finds, len(finds))
    for text in ("xyzzy", "qqqqqq", "contohcontohcontoh", "99.99.99", "00000", "ㅎㅎㅎ"):
        add("nothing at all", "district", text, [], 0)
    return cases


def bare(regency):
    """Without what it is: Bogor."""
    return NAMES[regency].removeprefix("Kabupaten ").removeprefix("Kota ").removeprefix("Administrasi ")


def of_a_kind(regency):
    return NAMES[regency].replace("Kabupaten", "kab.").replace("Kota", "kota").replace("Administrasi ", "")


def only_letters(code):
    return NAMES[code].replace(" ", "").isalpha()


def one_long_word(code):
    """Long enough for slips, and with no neighbour of almost that name: what was meant must be clear to a person."""
    name = NAMES[code].lower()
    return name.isalpha() and len(name) >= 7 and name not in bare(code[:5]).lower() and alone(code, name)


def alone(code, name):
    """No other district of the regency begins as this one does."""
    others = (NAMES[other].lower() for other in DISTRICTS if other[:5] == code[:5] and other != code)
    return all(other[:4] != name[:4] and sorted(other) != sorted(name) for other in others)


def slipped(dice, code, slip, count=1):
    word = NAMES[code].lower()
    spoiled = word
    for place in sorted(dice.sample(range(1, len(word) - 1, 3), count)):
        spoiled = slip(dice, spoiled, place)
    return f"{spoiled} {bare(code[:5]).lower()}" if spoiled != word and spoiled not in WORDS else None


def dropped(dice, word, place):
    return word[:place] + word[place + 1:]


def doubled(dice, word, place):
    return word[:place] + word[place] + word[place:]


def swapped(dice, word, place):
    return word[:place] + word[place + 1] + word[place] + word[place + 2:]


def exchanged(dice, word, place):
    return word[:place] + dice.choice("aeiou" if word[place] in "aeiou" else "bdgkmnpst") + word[place + 1:]


def torn(dice, name, regency):
    at = dice.randrange(3, len(name) - 2)
    parts = (name[:at], name[at:])
    return None if WORDS & set(parts) else f"{parts[0]} {parts[1]} {regency}".lower()


def accented(dice, name):
    spoiled = name.translate(str.maketrans("aeiou", dice.choice(["áéíóú", "àèìòù", "äëïöü", "âêîôû"])))
    return spoiled if spoiled != name else None


def beginnings(code):
    words = NAMES[code].lower().split()
    if any(len(word) < 6 for word in words) or not alone(code, NAMES[code].lower()):
        return None
    return " ".join(word[:5] for word in words) + f" {bare(code[:5])}"


def old_spelling(code):
    new = f"{NAMES[code]} {bare(code[:5])}".lower()
    if not only_letters(code) or not new.replace(" ", "").isalpha() or not {"j", "c", "u"} & set(NAMES[code].lower()):
        return None
    # What each sound was written with; first those of two letters.
    old = new.replace("ny", "\1").replace("sy", "\2").replace("y", "\3").replace("j", "dj").replace("c", "tj").replace("u", "oe")
    old = old.replace("\1", "nj").replace("\2", "sj").replace("\3", "j")
    # Spelled so, each of its words shows that it is old, or is written the same today.
    clear = all(word in new.split() or any(sign in word for sign in ("oe", "dj", "tj", "sj")) for word in old.split())
    return old if clear and "ndj" not in old and "oe" not in new else None


POSTAL = {}
for _code in DISTRICTS:
    for _postal in ROWS[_code]["postal_codes"].split():
        POSTAL.setdefault(_postal, []).append(_code)


def only_postal_code(code):
    return next((postal for postal in ROWS[code]["postal_codes"].split() if POSTAL[postal] == [code]), None)


# What people say, and what they mean.
SAID = (
    ("jkt", "31"), ("dki", "31"), ("dki jakarta", "31"), ("jakarta", "31"), ("jabar", "32"), ("jateng", "33"), ("jatim", "35"),
    ("diy", "34"), ("jogja", "34"), ("yogya", "34"), ("di yogyakarta", "34"), ("sumut", "12"), ("sumbar", "13"), ("sumsel", "16"),
    ("sumatra utara", "12"), ("kepri", "21"), ("babel", "19"), ("ntb", "52"), ("ntt", "53"), ("kalbar", "61"), ("kalteng", "62"),
    ("kalsel", "63"), ("kaltim", "64"), ("kaltara", "65"), ("sulut", "71"), ("sulteng", "72"), ("sulsel", "73"), ("sultra", "74"),
    ("sulbar", "76"), ("malut", "82"), ("nad", "11"), ("jawa brat", "32"), ("kalimatan timur", "64"), ("irian jaya", "91"),
    ("jakut", "31.72"), ("jaksel", "31.74"), ("jaktim", "31.75"), ("jakbar", "31.73"), ("jakpus", "31.71"), ("sby", "35.78"),
    ("surabya", "35.78"), ("soerabaja", "35.78"), ("solo", "33.72"), ("jogja", "34.71"), ("kota jogja", "34.71"),
    ("kab bandung", "32.04"), ("kab. bandung", "32.04"), ("kota bandung", "32.73"), ("bandung kota", "32.73"), ("kbb", "32.17"),
    ("tangsel", "36.74"), ("kota tangerang", "36.71"), ("kab tangerang", "36.03"), ("kab bogor", "32.01"), ("kota bogor", "32.71"),
    ("bogor kab", "32.01"), ("kab malang", "35.07"), ("kota malang", "35.73"), ("makasar", "73.71"), ("ujung pandang", "73.71"),
    ("kukar", "64.02"), ("ppu", "64.09"), ("sergai", "12.18"), ("muba", "16.06"), ("oki", "16.02"), ("inhil", "14.04"),
    ("rohul", "14.06"), ("loteng", "52.02"), ("tts", "53.02"), ("sidrap", "73.14"), ("pangkep", "73.10"), ("polman", "76.04"),
    ("bolmong", "71.01"), ("sitaro", "71.09"), ("gunung kidul", "34.03"), ("kulonprogo", "34.01"), ("pekan baru", "14.71"),
    ("bukit tinggi", "13.75"), ("tanjungpinang", "21.72"), ("pangkalpinang", "19.71"), ("lubuklinggau", "16.73"),
    ("palangka raya", "62.71"), ("baubau", "74.72"), ("tolitoli", "72.04"), ("fakfak", "92.03"), ("pematang siantar", "12.72"),
    ("kepulauan siau", "71.09"), ("mamuju utara", "76.01"), ("toba samosir", "12.12"), ("maluku tenggara barat", "81.03"),
    ("50 kota", "13.07"),
    ("tanjung priok jakut", "31.72.02"), ("tj priok", "31.72.02"), ("tg priok jkt", "31.72.02"), ("tanjungpriuk", "31.72.02"),
    ("cibinong bogor", "32.01.01"), ("cibinong, bogor", "32.01.01"), ("bogor cibinong", "32.01.01"), ("cibnong", "32.01.01"),
    ("kec cibinong kab bogor jabar", "32.01.01"), ("kebayoran baru jaksel", "31.74.07"),
    ("gunung putri", "32.01.02"), ("tanah abang jakpus", "31.71.07"), ("tanahabang jakarta", "31.71.07"),
    ("kramat jati jaktim", "31.75.04"), ("sei rampah", "12.18.04"), ("sungai rampah", "12.18.04"), ("kep. masaloka", "74.06.17"),
    ("kepulauan masaloka", "74.06.17"), ("gunung bintang awai", "62.04.05"), ("mau nias", "12.04.28"), ("2 x 11 kayu tanam", "13.05.15"),
)

# Everything that fits stands before what fits less.
ALL_OF = (
    ("jakarta", "regency", ["31.71", "31.72", "31.73", "31.74", "31.75"]),
    ("bogor", "regency", ["32.01", "32.71"]),
    ("sumatera", "province", ["12", "13", "16"]),
    ("kalimantan", "province", ["61", "62", "63", "64", "65"]),
    ("kota bogor", "district", ["32.71.01", "32.71.02", "32.71.03", "32.71.04", "32.71.05", "32.71.06"]),
    ("papua", "province", ["91", "92", "93", "94", "95", "96"]),
)

if __name__ == "__main__":
    main("--check" in sys.argv[1:])
