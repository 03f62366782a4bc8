#!/usr/bin/env python3
"""Writes sealed.json: an envelope of version 2 and items of the inbox, made from docs/protocol.md and RFC 9180 alone.

With --check it only compares the file with what it would write. It needs the packages of requirements.txt.

It shares no code with the project: HPKE is written out here over X25519, HKDF and AES-GCM of the `cryptography` package.
All keys are fixed, so that the file is the same each time. The people in it are invented.
"""

import hashlib
import hmac
import json
import sys
import zlib
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEM = b"KEM" + (0x0020).to_bytes(2, "big")
SUITE = b"HPKE" + b"".join(number.to_bytes(2, "big") for number in (0x0020, 0x0001, 0x0002))


def extract(salt, ikm):
    return hmac.new(salt or bytes(32), ikm, hashlib.sha256).digest()


def expand(prk, info, length):
    out, block, counter = b"", b"", 1
    while len(out) < length:
        block = hmac.new(prk, block + info + bytes([counter]), hashlib.sha256).digest()
        out, counter = out + block, counter + 1
    return out[:length]


def labeled_extract(suite, salt, label, ikm):
    return extract(salt, b"HPKE-v1" + suite + label + ikm)


def labeled_expand(suite, prk, label, info, length):
    return expand(prk, length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info, length)


def public(private):
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def agree(private, other):
    return X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(other))


def seal(ephemeral, to, info, aad, plain, sender=None):
    """RFC 9180: base mode, or auth mode with a sender's private key."""
    shared, context = agree(ephemeral, to), public(ephemeral) + to
    if sender:
        shared, context = shared + agree(sender, to), context + public(sender)
    prk = labeled_extract(KEM, b"", b"eae_prk", shared)
    secret = labeled_expand(KEM, prk, b"shared_secret", context, 32)
    mode = bytes([2 if sender else 0])
    schedule = mode + labeled_extract(SUITE, b"", b"psk_id_hash", b"") + labeled_extract(SUITE, b"", b"info_hash", info)
    prk = labeled_extract(SUITE, secret, b"secret", b"")
    key = labeled_expand(SUITE, prk, b"key", schedule, 32)
    nonce = labeled_expand(SUITE, prk, b"base_nonce", schedule, 12)
    return public(ephemeral), AESGCM(key).encrypt(nonce, plain, aad)


def cbor(value):
    def head(major, number):
        for size, mark in ((0, None), (1, 24), (2, 25), (4, 26), (8, 27)):
            if size == 0 and number < 24:
                return bytes([major << 5 | number])
            if size and number < 1 << 8 * size:
                return bytes([major << 5 | mark]) + number.to_bytes(size, "big")
        raise ValueError(number)

    if value is None:
        return b"\xf6"
    if isinstance(value, int):
        return head(0, value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    return head(4, len(value)) + b"".join(cbor(one) for one in value)


def pad(content, least):
    padded = content + b"\x80"
    while len(padded) < least or len(padded) % 256:
        padded += b"\0"
    return padded


def deflate(plain):
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    return squeeze.compress(plain) + squeeze.flush()


OFFICE, PHONE = bytes([0x11]) * 32, bytes([0x22]) * 32
ID = bytes.fromhex("01a20621ad0070008000000000000001")
KEY_ID = hashlib.sha256(public(OFFICE)).digest()[:8]
AT = 1_795_399_200_000


def envelope(ephemeral, *more, photos=()):
    answers = [["nik", "3201015501900001"], ["name", "SITI CONTOH"]]
    fields = ["bpu", 3, "id", AT, answers, [["consent", 2, AT]], list(photos), "register", *more]
    header = cbor([ID, 1, 3, KEY_ID, bytes([0x33]) * 32, public(PHONE), [[photo[1], 316] for photo in photos], 1])
    sealed = seal(bytes([ephemeral]) * 32, public(OFFICE), b"payung/envelope/2", header, pad(deflate(cbor([1, fields])), 1024))
    return cbor([2, header, *sealed])


def item(kind, sequence, previous, state, words, questions):
    plain = cbor([kind, previous, 1, state, AT, words, questions])
    aad = cbor([1, ID, KEY_ID, sequence])
    sealed = seal(bytes([0x55]) * 31 + bytes([sequence]), public(PHONE), b"payung/item/1", aad, pad(plain, 0), OFFICE)
    return cbor([1, KEY_ID, sequence, *sealed])


correction = item(2, 1, 0, "needs_correction", "Ada yang perlu dibetulkan.", [["ktp", "Mohon foto ulang."]])
document = {
    "office_key": OFFICE.hex(),
    "reply_key": PHONE.hex(),
    "id": ID.hex(),
    "envelope": envelope(0x44).hex(),
    "envelope_referral": envelope(0x66, None, "PASAR7").hex(),
    # A photo of which nothing was said, and one that was blurred and had glare on it.
    "envelope_photos": envelope(
        0x77, photos=[["ktp", bytes([0x0A]) * 32, bytes([0x0B]) * 32], ["face", bytes([0x0C]) * 32, bytes([0x0D]) * 32, 1 + 4]]
    ).hex(),
    "correction": correction.hex(),
    "decision": item(1, 2, 1, "accepted", "Selamat.", []).hex(),
    "erased": item(7, 3, 0, "", "", []).hex(),
}
path, text = Path(__file__).with_name("sealed.json"), json.dumps(document, indent=1) + "\n"
if sys.argv[1:] == []:
    path.write_text(text)
elif sys.argv[1:] != ["--check"]:
    sys.exit(__doc__)
elif path.read_text() != text:
    sys.exit(f"{path.name} is not what this script writes")
