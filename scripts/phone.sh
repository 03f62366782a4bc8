# shellcheck shell=bash
# Sourced: how the core is built for phones, so that what is weighed here is what ships there.

# The profile that Cargo.toml describes.
export PHONE_PROFILE=phone

# SQLite without what no code here calls; an extension that cannot be loaded cannot be an attack either.
LIBSQLITE3_FLAGS="-USQLITE_ENABLE_FTS3 -USQLITE_ENABLE_FTS3_PARENTHESIS -USQLITE_ENABLE_FTS5 -USQLITE_ENABLE_RTREE"
LIBSQLITE3_FLAGS+=" -USQLITE_ENABLE_DBSTAT_VTAB -USQLITE_ENABLE_STAT4 -USQLITE_SOUNDEX -USQLITE_ENABLE_LOAD_EXTENSION"
LIBSQLITE3_FLAGS+=" -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_OMIT_JSON -DSQLITE_OMIT_DEPRECATED -DSQLITE_OMIT_SHARED_CACHE"
export LIBSQLITE3_FLAGS

# C code has no tables of unwinding: no panic passes through it. rusqlite catches those of its callbacks, and ring calls nothing back.
export CFLAGS="${CFLAGS-} -fno-asynchronous-unwind-tables -fno-unwind-tables"

# When it was built: no clock of a phone is believed that shows an earlier time. The commit's time, so that the same commit builds the same library.
PAYUNG_BUILT_SECONDS=${SOURCE_DATE_EPOCH:-$(git -C "$(dirname "${BASH_SOURCE[0]}")" log -1 --format=%ct 2>/dev/null || true)}
if [ -n "$PAYUNG_BUILT_SECONDS" ]; then export PAYUNG_BUILT_SECONDS; else unset PAYUNG_BUILT_SECONDS; fi

# hide_metadata TARGET FILE: writes the version script by which the linker leaves out UNIFFI_META_…, from which uniffi writes bindings. It
# reads them from the library for this machine; on a phone nobody does, and they are 140 KB. Checksums of the API go too: nothing compares them
# (scripts/bindings.sh). The names are those of that library, which lies below TARGET, because lld takes exact names before those that
# rustc exports and wildcards after them.
hide_metadata() {
    local library=$1/debug/libpayung_core.so names
    [ -e "$library" ] || library=${library%.so}.dylib
    names=$(nm "$library" | grep -oE 'UNIFFI_META_[A-Z0-9_]*|uniffi_payung_core_checksum_[a-z0-9_]*' | sort -u | sed 's/$/;/')
    [ -n "$names" ] || { echo "payung: $library has no metadata of uniffi" >&2; return 1; }
    printf '{ local:\n%s\n};\n' "$names" >"$2"
}
