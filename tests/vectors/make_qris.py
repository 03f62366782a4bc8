#!/usr/bin/env python3
"""Writes qris.json: payloads with what is wrong with them and where, and payloads with an amount put into them.

    python3 tests/vectors/make_qris.py            writes it
    python3 tests/vectors/make_qris.py --check    fails when it is not what would be written

Each broken payload is made from a good one by one change, and what must be found is written beside the change. The merchants
are invented: their ids are zeros, their domains do not exist. Standard library only.

A case of `checks`: `payload`; `qris` (is it Indonesian); `problems` and `warnings`, each a code, the offset in characters and the tag; or
`unreadable`, a code and an offset. A case of `bound`: `payload`, `amount`, `bill_number` or null, and `result`.
"""
import binascii
import json
import random
import sys
from pathlib import Path


def field(tag, value):
    assert len(value) <= 99
    return f"{tag:02d}{len(value):02d}{value}"


def template(*pairs):
    return "".join(field(tag, value) for tag, value in pairs)


def seal(body, width=4):
    """With its checksum, over everything and the checksum's own tag and length."""
    body += "6304"
    return body + f"{binascii.crc_hqx(body.encode(), 0xFFFF):0{width}X}"


def write(fields):
    return seal("".join(field(tag, value) for tag, value in fields))


NATIONAL = template((0, "ID.CO.QRIS.WWW"), (2, "ID0000000000001"), (3, "UMI"))
ACCOUNT = template((0, "ID.CONTOH.WWW"), (1, "936000000000000001"), (2, "CONTOH0001"), (3, "UMI"))


def sample(name="IURAN CONTOH PAYUNG", initiation="11", more=()):
    fields = [(0, "01"), (1, initiation), (26, ACCOUNT), (51, NATIONAL), (52, "8398"), (53, "360"), (58, "ID"),
              (59, name), (60, "JAKARTA"), (61, "10110"), *more]
    return sorted(fields)


def at(fields, tag):
    """Where the first field with that tag stands, or the end, where the checksum begins, for 63."""
    place = 0
    for other, value in fields:
        if other == tag:
            return place
        place += 4 + len(value)
    return place


def replaced(tag, value, fields=None):
    return [(other, value if other == tag else old) for other, old in fields or sample()]


def without(tag, fields=None):
    return [pair for pair in fields or sample() if pair[0] != tag]


