#!/usr/bin/env bash
# Writes the Swift side of the API and puts it into the package bindings/swift. On a Mac build-xcframework.sh calls this too.
set -eu
. "$(dirname "$0")/common.sh"
help_when_asked "$@"
no_arguments "$@"
"$PAYUNG_ROOT/scripts/bindings.sh" >/dev/null
PACKAGE=$PAYUNG_ROOT/bindings/swift
MADE=$TARGET/bindings/swift
mkdir -p "$PACKAGE/Sources/PayungCore/Generated"
# A file that is the same keeps its time, so that Swift does not compile it again.
place() { cmp -s "$1" "$2" || cp "$1" "$2"; }
place "$MADE/PayungCore.swift" "$PACKAGE/Sources/PayungCore/Generated/PayungCore.swift"
place "$MADE/PayungCoreFFI.h" "$PACKAGE/Sources/PayungCoreFFI/include/PayungCoreFFI.h"
