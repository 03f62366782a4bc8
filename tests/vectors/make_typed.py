#!/usr/bin/env python3
"""Writes typed.json: how text that was typed or pasted is cleaned, and what dates, places and RT/RW it is read as.

    python3 tests/vectors/make_typed.py            writes it
    python3 tests/vectors/make_typed.py --check    fails when it is not what would be written

The rules are written here a second time, from docs/rules.md and Python's Unicode tables, not from the Rust code. Standard
library only. Nobody's data.
"""
import json
import re
import sys
import unicodedata
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Default-ignorable signs that Unicode puts into other categories than Cf, and the empty Braille cell.
FILLERS = set("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0") | {chr(n) for n in range(0xFE00, 0xFE10)} \
    | {chr(n) for n in range(0xE0100, 0xE01F0)}
# Format signs that can be seen: they enclose the numbers after them.
SEEN = set("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
MINUS = set("\u2212\u207b\u208b\u2043")


def is_white(sign):
    return sign.isspace() and sign not in "\x1c\x1d\x1e\x1f"


def is_invisible(sign):
    if is_white(sign):
        return False
    return sign in FILLERS or unicodedata.category(sign) == "Cc" or unicodedata.category(sign) == "Cf" and sign not in SEEN


def plain(sign):
    kind = unicodedata.decomposition(sign).split(" ")[0]
    if unicodedata.category(sign) == "Pd" or sign in MINUS:
        return "-"
    if kind in ("<wide>", "<font>") or sign == "\u212a":
        single = unicodedata.normalize("NFKC", sign)
        return single if len(single) == 1 and " " < single < "\x7f" else sign
    return sign


def clean(text):
    """In one line, without what cannot be seen."""
    seen = "".join(" " if is_white(sign) else plain(sign) for sign in text if not is_invisible(sign))
    return " ".join(part for part in seen.split(" ") if part)


# Dates

MONTHS = [part.split() for part in (
    "januari jan january", "februari feb pebruari peb february", "maret mar mrt march", "april apr", "mei may", "juni jun june",
    "juli jul july", "agustus agu agt ags agus aug august", "september sep sept", "oktober okt october oct",
    "november nopember nov nop", "desember des december dec")]
DAYS = [part.split() for part in (
    "senin sen monday mon", "selasa sel tuesday tue", "rabu rab wednesday wed", "kamis kam thursday thu", "jumat jum friday fri",
    "sabtu sab saturday sat", "minggu min ahad sunday sun")]


def read_date(text):
    """A date, or the name of the problem."""
    text = re.sub("['’‘‛`´′]", "", clean(text).lower())
    if not text:
        return "empty"
    if re.search(r"[^-/., a-z0-9]", text):
        return "not_a_date"
    words = re.findall("[a-z]+|[0-9]+", text)
    while words and words[0] in ("tanggal", "tgl", "hari"):
        words.pop(0)
    weekday = next((n for n, names in enumerate(DAYS) if words and words[0] in names), None)
    if weekday is not None:
        words.pop(0)
    while words and words[0] in ("tanggal", "tgl", "hari"):
        words.pop(0)
    for at, word in enumerate(words):
        if word.isalpha():
            found = [str(n) for n, names in enumerate(MONTHS, 1) if word in names]
            if not found or sum(w.isalpha() for w in words) > 1:
                return "not_a_date"
            if at == 0 and len(words) == 3:
                words = [words[1], found[0], words[2]]
            elif at == 1:
                words[1] = found[0]
            else:
                return "not_a_date"
    if len(words) == 1 and len(words[0]) == 8:
        words = [words[0][:2], words[0][2:4], words[0][4:]]
    if len(words) != 3 or any(len(word) > 8 for word in words):
        return "not_a_date"
    if len(words[0]) == 4:
        words.reverse()
    if len(words[2]) != 4 or not 1900 <= int(words[2]) <= 2999:
        return "year"
    try:
        day = date(int(words[2]), int(words[1]), int(words[0]))
    except (ValueError, OverflowError):
        return "no_such_day"
    return "weekday" if weekday not in (None, day.weekday()) else day


# Places, RT and RW

def read_place(text):
    text = clean(text)
    if not text:
        return "empty"
    if sum(unicodedata.category(sign)[0] == "N" for sign in text) > 4:
        return "digits"
    for sign in text:
        if not (unicodedata.category(sign)[0] in "LM" or sign in "0123456789 .,-/()&'’‘‛`´′\"“”″"):
            return f"sign:{sign}"
    return [text] if any(sign.isalpha() for sign in text) else "no_letter"


def read_rt_rw(text):
    text = clean(text).upper()
    if not text:
        return "empty"
    gap, number = "[ .,:/-]*", "([0-9]{1,3}) ?((?!R[TW])[A-Z])?"
    labelled = [rf"{gap}(?:RT)?{gap}{number}{gap}(?:RW)?{gap}{number}[.]*", rf"{gap}RT{gap}RW{gap}{number}{gap}{number}[.]*"]
    for shape in labelled:
        if found := re.fullmatch(shape, text, re.ASCII):
            # Without anything between them two numbers are one.
            rt, rt_letter, rw, rw_letter = found.groups(default="")
            if rt_letter or text[found.end(1):found.start(3)]:
                return [f"{rt.zfill(3)}{rt_letter}/{rw.zfill(3)}{rw_letter}"]
    if found := re.fullmatch(rf"{gap}RW{gap}{number}{gap}RT{gap}{number}[.]*", text, re.ASCII):
        rw, rw_letter, rt, rt_letter = found.groups(default="")
        return [f"{rt.zfill(3)}{rt_letter}/{rw.zfill(3)}{rw_letter}"]
    return "shape"


def cases():
    cleaned = [
        "SITI CONTOH", "\u202a3201\u202c", "\ufeffa\u00adb\u200bc", " a \u00a0\u202f\t\n b\u3000", "\u200b\u2060\u00ad\ufeff\u200e\u3164\u2800",
        "ＳＩＴＩ　０８１２（＠）－", "𝐒𝑖𝓣𝕀 𝟎𝟙𝟐𝟛𝟺 𝚉𝚣 ℎℬ𝕿", "1‐2‑3‒4–5—6―7−8－9⁃0", "陳例 ٣ É ﬁ ½ ①", "a\u200b \u200bb", "\u0007x\u0085y", "काव्य\u200d",
    ]
    # A text of every invisible sign, of every white space and of every dash that this Python knows.
    everything = [chr(n) for n in range(0x11000) if n not in range(0xD800, 0xE000)]
    for some in (filter(is_invisible, everything), filter(is_white, everything),
                 (sign for sign in everything if unicodedata.category(sign) == "Pd" or sign in MINUS)):
        cleaned.append("a" + "".join(some) + "b")
    cleaned.append("".join(chr(n) for n in range(0x1D400, 0x1D800) if unicodedata.name(chr(n), "")))
    cleaned.append("".join(chr(n) for n in range(0xFF01, 0xFF5F)))
    dates = [
        "", "\u200b", "15-01-1990", "\u200e15\u200e/\u200e01\u200e/\u200e1990", "15–01–1990", "15\u00a001\u00a01990", "１５－０１－１９９０", "15011990",
        "1990-01-15", "15-01-90", "17 Agustus 85", "31 Juni 1990", "15 Foo 1990", "15 Januari", "Senin, 15 Januari 1990",
        "Minggu, 15 Januari 1990", "Jum'at 19-01-1990", "Jum’at 19 Jan 1990", "tanggal 1 Mei 1980", "hari Kamis, tgl 1 Mei 1980", "January 15, 1990",
        "1990 Januari 15", "15Januari1990", "15.Januari.1990", "15 Januari 1990 Senin", "Senin Selasa 15-1-1990", "15/1/1990!", "1899-12-31",
        "29 Pebruari 2001", "29 Pebruari 2000", "0-1-1990", "15-1-1990-2", "٣-1-1990", "Januari Februari 1990", "Senin", "15 01", "123456789",
    ]
    dates += [f"{day} {name} {1940 + 7 * day}" for names in MONTHS for day, name in enumerate(names, 1)]
    dates += [f"{name} {10 + at}-01-1994" for at, names in enumerate(DAYS) for name in names]
    places = [
        "BOGOR", "Kota Contoh", "2 X 11 KAYU TANAM", "MISOOL (MISOOL UTARA)", "13 ILIR", "SIMPANG 4", "TANJUNG BALAI/ASAHAN", "KO'O", "3201015501900001",
        "BOGOR, 15-01-1990", "-", "11", "", "\u2060", "siti@contoh.example", "BOGOR ٣", "BOGOR!", "ꦱꦸꦫꦏꦂꦠ", "ＢＯＧＯＲ – KOTA", "A & B", "JAKARTA_UTARA",
    ]
    rt_rw = [
        "003/007", "3/7", "3 7", "RT 3 RW 7", "rt.003/rw.007", "RT03RW07", "RT: 03, RW: 07.", "RT/RW 003/007", "RT 3/7", "3/RW 7", "RW 7 RT 3", "３–７",
        "RT 03A RW 02", "3a/7", "RT 003/RW 00A", "RT 5B RW 12C", "RT5BRW12C", "RT 5 B RW 12 C", "3", "RT 3", "RT tiga RW tujuh", "3AB/7", "0003/7",
        "3/7/9", "RW 3/7", "3 RT 7 RW", "RT 3 RT 7", "+3/7", "3/7!", "٣/٧", "", "\u00ad", "-", "37", "003007", "RT 3 R 7",
    ]
    return {
        "clean": [{"text": text, "clean": clean(text)} for text in cleaned],
        "dates": [case(text, read_date(text)) for text in dates],
        "places": [case(text, read_place(text)) for text in places],
        "rt_rw": [case(text, read_rt_rw(text)) for text in rt_rw],
    }


def case(text, read):
    """What it is read as, or the problem."""
    if isinstance(read, str):
        kind, _, sign = read.partition(":")
        return {"text": text, "problem": kind, **({"sign": sign} if sign else {})}
    return {"text": text, "read": read[0] if isinstance(read, list) else read.isoformat()}


def main(check):
    from make_vectors import written_out
    text, path = written_out(cases()), HERE / "typed.json"
    if not check:
        path.write_text(text, encoding="utf-8")
        print(f"{path.name}: {text.count(chr(10) + '{')} cases")
    elif path.read_text(encoding="utf-8") != text:
        sys.exit(f"{path.name} is not what {Path(__file__).name} says")


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    main(check=bool(sys.argv[1:]))
