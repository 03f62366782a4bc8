#!/usr/bin/env python3
"""Writes nik.json, phone.json, names.json and dues.json: what every implementation must say.

    python3 tests/vectors/make_vectors.py            writes them
    python3 tests/vectors/make_vectors.py --check    fails when one is not what would be written

The rules are written here a second time, from docs/rules.md and not from the Rust code, so that a mistake in one of the
two shows. Standard library only; the seed is fixed. Nobody's data: serials of 9000 and up are never reached in a
district's day, the tails of phone numbers are runs of digits, the names are invented.
"""
import csv
import json
import random
import sys
from datetime import date, timedelta
from pathlib import Path

from make_typed import clean

HERE = Path(__file__).resolve().parent
SEED = 20261123
TODAY = date(2026, 11, 23)
SEPARATORS = set(" .-")


def main(check):
    files = {"nik.json": nik_cases(), "phone.json": phone_cases(), "names.json": name_cases(), "dues.json": dues()}
    for name, cases in files.items():
        text, path = written_out(cases), HERE / name
        if not check:
            path.write_text(text, encoding="utf-8")
            print(f"{name}: {text.count(chr(10) + '{')} cases")
        elif path.read_text(encoding="utf-8") != text:
            sys.exit(f"{name} is not what {Path(__file__).name} says")


def written_out(cases):
    """A list of cases, or several by name; one case a line."""
    if isinstance(cases, dict):
        return "{\n" + ",\n".join(f'"{name}":{written_out(some).rstrip()}' for name, some in cases.items()) + "\n}\n"
    lines = ",\n".join(one_line(case) for case in cases)
    return f"[\n{lines}\n]\n"


def one_line(case):
    """Readable, except that what cannot be seen is written as an escape."""
    text = json.dumps(case, ensure_ascii=False, separators=(",", ":"))
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)


# NIK: PPKKCC DDMMYY SSSS

with open(HERE.parents[1] / "rust-core/model/regions/regions.csv", encoding="utf-8", newline="") as table:
    REGIONS = {row["code"]: row["name"] for row in csv.DictReader(table)}
PROVINCES = [code for code in REGIONS if len(code) == 2]


