#!/usr/bin/env python3
"""Draws invented KTP-like cards and photographs them synthetically: sharp and blurred, bright and dark, whole and cut off.

    make_cards.py OUT            all pictures and their labels: what the thresholds were chosen on and tried with
    make_cards.py OUT --small    every fifth one, shrunk as hard as a messenger does: the set that lies in the repository
    make_cards.py SET --check    draws the first of each kind again and compares it with SET; all labels too
    make_cards.py OUT --seed 1   other cards of the same kinds: what helps on one set only is luck
    make_cards.py OUT --odd      cards with other things around them or on them: does cutting to the card keep all of it?

Seeded: the same pictures each time with the same Pillow and numpy. `labels.json` says for each picture the verdict it should
have, and where the card's corners lie in it, in shares of width and height; they may lie outside. A fault is drawn clearly or
not at all: what lies between "a little soft" and "blurred" has no right answer.
"""

import argparse
import io
import itertools
import json
import pathlib

import numpy as np
from PIL import Image

import camera
import card as cards

# How many of each kind, in each part. `tuning` chooses the thresholds, `held_out` is only looked at.
KINDS = {
    "plain": 10, "busy": 10, "bent": 5, "tilted": 5, "gradient": 6, "turned": 5, "noisy": 5, "squeezed": 5, "near_edge": 5,
    "sheen": 4, "dim": 4, "soft": 4,
    "defocus": 9, "disc": 5, "motion": 8,
    "dark": 9, "glare": 13, "cut": 16,
    "too_small": 4, "no_picture": 5, "not_a_card": 7,
}  # fmt: skip
# With `--odd`, instead of those: what may lie around a card, or on it. For cutting to the card alone; no verdict is expected.
ODD = ("two_cards", "sheet", "thumb", "shadow")
ODD_COUNT = 20
LABEL = {
    "defocus": "blurred", "disc": "blurred", "motion": "blurred", "dark": "dark", "glare": "glare", "cut": "cut_off",
    "too_small": "too_small", "no_picture": "no_picture", "not_a_card": "not_a_card",
}  # fmt: skip
SIZES = [(1600, 1200), (1600, 1200), (2000, 1500), (1280, 960), (1600, 900), (1200, 1600), (1024, 768)]
SMALL_SIDE, SMALL_QUALITY = 1280, 25


def plan(kind, number, rng):
    """Everything about one picture."""
    tables = camera.BUSY if kind == "busy" else camera.PLAIN + camera.BUSY
    p = {
        "size": SIZES[int(rng.integers(0, len(SIZES)))],
        "person": cards.person(rng),
        "table": str(rng.choice(tables)),
        "share": 0.62 + 0.2 * rng.random(),
        "turn": rng.normal(0, 3),
        "tilt": tuple(rng.normal(0, 0.02, 2)),
        "shift": tuple(rng.normal(0, 0.015, 2)),
        "bend": 0.0,
        "light": 0.8 + 0.25 * rng.random(),
        "gradient": 0.12 * rng.random(),
        "warm": rng.normal(0.02, 0.05),
        "glare": None,
        "soft": 0.4 + 0.4 * rng.random(),
        "disc": 0.0,
        "motion": None,
        "noise": 1 + 2.5 * rng.random(),
        "quarter": 0,
        "quality": int(rng.integers(78, 96)),
        "progressive": bool(rng.random() < 0.15),
    }
    between = lambda low, high: low + (high - low) * rng.random()  # noqa: E731
    match kind:
        case "plain":
            p["table"] = str(rng.choice(camera.PLAIN))
        case "bent":
            p["bend"] = between(0.03, 0.08)
        case "tilted":
            p["tilt"], p["turn"] = tuple(rng.choice([-1, 1], 2) * (0.06 + 0.08 * rng.random(2))), rng.normal(0, 9)
        case "gradient":
            p["gradient"] = between(0.25, 0.42)
        case "turned":
            p["quarter"] = 1 + number % 3
        case "noisy":
            p["noise"] = between(6, 11)
        case "squeezed":
            p["quality"] = int(rng.integers(25, 45))
        case "near_edge":
            p["share"], p["tilt"], p["turn"], p["shift"] = between(0.90, 0.945), (0, 0), rng.normal(0, 0.7), (0, 0)
        case "sheen":
            p["glare"] = {"spots": 1, "radius": between(0.15, 0.3), "power": between(20, 38)}
            p["light"] = between(0.78, 0.88)
        case "dim":
            p["light"], p["noise"] = between(0.52, 0.62), between(2, 4)
        case "soft":
            p["soft"] = between(0.9, 1.25)
        case "defocus":
            p["soft"] = between(3.2, 7)
        case "disc":
            p["disc"] = between(5.5, 9)
        case "motion":
            p["motion"] = (between(13, 28), [0, 90, 45, 135][number % 4] + rng.normal(0, 8))
        case "dark":
            p["light"], p["noise"] = between(0.08, 0.2), between(2, 5)
        case "glare":
            p["glare"] = {"spots": int(rng.integers(1, 3)), "radius": between(0.06, 0.15), "power": between(170, 330)}
        case "cut":
            cut_off(p, number, rng)
        case "too_small":
            p["size"] = [(320, 240), (240, 320), (470, 352), (400, 300)][number % 4]
        case "not_a_card":
            p["person"] = None
            p["table"] = [*camera.BUSY, "grey"][number % 7]
    return p


