#!/usr/bin/env bash
# ./payung bindings: writes the Kotlin and the Swift side of the API into target/bindings/, from the built (unstripped) core.
set -euo pipefail
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
    find "$TARGET/bindings/$language" \( -name '*.kt' -o -name '*.swift' \) -print | while read -r file; do
        awk -f "$PAYUNG_ROOT/scripts/plain_docs.awk" "$file" >"$file.plain"
        mv "$file.plain" "$file"
    done
done
# Checksums of the API, which nothing compares (`omit_checksums`): JNA would look each of them up at every start.
KOTLIN=$TARGET/bindings/kotlin/org/payung/core/payung.kt
sed '/external fun uniffi_payung_core_checksum_/,/)/d' "$KOTLIN" >"$KOTLIN.without"
mv "$KOTLIN.without" "$KOTLIN"
# A generator that writes examples in another way is noticed here.
if grep -rlE 'payung_core::|assert_eq!' "$TARGET/bindings/kotlin" "$TARGET/bindings/swift"; then
    echo "payung: examples in Rust are left in these bindings (scripts/plain_docs.awk)" >&2
    exit 1
fi
echo "Kotlin: $TARGET/bindings/kotlin"
echo "Swift:  $TARGET/bindings/swift"