def nik_cases():
    dice, cases = random.Random(SEED), []

    def add(text, today=TODAY, given=None):
        cases.append(nik_case(text, today, given))

    # Every two-digit province there could be.
    for code in range(1, 100):
        add(f"{code:02}0101{nik_date(date(1990, 1, 15), code % 2 == 0)}9001")
    # Every province with its last district, and regencies and districts that are known and are not.
    for region in sorted({code[:2]: code for code in REGIONS if len(code) == 8}.values()):
        add(f"{region.replace('.', '')}1501909007")
    for region in ("320101", "320140", "320199", "329901", "327101", "327107", "317101", "317201", "317209", "317901", "910101",
                   "910301", "941501", "640401", "650101", "651101", "730101", "732101", "732201", "147101", "147199", "540101",
                   "208001", "991201", "740207", "760101", "760601", "961299", "967101", "967110"):
        add(f"{region}5501909008")
    # Ways to write one.
    for text in (
        "3201015501900001", "320101 550190 0001", "32.01.01.550190.0001", "3201-0155-0190-0001", "3201–0155–0190–0001",
        "\u202a3201015501900001\u202c", "\ufeff3201\u00ad015501900001", "3201\u00a00155\u00a00190\u00a00001", " 3201015501900001\n",
        "3 2 0 1 0 1 5 5 0 1 9 0 0 0 0 1", "NIK: 3201015501900001", "nik 3201015501900001", "NIK3201015501900001", "'3201015501900001",
        "’3201015501900001", "3201015501900001.0", "NIK KTP 3201015501900001", "３２０１０１５５０１９００００１", "3201\u202f0155\u202f0190\u202f0001",
        "3201−0155−0190−0001", "𝟑𝟐𝟎𝟏015501900001", "3201015501900001\u0007",
    ):
        add(text)
    # The inferred century, around the day itself and around the leap days.
    for born in (date(1926, 11, 22), date(1926, 11, 23), date(1926, 11, 24), date(1999, 12, 31), date(2000, 1, 1),
                 date(2000, 2, 28), date(2000, 2, 29), date(1926, 3, 1), date(2026, 11, 23)):
        for woman in (False, True):
            for today in (date(1999, 12, 31), date(2000, 2, 28), date(2000, 2, 29), date(2026, 11, 22), TODAY, date(2100, 3, 1)):
                add(f"320101{nik_date(born, woman)}9002", today)
    # Days that no century has, days that are none.
    for day, month, year in (("31", "04", "90"), ("30", "02", "00"), ("29", "02", "01"), ("29", "02", "90"), ("00", "01", "90"),
                             ("32", "01", "90"), ("40", "01", "90"), ("71", "04", "90"), ("70", "02", "96"), ("69", "02", "97"),
                             ("72", "01", "90"), ("99", "01", "90"), ("15", "00", "90"), ("15", "13", "90"), ("55", "99", "90")):
        add(f"320101{day}{month}{year}9003")
    for day, year in (("29", "96"), ("69", "96"), ("29", "04"), ("69", "00"), ("71", "90")):
        add(f"320101{day}{'01' if day == '71' else '02'}{year}9003")
    # Parts that are never zero.
    for region in ("000101", "320001", "320100", "000000"):
        add(f"{region}1501909004")
    add("3201011501900000")
    add("3201015501909999")
    # Too few, too many, none, and what is no digit.
    digits = "3201015501909005"
    for count in (1, 2, 6, 12, 15):
        add(digits[:count])
    for more in ("0", "00", "0123456789"):
        add(digits + more)
    add(digits * 20)
    for text in ("", " ", ".-.", "\u200b"):
        add(text)
    for text in ("3201O15501909005", "3201015501909005x", "3201/0155/0190/9005", "٣٢٠١٠١٥٥٠١٩٠٩٠٠٥", "３２０１０１５５０１９０９００５",
                 "NIK 3201015501909005", "3201015501909005,", "+3201015501909005", "32010155019090o5", "3.2e15"):
        add(text)
    # The date in the NIK against a date given.
    for born, given in (
        ("1990-01-15", "1990-01-15"), ("1990-01-15", "1990-01-16"), ("1990-01-15", "1990-02-15"), ("1990-01-15", "1991-01-15"),
        ("1990-01-15", "2090-01-15"), ("1926-05-12", "1926-05-12"), ("1926-05-12", "1926-05-11"), ("1926-05-12", "2026-05-11"),
        ("2026-12-01", "1926-12-01"), ("2026-12-01", "2026-12-02"), ("2000-02-29", "2000-02-29"), ("2000-02-29", "2000-03-01"),
        ("2000-02-29", "1900-02-28"), ("1905-07-07", "1955-07-07"), ("1975-07-07", "2025-07-07"), ("2005-07-07", "1955-07-07"),
    ):
        for woman in (False, True):
            add(f"320101{nik_date(date.fromisoformat(born), woman)}9006", given=date.fromisoformat(given))
    # Anybody: half of them from a district there is.
    districts = [code.replace(".", "") for code in REGIONS if len(code) == 8]
    while len(cases) < 500:
        born = date(1930, 1, 1) + timedelta(days=dice.randrange(35_000))
        anywhere = f"{dice.choice(PROVINCES)}{dice.randrange(1, 80):02}{dice.randrange(1, 41):02}"
        region = dice.choice([anywhere, dice.choice(districts)])
        given = dice.choice([None, born, born + timedelta(days=dice.choice([-1, 1, 31, 365, 3653]))])
        add(f"{region}{nik_date(born, dice.random() < 0.5)}{dice.randrange(9000, 10_000)}", given=given)
    return cases


def nik_case(text, today, given):
    problem = nik_problem(text)
    if problem:
        return {"text": text, **problem}
    digits = ungrouped(without_label(text))
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    woman = day > 40
    possible = readings(day % 40, month, year)
    past = [reading for reading in possible if reading <= today]
    born = past[-1] if past else possible[0]
    case = {
        "text": text, "today": today.isoformat(), "digits": digits, "sex": "female" if woman else "male",
        "birth_date": born.isoformat(), "region": f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}",
        "masked": f"{digits[:4]} •••• •••• {digits[12:]}",
        **nik_region(digits),
    }
    if given:
        same = (given.day, given.month, given.year % 100) == (born.day, born.month, year)
        nearest = sorted(past, key=lambda d: (abs(d.year - given.year), -d.year))[:1] or [born]
        case |= {"given": given.isoformat(), "differs": None if same else nearest[0].isoformat()}
    return case


