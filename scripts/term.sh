#!/usr/bin/env bash
# The terminal shell, built if needed. Its stdout is its own alone.
set -eu
. "$(dirname "$0")/common.sh"
need_rust
build_quietly payung-term "${WORKSPACE[@]}"
exec "$BIN/payung-term" "$@"
