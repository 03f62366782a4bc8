#!/usr/bin/env python3
"""Writes referral.json: referral codes as people type them and as links name them, and what is wrong with each.

    python3 tests/vectors/make_referral.py            writes it
    python3 tests/vectors/make_referral.py --check    fails when it is not what would be written

A case: a text, and the code, or what is wrong: `length` with the count of signs, `sign` with how many stand before it, `not_ours`
(another site or app), `link` (ours, and it names no code). A site's links are read for the host `payung.example`. Links are taken
apart by urllib, codes by a regular expression, without the Rust code. Standard library only.
"""
import json
import random
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(__file__).resolve().parent
HOST = "payung.example"
SIGNS = "".join(sign for sign in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" if sign not in "IO01")


def read(text):
    signs = re.sub("[- ]", "", text)
    wrong = re.search(f"[^{SIGNS}]", signs.upper())
    if wrong:
        return {"problem": "sign", "at": wrong.start()}
    return {"code": signs.upper()} if 4 <= len(signs) <= 12 else {"problem": "length", "at": len(signs)}


def find(text):
    if "://" not in text:
        return read(text)
    link = urlsplit(text)
    place = {"payung": ("daftar", ""), "https": (HOST, "/app/daftar")}.get(link.scheme)
    if place is None or link.scheme == "https" and link.netloc.lower() != HOST:
        return {"problem": "not_ours"}
    named = re.fullmatch("kode=([^&=]*)", link.query)
    if (link.netloc.lower() if link.scheme == "https" else link.netloc, link.path) != place or link.fragment or not named:
        return {"problem": "link"}
    found = read(named[1])
    return found if "code" in found else {"problem": "link"}


def shapes(code):
    """A code as posters and people write it."""
    middle = len(code) // 2
    yield from (code, code.lower(), code[:middle] + "-" + code[middle:], " ".join(code), code.title())
    yield from (f"payung://daftar?kode={code}", f"https://{HOST}/app/daftar?kode={code[:middle].lower()}-{code[middle:]}")


def texts(rng):
    yield from ("", "-", "PASAR-7", "pasar 7", "PASAR-0", "INDAH-7", "OJEK-7", "kode?", "KODE: PASAR-7", "A-B-C", "ABCD-EFGH-JKLM-N")
    yield from ("payung://home", "payung://daftar", "payung://daftar?kode=", "payung://daftar?kode=ABC", "payung://daftar/?kode=PASAR7")
    yield from ("payung://daftar?kode=PASAR7&lain=1", "payung://daftar?KODE=PASAR7", "payung://daftar?kode=PASAR7#x", "PAYUNG://daftar?kode=PASAR7")
    for host in (HOST, HOST.upper(), "lain.example", HOST + ".lain.example", "lain." + HOST, HOST + ":443", "siti@" + HOST, ""):
        yield f"https://{host}/app/daftar?kode=PASAR7"
    for path in ("/", "/app/daftar", "/app/iuran?kode=PASAR7", "/app/daftar/?kode=PASAR7", "/app/daftar?kode=PASAR0", "/app/daftar?kode=PASAR7&utm=1"):
        yield f"https://{HOST}{path}"
    yield from (f"http://{HOST}/app/daftar?kode=PASAR7", "whatsapp://send?kode=PASAR7", f"ftp://{HOST}/app/daftar?kode=PASAR7")
    for _ in range(30):
        code = "".join(rng.choices(SIGNS, k=rng.randint(4, 12)))
        yield from shapes(code)
        place = rng.randrange(len(code))
        yield code[:place] + rng.choice("IO01io") + code[place + 1:]
        yield code[:rng.randrange(4)]
        yield code + "".join(rng.choices(SIGNS, k=13 - len(code)))


def main(check):
    cases = [{"text": text, **find(text)} for text in texts(random.Random(16))]
    lines = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)
    text, file = f"[\n{lines}\n]\n", HERE / "referral.json"
    if not check:
        file.write_text(text, encoding="utf-8")
        print(f"referral.json: {len(cases)} cases")
    elif not file.exists() or file.read_text(encoding="utf-8") != text:
        sys.exit(f"referral.json is not what {Path(__file__).name} says")


if __name__ == "__main__":
    main("--check" in sys.argv[1:])
