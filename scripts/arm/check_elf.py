#!/usr/bin/env python3
"""check_elf.py [options] FILE…: checks that a phone can load a shared library, or every library in an APK, AAR or AAB.

It reads what the loader reads: program headers and the dynamic section; the section table only tells if symbols were stripped.
Each line of the output says what was found. Exit 1 when anything fails. Python 3.9, no packages.

  --os android|linux     the system that must load it (default: android)
  --min-sdk N            the oldest Android that must load it (default: 23)
  --exports PREFIX,…     every exported name must begin with one of these
  --bindings FILE        generated Kotlin or Swift bindings: every uniffi function that they name must be exported
  --namespace NAME       uniffi's namespace in these names (default: payung_core)
  --needed NAME,…        libraries that it may depend on (default: those that every Android has; on Linux any)
  --stripped             the symbol table must be gone
  --most BYTES           what a phone loads of it, deflated as in a package, may have so many
  --verbose              also prints the names that it imports
"""

import argparse
import io
import re
import struct
import sys
import zipfile
import zlib

PAGE = 16384  # bytes of a memory page on phones sold since 2025; older ones have 4096
MACHINES = {40: "arm", 183: "arm64", 62: "x86_64", 3: "x86"}
ABIS = {"arm": "armeabi-v7a", "arm64": "arm64-v8a", "x86_64": "x86_64", "x86": "x86"}
ANDROID = {"libc.so", "libm.so", "libdl.so", "liblog.so"}
LOAD, DYNAMIC, INTERP, TLS = 1, 2, 3, 7
STACK, RELRO = 0x6474E551, 0x6474E552
X, W = 1, 2
NEEDED, SONAME, RPATH, RUNPATH, TEXTREL, FLAGS, FLAGS_1 = 1, 14, 15, 29, 22, 30, 0x6FFFFFFB
HASH, STRTAB, SYMTAB, GNU_HASH = 4, 5, 6, 0x6FFFFEF5
# Relocations that an old Android cannot read: tag, name, the first SDK that reads them.
PACKED = [
    (36, "DT_RELR", 30),
    (0x6FFFE000, "DT_ANDROID_RELR", 28),
    (0x6000000F, "DT_ANDROID_REL", 23),
    (0x60000011, "DT_ANDROID_RELA", 23),
]


