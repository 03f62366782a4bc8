#!/usr/bin/env python3
"""Writes texts.json: sentences in both languages, with the values that go into them.

    python3 tests/vectors/make_texts.py            writes it
    python3 tests/vectors/make_texts.py --check    fails when it is not what would be written

The words are data (rust-core/model/content/texts); how Fluent's source is read, how a plural form is chosen, and how money,
dates, months, times and amounts in words are written is here a second time, from the documentation of `text` and not from
its code. Standard library only. Every text with a value in it is there, attributes too, and some of those without; texts
that choose a form by a count have several counts. Values are by the name of the variable, and invented.

A case: the id of a text (`q-nik.help`: of an attribute), `args` by name, and what is said in Indonesian and in English. Of
an argument, `value` is a string, for `number`, `money` and `words` a number; `message` is the id of another text, `time` a
moment, said in Western Indonesia Time.
"""
import json
import re
import sys
import zlib
from datetime import datetime, timedelta, timezone
from pathlib import Path

HERE = Path(__file__).resolve().parent
TEXTS = HERE.parents[1] / "rust-core/model/content/texts"
LANGUAGES = ("id", "en")
# One in so many of the texts without values.
SAMPLE = 12


def main(check):
    texts = {lang: read((TEXTS / f"{lang}.ftl").read_text(encoding="utf-8")) for lang in LANGUAGES}
    cases = [said(texts, id, args) for id, args in asked(texts)]
    lines = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)
    text, file = f"[\n{lines}\n]\n", HERE / "texts.json"
    if not check:
        file.write_text(text, encoding="utf-8")
        print(f"texts.json: {len(cases)} sentences of {len({case['id'] for case in cases})} texts")
    elif not file.exists() or file.read_text(encoding="utf-8") != text:
        sys.exit(f"texts.json is not what {Path(__file__).name} says")


def said(texts, id, args):
    case = {"id": id, "args": {name: {"kind": kind, "value": value} for name, (kind, value) in args.items()}}
    return case | {f"{lang}_says": say(texts, lang, id, args) for lang in LANGUAGES}


def say(texts, lang, id, args):
    """A text that English lacks is said in Indonesian, with its values as in English."""
    pattern = texts[lang].get(id) or texts["id"][id]
    values = {name: (kind, WRITE[kind](texts, lang, value), value) for name, (kind, value) in args.items()}
    return formatted(pattern, lang, values)


# Which sentences

def asked(texts):
    """Ids, each with its arguments: kind and value by name."""
    for id in texts["id"] | texts["en"]:
        patterns = [texts[lang][id] for lang in LANGUAGES if id in texts[lang]]
        names = sorted({name for pattern in patterns for name in variables(pattern)})
        counted = sorted({name for pattern in patterns for name in selectors(pattern)})
        if not names:
            if zlib.crc32(id.encode()) % SAMPLE == 0:
                yield id, {}
            continue
        for n, count in enumerate(COUNTS if counted else COUNTS[2:3]):
            # Of one text each variable has another sample, and each text begins with another.
            first = zlib.crc32(id.encode()) + n
            args = {name: sample(id, name, first + place) for place, name in enumerate(names)}
            yield id, args | {name: ("number", count) for name in counted}
    yield from samples(texts)


def samples(texts):
    """Every way to write a value, in the plainest text that takes one."""
    def one(id, name, kind, values):
        if id in texts["id"]:
            for value in values:
                yield id, {name: (kind, value)}

    for amount in SPELLED:
        if "money-understood" in texts["id"]:
            yield "money-understood", {"amount": ("money", amount), "words": ("words", amount)}
    yield from one("date-understood", "date", "date", [f"{1990 + n}-{n:02}-{n * 2:02}" for n in range(1, 13)])
    yield from one("date-understood", "date", "date", ["2000-02-29", "1900-01-01", "2999-12-31", "2026-11-23"])
    yield from one("quote-problem-too-early", "first", "month", [f"2026-{n:02}" for n in range(1, 13)])
    yield from one("quote-problem-too-early", "first", "month", ["1900-01", "2999-12"])
    yield from one("name-sign", "sign", "text", ["@", "{", "}", '"', "{ $sign }", "\\", "", "  ", "#", "é", "❤"])
    yield from one("phone-understood", "number", "text", ["0812-3456-7890"])
    yield from one("date-understood", "date", "time", ["2026-11-23T11:00:00Z", "2026-11-23T17:05:00Z",
                                                       "2026-11-23T16:59:59Z", "2026-01-01T00:00:00+07:00"])