def nik_region(digits):
    """Where it was made as far as that is known, and the first part that is not: its level, its digits."""
    known = []
    for level, length in (("province", 2), ("regency", 4), ("district", 6)):
        name = REGIONS.get(".".join(digits[at:at + 2] for at in range(0, length, 2)))
        if name is None:
            return {"place": ", ".join(known) or None, "unknown": [level, digits[:length]]}
        known.insert(0, name)
    return {"place": ", ".join(known), "unknown": None}


def nik_problem(text):
    digits = ungrouped(without_label(text))
    if not digits:
        return {"problem": "empty"}
    if not all("0" <= sign <= "9" for sign in digits):
        return {"problem": "not_digits"}
    if len(digits) != 16:
        return {"problem": "too_short" if len(digits) < 16 else "too_long", "count": min(len(digits), 255)}
    if "00" in (digits[:2], digits[2:4], digits[4:6]):
        return {"problem": "region"}
    day = int(digits[6:8])
    if not 1 <= day <= 31 and not 41 <= day <= 71 or not readings(day % 40, int(digits[8:10]), int(digits[10:12])):
        return {"problem": "birth_date"}
    return {"problem": "serial"} if digits[12:] == "0000" else None


def nik_date(born, woman):
    return f"{born.day + 40 * woman:02}{born:%m%y}"


def readings(day, month, two_digit_year):
    """Every day from 1900 to 2999 that can be written so."""
    found = []
    for year in range(1900 + two_digit_year, 3000, 100):
        try:
            found.append(date(year, month, day))
        except ValueError:
            pass
    return found


def ungrouped(text):
    return "".join(sign for sign in clean(text) if sign not in SEPARATORS)


def without_label(text):
    """A NIK's label, or the apostrophe of a spreadsheet, is no part of it."""
    text = clean(text).lstrip("'’‘‛`´′")
    return text[3:].lstrip(" :=") if text[:3].upper() == "NIK" else text


# Mobile numbers

OPERATORS = {
    "Telkomsel": "0811 0812 0813 0821 0822 0823 0851 0852 0853", "Indosat": "0814 0815 0816 0855 0856 0857 0858",
    "Tri": "0895 0896 0897 0898 0899", "XL": "0817 0818 0819 0859 0877 0878", "Axis": "0831 0832 0833 0838",
    "Smartfren": "0881 0882 0883 0884 0885 0886 0887 0888 0889",
}


def phone_cases():
    known = " ".join(OPERATORS.values()).split()
    texts = [f"{prefix}34567890" for prefix in known]
    texts += [f"08{n:02}1234567" for n in range(100) if f"08{n:02}" not in known]
    for length in range(9, 15):
        number = "0812345678901234"[:length]
        texts += [number, number[1:], "62" + number[1:], "+62" + number[1:]]
    texts += [
        "0812-3456-7890", "0812 3456 7890", "0812.3456.7890", "(0812) 3456-7890", "+62 812 3456 7890", "+62 (812) 3456 7890",
        "62-812-3456-7890", "+62 0812 3456 7890", "+62(0)81234567890", "\u202a+62 812‑3456‑7890\u202c", "0812–3456–7890",
        "\ufeff081234567890", "081234567890\n", "", " ", "+", "()", "0", "08", "62", "+62", "628", "8", "021 555 1234",
        "0215551234567", "+6221555123456", "622155512345", "+65 8123 4567", "+81 3456 7890 12", "+0812 3456 7890",
        "006281234567890", "7812345678", "9812345678", "0812x4567890", "O81234567890", "0812+34567890", "++6281234567890",
        "+62+81234567890", "0812/3456/7890", "٠٨١٢٣٤٥٦٧٨٩٠", "０８１２３４５６７８９０", "tel:081234567890", "0812,34567890", "0" * 300,
        "08" + "1" * 300,
    ]
    return [phone_case(text) for text in texts]


