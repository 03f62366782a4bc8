#!/usr/bin/env bash
# ./payung demo [--keep]: a sample worker registers with a sample office, with all that can go wrong between them.
#
#   --keep        leaves the office running and the files in place, and says where
set -eu
. "$(dirname "$0")/common.sh"
help_when_asked "$@"
need_rust
build_quietly demo "${WORKSPACE[@]}"
exec "$BIN/demo" "$@"