class Elf:
    """The parts of a library that a loader looks at."""

    def __init__(self, data):
        self.data = data
        if data[:4] != b"\x7fELF" or len(data) < 64:
            raise ValueError("not an ELF file")
        if data[5] != 1:
            raise ValueError("big-endian")
        self.wide = data[4] == 2
        self.kind, machine = struct.unpack_from("<HH", data, 16)
        self.machine = MACHINES.get(machine, f"machine {machine}")
        if self.wide:
            phoff, shoff = struct.unpack_from("<QQ", data, 32)
            self.flags, _, size, count, _, self.sections = struct.unpack_from("<IHHHHH", data, 48)
            fields = [struct.unpack_from("<IIQQQQQQ", data, phoff + at * size) for at in range(count)]
            names = ("type", "flags", "offset", "vaddr", "paddr", "filesz", "memsz", "align")
        else:
            phoff, shoff = struct.unpack_from("<II", data, 28)
            self.flags, _, size, count, _, self.sections = struct.unpack_from("<IHHHHH", data, 36)
            fields = [struct.unpack_from("<IIIIIIII", data, phoff + at * size) for at in range(count)]
            names = ("type", "offset", "vaddr", "paddr", "filesz", "memsz", "flags", "align")
        self.segments = [dict(zip(names, one)) for one in fields]
        self.section_types = self._section_types(shoff)
        self.dynamic = self._dynamic()

    def of(self, kind):
        return [one for one in self.segments if one["type"] == kind]

    def tag(self, tag):
        return [value for own, value in self.dynamic if own == tag]

    def _section_types(self, shoff):
        size = 64 if self.wide else 40
        return [struct.unpack_from("<I", self.data, shoff + at * size + 4)[0] for at in range(self.sections)] if shoff else []

    def _dynamic(self):
        word, found = ("<qQ" if self.wide else "<iI"), []
        for segment in self.of(DYNAMIC):
            for at in range(segment["offset"], segment["offset"] + segment["filesz"], 16 if self.wide else 8):
                tag, value = struct.unpack_from(word, self.data, at)
                if tag == 0:
                    break
                found.append((tag & 0xFFFFFFFF, value))
        return found

    def at(self, vaddr):
        """The offset in the file of an address in memory."""
        for one in self.of(LOAD):
            if one["vaddr"] <= vaddr < one["vaddr"] + one["filesz"]:
                return vaddr - one["vaddr"] + one["offset"]
        raise ValueError(f"address {vaddr:#x} is in no segment")

    def text(self, offset):
        start = self.at(self.tag(STRTAB)[0]) + offset
        return self.data[start : self.data.index(b"\0", start)].decode()

    def symbols(self):
        """For each global symbol: its name, whether this library defines it, whether it is weak."""
        table, size = self.at(self.tag(SYMTAB)[0]), 24 if self.wide else 16
        for at in range(1, self._symbol_count()):
            if self.wide:
                name, info, _, section = struct.unpack_from("<IBBH", self.data, table + at * size)
            else:
                name, _, _, info, _, section = struct.unpack_from("<IIIBBH", self.data, table + at * size)
            if info >> 4 in (1, 2):  # 1 is global, 2 is weak
                yield self.text(name), section != 0, info >> 4 == 2

    def _symbol_count(self):
        if self.tag(HASH):
            return struct.unpack_from("<II", self.data, self.at(self.tag(HASH)[0]))[1]
        base = self.at(self.tag(GNU_HASH)[0])
        buckets, first, bloom, _ = struct.unpack_from("<IIII", self.data, base)
        start = base + 16 + bloom * (8 if self.wide else 4)
        last = max(struct.unpack_from(f"<{buckets}I", self.data, start), default=0)
        if last < first:
            return first
        while not struct.unpack_from("<I", self.data, start + 4 * buckets + 4 * (last - first))[0] & 1:
            last += 1
        return last + 1


def check(elf, size, options):
    """Yields (passed, what was found). `passed` is None where the line is only information."""
    android = options.os == "android"
    yield elf.kind == 3 and bool(elf.dynamic), "a shared library"
    if not elf.dynamic:
        return
    if elf.of(INTERP):
        yield None, "names a program loader (INTERP): useless in a library, harmless"
    abi = ABIS.get(elf.machine, elf.machine)
    if android and elf.machine == "arm":
        # Android passes floating-point arguments in integer registers. A library built for Linux ("hf") would read garbage.
        yield elf.flags >> 24 == 5 and not elf.flags & 0x400, f"{abi}: EABI 5, not hard-float (flags {elf.flags:#x})"
    else:
        yield elf.machine in ABIS, f"{abi}"

    # Only 64-bit libraries run on phones with pages of 16 KB.
    page = PAGE if elf.wide else 4096
    loads = elf.of(LOAD)
    least = min((one["align"] for one in loads), default=0)
    fits = all(one["align"] and (one["vaddr"] - one["offset"]) % one["align"] == 0 for one in loads)
    yield least >= page and fits, f"{len(loads)} segments aligned to {least} (at least {page})"
    # Android makes whole pages read-only, rounded up. Data that is written later must not lie in the last of these pages.
    for relro in elf.of(RELRO):
        end = relro["vaddr"] + relro["memsz"]
        spill = -end % page
        shared = [one for one in loads if one["flags"] & W and one["vaddr"] < end + spill and end < one["vaddr"] + one["memsz"]]
        yield not (shared and spill), f"read-only data ends on a page, or alone in it (at {end:#x})"
    if android:
        yield bool(elf.of(RELRO)), "relocated data becomes read-only (RELRO)"

    yield not any(one["flags"] & W and one["flags"] & X for one in loads), "no segment is both writable and executable"
    stack = elf.of(STACK)
    yield bool(stack) and not any(one["flags"] & X for one in stack), "the stack is not executable (GNU_STACK)"
    flags = sum(elf.tag(FLAGS)[:1])
    yield not elf.tag(TEXTREL) and not flags & 4, "no relocations in code (TEXTREL)"
    yield bool(flags & 8) or any(value & 1 for value in elf.tag(FLAGS_1)), "all symbols bound at load (BIND_NOW)"
    yield not elf.tag(RPATH) and not elf.tag(RUNPATH), "no RPATH"
    if 2 in elf.section_types:
        yield (False if options.stripped else None), "not stripped (.symtab)"

    if android:
        for tag, name, since in PACKED:
            if elf.tag(tag):
                yield options.min_sdk >= since, f"{name} is read from SDK {since} on"
        if elf.of(TLS):
            yield options.min_sdk >= 29, "thread-local segment (TLS) is read from SDK 29 on"
    names = [elf.text(offset) for offset in elf.tag(NEEDED)]
    allowed = set(options.needed.split(",")) if options.needed else ANDROID if android else set(names)
    yield set(names) <= allowed and bool(names), "depends on " + (" ".join(names) or "nothing at all")
    yield None, "its SONAME is " + " ".join(elf.text(offset) for offset in elf.tag(SONAME)) if elf.tag(SONAME) else "has no SONAME"

    symbols = list(elf.symbols())
    exported = {name for name, here, _ in symbols if here}
    outside = sorted(name for name, here, weak in symbols if not here and not weak)
    yield None, f"{len(exported)} symbols exported, {len(outside)} imported"
    if options.verbose:
        yield None, "imported: " + " ".join(outside)
    if options.exports:
        strange = sorted(name for name in exported if not name.startswith(tuple(options.exports.split(","))))
        yield not strange, f"exported by mistake: {len(strange)} {' '.join(strange[:8])}"
    if options.bindings:
        own = re.compile(rf"\b(?:uniffi|ffi)_{options.namespace}_\w+")
        with open(options.bindings, encoding="utf-8") as file:
            bindings = file.read()
        wanted = {name for name in own.findall(bindings) if not name.endswith("_")}
        missing = sorted(wanted - exported)
        yield bool(wanted) and not missing, f"{len(wanted)} functions that the bindings name, missing: {len(missing)} {' '.join(missing[:8])}"
        yield None, "checksums are " + ("compared at start" if "checksum mismatch" in bindings else "not compared (omit_checksums)")
    yield None, f"{size:,} bytes"
    if options.most:
        least = deflated(elf)
        yield least <= options.most, f"{least} bytes deflated (at most {options.most})"


