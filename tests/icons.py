#!/usr/bin/env python3
"""Each icon of design/icons is told from every other at 24 pixels and in grey, and stays within its grid.

Two icons are compared as somebody sees them who holds a small phone at arm's length: drawn at 24 pixels, a little blurred, and
moved against each other by a pixel in each direction. The difference is the part of their ink that the other does not have, from
0 (the same) to 1 (nothing in common).
"""
import io
import pathlib
import sys

import numpy
import resvg_py
from PIL import Image, ImageFilter

ICONS = pathlib.Path(__file__).resolve().parent.parent / "design" / "icons"
PIXELS = 24
# Help and info are the closest pair, at 0.101; with the first drawings of a week and a month, at 0.068, we took one for the other.
LEAST_DIFFERENCE = 0.1


def drawn(file):
    """The icon's ink, from 0 to 1, one value a pixel."""
    svg = file.read_text().replace("currentColor", "#000")
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=PIXELS, height=PIXELS, background="white"))
    return Image.open(io.BytesIO(png)).convert("L")


def difference(one, other):
    moved = (numpy.roll(other, (x, y), (1, 0)) for x in (-1, 0, 1) for y in (-1, 0, 1))
    return min(numpy.abs(one - shifted).sum() / (one.sum() + shifted.sum()) for shifted in moved)


def main():
    problems = []
    blurred = {}
    for file in sorted(ICONS.glob("*.svg")):
        image = drawn(file)
        ink = 1 - numpy.asarray(image, float) / 255
        border = numpy.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]])
        # A round end may touch the outermost pixel; a stroke that is cut off fills it.
        if border.max() > 0.6:
            problems.append(f"{file.name} is cut off at the edge of its grid")
        blurred[file.stem] = 1 - numpy.asarray(image.filter(ImageFilter.GaussianBlur(0.7)), float) / 255
    names = list(blurred)
    pairs = [(difference(blurred[a], blurred[b]), a, b) for at, a in enumerate(names) for b in names[at + 1 :]]
    pairs.sort()
    problems += [f"{a} and {b} look alike at {PIXELS} pixels: {found:.3f}" for found, a, b in pairs if found < LEAST_DIFFERENCE]
    for problem in problems:
        print(f"icons: {problem}")
    if problems or not names:
        sys.exit(1)
    found, one, other = pairs[0]
    print(f"icons: {len(names)}, the closest pair {one} and {other} at {found:.3f} (least {LEAST_DIFFERENCE})")


main()
