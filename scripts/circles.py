#!/usr/bin/env python3
"""Nothing points back: fails when modules of a crate use each other in a circle.

The graph is read from the source: `use` declarations and paths that begin with `crate::`, `super::` or `self::`, without
comments, texts and test modules. A name that a `mod.rs` re-exports counts as a use of the file that defines it, so a
file may use its neighbour through their common `mod.rs`. Calls of methods name no module and are not seen.

In every folder of a crate the children (files, and folders as a whole) must be free of circles. `circles.known` lists
the circles that are still there. It may only get shorter: a circle that is not in it fails, and so does a line in it
that is no longer true.

    circles.py              all crates of this repository
    circles.py --self-test  shows that the check can fail
    circles.py --edges DIR  the graph of one folder, to see why a circle is one
    circles.py --known      the circles there are, as circles.known lists them
"""

import re
import sys
import tempfile
from pathlib import Path

CRATES = ["rust-core/model/src", "rust-core/photo/src", "rust-core/src", "office/src", "terminal/src"]
ITEM = re.compile(
    r"^\s*pub(?:\([^)]*\))?\s+(?:(?:const|async|unsafe)\s+)*(?:struct|enum|union|trait|type|fn|const|static|mod)\s+(\w+)",
    re.M,
)
# Items a file declares for itself: used when a child names its parent's private ones.
OWN = re.compile(
    r"^(?:pub(?:\([^)]*\))?\s+)?(?:(?:const|async|unsafe)\s+)*(?:struct|enum|union|trait|type|fn|const|static)\s+(\w+)", re.M
)
USE = re.compile(r"^\s*((?:pub(?:\([^)]*\))?\s+)?)use\s+([^;]+);", re.M)
PATH = re.compile(r"\b(?:crate|super|self)(?:::\w+)+")


def without_noise(text):
    """The source without comments, string literals and what only tests compile."""
    # One pass, so that a quote in a comment and slashes in a text are each read as what they are.
    token = re.compile(
        r"""//[^\n]*|/\*.*?\*/|r(\#*)".*?"\1|"(?:\\.|[^"\\])*"|'(?:\\.[^']*|[^'\\])'""", re.S
    )
    text = token.sub(lambda found: "" if found[0].startswith("/") else '""', text)
    out, rest = [], text
    while (at := re.search(r"#\[cfg\((?:test|all\(test[^\]]*|any\(test[^\]]*)\)\]\s*", rest)):
        out.append(rest[: at.start()])
        rest = rest[at.end() :]
        # The item that follows ends with its `;` or with the brace that closes its first one.
        depth, end = 0, len(rest)
        for index, sign in enumerate(rest):
            depth += (sign == "{") - (sign == "}")
            if (sign == ";" and depth == 0) or (sign == "}" and depth == 0):
                end = index + 1
                break
        rest = rest[end:]
    return "".join(out) + rest


def split(tree):
    """`a::{b, c::{d, e as f}}` as paths with the name each is known by: [(["a", "b"], "b"), …]."""
    tree = tree.strip()
    if tree.endswith("}") and "{" in tree:
        head, body = tree.split("{", 1)
        head = [part for part in head.strip().split("::") if part]
        parts, depth, start = [], 0, 0
        body = body[:-1]
        for index, sign in enumerate(body):
            depth += (sign == "{") - (sign == "}")
            if sign == "," and depth == 0:
                parts.append(body[start:index])
                start = index + 1
        parts.append(body[start:])
        return [(head + path, name) for part in parts if part.strip() for path, name in split(part)]
    path, _, alias = tree.partition(" as ")
    path = [part.strip() for part in path.split("::") if part.strip()]
    if path and path[-1] == "self":
        path = path[:-1]
    return [(path, alias.strip() or (path[-1] if path else ""))]