def deflated(elf):
    """What a package with this library takes of a download: names for a debugger lie behind all that is loaded, and do not ship."""
    end = max(one["offset"] + one["filesz"] for one in elf.of(LOAD))
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return len(packer.compress(elf.data[:end]) + packer.flush())


def libraries(path):
    """For each library: its name, its bytes, and where they begin in the archive if they are stored uncompressed."""
    with open(path, "rb") as file:
        data = file.read()
    if data[:2] != b"PK":
        yield path, data, None
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for one in archive.infolist():
            if one.filename.endswith(".so"):
                name, extra = struct.unpack_from("<HH", data, one.header_offset + 26)
                begins = one.header_offset + 30 + name + extra
                yield f"{path}!{one.filename}", archive.read(one), begins if one.compress_type == 0 else None


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--os", choices=["android", "linux"], default="android")
    parser.add_argument("--min-sdk", type=int, default=23)
    parser.add_argument("--exports")
    parser.add_argument("--bindings")
    parser.add_argument("--namespace", default="payung_core")
    parser.add_argument("--needed")
    parser.add_argument("--stripped", action="store_true")
    parser.add_argument("--most", type=int)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    failed = seen = 0
    for path in options.files:
        for name, data, begins in libraries(path):
            seen += 1
            print(name)
            try:
                elf = Elf(data)
                results = list(check(elf, len(data), options))
                # Android maps an uncompressed library from the archive itself, so its pages begin at pages of the archive.
                if begins is not None and elf.wide:
                    results.append((begins % PAGE == 0, f"begins at {begins} in the archive (zipalign -P 16)"))
            except (ValueError, IndexError, struct.error) as error:
                results = [(False, f"cannot be read: {error}")]
            for passed, what in results:
                print(f"  {'note' if passed is None else 'ok  ' if passed else 'FAIL'} {what}")
                failed += passed is False
    print(f"{seen} libraries, {failed} failures")
    return 1 if failed or not seen else 0


if __name__ == "__main__":
    sys.exit(main())
