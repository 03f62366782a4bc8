#!/usr/bin/env python3
"""Turns design/, the one source of icons and colours, into what each shell draws.

    scripts/design.py            writes Android's resources and the iOS asset catalog
    scripts/design.py --check    fails when what is committed is not what would be written

The SVG files keep to a small part of SVG, so that a vector drawable can say the same: a grid of 24, paths only, one colour,
strokes of 2 with round ends. Anything else is refused with the name of the file. Colours that are read together must have the
contrast that WCAG 2.2 asks for at AA: 4.5 for text (1.4.3), 3 for graphics (1.4.11).
"""
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent
ICONS = ROOT / "design" / "icons"
APP_ICON = ROOT / "design" / "app-icon.svg"
COLOURS = ROOT / "design" / "colours.json"
ANDROID = ROOT / "android" / "app" / "src" / "main" / "res"
KOTLIN_ICONS = ROOT / "android" / "app" / "src" / "main" / "kotlin" / "org" / "payung" / "app" / "look" / "Icons.kt"
IOS = ROOT / "ios" / "App" / "Assets.xcassets"

SVG = "{http://www.w3.org/2000/svg}"
# What the root element must say: a shell draws each icon in its own size and colour.
FRAME = {
    "width": "24",
    "height": "24",
    "viewBox": "0 0 24 24",
    "fill": "none",
    "stroke": "currentColor",
    "stroke-width": "2",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
}
FILLED = {"fill": "currentColor", "stroke": "none"}
# Absolute and relative commands that both SVG and Android's path parser read alike.
PATH = re.compile(r"[MmLlHhVvCcSsQqAaZz0-9eE+\-., ]+")
# Android's resource names: https://developer.android.com/guide/topics/resources/providing-resources
NAME = re.compile(r"[a-z][a-z0-9_]*")


class Refused(Exception):
    """An icon that says more than a vector drawable can."""


def read(file):
    """The paths of one icon: pairs of its data and whether it is filled instead of stroked."""
    if not NAME.fullmatch(file.stem):
        raise Refused(f"{file.name}: the name is not one that Android takes")
    root = ElementTree.parse(file).getroot()
    if root.tag != f"{SVG}svg" or dict(root.attrib) != FRAME:
        raise Refused(f"{file.name}: the svg element must have these attributes and no others: {FRAME}")
    paths = []
    for element in root:
        attributes = dict(element.attrib)
        data = attributes.pop("d", "")
        if element.tag != f"{SVG}path" or attributes not in ({}, FILLED):
            raise Refused(f"{file.name}: only paths, stroked or filled with the current colour")
        if not PATH.fullmatch(data):
            raise Refused(f"{file.name}: a path has a command that is not read alike everywhere: {data}")
        paths.append((data, attributes == FILLED))
    if not paths:
        raise Refused(f"{file.name}: nothing is drawn")
    return paths


def drawable(paths):
    """A vector drawable. Its colour is black until a view tints it."""
    lines = [
        "<!-- Written by scripts/design.py from design/icons. -->",
        '<vector xmlns:android="http://schemas.android.com/apk/res/android" android:width="24dp" android:height="24dp"',
        '    android:viewportWidth="24" android:viewportHeight="24">',
    ]
    for data, filled in paths:
        paint = (
            'android:fillColor="#FF000000"'
            if filled
            else 'android:strokeColor="#FF000000" android:strokeWidth="2" android:strokeLineCap="round" android:strokeLineJoin="round"'
        )
        lines.append(f'    <path android:pathData="{data}" {paint} />')
    return "\n".join([*lines, "</vector>", ""])


def app_icon():
    """The ground's colour of the app's icon, and the paths before it as a vector drawable's. The grid is Android's: 108, of
    which the 66 in the middle are never cut off."""
    root = ElementTree.parse(APP_ICON).getroot()
    ground, *front = [dict(path.attrib) for path in root]
    lines = []
    for path in front:
        words = [f'android:pathData="{path["d"]}"', f'android:strokeColor="{path["stroke"]}"', f'android:strokeWidth="{path["stroke-width"]}"']
        if path["fill"] != "none":
            words.append(f'android:fillColor="{path["fill"]}"')
        words += [f'android:strokeLine{part.capitalize()}="round"' for part in ("cap", "join") if f"stroke-line{part}" in path]
        lines.append(f"    <path {' '.join(words)} />")
    return ground["fill"], lines


def app_icon_resources(umbrella):
    """Android's files of the app's icon: adaptive with a themed form, and one picture for systems before 8."""
    ground, paths = app_icon()
    written = "<!-- Written by scripts/design.py from design/app-icon.svg. -->"
    android = 'xmlns:android="http://schemas.android.com/apk/res/android"'
    vector = f'<vector {android} android:width="108dp" android:height="108dp" android:viewportWidth="108" android:viewportHeight="108">'
    # Twice the size of a line icon's grid, in the middle.
    themed = ['    <group android:scaleX="2.4" android:scaleY="2.4" android:translateX="25.2" android:translateY="25.2">']
    for data, _ in umbrella:
        line = 'android:strokeWidth="2" android:strokeLineCap="round" android:strokeLineJoin="round"'
        themed.append(f'        <path android:pathData="{data}" android:strokeColor="#FF000000" {line} />')
    themed.append("    </group>")
    rounded = f'    <path android:pathData="M54 18a36 36 0 1 1 0 72a36 36 0 1 1 0 -72z" android:fillColor="{ground}" />'
    adaptive = [
        f"<adaptive-icon {android}>",
        '    <background android:drawable="@color/app_icon_ground" />',
        '    <foreground android:drawable="@drawable/app_icon_front" />',
        '    <monochrome android:drawable="@drawable/app_icon_themed" />',
        "</adaptive-icon>",
    ]
    texts = {
        "drawable/app_icon_front.xml": [vector, *paths, "</vector>"],
        "drawable/app_icon_themed.xml": [vector, *themed, "</vector>"],
        "mipmap-anydpi/app_icon.xml": [vector, rounded, *paths, "</vector>"],
        "mipmap-anydpi-v26/app_icon.xml": adaptive,
        "values/app_icon.xml": ["<resources>", f'    <color name="app_icon_ground">{ground}</color>', "</resources>"],
    }
    return {ANDROID / name: "\n".join([written, *lines, ""]) for name, lines in texts.items()}


