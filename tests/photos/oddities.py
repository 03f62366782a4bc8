"""What may lie around a card, or on it: where a program that cuts to the card could cut too much."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter


def beside(quad, size, rng):
    """Where a second card lies: above or below the first, or beside it; as large, as far as the picture goes."""
    quad = np.array(quad)
    side, down = quad[1] - quad[0], quad[3] - quad[0]
    ways = [down * 1.08, -down * 1.08, side * 1.06, -side * 1.06]
    best = max(ways, key=lambda way: np.ptp(np.clip(quad + way, 0, size), axis=0).prod())
    return [tuple(corner) for corner in quad + best + rng.normal(0, 0.01, 2) * np.hypot(*side)]


def sheet(scene, quad, rng):
    """A sheet of paper under the card, nearly of its colour or white, larger than it by little or by much."""
    quad = np.array(quad)
    middle = quad.mean(axis=0)
    wide = 1.1 + 0.5 * rng.random()
    colour = [(183, 208, 226), (236, 236, 232), (210, 220, 228)][int(rng.integers(0, 3))]
    return paint(scene, [tuple(corner) for corner in middle + (quad - middle) * wide], colour, 1)


def thumb(scene, quad, rng):
    """A thumb over one of the card's sides, or over a corner."""
    quad = np.array(quad)
    at = int(rng.integers(0, 4))
    along = rng.random()
    tip = quad[at] * (1 - along) + quad[(at + 1) % 4] * along
    way = (quad.mean(axis=0) - tip) / np.hypot(*(quad.mean(axis=0) - tip))
    across = np.array((-way[1], way[0]))
    side = np.hypot(*(quad[1] - quad[0]))
    long, thick = side * (0.08 + 0.1 * rng.random()), side * (0.06 + 0.05 * rng.random())
    around = [tip + way * long * np.cos(a) + across * thick * np.sin(a) for a in np.linspace(-1.6, 1.6, 30)]
    around += [tip - way * side + across * thick, tip - way * side - across * thick]
    return paint(scene, [tuple(corner) for corner in around], (178, 128, 98), 2)


def shadow(scene, quad, rng):
    """The shadow of a hand or phone over a part of the card, with an edge that is hard or soft."""
    height, width = scene.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    quad = np.array(quad)
    u, v = 0.1 + 0.8 * rng.random(2)
    cx, cy = (quad[0] * (1 - u) + quad[1] * u) * (1 - v) + (quad[3] * (1 - u) + quad[2] * u) * v
    # Along the card's sides as often as across them: that is where a card would end, too.
    angle = rng.choice([0, 90, 180, 270]) + rng.choice([rng.normal(0, 3), rng.uniform(0, 90)])
    far = (x - cx) * np.cos(np.radians(angle)) + (y - cy) * np.sin(np.radians(angle))
    soft = width * (0.002 + 0.03 * rng.random() ** 2)
    return scene * (1 - (0.2 + 0.5 * rng.random()) / (1 + np.exp(-np.clip(far / soft, -30, 30))))[..., None]


def paint(scene, around, colour, soft):
    height, width = scene.shape[:2]
    mask = Image.new("L", (width, height), 0)
    ImageDraw.Draw(mask).polygon(around, fill=255)
    alpha = np.asarray(mask.filter(ImageFilter.GaussianBlur(soft)), np.float32)[..., None] / 255
    return scene * (1 - alpha) + np.array(colour, np.float32) * alpha
