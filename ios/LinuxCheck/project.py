#!/usr/bin/env python3
"""Reads the Xcode project, the plists, the texts and the assets, and compares them with each other and with the sources.

What it proves: the files parse, each reference leads somewhere, and what two files must say alike they say alike. Whether Xcode takes
the project only Xcode can tell; it never did where this project is built.
"""
import json
import pathlib
import plistlib
import re
import sys
import xml.etree.ElementTree

IOS = pathlib.Path(__file__).resolve().parent.parent
APP = IOS / "App"
problems = []


def check(holds, words):
    if not holds:
        problems.append(words)


def parse_pbx(text):
    """The old property list, in which Xcode keeps projects."""
    tokens = re.findall(r'"(?:\\.|[^"])*"|[{}()=;,]|[^\s{}()=;,"]+', re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.S))
    place = 0

    def value():
        nonlocal place
        token = tokens[place]
        place += 1
        if token == "{":
            found = {}
            while tokens[place] != "}":
                name = value()
                assert tokens[place] == "=", f"= after {name}"
                place += 1
                assert name not in found, f"{name} twice"
                found[name] = value()
                assert tokens[place] == ";", f"; after {name}"
                place += 1
            place += 1
            return found
        if token == "(":
            found = []
            while tokens[place] != ")":
                found.append(value())
                if tokens[place] == ",":
                    place += 1
            place += 1
            return found
        assert token not in "})=;,", token
        return token.strip('"')

    whole = value()
    assert place == len(tokens), "more after the end"
    return whole


def project():
    pbx = parse_pbx((IOS / "Payung.xcodeproj" / "project.pbxproj").read_text())
    objects = pbx["objects"]
    check(pbx["objectVersion"] == "77", "synchronized folders need objectVersion 77")
    ids = re.compile(r"A0{10,}\d+")

    def references(value):
        if isinstance(value, dict):
            return [one for inner in value.values() for one in references(inner)]
        if isinstance(value, list):
            return [one for inner in value for one in references(inner)]
        return [value] if ids.fullmatch(value) else []

    used = set(references({name: body for name, body in objects.items()})) | {pbx["rootObject"]}
    check(used == set(objects), f"ids without an object or nobody's: {used ^ set(objects)}")
    for one in objects.values():
        kind = one["isa"]
        if kind == "PBXFileSystemSynchronizedRootGroup":
            check((IOS / one["path"]).is_dir(), f"no folder {one['path']}")
        if kind == "XCLocalSwiftPackageReference":
            check((IOS / one["relativePath"] / "Package.swift").is_file(), f"no package {one['relativePath']}")
        if one.get("lastKnownFileType") == "text.xcconfig":
            check((IOS / "Config" / one["path"]).is_file(), f"no {one['path']}")
    scheme = xml.etree.ElementTree.parse(next((IOS / "Payung.xcodeproj").rglob("*.xcscheme")))
    for reference in scheme.iter("BuildableReference"):
        target = objects.get(reference.get("BlueprintIdentifier"), {})
        check(target.get("name") == reference.get("BlueprintName"), "the scheme names a target that is not there")


def plists():
    info = plistlib.loads((IOS / "Config" / "Info.plist").read_bytes())
    settings = dict(re.findall(r"^(\w+) = (.*)$", (IOS / "Config" / "Payung.xcconfig").read_text(), re.M))
    for name in ("INFOPLIST_FILE", "CODE_SIGN_ENTITLEMENTS"):
        check((IOS / settings[name]).is_file(), f"{name}: no such file")
    background = re.search(r'id = "(.*?)"', (APP / "Platform" / "Surroundings.swift").read_text())[1]
    check(info["BGTaskSchedulerPermittedIdentifiers"] == [background], "another background task than the app asks for")
    check(info["NSAppTransportSecurity"] == {"NSAllowsArbitraryLoads": False}, "App Transport Security has an exception")
    check(info["ITSAppUsesNonExemptEncryption"] is True, "the core encrypts answers itself: that is declared")
    kinds = [kind for one in info["CFBundleDocumentTypes"] for kind in one["LSItemContentTypes"]]
    check(set(kinds) == {"public.jpeg", "public.png", "public.heic"}, "other documents than pictures are taken")
    check({one["LSHandlerRank"] for one in info["CFBundleDocumentTypes"]} == {"Alternate"}, "pictures are opened elsewhere first")
    # A copy is taken and removed. What lies in the app's documents is shown to nobody.
    check(info["LSSupportsOpeningDocumentsInPlace"] is False, "another app's own file would be opened")
    check("UIFileSharingEnabled" not in info, "the app's documents would be listed in Files")
    sides = {f"UIInterfaceOrientation{side}" for side in ("Portrait", "PortraitUpsideDown", "LandscapeLeft", "LandscapeRight")}
    check(settings["TARGETED_DEVICE_FAMILY"] == "1,2", "not for iPhone and iPad")
    check(set(info["UISupportedInterfaceOrientations~ipad"]) == sides, "an iPad beside another app needs all four sides")
    plistlib.loads((IOS / "Config" / "Payung.entitlements").read_bytes())
    privacy = plistlib.loads((APP / "PrivacyInfo.xcprivacy").read_bytes())
    check(privacy["NSPrivacyTracking"] is False, "nobody is tracked")
    reasons = {one["NSPrivacyAccessedAPIType"].removeprefix("NSPrivacyAccessedAPICategory"): one["NSPrivacyAccessedAPITypeReasons"] for one in privacy["NSPrivacyAccessedAPITypes"]}
    # SQLite, which is built into the core, asks what kind of disk a database lies on, by a call that also says how full it is.
    needed = {"UserDefaults": ["CA92.1"], "FileTimestamp": ["C617.1"], "DiskSpace": ["E174.1"]}
    check(reasons == needed, f"the privacy manifest gives other reasons than {needed}")
    asked = {name for name in info if name.endswith("UsageDescription")}
    for language in ("id", "en"):
        strings = (APP / f"{language}.lproj" / "InfoPlist.strings").read_text()
        named = set(re.findall(r'^"(\w+)" = ".+";$', strings, re.M))
        check(named == asked | {"CFBundleDisplayName"}, f"{language}: InfoPlist.strings names others than Info.plist")
        said = dict(re.findall(r'^"(\w+)" = "(.+)";$', strings, re.M))
        if language == "id":
            check(all(said.get(name) == info[name] for name in asked), "Info.plist asks in other words than in Indonesian")
        # Who is asked for a permission is told everything that it is used for.
        for name, uses in PERMISSIONS.items():
            for file, words in uses.items():
                missing = [word for word in words[language] if word not in said.get(name, "").lower()]
                check(not missing, f"{language}: {name} does not name {missing}, which {file} needs it for")
    for name, sign in {"NSCameraUsageDescription": "TurningCamera(", "NSPhotoLibraryAddUsageDescription": "PhotoLibrary()"}.items():
        users = {file.relative_to(APP).as_posix() for file in APP.rglob("*.swift") if sign in file.read_text()}
        check(users == set(PERMISSIONS[name]), f"{name}: what {users ^ set(PERMISSIONS[name])} uses it for is not in PERMISSIONS")


