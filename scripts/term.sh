#!/usr/bin/env bash
# The terminal shell, built if needed. Its stdout is its own alone. What is typed is kept in .payung/phone, which git ignores,
# unless PAYUNG_HOME or --home names another folder.
set -eu
. "$(dirname "$0")/common.sh"
trial_folders
need_rust
build_quietly payung-term "${WORKSPACE[@]}"
# The commands that it tells people are told as they are typed here.
export PAYUNG_CALLED="${PAYUNG_ENTRY:-./payung} term"
exec "$BIN/payung-term" "$@"
