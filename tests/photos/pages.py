#!/usr/bin/env python3
"""Can a photographed page still be read after shrinking? Tesseract (Indonesian) reads both pictures; it decides nothing in Payung.

    pages.py PHOTOS              PHOTOS: the program `photos`
    pages.py PHOTOS --seed 1     other pages

Draws pages of A4 with lines in letters of 7 to 14 points, invented words and numbers, and photographs them as the cards are
(camera.py). What is counted is how many words and numbers of each size stand in what was read. Exit 1 when the shrunk pictures lose
more than POINTS of what is read in letters of ENOUGH points and larger, or when one is above its limit of bytes.
"""

import argparse
import collections
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy as np
from PIL import Image, ImageDraw

sys.dont_write_bytecode = True
import camera
import card as cards

# As rust-core/model/content/sending.json limits `paper`.
QUESTION, MOST_BYTES = "paper_form_1_1", 100_000
DOTS = 300
WIDTH, HEIGHT = round(210 / 25.4 * DOTS), round(297 / 25.4 * DOTS)
MARGIN = round(20 / 25.4 * DOTS)
SIZES = (7, 8, 9, 10, 11, 12, 14)
LINES = 3
# Chosen after the first figures (docs/photos.md): smaller letters are lost by shrinking, and that is said there, not hidden here.
ENOUGH, POINTS = 11, 3.0
# What phones take, upright: 2, 8 and 12 megapixels.
CAMERAS = ((1200, 1600), (2448, 3264), (3000, 4000))
EACH = 6
WORDS = """pemohon keterangan kejadian kecelakaan pekerjaan rumah sakit perawatan dokter tanggal alamat keluarga ahli waris
    surat laporan peserta iuran kantor cabang petugas diterima lengkap salinan kartu nomor tempat waktu saksi jalan luka
    pemeriksaan hasil sembuh cacat meninggal pemakaman santunan beasiswa anak sekolah wali kelurahan kecamatan""".split()


