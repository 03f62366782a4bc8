#!/usr/bin/env python3
"""Compares payment codes with implementations that are not ours: qriskit and lokal-id put amounts into payloads, ZXing reads pictures.

    python3 tests/vectors/oracles_qris.py CODES [COUNT]

CODES is the built `codes` program. COUNT random payloads (1,700 unless given, so that both are asked about 1,000) of invented merchants get an amount from CODES and
from both libraries; all three must say the same, byte for byte. Where fields are out of order, only qriskit is asked: lokal-id
moves tag 01 to the front. A payload with a wrong checksum must be refused by all. Then ZXing must read every picture that CODES
draws. Needs requirements-qris.txt.
"""
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import qriskit
import zxingcpp
from lokal import qris as lokal
from PIL import Image

from make_qris import random_fields, write


def main():
    codes, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1700
    print(f"note: {amounts(codes, count)}; {pictures(codes)}")


def amounts(codes, count):
    rng = random.Random(2026)
    cases = []
    for number in range(count):
        order = number % 5 != 4
        payload = write(random_fields(rng, order))
        amount = rng.choice((8_400, 16_800, 45_600, rng.randint(1, 10**13 - 1)))
        # Both libraries refuse what has no number of its own; lokal-id knows no bill number.
        bill = f"PYG-{rng.randint(1, 10**9)}" if number % 4 == 3 else ""
        cases.append((payload, amount, bill, order))
    damaged = [(payload[:-1] + ("0" if payload[-1] != "0" else "1"), amount, "", True) for payload, amount, *_ in cases[:50]]
    lines = "".join(f"{amount}\t{bill}\t{payload}\n" for payload, amount, bill, _ in cases + damaged)
    said = subprocess.run([codes, "bind"], input=lines, capture_output=True, text=True, check=True).stdout.split("\n")[:-1]
    assert len(said) == len(cases) + len(damaged)
    asked = 0
    for (payload, amount, bill, order), ours in zip(cases, said):
        bound = qriskit.parse(payload).to_dynamic(amount)
        if bill:
            bound = bound.with_tag("62.01", bill)
        theirs = [bound.dumps()]
        if order and not bill:
            theirs.append(lokal.set_qris_amount(payload, amount))
            asked += 1
        assert all(their == ours for their in theirs), f"{payload}\n{amount} {bill}\n{ours}\n{theirs}"
        assert qriskit.is_valid(ours) and lokal.parse_qris(ours).valid, ours
    for (payload, *_), ours in zip(damaged, said[len(cases):]):
        assert ours.startswith("! ") and not qriskit.is_valid(payload) and not lokal.parse_qris(payload).valid, payload
    return f"{len(cases)} amounts as qriskit binds them, {asked} of them also as lokal-id; {len(damaged)} damaged ones refused"


def pictures(codes):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([codes, "draw", folder], check=True)
        listed = json.loads((Path(folder) / "codes.json").read_text())
        for one in listed:
            with Image.open(Path(folder) / one["file"]) as picture:
                assert picture.mode == "1", picture.mode
                found = zxingcpp.read_barcodes(picture)
            read = [(str(it.format).replace(" ", ""), it.text) for it in found]
            assert read == [(one["format"], one["holds"])], f"{one['file']}: {read}, holds {one['holds']}"
    return f"{len(listed)} pictures read by ZXing"


if __name__ == "__main__":
    main()