COUNTS = (0, 1, 2, 5, 11, 21, 100, 101, 1000, 1_000_000)
MONEY = (45_600, 11_400, 1_500_000, 0, 999, 1_000, 380, 2_600_000, 100_000_000, 10_000)
SPELLED = (
    *range(0, 22), 29, 30, 40, 50, 60, 70, 80, 90, 99, 100, 101, 110, 111, 112, 119, 120, 199, 200, 201, 211, 300, 999, 1_000,
    1_001, 1_010, 1_011, 1_100, 1_111, 1_200, 1_999, 2_000, 2_001, 5_400, 10_000, 11_000, 11_011, 12_012, 15_500, 19_000,
    20_000, 21_000, 45_600, 99_999, 100_000, 100_001, 101_000, 110_000, 111_111, 200_000, 500_000, 999_000, 999_999, 1_000_000,
    1_000_001, 1_001_000, 1_100_000, 1_500_000, 2_600_000, 3_033_333, 10_000_000, 11_000_000, 15_000_021, 100_000_000,
    123_456_789, 111_111_111, 999_999_999, 1_000_000_000, 1_000_000_001, 1_001_001_001, 11_000_000_000, 100_000_000_000,
    999_999_999_999, 1_000_000_000_000, 1_234_567_890_123, 9_007_199_254_740_991,
)
TEXT = {
    "payer": ("Koperasi Contoh", "Desa Contoh"), "month": ("Januari 2027", "Mei 2026"),
    "office": ("Koperasi Contoh",), "office-address": ("Jalan Contoh nomor 0, Kota Contoh",), "office-contact": ("0800-0000-000",),
    "receipt": ("CONTOH-0000",), "list": ("NIK, Nama dan Alamat", "Foto KTP"), "most": ("JKK, JKM", "JKK"), "last": ("JHT", "JKM"),
    "programmes": ("JKK dan JKM", "JHT"), "place": ("Cibinong, Kabupaten Bogor, Jawa Barat",), "regency": ("Kota Contoh",),
    "code": ("32.01.99", "99"), "number": ("0812-3456-7890",), "prefix": ("0810",), "codes": ("16911, 16912, 16913, 16914, …",),
    "district": ("Cibinong",), "known": ("16911",), "possible": ("1, 3, 6, 12",), "sign": ("@", "#"), "condition": ("a", "b atau c"),
    "question": ("Apa pekerjaan Anda?",), "option": ("Ojek, pangkalan atau online",), "what": ("Bayar lagi",), "from": ("NIK",),
    "part": ("a",),
}
KINDS = {
    "money": {"amount", "sum", "day", "total", "death", "periodic", "burial", "land", "sea", "air", "lowest", "death-lowest", "total-total", "early-amount", "second", "third", "higher"},
    "number": {"count", "step", "steps", "left", "over", "wanted", "min", "max", "age", "percent", "months", "years", "times",
               "children", "first", "later", "smaller", "larger", "megapixels", "hours", "under", "payout-age", "early-months"},
    "date": {"date"},
    "month": {"until"},
    "message": {"sex"},
    "words": {"words"},
    "text": set(TEXT),
}
# Where a name means something else: by the beginning of the text's id.
OTHERWISE = {
    ("money-", "min"): "money", ("money-", "max"): "money", ("quote-", "from"): "month", ("benefit-jkk-scholarship_levels", "first"): "money", ("money-other-period", "said"): "message",
    ("money-other-period", "asked"): "message", ("quote-problem-", "first"): "month",
    ("nik-date-", "nik"): "date", ("nik-date-", "given"): "date", ("nik-sex-", "nik"): "message", ("nik-sex-", "given"): "message",
    ("benefit-", "words"): "text", ("bill-open-", "last"): "date",
}


