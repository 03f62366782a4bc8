#!/usr/bin/env python3
"""Payment codes photographed by the cards' camera, and read by ZXing.

    codes.py CODES             CODES is the built `codes` program; each picture it draws is laid on a table and photographed
    codes.py CODES --all       in all ways; without it each picture in one way, and each way comes up several times

A code on a screen or a paper is seen slanted, turned, in bad light, a little soft and with noise, and goes through JPEG. Each of
21 QR codes and the bars is photographed; all must be read. What a phone's own scanner reads is not
known from this. Needs ../vectors/requirements-qris.txt.
"""
import io
import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import zxingcpp
from PIL import Image

import camera

WAYS = {
    "straight": {},
    "turned": {"turn": 11},
    "slanted": {"tilt": (0.08, 0.05)},
    "dim": {"light": 0.45, "gradient": 0.2},
    "soft": {"soft": 0.8},
    "noisy": {"noise": 9},
    "squeezed": {"quality": 45},
    "upside_down": {"quarter": 2},
}
SIZE = (1280, 960)


def main():
    codes, in_all_ways, read = sys.argv[1], "--all" in sys.argv, {}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([codes, "draw", folder], check=True)
        for place, one in enumerate(json.loads((Path(folder) / "codes.json").read_text())):
            with Image.open(Path(folder) / one["file"]) as picture:
                code = picture.convert("RGBA")
            for number, (way, change) in enumerate(WAYS.items()):
                # Each size of the bars comes four times: the shift lets every way see every size.
                if not in_all_ways and (place + place // 8) % len(WAYS) != number:
                    continue
                rng = np.random.default_rng([number, *one["file"].encode()])
                photo = Image.open(io.BytesIO(photograph(code, change, rng)))
                found = [(str(it.format).replace(" ", ""), it.text) for it in zxingcpp.read_barcodes(photo)]
                kind = read.setdefault((one["format"], way), [0, 0])
                kind[0] += found == [(one["format"], one["holds"])]
                kind[1] += 1
                if found != [(one["format"], one["holds"])]:
                    print(f"{one['file']} {way}: {found or 'not read'}")
    for (kind, way), (good, all_) in read.items():
        print(f"{kind:8} {way:12} {good} of {all_}")
    right, total = (sum(pair[at] for pair in read.values()) for at in (0, 1))
    print(f"note: {right} of {total} photographed codes read by ZXing")
    sys.exit(right != total)


def photograph(code, change, rng):
    p = {"light": 0.9, "gradient": 0.06, "warm": 0.02, "soft": 0, "disc": 0, "motion": None, "noise": 2, "quality": 82,
         "quarter": 0, "progressive": False, "turn": rng.normal(0, 2), "tilt": tuple(rng.normal(0, 0.01, 2))} | change
    width, height = SIZE
    scene = camera.background(str(rng.choice(camera.PLAIN)), width, height, rng)
    quad = corners(code.size, p)
    # Enlarged first without smoothing, so that the camera blurs and not the drawing.
    times = max(1, math.ceil(900 / max(code.size)))
    large = code.resize((code.width * times, code.height * times), Image.Resampling.NEAREST)
    laid = np.asarray(large.transform(SIZE, Image.Transform.PERSPECTIVE, camera.perspective(quad, large.size),
                                      Image.Resampling.BICUBIC), np.float32)
    alpha = laid[..., 3:] / 255
    scene = camera.blur(camera.light(scene * (1 - alpha) + laid[..., :3] * alpha, p, rng), p)
    return camera.expose(scene, p, rng)


def corners(size, p):
    """Where the code's corners lie: three quarters of what there is room for, turned and tilted."""
    room = 0.75 * min(SIZE[0] / size[0], SIZE[1] / size[1])
    half_w, half_h = size[0] * room / 2, size[1] * room / 2
    angle, out = math.radians(p["turn"]), []
    for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        depth = 1 + p["tilt"][0] * sx + p["tilt"][1] * sy
        x, y = sx * half_w / depth, sy * half_h / depth
        x, y = x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)
        out.append((SIZE[0] / 2 + x, SIZE[1] / 2 + y))
    return out


if __name__ == "__main__":
    main()
