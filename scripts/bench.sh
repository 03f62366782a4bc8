#!/usr/bin/env bash
# The bench: each row a ratio against what one would use instead, measured in the same run, optimised as it ships.
set -eu
. "$(dirname "$0")/common.sh"
need_rust
build_quietly ../release/bench "${WORKSPACE[@]}" --profile bench
if need_jvm && "$PAYUNG_ROOT/scripts/jvm.sh" prepare >&2; then
    set -- --jvm "'$PAYUNG_ROOT/scripts/jvm.sh' time" "$@"
fi
exec "$TARGET/release/bench" "$@"