def sample(id, name, n):
    """A name that is not known here has a text: whatever kind it is, it can be one."""
    kind = next((kind for (start, other), kind in OTHERWISE.items() if id.startswith(start) and other == name), None)
    kind = kind or next((kind for kind, names in KINDS.items() if name in names), "text")
    some = {
        "money": MONEY, "words": MONEY, "number": (3, 12, 1, 0, 16, 64, 100), "message": ("sex-female", "sex-male"),
        "date": ("1990-01-15", "2027-01-31", "2026-08-17", "2008-02-29"), "month": ("2026-05", "2027-03", "2026-12", "2026-10"),
        "text": TEXT.get(name, ("Contoh", "contoh lain")),
    }[kind]
    return kind, some[n % len(some)]


# How values are written

MONTHS = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split(),
    "en": "January February March April May June July August September October November December".split(),
}
ONES = {
    "id": "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split(),
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
          "eighteen nineteen".split(),
}
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
LARGE = {"id": ((10**9, "miliar"), (10**6, "juta"), (1000, "ribu")), "en": ((10**9, "billion"), (10**6, "million"), (1000, "thousand"))}


def money(texts, lang, amount):
    return "Rp" + f"{amount:,}".replace(",", ".")


def day(texts, lang, value):
    year, number, of_month = value.split("-")
    return f"{int(of_month)} {MONTHS[lang][int(number) - 1]} {year}"


def month(texts, lang, value):
    year, number = value.split("-")
    return f"{MONTHS[lang][int(number) - 1]} {year}"


def clock(texts, lang, value):
    return datetime.fromisoformat(value).astimezone(timezone(timedelta(hours=7))).strftime("%H.%M WIB")


def words(texts, lang, amount):
    """In figures from a million million on."""
    return (f"{amount:,}".replace(",", ".") if amount >= 10**12 else spelled(lang, amount)) + " rupiah"


def spelled(lang, amount):
    groups = []
    for unit, name in LARGE[lang]:
        count, amount = divmod(amount, unit)
        if count == 1 and name == "ribu":
            groups.append("seribu")
        elif count:
            groups.append(f"{below_thousand(lang, count)} {name}")
    if amount or not groups:
        groups.append(below_thousand(lang, amount))
    return " ".join(groups)


