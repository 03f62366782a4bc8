#!/usr/bin/env bash
# The core as phones get it, for this machine: target/phone/stripped/libpayung_core.so, and its size in bytes. Minutes: all of it
# is optimised as one. `--parts`: also what each crate takes of it.
set -eu
. "$(dirname "$0")/common.sh"
need_rust

# SQLite without what no code here calls; an extension that cannot be loaded cannot be an attack either.
SQLITE="-USQLITE_ENABLE_FTS3 -USQLITE_ENABLE_FTS3_PARENTHESIS -USQLITE_ENABLE_FTS5 -USQLITE_ENABLE_RTREE
    -USQLITE_ENABLE_DBSTAT_VTAB -USQLITE_ENABLE_STAT4 -USQLITE_SOUNDEX -USQLITE_ENABLE_LOAD_EXTENSION
    -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_OMIT_JSON -DSQLITE_OMIT_DEPRECATED -DSQLITE_OMIT_SHARED_CACHE"

# Relocations packed (on Android: `--pack-dyn-relocs=android`, which version 6 can read).
LINK=()
[ "$(uname -s)" != Linux ] || LINK=("-Clink-arg=-Wl,-z,pack-relative-relocs")

# The shared library alone: with an rlib beside it, as for tests, cargo links without optimising across crates.
build() {
    LIBSQLITE3_FLAGS=$(tr -s '[:space:]' ' ' <<<"$SQLITE") in_root cargo rustc -q --profile phone -p payung-core --lib --crate-type cdylib -- ${LINK[@]+"${LINK[@]}"}
}

# nm's sizes of functions, summed by the crate that the name begins with; C by itself.
parts() {
    nm --demangle --print-size --size-sort "$TARGET/phone/$CORE" | awk '
        $3 ~ /^[tTwW]$/ {
            name = $0; sub(/^[^ ]+ [^ ]+ . /, "", name)
            crate = match(name, /[a-zA-Z_][a-zA-Z_0-9]*::/) ? substr(name, RSTART, RLENGTH - 2) : ""
            if (crate == "") crate = name ~ /^(sqlite3|fts|rtree|json|vdbe|btree|wal|unix|pager|pcache|expr|select|where|yy)/ ? "SQLite (C)" : "C and assembly"
            size = 0
            for (i = 1; i <= length($2); i++) size = size * 16 + index("0123456789abcdef", substr($2, i, 1)) - 1
            sum[crate] += size; all += size
        }
        END { for (crate in sum) printf "%9d  %s\n", sum[crate], crate; printf "%9d  all functions\n", all }' |
        sort -rn | head -n 24
}

build
[ "${1-}" != --parts ] || parts
mkdir -p "$TARGET/phone/stripped"
strip -o "$TARGET/phone/stripped/$CORE" "$TARGET/phone/$CORE"
wc -c <"$TARGET/phone/stripped/$CORE"
