#!/usr/bin/env bash
# scripts/later.sh COMMAND…: runs a command, and all that it starts, under a clock that is 400 days ahead (libfaketime).
#
# Durations are real: only the time of day is another one. Needs `faketime`.
set -euo pipefail
. "$(dirname "$0")/common.sh"
case ${1-} in '' | --help | -h) help_when_asked --help ;; esac

# The wrapper makes a piece of shared memory for all processes of one run, and removes it even when a test kills some of them.
export FAKETIME_DONT_FAKE_MONOTONIC=1 DONT_FAKE_MONOTONIC=1
exec faketime -m -f +400d "$@"
