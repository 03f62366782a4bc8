#!/usr/bin/env bash
# The office, built if needed. Its stdout is its own alone.
set -eu
. "$(dirname "$0")/common.sh"
need_rust
build_quietly office "${WORKSPACE[@]}"
exec "$BIN/office" "$@"
