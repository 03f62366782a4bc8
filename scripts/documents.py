#!/usr/bin/env python3
"""Finds files that a document names and that are not there: documents.py [--self-test].

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
# Not in the repository: made by a program, put there by whoever builds an app, or another project's.
MADE = {"app/src/main/assets/trust.json", "App/trust.json", "desk/head.json", "data/peraturan.js"}


def is_there(name, document, files):
    places = [name, (document.parent / name).as_posix()]
    places += [long + name[len(short):] for short, long in SHORT.items() if name.startswith(short)]
    return any(place in files for place in places) or any(file.endswith("/" + name) for file in files)


def missing(document, text, files):
    names = dict.fromkeys(NAME.findall(text))
    return [name for name in names if name not in MADE and not is_there(name, document, files)]


def main():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    files = set(listed.stdout.split("\n"))
    if "--self-test" in sys.argv:
        wrong = missing(Path("docs/a.md"), "`core/vault/store.rs` `core/vault/shelf.rs` `docs/no/such.md` `a.rs`", files)
        assert wrong == ["core/vault/shelf.rs", "docs/no/such.md"], wrong
    status = 0
    for document in sorted(file for file in files if file.endswith(".md")):
        for name in missing(Path(document), (ROOT / document).read_text(encoding="utf-8"), files):
            print(f"{document}: there is no `{name}`")
            status = 1
    return status


sys.exit(main())