# What a permission is used for, by the file that does, and how that is called in the words with which the system asks.
PERMISSIONS = {
    "NSCameraUsageDescription": {
        "Form/PhotoField.swift": {"id": ["ktp", "wajah"], "en": ["id card", "face"]},
        "Incidents/PaperRows.swift": {"id": ["surat kecelakaan"], "en": ["accident papers"]},
    },
    "NSPhotoLibraryAddUsageDescription": {
        "Pay/BillScreen.swift": {"id": ["kode bayar"], "en": ["payment code"]},
        "Pay/ChannelScreen.swift": {"id": ["kode bayar"], "en": ["payment code"]},
        "Cover/CardScreen.swift": {"id": ["kartu digital"], "en": ["digital card"]},
    },
}


def settings_of(file, mine):
    """What Xcode reads in a file of settings: line after line, where $(inherited) is what the same name had before. `mine` stands for
    Signing.xcconfig."""
    found = {}
    lines = []
    for line in file.read_text().splitlines():
        lines += mine if line.strip() == '#include? "Signing.xcconfig"' else [line]
    for line in lines:
        setting = re.match(r"(\w+) = (.*)$", line)
        if setting:
            found[setting[1]] = setting[2].replace("$(inherited)", found.get(setting[1], ""))
    return found


def signing():
    for mine in ([], ["DEVELOPMENT_TEAM = A1B2C3D4E5", "PRODUCT_BUNDLE_IDENTIFIER = example.contoh.app"]):
        app, tests = (settings_of(IOS / "Config" / f"{name}.xcconfig", mine) for name in ("Payung", "Tests"))
        id = app["PRODUCT_BUNDLE_IDENTIFIER"]
        check(tests["PRODUCT_BUNDLE_IDENTIFIER"] == f"{id}.tests", f"the app is {id}, its tests {tests['PRODUCT_BUNDLE_IDENTIFIER']}")
        check(tests.get("DEVELOPMENT_TEAM") == app.get("DEVELOPMENT_TEAM"), "app and tests are signed by two teams")
    workflow = (IOS.parent / ".github" / "workflows" / "ios.yml").read_text()
    check("CODE_SIGNING_ALLOWED=YES" in workflow, "an app without a signature has no Keychain in the simulator")


def sizes(sources):
    # 12 and 13 points; the look allows nothing below 14.
    check(not re.search(r"\.(caption2?|footnote)\b", sources), "letters are smaller than the look allows")


def assets():
    for file in APP.rglob("Contents.json"):
        for image in json.loads(file.read_text()).get("images", []):
            check((file.parent / image["filename"]).is_file(), f"{file.parent.name}: no {image['filename']}")
    icons = {folder.stem for folder in APP.rglob("*.imageset")}
    colours = {folder.stem for folder in APP.rglob("*.colorset")}
    sources = "\n".join(file.read_text() for file in APP.rglob("*.swift"))
    shown = set(re.findall(r'Icon\("(\w+)"\)|icon: "(\w+)"|Image\("(\w+)"\)', sources))
    named = {name for names in shown for name in names if name}
    for one in re.findall(r'(?:Icon\(|icon: )[^")\n]*\? "(\w+)" : "(\w+)"', sources):
        named |= set(one)
    check(named <= icons, f"icons that are not there: {named - icons}")
    sizes(sources)
    used = set(re.findall(r'Color\("(\w+)"\)', sources))
    check(used <= colours, f"colours that are not there: {used - colours}")
    pictograms = (IOS.parent / "rust-core" / "src" / "api" / "remote.rs").read_text()
    body = re.search(r"pub enum Pictogram \{(.*?)\}", pictograms, re.S)[1]
    names = {re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower() for name in re.findall(r"\w+", body)}
    check(names <= icons, f"pictograms without an icon: {names - icons}")
    lines = {file: file.read_text().count("\n") for file in APP.rglob("*.swift")}
    check(max(lines.values()) <= 130, f"too long: {max(lines, key=lines.get)}")
    return len(icons), len(lines)


def main():
    project()
    plists()
    signing()
    icons, files = assets()
    json.loads((APP / "Localizable.xcstrings").read_text())
    for problem in problems:
        print(problem)
    print(f"project, plists, texts and assets agree: {files} source files, {icons} icons") if not problems else None
    sys.exit(bool(problems))


main()