def below_thousand(lang, amount):
    hundreds, rest = divmod(amount, 100)
    if lang == "en":
        head = [f"{ONES[lang][hundreds]} hundred"] if hundreds else []
        if rest < 20:
            tail = [ONES[lang][rest]]
        else:
            tail = ["-".join([TENS[rest // 10], *([ONES[lang][rest % 10]] if rest % 10 else [])])]
    else:
        head = ["seratus"] if hundreds == 1 else [f"{ONES[lang][hundreds]} ratus"] if hundreds else []
        if rest < 12:
            tail = [ONES[lang][rest]]
        elif rest < 20:
            tail = [f"{ONES[lang][rest - 10]} belas"]
        else:
            tail = [f"{ONES[lang][rest // 10]} puluh", *([ONES[lang][rest % 10]] if rest % 10 else [])]
    return " ".join(head + (tail if rest or not head else []))


WRITE = {
    "text": lambda texts, lang, value: value, "number": lambda texts, lang, value: str(value),
    "message": lambda texts, lang, value: say(texts, lang, value, {}),
    "money": money, "words": words, "date": day, "month": month, "time": clock,
}


# Fluent, as much of it as is used: text, variables, texts in quotes, and variants chosen by a variable

def read(source):
    """Patterns by id and `id.attribute`: a list of texts, ("var", name) and ("select", name, {key: pattern}, default)."""
    found, entry = {}, None
    for line in source.split("\n"):
        begins = re.match(r"([a-zA-Z][\w-]*) *= ?(.*)", line)
        attribute = re.match(r" +\.([a-zA-Z][\w-]*) *= ?(.*)", line)
        if line.startswith("#"):
            entry = None
        elif begins:
            message = entry = begins[1]
            assert entry not in found, entry
            found[entry] = [begins[2]]
        elif attribute:
            entry = f"{message}.{attribute[1]}"
            assert entry not in found, entry
            found[entry] = [attribute[2]]
        elif entry:
            found[entry].append(line)
        else:
            assert not line.strip(), f"no entry: {line}"
    patterns = {}
    for id, lines in found.items():
        pattern, rest = pattern_of("\n".join(lines).rstrip(), False)
        assert rest == "", f"{id}: {rest}"
        if pattern:
            patterns[id] = pattern
    return patterns


def pattern_of(rest, in_variant):
    """The pattern at the beginning, and what follows it."""
    elements, text = [], ""
    while rest:
        if rest[0] == "{":
            element, rest = placeable(rest[1:].lstrip())
            elements, text = [*elements, *([text] if text else []), element], ""
        elif rest[0] == "}":
            break
        elif in_variant and re.match(r"\s*\n\s*(\*?\[|\})", rest):
            break
        else:
            text, rest = text + rest[0], rest[1:]
    return dedented([*elements, *([text] if text else [])]), rest


def placeable(rest):
    if rest[0] == '"':
        plain = re.match(r'"((?:[^"\\]|\\.)*)"\s*\}', rest)
        assert "\\" not in plain[1], f"an escape, which is not read here: {plain[1]}"
        return plain[1], rest[plain.end():]
    variable = re.match(r"\$([\w-]+)\s*", rest)
    assert variable, f"neither a variable nor a text in quotes: {rest[:40]}"
    rest = rest[variable.end():]
    if rest[0] == "}":
        return ("var", variable[1]), rest[1:]
    assert rest.startswith("->"), rest[:40]
    rest, variants, default = rest[2:].lstrip(), {}, None
    while rest[0] != "}":
        key = re.match(r"(\*?)\[\s*([\w.-]+)\s*\] *", rest)
        assert key, f"no variant: {rest[:40]}"
        variants[key[2]], rest = pattern_of(rest[key.end():], True)
        default = key[2] if key[1] else default
        rest = rest.lstrip()
    return ("select", variable[1], variants, default), rest[1:]


def dedented(elements):
    """Without the indentation that all continued lines share, and without white space at both ends."""
    texts = [element for element in elements if isinstance(element, str)]
    # A line of nothing but white space has no indentation, unless a value follows in it.
    indents = [len(blank) for n, element in enumerate(elements) if isinstance(element, str)
               for blank in re.findall(r"\n( *)(?=[^\s])" if n + 1 == len(elements) else r"\n( *)(?=[^\s]|$)", element)]
    if texts and indents:
        shared = min(indents)
        elements = [re.sub(rf"\n {{0,{shared}}}", "\n", one) if isinstance(one, str) else one for one in elements]
    if elements and isinstance(elements[0], str):
        elements[0] = elements[0].lstrip(" \n")
    if elements and isinstance(elements[-1], str):
        elements[-1] = elements[-1].rstrip(" \n")
    return [element for element in elements if element != ""]


def formatted(pattern, lang, values):
    return "".join(one if isinstance(one, str) else placed(one, lang, values) for one in pattern)


def placed(element, lang, values):
    kind, written, value = values[element[1]]
    if element[0] == "var":
        return written
    _, _, variants, default = element
    key = default
    if kind == "number":
        # The number itself before its form. Indonesian has one form; in English one is one.
        form = "one" if lang == "en" and value == 1 else "other"
        key = next((key for key in (str(value), form) if key in variants), default)
    elif written in variants:
        key = written
    return formatted(variants[key], lang, values)


def variables(pattern):
    for element in pattern:
        if not isinstance(element, str):
            yield element[1]
            if element[0] == "select":
                for variant in element[2].values():
                    yield from variables(variant)


def selectors(pattern):
    for element in pattern:
        if element[0] == "select":
            yield element[1]
            for variant in element[2].values():
                yield from selectors(variant)


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    main(check=bool(sys.argv[1:]))
