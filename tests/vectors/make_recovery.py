#!/usr/bin/env python3
"""Writes recovery.json: recovery codes, the secrets that follow from them, and an access that is sealed under one.

With --check it only compares the file with what it would write. It needs the packages of requirements.txt.

It is made from docs/protocol.md alone and shares no code with the project: Argon2id and AES-GCM are those of the `cryptography`
package, HKDF is written out, the check sign is worked out by polynomials, and CBOR is written byte by byte. Codes, dates and keys are invented.
"""

import base64
import hashlib
import hmac
import json
import random
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

HERE = Path(__file__).resolve().parent
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
READ_AS = {"O": "0", "I": "1", "L": "1"}
LABEL = b"payung/recovery/1"


def times(a, b):
    """Two elements of the field of 32 (x^5 + x^2 + 1) multiplied."""
    product = 0
    for bit in range(5):
        if b >> bit & 1:
            product ^= a << bit
    for bit in range(9, 4, -1):
        if product >> bit & 1:
            product ^= 0b100101 << bit - 5
    return product


def checked(values):
    total, power = 0, 1
    for value in reversed(values):
        total ^= times(value, power)
        power = times(power, 2)
    return total == 0


def shown(values):
    text = "".join(SIGNS[value] for value in values)
    return "-".join(text[at:at + 4] for at in range(0, 16, 4))


def code(rng):
    values = [rng.randrange(32) for _ in range(15)]
    return next(values + [last] for last in range(32) if checked(values + [last]))


def read(text):
    signs = [READ_AS.get(sign.upper(), sign.upper()) for sign in text if sign not in "- "]
    wrong = next((at for at, sign in enumerate(signs) if sign not in SIGNS), None)
    if wrong is not None:
        return {"problem": "sign", "at": wrong}
    if len(signs) != 16:
        return {"problem": "length", "at": len(signs)}
    values = [SIGNS.index(sign) for sign in signs]
    return {"code": shown(values)} if checked(values) else {"problem": "mistyped"}


def texts(rng):
    yield from ("", "-", "0000-0000-0000-0000", "oooo oooo oooo oooo", "0000-0000-0000", "0000-0000-0000-0000-0", "000U-0000-0000-0000",
                "kode?", "OIL0-0000-0000-0000")
    for _ in range(30):
        values = code(rng)
        text = shown(values)
        yield from (text, text.lower().replace("-", ""), text.replace("-", " "))
        other = list(values)
        place = rng.randrange(16)
        other[place] = (other[place] + rng.randrange(1, 32)) % 32
        yield shown(other)
        swapped = list(values)
        a, b = rng.sample(range(16), 2)
        swapped[a], swapped[b] = swapped[b], swapped[a]
        yield shown(swapped)


def mac(key, *parts):
    return hmac.new(key, b"".join(parts), hashlib.sha256).digest()


def secrets(text, born):
    stretched = Argon2id(salt=LABEL, length=32, iterations=2, lanes=1, memory_cost=19 * 1024).derive(text.encode())
    prk = mac(bytes(32), stretched)

    def expand(label):
        return mac(prk, label, b"\x01")

    return expand(LABEL + b"/locator"), expand(LABEL + b"/proof/" + born.encode()), expand(LABEL + b"/key/" + born.encode())


def b64(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def cbor(head, content):
    """A text (head 0x60) or byte string (0x40) of less than 256 bytes."""
    length = bytes([head | len(content)]) if len(content) < 24 else bytes([head | 24, len(content)])
    return length + content


def access(token, reply_key, office_keys):
    row = bytes([0x86]) + cbor(0x40, token) + cbor(0x40, reply_key) + cbor(0x60, b"bpu") + bytes([0x07]) + cbor(0x60, b"register")
    row += bytes([0x80 | len(office_keys)]) + b"".join(cbor(0x40, key) for key in office_keys)
    return row + b"\x80" + bytes(1024 - len(row) - 1)


def sealed(key):
    registration = bytes.fromhex("01949a6e5c007000800000000000c0de")
    token, nonce = hashlib.sha256(b"CONTOH token").digest(), hashlib.sha256(b"CONTOH nonce").digest()[:12]
    reply_key = hashlib.sha256(b"CONTOH reply").digest()
    reply_key = bytes([reply_key[0] & 248]) + reply_key[1:31] + bytes([reply_key[31] & 127 | 64])
    office = [X25519PrivateKey.from_private_bytes(hashlib.sha256(name).digest()).public_key().public_bytes_raw()
              for name in (b"CONTOH office 1", b"CONTOH office 2")]
    plain = access(token, reply_key, office)
    return {
        "registration": registration.hex(), "token": b64(token), "reply_key": reply_key.hex(), "form": "bpu", "form_version": 7,
        "purpose": "register", "office_keys": [b64(key) for key in office],
        "sealed": b64(b"\x01" + nonce + AESGCM(key).encrypt(nonce, plain, LABEL + registration)),
    }


def main(check):
    rng = random.Random(21)
    cases = [{"text": text, **read(text)} for text in texts(rng)]
    derived = []
    for born in ("1990-01-31", "1967-08-17", "2004-02-29"):
        text = shown(code(rng))
        locator, proof, key = secrets(text, born)
        derived.append({"code": text, "born": born, "locator": b64(locator), "proof": b64(proof), "key": b64(key)})
    document = {"read": cases, "derived": derived, "access": {"key": derived[0]["key"], **sealed(key_of(derived[0]))}}
    text, file = json.dumps(document, indent=1, ensure_ascii=False) + "\n", HERE / "recovery.json"
    if not check:
        file.write_text(text, encoding="utf-8")
        print(f"recovery.json: {len(cases)} texts, {len(derived)} codes")
    elif not file.exists() or file.read_text(encoding="utf-8") != text:
        sys.exit(f"recovery.json is not what {Path(__file__).name} says")


def key_of(derived):
    return base64.urlsafe_b64decode(derived["key"] + "=")


if __name__ == "__main__":
    main("--check" in sys.argv[1:])
