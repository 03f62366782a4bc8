#!/usr/bin/env python3
"""Can NIK and name still be read after shrinking? Tesseract (Indonesian) reads both pictures; it decides nothing in Payung.

    legible.py PHOTOS FOLDER     PHOTOS: the program `photos`; FOLDER: what make_cards.py drew
    legible.py PHOTOS FOLDER --seed 1   FOLDER: what it drew with the same --seed

Over all pictures whose label is ok, in the sizes they were drawn in, and some at 8 megapixels. Exit 1 when the shrunk
pictures are read more than two points less often than the originals, or when one is above 80,000 bytes.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy as np
from PIL import Image

sys.dont_write_bytecode = True
import camera
import make_cards

LARGE = (3264, 2448)
LARGE_COUNT = 8
MOST_BYTES = 80_000
POINTS = 2.0
# What stands on every card: more to count than two answers a card, so chance decides less.
WORDS = """PROVINSI KABUPATEN NIK Nama Tempat/Tgl Lahir Jenis Kelamin Alamat RT/RW Kel/Desa Kecamatan Agama Status Perkawinan
    Pekerjaan Kewarganegaraan Berlaku Hingga SEUMUR HIDUP WNI KECAMATAN""".split()


def read(path, quarter):
    """The text in a picture, turned upright."""
    with tempfile.NamedTemporaryFile(suffix=".png") as upright:
        picture = Image.open(path).convert("L")
        if quarter:
            picture = picture.rotate(-90 * quarter, expand=True)
        picture.save(upright.name, compress_level=1)
        # Sparse text: a card on a table is no page.
        command = ["tesseract", upright.name, "-", "-l", "ind", "--psm", "11"]
        env = os.environ | {"OMP_THREAD_LIMIT": "1"}
        return subprocess.run(command, capture_output=True, text=True, check=True, env=env).stdout


def found(text, label):
    """Whether NIK and name stand in the text: digit by digit, letter by letter; spaces do not count. And how many words do."""
    plain = re.sub(r"\s", "", text)
    return label["nik"] in plain, label["name"].replace(" ", "") in plain, sum(word in text for word in WORDS)


def compare(photos, path, label):
    with tempfile.NamedTemporaryFile(suffix=".jpg") as small:
        subprocess.run([photos, "shrink", path, small.name], check=True)
        size = os.path.getsize(small.name)
        pixels = Image.open(path).size
        after = read(small.name, label["quarter"])
    return label, pixels, size, found(read(path, label["quarter"]), label), found(after, label)


def large(folder, of_set):
    """Some cards as a camera of 8 megapixels has them."""
    for number in range(LARGE_COUNT):
        rng = np.random.default_rng([make_cards.seed(3, of_set), number])
        p = make_cards.plan("plain", number, rng) | {"size": LARGE}
        path = folder / f"large-{number}.jpg"
        path.write_bytes(camera.expose(camera.take(p, rng)[0], p, rng))
        yield path, {"kind": "large", "quarter": 0} | p["person"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photos")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=0, help="for the pictures that are drawn here")
    args = parser.parse_args()
    photos, folder = args.photos, args.folder
    labels = json.loads((folder / "labels.json").read_text())
    with tempfile.TemporaryDirectory() as scratch:
        work = [(folder / name, label) for name, label in labels.items() if label["verdict"] == "ok"]
        work += large(pathlib.Path(scratch), args.seed)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            results = list(pool.map(lambda one: compare(photos, *one), work))
    rows = collections.defaultdict(lambda: [0, 0, 0, 0, 0])
    for label, pixels, _, before, after in results:
        for row in (f"{max(pixels)} pixels", "all"):
            rows[row] = [a + b for a, b in zip(rows[row], (1, before[0], after[0], before[1], after[1]))]
    print(f"{'long side':12} {'cards':>5} {'NIK read':>9} {'shrunk':>7} {'name read':>10} {'shrunk':>7}")
    for name, row in sorted(rows.items(), key=lambda row: (row[0] == "all", len(row[0]), row[0])):
        print(f"{name:12} {row[0]:>5} {row[1]:>9} {row[2]:>7} {row[3]:>10} {row[4]:>7}")
    count, nik, nik_small, name, name_small = rows["all"]
    largest = max(size for _, _, size, _, _ in results)
    lost = [100 * (nik - nik_small) / count, 100 * (name - name_small) / count]
    print(f"lost by shrinking: NIK {lost[0]:.1f} points, name {lost[1]:.1f}; the largest shrunk picture has {largest} bytes")
    words = [100 * sum(one[at][2] for one in results) / (count * len(WORDS)) for at in (3, 4)]
    print(f"of {len(WORDS)} words that every card has {words[0]:.1f} % are read, {words[1]:.1f} % when shrunk")
    return 0 if max(lost) <= POINTS and largest <= MOST_BYTES else 1


if __name__ == "__main__":
    sys.exit(main())
