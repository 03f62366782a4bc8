#!/usr/bin/env python3
"""Writes rust-core/model/content/tariff.json from bpu-tariff.csv, so that nobody retypes a number.

    python3 tests/vectors/make_tariff.py            writes it
    python3 tests/vectors/make_tariff.py --check    fails when it is not what would be written

Sources and confidence of every value: docs/rules.md.
"""
import csv
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
CSV = HERE / "bpu-tariff.csv"
JSON = HERE.parents[1] / "rust-core" / "model" / "content" / "tariff.json"

HEAD = {
    "first_month": "2022-01",
    "periods": [1, 3, 6, 12],
    "source": "PP 44/2015 Lampiran II, 33 baris; salinan yang diperiksa 24 September 2026",
    "sources": {
        "jkk": "PP 44/2015, Lampiran II: 1% dari dasar iuran",
        "jkm": "PP 44/2015: iuran JKM bukan penerima upah",
        "jht": "PP 46/2015 jo. PP 60/2015, lampiran: 2% dari dasar iuran",
    },
    "jkm_monthly": 6800,
}
DISCOUNTS = [
    {
        "id": "pp50-2025-transport",
        "programmes": ["jkk", "jkm"],
        "work": ["transport"],
        "from": "2026-01",
        "to": "2027-03",
        "percent": 50,
        "source": "PP 50/2025: potongan 50% JKK dan JKM, sektor transportasi, iuran Januari 2026–Maret 2027",
    },
    {
        "id": "pp50-2025-other",
        "programmes": ["jkk", "jkm"],
        "work": ["other"],
        "from": "2026-04",
        "to": "2026-12",
        "percent": 50,
        "source": "PP 50/2025: potongan 50% JKK dan JKM, pekerjaan lain, iuran April–Desember 2026",
    },
]


def tariff_text():
    """The file, one bracket and one discount a line."""
    with CSV.open(encoding="utf-8", newline="") as rows:
        brackets = [
            {
                "income_from": int(row["income_from"]),
                "base": int(row["base"]),
                "jkk_monthly": int(row["jkk_monthly"]),
                "jht_monthly": int(row["jht_monthly"]),
            }
            for row in csv.DictReader(rows)
        ]
    fields = [f"  {one_line(name)}: {one_line(value)}" for name, value in HEAD.items()]
    for name, entries in (("brackets", brackets), ("discounts", DISCOUNTS)):
        lines = ",\n".join(f"    {one_line(entry)}" for entry in entries)
        fields.append(f"  {one_line(name)}: [\n{lines}\n  ]")
    return "{\n" + ",\n".join(fields) + "\n}\n"


def one_line(value):
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    text = tariff_text()
    if sys.argv[1:] == ["--check"]:
        if JSON.read_text(encoding="utf-8") != text:
            sys.exit(f"{JSON.name} is not what {CSV.name} says: run {Path(__file__).name}")
    elif sys.argv[1:]:
        sys.exit(__doc__)
    else:
        JSON.write_text(text, encoding="utf-8")
