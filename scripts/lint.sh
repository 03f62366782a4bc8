#!/usr/bin/env bash
# ./payung lint: what is checked without running anything.
#
# These are the stages `fetch lint deny trees` of ./payung test: crates, format, clippy, shellcheck, licences, bans,
# advisories, and no phone crate in the office.
set -eu
. "$(dirname "$0")/common.sh"
help_when_asked "$@"
no_arguments "$@"
exec "$PAYUNG_ROOT/scripts/test.sh" fetch lint deny trees