class Crate:
    def __init__(self, root):
        self.files = {}  # module path (tuple) → source
        for file in sorted(Path(root).rglob("*.rs")):
            parts = list(file.relative_to(root).with_suffix("").parts)
            if "tests" in parts or parts[0] == "bin":
                continue
            if parts[-1] in ("mod", "lib", "main"):
                parts.pop()
            self.files[tuple(parts)] = self.files.get(tuple(parts), "") + without_noise(file.read_text())
        self.exports = {module: self.reexports(module) for module in self.files}
        self.own = {module: set(OWN.findall(text)) | set(ITEM.findall(text)) for module, text in self.files.items()}

    def absolute(self, module, path):
        """The path from the crate's root, or none when it leads out of the crate."""
        path, base = list(path), None
        while path and path[0] in ("crate", "super", "self"):
            head = path.pop(0)
            if head == "crate":
                base = []
            elif head == "super":
                base = list(module[:-1]) if base is None else base[:-1]
            elif base is None:
                base = list(module)
        if base is None:
            # `mod.rs` may name its children without `self::`.
            if path and tuple(module) + (path[0],) in self.files:
                base = list(module)
            else:
                return None
        return tuple(base + path)

    def reexports(self, module):
        """name → path it stands for, and under "*" the modules of which all is re-exported."""
        found = {"*": []}
        for _, tree in USE.findall(self.files[module]):
            for path, name in split(tree):
                target = self.absolute(module, path)
                if target is None:
                    continue
                if name == "*":
                    found["*"].append(target[:-1])
                else:
                    found[name] = target
        return found

    def file_of(self, path, seen=()):
        """The file that defines what a path names."""
        if path in seen:
            return None
        for cut in range(len(path), -1, -1):
            module, rest = path[:cut], path[cut:]
            if module in self.files:
                break
        else:
            return None
        if not rest or rest[0] == "*":
            return module
        name = rest[0]
        if name in self.own.get(module, ()):
            return module
        if name in self.exports[module]:
            return self.file_of(self.exports[module][name], seen + (path,)) or module
        for glob in self.exports[module]["*"]:
            if glob in self.files and (name in self.own[glob] or name in self.exports[glob]):
                return self.file_of(glob + (name,), seen + (path,))
        return module

    def uses(self, module):
        """The files that this file uses."""
        text = self.files[module]
        body = text
        found = set()
        for public, tree in USE.findall(text):
            for path, name in split(tree):
                target = self.absolute(module, path)
                # A re-export hands on and needs nothing.
                if target is None or public:
                    continue
                if name != "*":
                    found.add(self.file_of(target))
                    continue
                # All of a module: what of it occurs in this file.
                words = set(re.findall(r"\b\w+\b", body))
                parent = target[:-1]
                names = set(self.own.get(parent, ())) | (set(self.exports.get(parent, {})) - {"*"})
                found.update(self.file_of(parent + (word,)) for word in names & words)
        body = USE.sub("", text)
        for path in PATH.findall(body):
            target = self.absolute(module, path.split("::"))
            found.add(self.file_of(target) if target is not None else None)
        # `child::name` in a `mod.rs`.
        for child in [other[-1] for other in self.files if other[:-1] == module and len(other) == len(module) + 1]:
            for path in re.findall(rf"(?<![\w:]){child}(?:::\w+)+", body):
                found.add(self.file_of(module + tuple(path.split("::"))))
        # A name that came in by `use module` and is written `module::name` was counted at its `use`.
        return {other for other in found if other is not None and other != module}

    def folders(self):
        return sorted({module[:-1] for module in self.files if module})

    def graph(self, folder):
        """Child → child → (file, file) of one folder. `.` is the folder's own `mod.rs`."""
        edges = {}
        for module in self.files:
            if module[: len(folder)] != folder:
                continue
            one = module[len(folder)] if len(module) > len(folder) else "."
            for other in self.uses(module):
                if other[: len(folder)] != folder:
                    continue
                two = other[len(folder)] if len(other) > len(folder) else "."
                if one != two:
                    edges.setdefault(one, {}).setdefault(two, ("/".join(module) or ".", "/".join(other) or "."))
        return edges

    def circles(self):
        """(folder, sorted children of a circle, a path around it)."""
        for folder in self.folders():
            edges = self.graph(folder)
            for group in groups(edges):
                yield "/".join(folder) or ".", group, around(edges, group)


