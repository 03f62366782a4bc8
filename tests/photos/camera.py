"""A synthetic camera: a card on a table, as a phone in a hand sees it."""

import io
import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

import card as cards
import oddities


def background(kind, width, height, rng):
    """A table, as an RGB array of floats."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    scale = width / 1600
    if kind == "wood":
        base = np.array([(122, 84, 52), (168, 124, 82), (74, 52, 38)][int(rng.integers(0, 3))], np.float32)
        streaks = np.sin(y / (9 * scale) + 3 * np.sin(x / (300 * scale)) + rng.random() * 9)
        fine = np.sin(y / (2.7 * scale) + np.sin(x / (170 * scale)) * 4)
        return base + (streaks * 9 + fine * 4)[..., None]
    if kind == "cloth":
        step = 26 * scale * (0.7 + rng.random())
        checks = (np.floor(x / step) + np.floor(y / step)) % 2
        a, b = rng.integers(30, 220, (2, 3)).astype(np.float32)
        return np.where(checks[..., None] > 0, a, b)
    if kind == "batik":
        step = 70 * scale * (0.7 + rng.random())
        r = np.hypot((x % step) - step / 2, (y % step) - step / 2)
        dots = np.sin(r / (3.2 * scale)) > 0.1
        a, b = np.array((70, 42, 26), np.float32), np.array((196, 156, 96), np.float32)
        return np.where(dots[..., None], a, b)
    if kind == "paper":
        page = Image.new("RGB", (width, height), (222, 218, 208))
        pen = ImageDraw.Draw(page)
        size = max(8, int(20 * scale))
        for top in range(0, height, int(size * 1.5)):
            words = " ".join("contoh warta " * 1 if rng.random() < 0.5 else "kabar desa sampel" for _ in range(14))
            pen.text((-int(rng.integers(0, 200)), top), words, font=cards.font(size), fill=(48, 46, 44))
        return np.asarray(page, np.float32)
    if kind == "tiles":
        step = 300 * scale
        line = ((x + 60) % step < 7 * scale) | ((y + 90) % step < 7 * scale)
        base = np.array((204, 196, 184), np.float32) + 5 * np.sin(x / 13 + np.sin(y / 17) * 3)[..., None]
        return np.where(line[..., None], np.float32(120), base)
    if kind == "hand":
        picture = Image.new("RGB", (width, height), tuple(int(v) for v in rng.integers(40, 170, 3)))
        pen = ImageDraw.Draw(picture)
        for finger in range(4):
            top = height * (0.25 + finger * 0.16)
            pen.ellipse((-width * 0.2, top, width * 0.34, top + height * 0.17), fill=(176 - 8 * finger, 128, 98))
        return np.asarray(picture.filter(ImageFilter.GaussianBlur(6 * scale)), np.float32)
    plain = {"white": (226, 225, 221), "grey": (128, 130, 132), "dark": (38, 38, 42), "tan": (176, 146, 110),
             "blue": (70, 96, 150), "red": (150, 50, 44), "green": (60, 110, 74), "paleblue": (150, 178, 200)}[kind]
    grain = 3 * np.sin(x / 31 + 2 * np.sin(y / 43)) + 2 * np.sin(y / 19)
    return np.array(plain, np.float32) + grain[..., None]


BUSY = ("cloth", "batik", "paper", "wood", "tiles", "hand")
PLAIN = ("white", "grey", "dark", "tan", "blue", "red", "green")


def corners(width, height, share, turn, tilt, shift, rng):
    """Where the card's corners lie: `share` of the width, turned (degrees), tilted (0 to 0.2), shifted (shares)."""
    half_w = width * share / 2
    half_h = half_w * cards.HEIGHT / cards.WIDTH
    if half_h * 2 > height * 0.94:
        half_w, half_h = half_w * height * 0.94 / (2 * half_h), height * 0.47
    angle = math.radians(turn)
    out = []
    for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        x, y = sx * half_w, sy * half_h
        depth = 1 + tilt[0] * sx + tilt[1] * sy
        x, y = x / depth, y / depth
        x, y = x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)
        out.append((width * (0.5 + shift[0]) + x, height * (0.5 + shift[1]) + y))
    return out


def perspective(to, size):
    """Pillow's eight numbers that bring a picture of `size` to the quadrangle `to`."""
    w, h = size
    rows, right = [], []
    for (x, y), (u, v) in zip(to, ((0, 0), (w, 0), (w, h), (0, h))):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return np.linalg.solve(np.array(rows), np.array(right))


def bend(picture, amount):
    """A card that is not flat: its middle is higher than its ends by `amount` of its height."""
    pixels = np.asarray(picture)
    h, w = pixels.shape[:2]
    margin = int(abs(amount) * h) + 2
    padded = np.zeros((h + 2 * margin, w, 4), np.uint8)
    padded[margin:-margin] = pixels
    rows = np.arange(h + 2 * margin)[:, None]
    offset = (amount * h * np.sin(np.pi * np.arange(w) / w)).astype(int)[None, :]
    return Image.fromarray(padded[np.clip(rows + offset, 0, h + 2 * margin - 1), np.arange(w)[None, :]])


