"""An invented card with the layout of a KTP, plainly marked as a specimen. Nobody's data: every name says CONTOH."""

import math

from PIL import Image, ImageDraw, ImageFont

# 85.6 × 54 mm at 20 pixels a millimetre.
WIDTH, HEIGHT = 1712, 1080

FIRST = "SITI BUDI DEWI AGUS RINA JOKO WATI HADI NUR TONO LASMI DARTO EKA YANTI SLAMET MARNI".split()
PLACES = "CONTOH KOTA CONTOH|CONTOH BARU|CONTOH TIMUR|CONTOH LAMA".split("|")
JOBS = "PEDAGANG|NELAYAN/PERIKANAN|BURUH HARIAN LEPAS|WIRASWASTA|PETANI/PEKEBUN|SOPIR".split("|")
# Districts of the vectors in tests/vectors; the serials from 9900 on are nobody's.
REGIONS = ("320101", "357802", "737101", "517103", "120724")
INK = (28, 32, 44)


def font(size):
    """Pillow's own: the same everywhere, no font of the machine is needed."""
    return ImageFont.load_default(size)


def person(rng):
    """An invented person: what the card says and what an oracle should read."""
    female = rng.random() < 0.5
    day, month, year = int(rng.integers(1, 29)), int(rng.integers(1, 13)), int(rng.integers(60, 100))
    nik = f"{rng.choice(REGIONS)}{day + 40 * female:02d}{month:02d}{year:02d}{9900 + int(rng.integers(0, 100)):04d}"
    return {
        "nik": nik,
        "name": f"{rng.choice(FIRST)} CONTOH {rng.choice(FIRST)}",
        "birth": f"{rng.choice(PLACES)}, {day:02d}-{month:02d}-19{year}",
        "sex": "PEREMPUAN" if female else "LAKI-LAKI",
        "job": str(rng.choice(JOBS)),
    }


def draw(person, rng):
    """The card as an RGBA picture with round corners."""
    card = Image.new("RGB", (WIDTH, HEIGHT), (183, 210, 228))
    pen = ImageDraw.Draw(card)
    background(pen, rng)
    bold = {"stroke_width": 1, "stroke_fill": INK, "fill": INK}
    pen.text((WIDTH / 2, 70), "PROVINSI CONTOH", font=font(62), anchor="mm", **bold)
    pen.text((WIDTH / 2, 140), "KABUPATEN CONTOH", font=font(62), anchor="mm", **bold)
    pen.text((70, 240), "NIK", font=font(66), anchor="lm", **bold)
    pen.text((370, 240), ": " + person["nik"], font=font(80), anchor="lm", **bold)
    lines = [
        ("Nama", person["name"]),
        ("Tempat/Tgl Lahir", person["birth"]),
        ("Jenis Kelamin", person["sex"] + "     Gol. Darah : -"),
        ("Alamat", f"JALAN CONTOH NO {int(rng.integers(1, 90))}"),
        ("      RT/RW", f"{int(rng.integers(1, 13)):03d}/{int(rng.integers(1, 9)):03d}"),
        ("      Kel/Desa", "DESA CONTOH"),
        ("      Kecamatan", "KECAMATAN CONTOH"),
        ("Agama", "CONTOH"),
        ("Status Perkawinan", str(rng.choice(["KAWIN", "BELUM KAWIN"]))),
        ("Pekerjaan", person["job"]),
        ("Kewarganegaraan", "WNI"),
        ("Berlaku Hingga", "SEUMUR HIDUP"),
    ]
    for row, (label, value) in enumerate(lines):
        top = 325 + row * 57
        pen.text((70, top), label, font=font(42), anchor="lm", fill=INK)
        pen.text((440, top), ": " + value, font=font(44), anchor="lm", fill=INK)
    portrait(pen, rng)
    pen.text((1470, 875), "CONTOH", font=font(36), anchor="mm", fill=INK)
    pen.text((1470, 915), "01-01-2020", font=font(36), anchor="mm", fill=INK)
    signature(pen, rng)
    specimen(card)
    mask = Image.new("L", card.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, WIDTH - 1, HEIGHT - 1), 60, fill=255)
    card.putalpha(mask)
    return card


def background(pen, rng):
    """The wavy fine print behind everything, paler and darker."""
    for x in range(WIDTH):
        shade = math.sin(math.pi * x / WIDTH)
        pen.line((x, 0, x, HEIGHT), fill=(int(172 + 22 * shade), int(202 + 14 * shade), int(224 + 4 * shade)))
    phase = rng.random() * 6
    for line in range(-6, 40):
        points = [
            (x, line * 32 + 34 * math.sin(x / 110 + phase) + 12 * math.sin(x / 37 + line)) for x in range(0, WIDTH, 12)
        ]
        pen.line(points, fill=(160, 190, 214) if line % 2 else (196, 214, 222), width=2)


def portrait(pen, rng):
    wall = [(178, 40, 44), (40, 80, 170)][int(rng.integers(0, 2))]
    pen.rectangle((1300, 300, 1640, 790), fill=wall)
    # A white shirt is the hard case: nearly as bright as glare.
    shirt = [(236, 236, 232), (60, 70, 90), (150, 90, 60)][int(rng.integers(0, 3))]
    pen.pieslice((1310, 640, 1630, 1000), 180, 360, fill=shirt)
    pen.rectangle((1310, 790, 1640, 1000), fill=(186, 210, 226))
    skin = [(196, 150, 116), (160, 112, 84), (214, 172, 140)][int(rng.integers(0, 3))]
    pen.ellipse((1385, 390, 1555, 640), fill=skin)
    pen.pieslice((1375, 360, 1565, 620), 180, 360, fill=(30, 26, 26))
    for eye in (1430, 1510):
        pen.ellipse((eye - 9, 505, eye + 9, 519), fill=(30, 26, 26))
    pen.line((1440, 585, 1500, 585), fill=(120, 60, 56), width=5)


def signature(pen, rng):
    points = [
        (1350 + step * 8, 985 + 30 * math.sin(step * 0.9 + rng.random()) * (1 - step / 40)) for step in range(30)
    ]
    pen.line(points, fill=(20, 20, 60), width=4)


def specimen(card):
    """Across the card, pale enough to read what stands under it, plain enough to mistake it for nothing else."""
    layer = Image.new("L", card.size, 0)
    pen = ImageDraw.Draw(layer)
    pen.text((WIDTH / 2 + 90, HEIGHT / 2 + 60), "SPESIMEN", font=font(230), anchor="mm", fill=46)
    pen.text((WIDTH / 2, HEIGHT - 36), "SPESIMEN · CONTOH · BUKAN KTP ASLI", font=font(40), anchor="mm", fill=210)
    card.paste((150, 30, 40), (0, 0), layer)