def reach(edges, start):
    seen, todo = set(), [start]
    while todo:
        for other in edges.get(todo.pop(), {}):
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return seen


def groups(edges):
    """Children that reach each other."""
    reached = {node: reach(edges, node) for node in edges}
    done, found = set(), []
    for node in sorted(edges):
        if node in reached[node] and node not in done:
            group = sorted(other for other in reached[node] if node in reached.get(other, ()))
            done.update(group)
            found.append(group)
    return found


def around(edges, group):
    """The shortest way from the first of a group back to itself."""
    ways = [[group[0]]]
    while ways:
        way = ways.pop(0)
        for other in sorted(edges.get(way[-1], {})):
            if other == group[0]:
                return way + [other]
            if other in group and other not in way:
                ways.append(way + [other])
    return group


def check(root, known):
    """Problems of one crate, in words."""
    crate, problems, left = Crate(root), [], set(known)
    for folder, group, way in crate.circles():
        line = f"{folder}: {' '.join(group)}"
        if line in left:
            left.remove(line)
            continue
        problems.append(f"{root}/{folder}: {' → '.join(way)}")
        edges = crate.graph(tuple(folder.split("/")) if folder != "." else ())
        for one, two in zip(way, way[1:]):
            problems.append("    {} uses {}".format(*edges[one][two]))
    problems += [f"{root}: no longer a circle, strike it from circles.known: {line}" for line in sorted(left)]
    return problems


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "room").mkdir()
        write = lambda name, text: (root / name).write_text(text)
        write("lib.rs", "pub mod room;\nmod other;\n")
        write("room/mod.rs", "mod a;\nmod b;\npub use a::A;\npub use b::{B, C};\n")
        write("room/a.rs", "use super::B;\npub struct A(B);\n")
        write("room/b.rs", "pub struct B; pub struct C;\n#[cfg(test)]\nmod tests {\n    use super::super::A;\n}\n")
        write("other.rs", "// crate::nothing\nuse crate::room::A;\nconst TEXT: &str = \"crate::room\";\n")
        assert check(root, []) == [], check(root, [])
        write("room/b.rs", "pub struct B; pub struct C;\nfn back() -> super::A { todo!() }\n")
        assert check(root, [])[0].endswith("room: a → b → a"), check(root, [])
        assert check(root, ["room: a b"]) == []
        write("room/b.rs", "pub struct B; pub struct C;\n")
        assert "strike it" in check(root, ["room: a b"])[0]
        write("room/b.rs", "use crate::other::X;\npub struct B; pub struct C;\n")
        assert check(root, [])[0].endswith(".: other → room → other"), check(root, [])


def main():
    if sys.argv[1:2] == ["--edges"]:
        folder = Path(sys.argv[2])
        root = next(crate for crate in CRATES if folder.is_relative_to(crate))
        for one, others in sorted(Crate(root).graph(folder.relative_to(root).parts).items()):
            for two, (file, other) in sorted(others.items()):
                print(f"{one} → {two}    {file} uses {other}")
        return 0
    if sys.argv[1:] == ["--known"]:
        for root in CRATES:
            for folder, group, _ in Crate(root).circles():
                print(f"{root} {folder}: {' '.join(group)}")
        return 0
    self_test()
    if sys.argv[1:] == ["--self-test"]:
        return 0
    known = {}
    listed = Path("scripts/circles.known")
    for line in listed.read_text().splitlines() if listed.exists() else []:
        if line.strip() and not line.startswith("#"):
            crate, line = line.split(" ", 1)
            known.setdefault(crate, []).append(line)
    problems = [problem for root in CRATES for problem in check(root, known.pop(root, []))]
    problems += [f"circles.known names no crate: {crate}" for crate in known]
    print("\n".join(problems), file=sys.stderr, end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
