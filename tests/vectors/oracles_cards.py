#!/usr/bin/env python3
"""Digital cards against implementations that are not ours: python-cwt signs and checks the tokens, base45 writes and reads the letters.

    python3 tests/vectors/oracles_cards.py CODES [COUNT]

CODES is the built `codes` program. COUNT cards (200 unless given) of invented members are signed by CODES and must hold for python-cwt, with
the claims that are expected; as many are signed by python-cwt, with claims in any order, others beside them and the key's id in
either header, and must be read by CODES with the same claims. A changed byte is refused by both, another key by
CODES. Needs requirements-qris.txt.
"""
import hashlib
import json
import random
import subprocess
import sys
import zlib
from datetime import datetime, timedelta, timezone

import base45
import cbor2
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cwt import COSE, COSEAlgs, COSEHeaders, COSEKey

WIB = timezone(timedelta(hours=7))
NUMBER, INITIALS, COVER = 1, 4, -70001


def main():
    codes, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 200
    rng = random.Random(169)
    print(f"note: {ours(codes, rng, count)}; {theirs(codes, rng, count)}")


def ask(codes, what, lines):
    given = "".join(line + "\n" for line in lines)
    done = subprocess.run([codes, what], input=given, capture_output=True, text=True, check=True)
    said = done.stdout.split("\n")[:-1]
    assert len(said) == len(lines)
    return said


def key_pair(rng):
    seed = rng.randbytes(32)
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key()
    raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    kid = hashlib.sha256(raw).digest()[:8]
    pem = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    public_pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return seed, raw, COSEKey.from_pem(pem, kid=kid), COSEKey.from_pem(public_pem, kid=kid)


def ours(codes, rng, count):
    lines, expected = [], []
    for _ in range(count):
        seed, _, _, public = key_pair(rng)
        now = datetime(2026, 11, 1, tzinfo=WIB) + timedelta(seconds=rng.randrange(86400 * 60))
        until = now.date() + timedelta(rng.randrange(0, 90))
        days = rng.choice((1, 7, 30, 92))
        nik = f"320101{rng.randrange(1, 29):02}0190{rng.randrange(1, 9999):04}"
        name = rng.choice(("SITI CONTOH", "budi", "Ni Luh Ayu  Contoh", "A B C D E F G H", "Émile Contoh"))
        programmes = rng.choice((["jkk", "jkm"], ["jkk", "jkm", "jht"], ["jkk"]))
        lines.append("\t".join((seed.hex(), "KANTOR CONTOH", nik, name, until.isoformat(), ",".join(programmes), now.isoformat(), str(days))))
        over = datetime.combine(until + timedelta(1), datetime.min.time(), WIB)
        initials = " ".join([word[0].upper() for word in name.split()][:6])
        made = int(now.timestamp())
        today = int(datetime.combine(now.date(), datetime.min.time(), WIB).timestamp())
        claims = {1: "KANTOR CONTOH", 4: int(min(over.timestamp(), today + days * 86400)), 5: today, 6: made,
                  169: {NUMBER: f"{nik[:4]} •••• •••• {nik[12:]}", INITIALS: initials}, COVER: [until.isoformat(), programmes]}
        expected.append((public, nik, name, claims))
    letters = 0
    for text, (public, nik, name, claims) in zip(ask(codes, "sign", lines), expected):
        assert not text.startswith("!"), text
        token = zlib.decompress(base45.b45decode(text))
        payload = COSE.new().decode(token, keys=[public])
        assert cbor2.loads(payload) == claims, (cbor2.loads(payload), claims)
        assert payload == cbor2.dumps(claims), "in the order of RFC 8949"
        assert nik.encode() not in token and nik[4:12].encode() not in token and (" " not in name or name.encode() not in token)
        damaged = bytearray(token)
        damaged[-rng.randrange(1, 65)] ^= 1
        refused(lambda: COSE.new().decode(bytes(damaged), keys=[public]))
        letters = max(letters, len(text))
    return f"{count} of our cards hold for python-cwt, at most {letters} letters"


def theirs(codes, rng, count):
    lines, expected = [], []
    for number in range(count):
        _, raw, private, _ = key_pair(rng)
        made = 1_795_000_000 + rng.randrange(10**6)
        claims = {1: "KANTOR LAIN", 4: made + 3600, 5: made, 6: made,
                  169: {NUMBER: "3201 •••• •••• 0001", 2: "1.0", INITIALS: "S C"}, COVER: ["2026-12-31", ["jkk", "jkm"]]}
        if number % 3 == 0:
            claims[7] = rng.randbytes(16)
        order = list(claims)
        rng.shuffle(order)
        payload = cbor2.dumps({claim: claims[claim] for claim in order})
        header = {COSEHeaders.ALG: COSEAlgs.EDDSA}
        inside, outside = ({**header, COSEHeaders.KID: private.kid}, {}) if number % 2 else (header, {COSEHeaders.KID: private.kid})
        token = COSE.new().encode(payload, private, protected=inside, unprotected=outside)
        if number % 5 == 0:
            token = b"\xd8\x3d" + token
        kind = number % 4
        if kind == 1:
            token = bytearray(token)
            token[-rng.randrange(1, 65)] ^= 1
        if kind == 2:
            raw = key_pair(rng)[1]
        lines.append(raw.hex() + "\t" + base45.b45encode(zlib.compress(bytes(token), rng.randrange(10))).decode())
        expected.append((kind, claims))
    read = 0
    for said, (kind, claims) in zip(ask(codes, "read", lines), expected):
        if kind in (1, 2):
            assert said == ("! its signature does not fit" if kind == 1 else "! signed by a key that the rules do not name"), said
            continue
        assert json.loads(said) == {
            "iss": claims[1], "exp": claims[4], "nbf": claims[5], "iat": claims[6], "number": claims[169][NUMBER],
            "initials": claims[169][INITIALS], "until": claims[COVER][0], "programmes": claims[COVER][1]}, said
        read += 1
    assert read > count // 3
    return f"{read} of python-cwt's cards are read, {count - read} changed or strange ones refused"


def refused(check):
    try:
        check()
    except Exception:  # noqa: BLE001 - whichever of its errors
        return
    raise AssertionError("python-cwt took a damaged card")


if __name__ == "__main__":
    main()