def cut_off(p, number, rng):
    """Over one side of the picture by 7 to 30 % of the card: some of the text or the portrait is missing."""
    width, height = p["size"]
    p["turn"], p["tilt"], p["share"] = rng.normal(0, 2), (0, 0), 0.72 + 0.3 * rng.random()
    by = 0.07 + 0.23 * rng.random()
    tall = p["share"] * width * cards.HEIGHT / cards.WIDTH / height
    match number % 4:
        case 0:
            p["shift"] = (0.5 - p["share"] / 2 + by * p["share"], 0)
        case 1:
            p["shift"] = (-0.5 + p["share"] / 2 - by * p["share"], 0)
        case 2:
            p["shift"] = (0, 0.5 - tall / 2 + by * tall)
        case 3:
            p["shift"] = (0, -0.5 + tall / 2 - by * tall)


def no_picture(number, rng):
    """Files that are called .jpg and are none."""
    noise = rng.integers(0, 256, 2000, np.uint8).tobytes()
    return [b"KARTU CONTOH, tetapi hanya tulisan\n" * 20, b"%PDF-1.7\n" + noise, b"\0\0\0\x18ftypheic" + noise,
            b"\xff\xd8\xff\xe0" + noise, b""][number % 5]  # fmt: skip


def seed(start, number):
    """The sets 0, 1, … have no card in common."""
    return start + 10 * number


def shares(quad, p):
    """The card's corners in the file, in shares of its width and height, clockwise as the card has them."""
    width, height = p["size"]
    turn = [lambda x, y: (x, y), lambda x, y: (y, 1 - x), lambda x, y: (1 - x, 1 - y), lambda x, y: (1 - y, x)]
    return [[round(float(v), 4) for v in turn[p["quarter"]](x / width, y / height)] for x, y in quad]


def pictures(part, chosen, of_set=0):
    """Yields name, label, bytes of each picture of a part."""
    for at, (kind, count) in enumerate(KINDS.items()):
        for number in range(count):
            name = f"{part}-{kind}-{number:02d}.jpg"
            if not chosen(number):
                continue
            rng = np.random.default_rng([seed({"tuning": 1, "held_out": 2}[part], of_set), at, number])
            label = {"part": part, "kind": kind, "verdict": LABEL.get(kind, "ok")}
            if kind == "no_picture":
                yield name, label, no_picture(number, rng)
                continue
            p = plan(kind, number, rng)
            scene, quad = camera.take(p, rng)
            if p["person"]:
                label |= {"nik": p["person"]["nik"], "name": p["person"]["name"], "quarter": p["quarter"]}
                label["corners"] = shares(quad, p)
            yield name, label, camera.expose(scene, p, rng)


def odd(of_set):
    """The same of cards that something lies around or on."""
    for at, kind in enumerate(ODD):
        for number in range(ODD_COUNT):
            rng = np.random.default_rng([seed(4, of_set), at, number])
            p = plan(kind, number, rng) | {"odd": kind}
            if kind == "two_cards":
                p["share"] = 0.4 + 0.25 * rng.random()
                p["shift"] = tuple(rng.uniform(-0.2, 0.2, 2))
            scene, quad = camera.take(p, rng)
            label = {"part": "odd", "kind": kind, "verdict": "not_a_card", "corners": shares(quad, p)}
            yield f"odd-{kind}-{number:02d}.jpg", label, camera.expose(scene, p, rng)


def squeeze(bytes_):
    """As a messenger does it."""
    try:
        picture = Image.open(io.BytesIO(bytes_)).convert("RGB")
    except OSError:
        return bytes_
    picture.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=SMALL_QUALITY, optimize=True)
    return file.getvalue()


def check(folder):
    """Another version of Pillow may round otherwise: pixels may differ by little, labels not at all."""
    labels = json.loads((folder / "labels.json").read_text())
    count = 0
    for name, label, file in pictures("tuning", lambda number: number == 0):
        assert labels[name] == label, f"{name}: the label is {label}"
        if label["verdict"] == "no_picture":
            assert (folder / name).read_bytes() == file, f"{name} differs"
            continue
        drawn = np.asarray(Image.open(io.BytesIO(squeeze(file))), np.int16)
        kept = np.asarray(Image.open(folder / name), np.int16)
        assert drawn.shape == kept.shape and np.abs(drawn - kept).mean() < 2, f"{name} is drawn otherwise"
        count += 1
    print(f"{count} cards drawn again: as committed")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--odd", action="store_true")
    parser.add_argument("--seed", type=int, default=0, help="0: the set of the thresholds; others: other cards")
    args = parser.parse_args()
    if args.check:
        check(args.out)
        return
    args.out.mkdir(parents=True, exist_ok=True)
    labels = {}
    chosen = lambda number: not args.small or number % 5 == 0  # noqa: E731
    parts = [odd(args.seed)] if args.odd else [pictures(part, chosen, args.seed) for part in ("tuning", "held_out")]
    for name, label, file in itertools.chain(*parts):
        (args.out / name).write_bytes(squeeze(file) if args.small else file)
        labels[name] = label
    lines = [f"{json.dumps(name)}: {json.dumps(label, sort_keys=True)}" for name, label in sorted(labels.items())]
    (args.out / "labels.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
    size = sum(f.stat().st_size for f in args.out.iterdir())
    print(f"{len(labels)} pictures, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
