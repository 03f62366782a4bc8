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
