#!/usr/bin/env python3
"""Writes pay_code.json: pay-for codes as people type them, and what is wrong with each.

    python3 tests/vectors/make_pay_code.py            writes it
    python3 tests/vectors/make_pay_code.py --check    fails when it is not what would be written

A case: a text, and the code as it is shown, or what is wrong: `length` with the count of signs, `sign` with how many stand before it,
`mistyped`. The check sign is worked out by multiplying polynomials over the field of two elements, one sign after the other, by long
division, without the Rust code. Standard library only.
"""
import json
import random
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MODULUS = 0b100101  # x^5 + x^2 + 1
READ_AS = {"O": "0", "I": "1", "L": "1"}


def times(a, b):
    """Two elements of the field of 32 multiplied: schoolbook, then the remainder."""
    product = 0
    for bit in range(5):
        if b >> bit & 1:
            product ^= a << bit
    for bit in range(9, 4, -1):
        if product >> bit & 1:
            product ^= MODULUS << bit - 5
    return product


def power(n):
    value = 1
    for _ in range(n):
        value = times(value, 2)
    return value


def checked(values):
    """A code is right when its twelve signs, each times its own power of x, sum to nothing."""
    total = 0
    for place, value in enumerate(values):
        total ^= times(value, power(len(values) - 1 - place))
    return total == 0


def shown(values):
    text = "".join(SIGNS[value] for value in values)
    return "-".join(text[at:at + 4] for at in (0, 4, 8))


def code(rng):
    values = [rng.randrange(32) for _ in range(11)]
    return next(values + [last] for last in range(32) if checked(values + [last]))


def read(text):
    signs = [READ_AS.get(sign.upper(), sign.upper()) for sign in text if sign not in "- "]
    wrong = next((at for at, sign in enumerate(signs) if sign not in SIGNS), None)
    if wrong is not None:
        return {"problem": "sign", "at": wrong}
    if len(signs) != 12:
        return {"problem": "length", "at": len(signs)}
    values = [SIGNS.index(sign) for sign in signs]
    return {"code": shown(values)} if checked(values) else {"problem": "mistyped"}


def texts(rng):
    yield from ("", "-", "0000-0000-0000", "oooo oooo oooo", "OIL0-0000-0000", "0000-0000-000", "0000-0000-0000-0", "00U0-0000-0000", "kode?")
    for _ in range(40):
        values = code(rng)
        text = shown(values)
        yield from (text, text.lower().replace("-", ""), text.replace("-", " "))
        place = rng.randrange(12)
        other = list(values)
        other[place] = (other[place] + rng.randrange(1, 32)) % 32
        yield shown(other)
        swapped = list(values)
        a, b = rng.sample(range(12), 2)
        swapped[a], swapped[b] = swapped[b], swapped[a]
        yield shown(swapped)


def main(check):
    cases = [{"text": text, **read(text)} for text in texts(random.Random(14))]
    lines = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)
    text, file = f"[\n{lines}\n]\n", HERE / "pay_code.json"
    if not check:
        file.write_text(text, encoding="utf-8")
        print(f"pay_code.json: {len(cases)} cases")
    elif not file.exists() or file.read_text(encoding="utf-8") != text:
        sys.exit(f"pay_code.json is not what {Path(__file__).name} says")


if __name__ == "__main__":
    main("--check" in sys.argv[1:])