def page(rng):
    """A page, and the words of each size."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), (250, 249, 246))
    pen = ImageDraw.Draw(picture)
    said, top = collections.defaultdict(list), MARGIN
    pen.text((MARGIN, top), "CONTOH - HALAMAN UJI", font=cards.font(round(16 / 72 * DOTS)), fill=(30, 30, 32))
    top += round(30 / 72 * DOTS)
    for points in (*SIZES, *SIZES):
        letters = cards.font(round(points / 72 * DOTS))
        for line in range(LINES):
            words = []
            while True:
                # Not every line has a number, and none is anybody's.
                number = line == 0 and not words
                word = "".join(map(str, rng.integers(0, 10, 8))) if number else str(rng.choice(WORDS))
                if pen.textlength(" ".join([*words, word]), font=letters) > WIDTH - 2 * MARGIN:
                    break
                words.append(word)
            pen.text((MARGIN, top), " ".join(words), font=letters, fill=(38, 38, 42))
            said[points] += words
            top += round(points * 1.35 / 72 * DOTS)
        top += round(6 / 72 * DOTS)
    assert top < HEIGHT - MARGIN / 2, "the page is full"
    return picture, said


def take(picture, size, rng):
    """A photo of the page on a table."""
    width, height = size
    p = {
        "light": 0.8 + 0.25 * rng.random(), "gradient": 0.12 * rng.random(), "warm": rng.normal(0.02, 0.05),
        "soft": 0.4 + 0.4 * rng.random(), "disc": 0.0, "motion": None, "noise": 1 + 2.5 * rng.random(), "quarter": 0,
        "quality": int(rng.integers(78, 96)), "progressive": False,
    }  # fmt: skip
    scene = camera.background(str(rng.choice(camera.PLAIN + camera.BUSY)), width, height, rng)
    half_w = width * (0.82 + 0.1 * rng.random()) / 2
    half_h = half_w * HEIGHT / WIDTH
    if half_h * 2 > height * 0.97:
        half_w, half_h = half_w * height * 0.97 / (2 * half_h), height * 0.485
    angle, tilt = np.radians(rng.normal(0, 1.2)), rng.normal(0, 0.012, 2)
    quad = []
    for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        depth = 1 + tilt[0] * sx + tilt[1] * sy
        x, y = sx * half_w / depth, sy * half_h / depth
        quad.append((width / 2 + x * np.cos(angle) - y * np.sin(angle), height / 2 + x * np.sin(angle) + y * np.cos(angle)))
    near = min(1.0, 1.25 * half_w * 2 / WIDTH)
    small = picture.convert("RGBA").resize((int(WIDTH * near), int(HEIGHT * near)), Image.Resampling.LANCZOS)
    laid = small.transform(size, Image.Transform.PERSPECTIVE, camera.perspective(quad, small.size), Image.Resampling.BICUBIC)
    laid = np.asarray(laid, np.float32)
    alpha = laid[..., 3:] / 255
    scene = camera.light(scene * (1 - alpha) + laid[..., :3] * alpha, p, rng)
    return camera.expose(camera.blur(scene, p), p, rng)


def read(path):
    command = ["tesseract", path, "-", "-l", "ind", "--psm", "6"]
    env = os.environ | {"OMP_THREAD_LIMIT": "1"}
    text = subprocess.run(command, capture_output=True, text=True, check=True, env=env).stdout
    return collections.Counter(re.findall(r"\w+", text))


def found(text, said):
    """Of each size how many words were read; a word that stands in several sizes counts for the larger ones first."""
    left, count = text.copy(), {}
    for points in sorted(said, reverse=True):
        count[points] = 0
        for word in said[points]:
            if left[word] > 0:
                left[word] -= 1
                count[points] += 1
    return count


def compare(photos, folder, number, of_set):
    size = CAMERAS[number % len(CAMERAS)]
    rng = np.random.default_rng([of_set, 9, number])
    picture, said = page(rng)
    original, small = folder / f"{number}.jpg", folder / f"{number}-small.jpg"
    original.write_bytes(take(picture, size, rng))
    subprocess.run([photos, "shrink", original, small, QUESTION], check=True)
    kept = Image.open(small).size
    return size, kept, small.stat().st_size, said, found(read(original), said), found(read(small), said)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photos")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        one = lambda number: compare(args.photos, pathlib.Path(scratch), number, args.seed)  # noqa: E731
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            results = list(pool.map(one, range(EACH * len(CAMERAS))))
    print(f"{'camera':>11} {'pages':>5}" + "".join(f"{points:>12} pt" for points in SIZES))
    total = collections.Counter()
    for size in CAMERAS:
        rows = [row for row in results if row[0] == size]
        cells = []
        for points in SIZES:
            all_, before, after = (sum(f(row) for row in rows) for f in (
                lambda row: len(row[3][points]), lambda row: row[4][points], lambda row: row[5][points]))  # fmt: skip
            total.update({("all", points): all_, ("before", points): before, ("after", points): after})
            cells.append(f"{100 * before / all_:>7.1f} {100 * after / all_:>6.1f} ")
        print(f"{size[0]:>5}x{size[1]:<5} {len(rows):>5}" + "".join(cells))
    large = [points for points in SIZES if points >= ENOUGH]
    share = lambda what: 100 * sum(total[what, points] for points in large) / sum(total["all", points] for points in large)  # noqa: E731
    lost = share("before") - share("after")
    largest = max(row[2] for row in results)
    sides = {max(row[1]) for row in results}
    print(f"each cell: read from the original and when shrunk, in percent; long side kept: {min(sides)} to {max(sides)} pixels")
    print(f"{ENOUGH} points and larger: {share('before'):.1f} % read, {share('after'):.1f} % when shrunk, "
          f"lost {lost:.1f} points; the largest shrunk picture has {largest} bytes")
    return 0 if lost <= POINTS and largest <= MOST_BYTES else 1


if __name__ == "__main__":
    sys.exit(main())