def phone_case(text):
    digits = "".join(sign for sign in ungrouped(text) if sign not in "()")
    plus, digits = digits.startswith("+"), digits.removeprefix("+")
    if not digits:
        return {"text": text, "problem": "empty"}
    if not all("0" <= sign <= "9" for sign in digits):
        return {"text": text, "problem": "not_digits"}
    if digits.startswith("62"):
        rest = digits[2:].removeprefix("0")
    elif plus:
        return {"text": text, "problem": "not_mobile"}
    else:
        rest = digits.removeprefix("0")
    if rest and rest[0] != "8":
        return {"text": text, "problem": "not_mobile"}
    national = "0" + rest
    if not 10 <= len(national) <= 13:
        return {"text": text, "problem": "too_short" if len(national) < 10 else "too_long", "count": min(len(national), 255)}
    known = any(national[:4] in prefixes.split() for prefixes in OPERATORS.values())
    return {
        "text": text, "e164": "+62" + rest, "national": f"{national[:4]}-{national[4:8]}-{national[8:]}",
        "unknown_prefix": None if known else national[:4],
    }


# Names: what each becomes is said here outright; the rule is a list of signs and two limits.

def name_cases():
    as_they_are = [
        "SITI CONTOH", "CONTOH", "N", "E", "Budi Misal", "budi misal", "NUR'AINI CONTOH", "NUR’AINI CONTOH", "NUR‘AINI CONTOH",
        "NUR`AINI CONTOH", "MA´RUF CONTOH", "R. CONTOH", "R.A. CONTOH", "H. CONTOH, S.PD., M.M.", "DRS. MISAL CONTOH", "ABDUL-AZIZ CONTOH",
        "CONTOH A/L MISAL", "CONTOH S/O MISAL", "I GUSTI AYU CONTOH", "NI LUH MISAL", "MUH. CONTOH", "M CONTOH", "CONTOH BIN MISAL",
        "José Contoh", "Jose\u0301 Contoh", "Müller Misal", "Ñ CONTOH", "Œ MISAL", "陳例", "SYA''RONI", "SYA\"RONI", "SYA“RONI", "SYA”RONI", "MA′RUF", "MUJI‛ONO", "مُحَمَّد مثال", "ꦱꦶꦠꦶ ꦕꦺꦴꦤ꧀ꦠꦺꦴꦃ",
        "ᬲᬶᬢᬶ ᬘᭀᬦ᭄ᬢᭀᬄ", "ᮞᮤᮒᮤ ᮎᮧᮔ᮪ᮒᮧᮂ", "பக்தி", "काव्य", "สมชาย ตัวอย่าง", "ကောင်းထက်စံ", "ᨔᨗᨈᨗ", "សុខា", "Контох Мисал", "مثال عينة", "Ἀλέξιος", "D'CONTOH-MISAL",
        "A" * 100, "É" * 100, "CONTOH " * 14 + "AB", ". CONTOH", "CONTOH.",
    ]
    becomes = {
        "  SITI CONTOH": "SITI CONTOH", "SITI CONTOH  ": "SITI CONTOH", "SITI   CONTOH": "SITI CONTOH", "SITI\tCONTOH": "SITI CONTOH",
        "SITI\u00a0CONTOH": "SITI CONTOH", "SITI\nCONTOH\n": "SITI CONTOH", "SITI\u200b CONTOH\ufeff": "SITI CONTOH",
        " " * 300 + "SITI" + " " * 300 + "CONTOH": "SITI CONTOH", "ＳＩＴＩ CONTOH": "SITI CONTOH", "𝓢𝓘𝓣𝓘 CONTOH": "SITI CONTOH",
        "SITI–CONTOH": "SITI-CONTOH", "SITI\u0007": "SITI", "SITI\u202fCONTOH": "SITI CONTOH", "\u202aSITI CONTOH\u202c": "SITI CONTOH",
    }
    refused = {
        "": "empty", "   ": "empty", "\n\t": "empty", "\u200b": "empty", ".": "too_short", "'": "too_short", "- -": "too_short",
        "../": "too_short", "\u0301": "too_short", "A" * 101: "too_long", "CONTOH " * 14 + "ABC": "too_long", "S1TI": "digits",
        "SITI 2": "digits", "3201015501900001": "digits", "SITI ٣": "digits", "SITI Ⅳ": "digits", "siti@contoh.example": "sign:@",
        "SITI_CONTOH": "sign:_", "SITI (CONTOH)": "sign:(", "SITI & MISAL": "sign:&", "SITI 🙂": "sign:🙂", "<b>SITI</b>": "sign:<",
        "SITI\\CONTOH": "sign:\\", "SITI;CONTOH": "sign:;", "\"SITI\"": "sign:\"", "SITI \"CONTOH": "sign:\"", "\u2060\u00ad": "empty", "SITI 𝟐": "digits",
    }
    cases = [{"text": text, "name": text} for text in as_they_are]
    cases += [{"text": text, "name": name} for text, name in becomes.items()]
    for text, problem in refused.items():
        kind, _, sign = problem.partition(":")
        cases.append({"text": text, "problem": kind, **({"sign": sign} if sign else {})})
    return cases


