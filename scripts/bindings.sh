#!/usr/bin/env bash
# ./payung bindings: writes the Kotlin and the Swift side of the API into target/bindings/, from the built (unstripped) core.
set -eu
. "$(dirname "$0")/common.sh"
help_when_asked "$@"
no_arguments "$@"
need_rust
build_quietly "$CORE" "${WORKSPACE[@]}"
# The generator's own speed is nobody's concern, that of its build is everybody's.
PROFILE=tool BIN=$TARGET/tool build_quietly uniffi-bindgen -p payung-bindgen
for language in kotlin swift; do
    rm -rf "$TARGET/bindings/$language"
    in_root "$TARGET/tool/uniffi-bindgen" generate "$BIN/$CORE" \
        --language "$language" --no-format --out-dir "$TARGET/bindings/$language"
done
echo "Kotlin: $TARGET/bindings/kotlin"
echo "Swift:  $TARGET/bindings/swift"