def take(p, rng):
    """One picture: RGB array of floats before the sensor, and the corners of the card, or of two. `p`: see make_cards.py."""
    width, height = p["size"]
    odd = p.get("odd")
    scene = background(p["table"], width, height, rng)
    quad = None
    if p["person"]:
        quad = corners(width, height, p["share"], p["turn"], p["tilt"], p["shift"], rng)
        if odd == "sheet":
            scene = oddities.sheet(scene, quad, rng)
        scene = lay(scene, quad, p["person"], p, rng)
        if odd == "two_cards":
            other = oddities.beside(quad, p["size"], rng)
            scene = lay(scene, other, cards.person(rng), p, rng)
            quad = quad + other
        if odd == "thumb":
            scene = oddities.thumb(scene, quad, rng)
    scene = light(scene, p, rng)
    if odd == "shadow":
        scene = oddities.shadow(scene, quad, rng)
    if p["glare"]:
        scene = glare(scene, quad, p, rng)
    return blur(scene, p), quad


def lay(scene, quad, person, p, rng):
    """The card on the table."""
    height, width = scene.shape[:2]
    card = cards.draw(person, rng)
    # Near the size it will have, so that nothing is left to aliasing.
    near = min(1.0, 1.25 * width * p["share"] / cards.WIDTH)
    card = card.resize((int(cards.WIDTH * near), int(cards.HEIGHT * near)), Image.Resampling.LANCZOS)
    if p["bend"]:
        card = bend(card, p["bend"])
    laid = card.transform((width, height), Image.Transform.PERSPECTIVE, perspective(quad, card.size),
                          Image.Resampling.BICUBIC)
    laid = np.asarray(laid, np.float32)
    alpha = laid[..., 3:] / 255
    shade = Image.fromarray((alpha[..., 0] * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(width / 120))
    scene = scene * (1 - 0.35 * np.asarray(shade, np.float32)[..., None] / 255)
    return scene * (1 - alpha) + laid[..., :3] * alpha


def light(scene, p, rng):
    height, width = scene.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = rng.random() * 2 * math.pi
    across = ((x / width - 0.5) * math.cos(angle) + (y / height - 0.5) * math.sin(angle)) * 2
    vignette = 1 - 0.18 * ((x / width - 0.5) ** 2 + (y / height - 0.5) ** 2) * 2
    warmth = np.array((1 + p["warm"], 1, 1 - p["warm"]), np.float32)
    return scene * (p["light"] * (1 + p["gradient"] * across) * vignette)[..., None] * warmth


def glare(scene, quad, p, rng):
    """A lamp in the plastic: bright spots with soft edges, somewhere on the card."""
    height, width = scene.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    a, b, c, d = (np.array(corner) for corner in quad)
    side = math.hypot(*(b - a))
    for _ in range(p["glare"]["spots"]):
        u, v = 0.15 + 0.7 * rng.random(2)
        cx, cy = (a * (1 - u) + b * u) * (1 - v) + (d * (1 - u) + c * u) * v
        radius = side * p["glare"]["radius"]
        angle, flat = rng.random() * math.pi, 0.45 + 0.55 * rng.random()
        dx = (x - cx) * math.cos(angle) + (y - cy) * math.sin(angle)
        dy = (-(x - cx) * math.sin(angle) + (y - cy) * math.cos(angle)) / flat
        scene = scene + (p["glare"]["power"] * np.exp(-((np.hypot(dx, dy) / radius) ** 4)))[..., None]
    return scene


def blur(scene, p):
    """Out of focus (a disc or a bell, in pixels of a picture 1280 wide) or moved (length and direction)."""
    scale = max(scene.shape[:2]) / 1280
    picture = Image.fromarray(np.clip(scene, 0, 255).astype(np.uint8))
    if p["soft"]:
        picture = picture.filter(ImageFilter.GaussianBlur(p["soft"] * scale))
    if p["disc"]:
        picture = mean_of(picture, disc(p["disc"] * scale))
    if p["motion"]:
        length, angle = p["motion"][0] * scale, math.radians(p["motion"][1])
        steps = max(2, int(length))
        places = np.linspace(-length / 2, length / 2, steps)
        picture = mean_of(picture, {(round(r * math.cos(angle)), round(r * math.sin(angle))) for r in places})
    return np.asarray(picture, np.float32)


def disc(radius):
    r = math.ceil(radius)
    return {(x, y) for x in range(-r, r + 1) for y in range(-r, r + 1) if x * x + y * y <= radius * radius}


def mean_of(picture, places):
    pixels = np.asarray(picture).astype(np.uint32)
    reach = max(max(abs(x), abs(y)) for x, y in places) + 1
    padded = np.pad(pixels, ((reach, reach), (reach, reach), (0, 0)), mode="edge")
    h, w = pixels.shape[:2]
    total = np.zeros_like(pixels)
    for x, y in places:
        total += padded[reach + y : reach + y + h, reach + x : reach + x + w]
    return Image.fromarray((total // len(places)).astype(np.uint8))


def expose(scene, p, rng):
    """Sensor and file: noise, turned, JPEG."""
    grain = rng.normal(0, 1, scene.shape[:2]).astype(np.float32)
    colour = rng.normal(0, 0.5, scene.shape).astype(np.float32)
    noisy = scene + p["noise"] * (grain[..., None] + colour)
    picture = Image.fromarray(np.clip(np.rint(noisy), 0, 255).astype(np.uint8))
    if p["quarter"]:
        picture = picture.transpose([None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180,
                                     Image.Transpose.ROTATE_270][p["quarter"]])
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=p["quality"], progressive=p["progressive"])
    return file.getvalue()
