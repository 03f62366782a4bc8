#!/usr/bin/env python3
"""Writes rust-core/model/content/tariff.json from bpu-tariff.csv, so that nobody retypes a number.

    python3 tests/vectors/make_tariff.py            writes it
    python3 tests/vectors/make_tariff.py --check    fails when it is not what would be written

Each source ends with its confidence; docs/rules.md says more about it.
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
    "source": "PP 44/2015 Lampiran II, 33 baris; salinan yang diperiksa 24 September 2026 [V2]",
    "sources": {
        "first_month": "PP 49/2020: keringanan pandemi, syaratnya belum dibaca; bulan sebelumnya tidak dihitung [R]",
        "periods": "bpjsketenagakerjaan.go.id/en/bukan-penerima-upah; GoPay (Kompas, 13 April 2024); DANA lain [C]",
        "jkk": "PP 44/2015, Lampiran II: 1% dari dasar iuran [V2]",
        "jkm": "PP 44/2015: iuran JKM bukan penerima upah [V2]",
        "jht": "PP 46/2015 jo. PP 60/2015, lampiran: 2% dari dasar iuran [V2]",
    },
    "per_day": {
        "days": 30,
        "round_up_to": 10,
        "source": "Pilihan Payung: sebulan 30 hari, dibulatkan ke atas ke puluhan rupiah [D]",
    },
    "jkm_monthly": 6800,
}
DISCOUNTS = [
    {
        "id": "pp50-2025-transport",
        "programmes": ["jkk", "jkm"],
        "work": ["transport"],
        "payers": ["own"],
        "from": "2026-01",
        "to": "2027-03",
        "percent": 50,
        "source": "PP 50/2025: diskon 50% JKK dan JKM, sektor transportasi, iuran Januari 2026–Maret 2027, bukan yang dibayar APBN/APBD [V2]",
    },
    {
        "id": "pp50-2025-other",
        "programmes": ["jkk", "jkm"],
        "work": ["other"],
        "payers": ["own"],
        "from": "2026-04",
        "to": "2026-12",
        "percent": 50,
        "source": "PP 50/2025: diskon 50% JKK dan JKM, pekerjaan lain, iuran April–Desember 2026, bukan yang dibayar APBN/APBD [V2]",
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