# Dues

JKM = 6_800
FIRST = (2022, 1)
PERIODS = (1, 3, 6, 12)
TWO, THREE = ["jkk", "jkm"], ["jkk", "jkm", "jht"]
# (work, first dues month, last dues month, id): half of JKK and JKM (PP 50/2025), if no public budget pays.
HALVES = [
    ("transport", (2026, 1), (2027, 3), "pp50-2025-transport"),
    ("other", (2026, 4), (2026, 12), "pp50-2025-other"),
]
# The month before and the month of each change.
AROUND = [(2021, 12), (2022, 1), (2025, 12), (2026, 1), (2026, 3), (2026, 4), (2026, 12), (2027, 1), (2027, 3), (2027, 4)]
# As in the data: a month is 30 days, rounded up to ten rupiah (our own choice).
DAYS, UP_TO = 30, 10


def dues():
    """
    totals: of all 33 rows (`incomes`: the least of each), one number a row; `months` and `from` as asked.
    cases: single quotes with their lines [month, programme, amount, full, discount], or the problem.
    lowest: what a month's compulsory dues begin at, by [kinds of work, amount, last month], dearest first.
    per_day: [a month's dues, about so much a day].
    """
    rows = brackets()
    incomes = [max(lower, 1) for lower, _, _ in rows]
    totals = [totals_case(rows, incomes, work, payer, programmes, months, first) for first in AROUND
              for months in PERIODS for work in WORK for payer in PAYERS for programmes in (TWO, THREE)]
    months = [after((2021, 11), n) for n in range(72)]
    monthly = sorted({base // 100 + JKM for _, _, base in rows} | {(base // 100 + JKM) // 2 for _, _, base in rows})
    return {
        "incomes": [{"row": n, "income": income} for n, income in enumerate(incomes, 1)],
        "totals": totals,
        "cases": dues_cases(rows),
        "lowest": [{"month": written(month), "lowest": lowest(rows, month)} for month in months],
        "per_day": [{"month": amount, "day": -(-amount // (DAYS * UP_TO)) * UP_TO} for amount in monthly],
    }


WORK, PAYERS = ("transport", "other"), ("own", "government")


def totals_case(rows, incomes, work, payer, programmes, months, first):
    cases = [dues_case(rows, income, work, payer, programmes, months, first) for income in incomes]
    asked = {name: cases[0][name] for name in ("work", "payer", "programmes", "months", "from")}
    if "problem" in cases[0]:
        return {**asked, "problem": cases[0]["problem"]}
    return {**asked, "totals": [case["total"] for case in cases]}


def dues_cases(rows):
    cases = []

    def add(income, work, payer, programmes, months, first):
        cases.append(dues_case(rows, income, work, payer, programmes, months, first))

    # Where a row begins and ends, and the gap that the annex leaves between two.
    for lower, upper, _ in rows:
        for income in (lower - 1, lower, lower + 1, *((upper, upper + 500, upper + 999, upper + 1_000) if upper else (10**9,))):
            if income > 0:
                add(income, "other", "own", THREE, 1, (2026, 5))
    # Each month around a change, with its lines.
    for first in AROUND:
        for work in WORK:
            for payer in PAYERS:
                for income in (1, 2_950_000, 30_000_000):
                    add(income, work, payer, THREE, 1, first)
    for months in PERIODS:
        for first in ((2022, 1), (2025, 11), (2026, 2), (2026, 5), (2026, 11), (2027, 2), (2030, 1)):
            for work in WORK:
                add(3_000_000, work, "own", THREE if months == 12 else TWO, months, first)
        add(3_000_000, "transport", "government", THREE, months, (2026, 11))
    # No answer.
    fine = (1_100_000, "other", "own", TWO, 1, (2026, 5))
    for place, values in {
        0: [0], 3: [[], ["jkk"], ["jkm"], ["jht"], ["jkk", "jht"], ["jkm", "jht"]], 4: [0, 2, 4, 5, 7, 11, 13, 24, 255],
        5: [(1900, 1), (2021, 12), (2020, 8)],
    }.items():
        for value in values:
            add(*fine[:place], value, *fine[place + 1:])
    # Order and repetition of programmes do not matter.
    add(1_100_000, "other", "own", ["jht", "jkm", "jkk", "jkm"], 1, (2026, 5))
    return cases


def lowest(rows, month):
    """For each kind of work the first row's compulsory dues, and how long they stay; equal ones in one entry."""
    if month < FIRST:
        return []
    found = {}
    for work in WORK:
        def of(at):
            return dues_case(rows, 1, work, "own", TWO, 1, at)["total"]

        # No change is known after the last discount: ten years on is as good as for ever.
        run = next((n for n in range(1, 120) if of(after(month, n)) != of(month)), None)
        found.setdefault(of(month), []).append((work, run and written(after(month, run - 1))))
    return [
        [[work for work, _ in some], amount, min((until for _, until in some if until), default=None)]
        for amount, some in sorted(found.items(), reverse=True)
    ]


def after(month, count):
    index = month[0] * 12 + month[1] - 1 + count
    return index // 12, index % 12 + 1


def brackets():
    """(lower, upper, base) by the pattern of the annex; the table's file must say the same."""
    rows, lower = [(0, 1_099_000, 1_000_000)], 1_100_000
    for count, step in ((8, 200_000), (11, 500_000), (12, 1_000_000)):
        for _ in range(count):
            rows.append((lower, lower + step - 1_000, lower + step // 2))
            lower += step
    rows.append((lower, None, lower + 500_000))
    with (HERE / "bpu-tariff.csv").open(encoding="utf-8", newline="") as file:
        table = [[int(value) if value else None for value in row] for row in list(csv.reader(file))[1:]]
    pattern = [[n, *row, row[2] // 100, row[2] // 50] for n, row in enumerate(rows, 1)]
    if table != pattern:
        sys.exit("bpu-tariff.csv does not follow the annex's pattern")
    return rows


def dues_case(rows, income, work, payer, programmes, months, first):
    asked = {"income": income, "work": work, "payer": payer, "programmes": programmes, "months": months, "from": written(first)}
    if income == 0:
        return {**asked, "problem": "income"}
    if not {"jkk", "jkm"} <= set(programmes):
        return {**asked, "problem": "programmes"}
    if first < FIRST:
        return {**asked, "problem": "too_early"}
    if months not in PERIODS:
        return {**asked, "problem": "months"}
    base = [base for lower, _, base in rows if lower <= income][-1]
    full = {"jkk": base // 100, "jkm": JKM, "jht": base // 50}
    lines = []
    for month in (after(first, n) for n in range(months)):
        for programme in THREE:
            if programme not in programmes:
                continue
            half = [name for kind, since, until, name in HALVES
                    if kind == work and payer == "own" and since <= month <= until and programme != "jht"]
            amount = full[programme] // 2 if half else full[programme]
            lines.append([written(month), programme, amount, full[programme], half[0] if half else None])
    return {**asked, "total": sum(line[2] for line in lines), "lines": lines}


def written(month):
    return f"{month[0]:04}-{month[1]:02}"


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    main(check=bool(sys.argv[1:]))
