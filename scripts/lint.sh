#!/usr/bin/env bash
# What is checked without running anything.
set -eu
exec "$(dirname "$0")/test.sh" lint deny trees
