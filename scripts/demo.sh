#!/usr/bin/env bash
# The demo: a sample worker, a sample office, and all that can go wrong between them.
set -eu
. "$(dirname "$0")/common.sh"
need_rust
build_quietly demo "${WORKSPACE[@]}"
exec "$BIN/demo" "$@"