def checks():
    good = sample()
    size = len(write(good))

    def case(payload, problems=(), warnings=(), qris=True):
        return {"payload": payload, "qris": qris, "problems": [list(it) for it in problems],
                "warnings": [list(it) for it in warnings]}

    yield case(write(good))
    # Real account numbers do not follow Luhn: each last digit is as good as any other.
    for digit in range(10):
        account = ACCOUNT.replace("936000000000000001", f"93600000000000000{digit}")
        yield case(write(replaced(26, account)))
    # A checksum that begins with a zero, or two: they are written.
    for leading in ("0", "00"):
        for number in range(100_000):
            payload = write(sample(name=f"WARUNG CONTOH {number}"))
            if payload[-4:].startswith(leading):
                yield case(payload)
                # Written without them it is three or two characters long, and the field's length says four.
                short = payload[:-4] + payload[-4:].removeprefix(leading)
                yield {"payload": short, "unreadable": ["overrun", len(payload) - 8]}
                break
    # Lengths count characters, the checksum counts bytes.
    for name in ("KÉDAI CONTOH", "WARUNG “CONTOH”", "餐馆 CONTOH", "CONTOH 🍜"):
        yield case(write(sample(name=name)))
    bytes_for_characters = "".join(field(t, v) for t, v in good if t < 59) + "5913KÉDAI CONTOH"
    rest = "".join(field(t, v) for t, v in good if t > 59)
    # Who counts bytes writes one too many, and everything behind is out of step.
    yield {"payload": seal(bytes_for_characters + rest), "unreadable": ["length", len(bytes_for_characters) + 3]}

    # In another order they are the same fields.
    mixed = [good[0], *reversed(good[1:])]
    out_of_step = [("order", at(mixed, tag), tag) for tag, _ in mixed[2:]]
    yield case(write(mixed), warnings=out_of_step)
    # But the first field is the first.
    swapped = [good[1], good[0], *good[2:]]
    yield case(write(swapped), [("format", 0, 0)], [("order", at(swapped, 0), 0)])
    yield case(write(replaced(0, "02")), [("format", 0, 0)])
    yield case(write(without(0)), [("format", 0, 0)])

    # The checksum.
    payload = write(good)
    yield case(payload[:-1] + ("0" if payload[-1] != "0" else "1"), [("crc", size - 8, 63)])
    yield case(payload.replace("JAKARTA", "JAKARTX"), [("crc", size - 8, 63)])
    yield case(payload[:-8], [("crc_missing", size - 8, 63)])
    yield {"payload": payload[:-4], "unreadable": ["overrun", size - 8]}
    yield case(payload[:-8] + "6302" + payload[-2:], [("crc_missing", size - 8, 63)])
    yield case(payload + field(64, template((0, "en"))), [("crc_not_last", size - 8, 63)])
    for number in range(1000):
        payload = write(sample(name=f"TOKO CONTOH {number}"))
        if payload[-4:].lower() != payload[-4:]:
            yield case(payload[:-4] + payload[-4:].lower(), warnings=[("crc_lowercase", len(payload) - 8, 63)])
            break

    # Fields that cannot be told apart.
    head = "000201"
    for payload, code, offset in (
            ("", "empty", 0), ("0", "tag", 0), ("00", "length", 2), ("000", "length", 2), ("0002", "overrun", 0),
            ("00020", "overrun", 0), (head + "6304", "overrun", 6), (head + "5x03360", "tag", 6),
            (head + "53x3360", "length", 8), (head + "-103360", "tag", 6),
            (head + "٥٣03360", "tag", 6), (head + "5399360", "overrun", 6), ("https://contoh.example/qr", "tag", 0),
            (" " + head, "tag", 0), ("00" * 2000, "too_long", 2953)):
        yield {"payload": payload, "unreadable": [code, offset]}

    # Twice, in the payload and within a template.
    twice = sorted([*good, (60, "BANDUNG")])
    yield case(write(twice), [("duplicate", at(twice, 60) + 4 + len(dict(twice)[60]), 60)])
    inner = template((1, "BAYAR-1"), (1, "BAYAR-2"))
    double = sample(more=[(62, inner)])
    yield case(write(double), [("duplicate", at(double, 62) + 4 + 11, 1)])
    # Within a template.
    for value, offset in (("0", 4), ("00", 6), ("0005ID", 4), ("0102ab1", 10)):
        broken = replaced(26, value)
        yield case(write(broken), [("template", at(broken, 26) + offset, 26)])

    # What must be there.
    for tag in (52, 59, 60):
        fields = without(tag)
        yield case(write(fields), [("missing", len(write(fields)), tag)])
    for tag in (53, 58):
        fields = without(tag)
        yield case(write(fields), [("missing", len(write(fields)), tag)], qris=False)
    fields = without(1)
    yield case(write(fields), warnings=[("missing", len(write(fields)), 1)])
    fields = without(51, without(26))
    yield case(write(fields), [("no_account", len(write(fields)), 26)], [("no_national", len(write(fields)), 51)], qris=False)
    fields = without(51)
    yield case(write(fields), warnings=[("no_national", len(write(fields)), 51)])

    # What stands in each field.
    for tag, value, code in (
            (1, "13", "value"), (52, "83A8", "value"), (52, "839", "value"), (52, "83988", "long"),
            (59, "", "value"), (59, "A" * 25, None), (59, "A" * 26, "long"), (60, "", "value"), (60, "B" * 15, None),
            (60, "B" * 16, "long"), (61, "1" * 11, "long")):
        fields = replaced(tag, value)
        warnings = [("value", at(fields, 61), 61)] if tag == 61 else []
        yield case(write(fields), [(code, at(fields, tag), tag)] if code else [], warnings)
    for tag, value, code in ((53, "702", "currency"), (58, "SG", "country")):
        fields = replaced(tag, value)
        yield case(write(fields), [(code, at(fields, tag), tag)], qris=False)
    for change, code in (
            (("936000000000000001", "93600000000000000X"), "value"), (("936000000000000001", "9" * 20), "long"),
            (("CONTOH0001", "CONTOH0000000001"), "long"), (("UMI", "UM"), "value"), (("UMI", "UMIX"), "long")):
        parts = [(0, "ID.CONTOH.WWW"), (1, "936000000000000001"), (2, "CONTOH0001"), (3, "UMI")]
        changed = [(tag, change[1] if value == change[0] else value) for tag, value in parts]
        fields = replaced(26, template(*changed))
        which = next(tag for tag, value in changed if value == change[1])
        yield case(write(fields), [(code, at(fields, 26) + 4 + at(changed, which), which)])
    odd = replaced(51, template((0, "ID.CO.QRIS.WWW"), (2, "ID12"), (3, "UMI")))
    yield case(write(odd), warnings=[("nmid", at(odd, 51), 51)])

    # Amounts and tips.
    for value in ("1", "16800", "16800.5", "16800.50", "0.01", "9" * 13):
        yield case(write(sample(initiation="12", more=[(54, value)])))
    for value in ("", "0", "0.00", "-1", "1.", ".5", "1.234", "16.800,00", "Rp1", "1e3", "9" * 14, " 1", "١"):
        fields = sample(initiation="12", more=[(54, value)])
        yield case(write(fields), [("amount", at(fields, 54), 54)])
    fields = sample(more=[(54, "1000")])
    yield case(write(fields), warnings=[("initiation", at(fields, 54), 54)])
    fields = sample(initiation="12")
    yield case(write(fields), warnings=[("initiation", len(write(fields)), 54)])
    for tip in ([(55, "01")], [(55, "02"), (56, "500")], [(55, "03"), (57, "2.5")], [(55, "03"), (57, "99.99")]):
        yield case(write(sample(more=tip)))
    for tip, tag in (([(55, "04")], 55), ([(55, "02")], 55), ([(55, "03")], 55), ([(56, "500")], 56), ([(57, "1")], 57),
                     ([(55, "01"), (56, "500")], 56), ([(55, "02"), (56, "0")], 56), ([(55, "03"), (57, "100")], 57),
                     ([(55, "03"), (57, "0")], 57), ([(55, "03"), (57, "12.345")], 57)):
        fields = sample(more=tip)
        yield case(write(fields), [("tip", at(fields, tag), tag)])

    # Additional data and languages.
    full = template((1, "A" * 25), (5, "B" * 25), (7, "C" * 25), (9, "AME"))
    yield case(write(sample(more=[(62, full), (64, template((0, "en"), (1, "Contoh dues")))])))
    for sub in (1, 5, 8):
        fields = sample(more=[(62, template((sub, "X" * 26)))])
        yield case(write(fields), [("long", at(fields, 62) + 4, sub)])
    # Tags that nobody knows yet are kept.
    yield case(write(sample(more=[(65, "contoh"), (79, "x"), (80, template((0, "ID.CONTOH.WWW"), (1, "?")))])))
    # Another country's code, by EMVCo's rules alone: its accounts hold other things.
    foreign = [(0, "01"), (1, "12"), (26, template((0, "SG.CONTOH"), (1, "2"), (2, "+6500000000"), (3, "1"))),
               (52, "0000"), (53, "702"), (54, "8.40"), (58, "SG"), (59, "CONTOH"), (60, "Singapore")]
    yield case(write(foreign), qris=False)