def kotlin_icons(names):
    """The icons by name, for pictograms that the core names. A map keeps them when unused resources are taken out."""
    lines = [
        "// Written by scripts/design.py from design/icons.",
        "package org.payung.app.look",
        "",
        "import org.payung.app.R",
        "",
        "/** Every icon by the name that the core gives it. */",
        "object Icons {",
        "    val byName: Map<String, Int> =",
        "        mapOf(",
    ]
    lines += [f'            "{name}" to R.drawable.icon_{name},' for name in names]
    return "\n".join([*lines, "        )", "}", ""])


def image_set(name):
    """Contents.json of an image set that keeps the vector and takes the colour of the text beside it."""
    return catalog(
        images=[{"filename": f"{name}.svg", "idiom": "universal"}],
        properties={"preserves-vector-representation": True, "template-rendering-intent": "template"},
    )


def catalog(**contents):
    """A Contents.json as Xcode writes it."""
    return json.dumps({**contents, "info": {"author": "xcode", "version": 1}}, indent=2, sort_keys=True) + "\n"


def channels(colour):
    """Red, green and blue of #RRGGBB, from 0 to 255."""
    if not re.fullmatch(r"#[0-9A-F]{6}", colour):
        raise Refused(f"colours.json: {colour} is not #RRGGBB")
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def luminance(colour):
    """Relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """From 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def colours():
    """The colours by name, after each pair was found readable by day and by night."""
    data = json.loads(COLOURS.read_text())
    for kind, least in (("text", 4.5), ("graphics", 3.0)):
        for front, ground in data[kind]:
            for time in ("day", "night"):
                found = contrast(data["colours"][front][time], data["colours"][ground][time])
                if found < least:
                    raise Refused(f"colours.json: {front} on {ground} by {time} has contrast {found:.2f}, {least} is needed")
    return data["colours"]


def android_colours(all_colours, time):
    """res/values/colors.xml, or the one of values-night."""
    lines = ["<!-- Written by scripts/design.py from design/colours.json. -->", "<resources>"]
    for name, colour in all_colours.items():
        if time == "day":
            lines.append(f"    <!-- {colour['for']} -->")
        lines.append(f'    <color name="{name}">{colour[time]}</color>')
    return "\n".join([*lines, "</resources>", ""])


def colour_set(colour):
    """Contents.json of a colour with a dark appearance."""

    def components(value):
        red, green, blue = (f"0x{channel:02X}" for channel in channels(value))
        return {"color-space": "srgb", "components": {"alpha": "1.000", "blue": blue, "green": green, "red": red}}

    dark = [{"appearance": "luminosity", "value": "dark"}]
    return catalog(
        colors=[
            {"color": components(colour["day"]), "idiom": "universal"},
            {"appearances": dark, "color": components(colour["night"]), "idiom": "universal"},
        ]
    )


def outputs():
    """Every file that is made of the design, with its text. A shell that is not there gets none."""
    files = {}
    icons = {source.stem: (source, read(source)) for source in sorted(ICONS.glob("*.svg"))}
    all_colours = colours()
    if ANDROID.is_dir():
        for name, (_, paths) in icons.items():
            files[ANDROID / "drawable" / f"icon_{name}.xml"] = drawable(paths)
        files[KOTLIN_ICONS] = kotlin_icons(icons)
        files |= app_icon_resources(icons["state_protected"][1])
        files[ANDROID / "values" / "colors.xml"] = android_colours(all_colours, "day")
        files[ANDROID / "values-night" / "colors.xml"] = android_colours(all_colours, "night")
    if IOS.is_dir():
        for name, (source, _) in icons.items():
            files[IOS / "Icons" / f"{name}.imageset" / f"{name}.svg"] = source.read_text().replace("currentColor", "#000")
            files[IOS / "Icons" / f"{name}.imageset" / "Contents.json"] = image_set(name)
        for name, colour in all_colours.items():
            files[IOS / "Colours" / f"{name}.colorset" / "Contents.json"] = colour_set(colour)
        for folder in ("Icons", "Colours"):
            files[IOS / folder / "Contents.json"] = catalog()
    return files


def written():
    """Files that an earlier run wrote."""
    found = {*(ANDROID / "drawable").glob("icon_*.xml")}
    for folder in ("Icons", "Colours"):
        found |= {file for file in (IOS / folder).rglob("*") if file.is_file()}
    return found


def main():
    try:
        wanted = outputs()
    except (Refused, ElementTree.ParseError, KeyError, ValueError) as refused:
        sys.exit(f"design: {refused}")
    stale = written() - wanted.keys()
    differing = [file for file, text in wanted.items() if not file.is_file() or file.read_text() != text]
    if "--check" in sys.argv[1:]:
        for file in sorted([*stale, *differing]):
            print(f"design: {file.relative_to(ROOT)} is not what scripts/design.py would write")
        sys.exit(1 if stale or differing else 0)
    for file in stale:
        file.unlink()
    for file in differing:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(wanted[file])
    print(f"design: {len(wanted)} files, {len(differing)} written, {len(stale)} removed")


main()
