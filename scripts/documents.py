#!/usr/bin/env python3
"""Compares what documents say with the files that there are: documents.py [--self-test].

Three things: files that a document names and that are not there, fuzz targets that docs/long.md does not describe, and files that
are longer than CONTRIBUTING.md allows.

A name counts when it stands between backticks and has a folder and an ending of ours. It is looked for from the project's folder,
from the document's, and in the crates by the short names that ARCHITECTURE.md uses (`core/vault/store.rs`).
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = re.compile(r"`([\w.-]+(?:/[\w.-]+)+\.(?:rs|py|sh|kt|swift|md|json|toml|ftl|js|sql))`")
SHORT = {"core/": "rust-core/src/", "model/": "rust-core/model/src/", "photo/": "rust-core/photo/src/", "office/": "office/src/", "terminal/": "terminal/src/"}
SOURCES = {".rs", ".kt", ".swift", ".py", ".sh", ".js"}
MOST_LINES = 600
# Not in the repository: made by a program, put there by whoever builds an app, or another project's.
MADE = {"app/src/main/assets/trust.json", "App/trust.json", "desk/head.json", "data/peraturan.js"}


def is_there(name, document, files):
    places = [name, (document.parent / name).as_posix()]
    places += [long + name[len(short):] for short, long in SHORT.items() if name.startswith(short)]
    return any(place in files for place in places) or any(file.endswith("/" + name) for file in files)


def missing(document, text, files):
    names = dict.fromkeys(NAME.findall(text))
    return [name for name in names if name not in MADE and not is_there(name, document, files)]


def undescribed(text, targets):
    """Targets that no row of the table of docs/long.md names first."""
    rows = re.findall(r"^\| ([a-z_, ]+) \|", text, re.MULTILINE)
    named = {name.strip() for row in rows for name in row.split(",")}
    return sorted(set(targets) - named)


def too_long(lengths):
    return sorted(name for name, lines in lengths.items() if lines > MOST_LINES)


def main():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    files = set(listed.stdout.split("\n"))
    if "--self-test" in sys.argv:
        wrong = missing(Path("docs/a.md"), "`core/vault/store.rs` `core/vault/shelf.rs` `docs/no/such.md` `a.rs`", files)
        assert wrong == ["core/vault/shelf.rs", "docs/no/such.md"], wrong
        assert undescribed("| target | tries |\n| nik, phone | text |\n", ["nik", "phone", "name"]) == ["name"]
        assert too_long({"a.rs": MOST_LINES, "b.rs": MOST_LINES + 1}) == ["b.rs"]
    status = 0
    for document in sorted(file for file in files if file.endswith(".md")):
        for name in missing(Path(document), (ROOT / document).read_text(encoding="utf-8"), files):
            print(f"{document}: there is no `{name}`")
            status = 1
    targets = [Path(file).stem for file in files if file.startswith("fuzz/fuzz_targets/")]
    for target in undescribed((ROOT / "docs/long.md").read_text(encoding="utf-8"), targets):
        print(f"docs/long.md: its table does not describe the fuzz target {target}")
        status = 1
    sources = [file for file in files if Path(file).suffix in SOURCES and (ROOT / file).is_file()]
    for file in too_long({file: (ROOT / file).read_text(encoding="utf-8").count("\n") for file in sources}):
        print(f"{file}: more than {MOST_LINES} lines")
        status = 1
    return status


sys.exit(main())