def bind(fields, amount, bill_number):
    """An amount put into a payload; `fields` without its checksum, in the order of the payload."""
    fields = [(tag, value) for tag, value in fields if tag != 54]

    def put(into, tag, value):
        for place, (other, _) in enumerate(into):
            if other == tag:
                into[place] = (tag, value)
                return
        places = [place for place, (other, _) in enumerate(into) if other > tag]
        into.insert(places[0] if places else len(into), (tag, value))

    put(fields, 1, "12")
    put(fields, 54, str(amount))
    if bill_number is not None:
        subs, rest = [], dict(fields).get(62, "")
        while rest:
            size = int(rest[2:4])
            subs.append((int(rest[:2]), rest[4:4 + size]))
            rest = rest[4 + size:]
        put(subs, 1, bill_number)
        put(fields, 62, template(*subs))
    return write(fields)


def random_fields(rng, order=True):
    """A good payload of an invented merchant, as any acquirer could have made it."""
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz.&'-/0123456789éÉ–"

    def word(least, most):
        return "".join(rng.choice(signs) for _ in range(rng.randint(least, most))).strip() or "CONTOH"

    def digits(count):
        return "".join(rng.choice("0123456789") for _ in range(count))

    fields = [(0, "01"), (1, rng.choice(("11", "12")))]
    for tag in sorted(rng.sample(range(26, 46), rng.randint(0, 2))):
        number = rng.choice((digits(18), digits(15), digits(19)))
        parts = [(0, f"ID.CONTOH{digits(2)}.WWW"), (1, number), (2, f"CONTOH{digits(6)}"), (3, rng.choice(("UMI", "UKE", "UBE")))]
        fields.append((tag, template(*parts)))
    fields.append((51, template((0, "ID.CO.QRIS.WWW"), (2, "ID" + digits(13)), (3, "UMI"))))
    fields += [(52, digits(4)), (53, "360"), (58, "ID"), (59, word(1, 25)), (60, word(1, 15))]
    if rng.random() < 0.7:
        fields.append((61, digits(5)))
    if fields[1][1] == "12":
        fields.append((54, str(rng.randint(1, 10**rng.randint(1, 12)))))
    if rng.random() < 0.5:
        parts = [(sub, word(1, 12)) for sub in sorted(rng.sample((1, 3, 5, 7), rng.randint(1, 3)))]
        fields.append((62, template(*parts)))
    if rng.random() < 0.2:
        fields.append((64, template((0, "en"), (1, word(1, 20)))))
    if rng.random() < 0.2:
        fields.append((rng.choice((65, 70, 79)), word(1, 9)))
    fields.sort()
    if not order:
        rest = fields[2:]
        rng.shuffle(rest)
        fields[2:] = rest
    return fields


def bound():
    rng = random.Random(14)
    for number in range(60):
        fields = random_fields(rng, order=number % 3 != 2)
        amount = rng.choice((1, 8_400, 16_800, 45_600, 57_000, 201_600, rng.randint(1, 10**13 - 1)))
        bill_number = rng.choice((None, None, f"PYG-{rng.randint(1, 10**6)}"))
        yield {"payload": write(fields), "amount": amount, "bill_number": bill_number,
               "result": bind(fields, amount, bill_number)}


def main():
    made = {"checks": list(checks()), "bound": list(bound())}
    lines = [f'"{name}":[\n' + ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)
             + "\n]" for name, cases in made.items()]
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    path = Path(__file__).with_name("qris.json")
    if sys.argv[1:] == ["--check"]:
        if path.read_text(encoding="utf-8") != text:
            sys.exit(f"{path.name} is not what make_qris.py makes")
    else:
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
