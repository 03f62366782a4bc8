#!/usr/bin/env bash
# Type-checks the core for iPhones (aarch64-apple-ios) on Debian. rustup's targets need a toolchain of Apple's for linking; for
# checking Rust, a compiler and the sources of the standard library are enough, and Debian 12 packages both (rustc-web, rust-web-src).
# It is the compiler that builds for ARM (scripts/arm/unpack.sh), unpacked once for both. Exits with 77 where it cannot be had.
set -euo pipefail
. "$(dirname "$0")/common.sh"
. "$PAYUNG_ROOT/scripts/arm/env.sh"
help_when_asked "$@"
no_arguments "$@"

mkdir -p "$TARGET/ios" "$TARGET/tools"
arm_rust_runs || { have apt-get dpkg && "$PAYUNG_ROOT/scripts/arm/unpack.sh" "$ARM_RUST"; } || {
    echo "payung: the compiler for checking could not be fetched from Debian" >&2
    exit 77
}
# ring and SQLite have C in them, which only a compiler of Apple's could compile. For checking Rust nobody reads what it would make, so
# an empty file stands in for each of its results.
STAND_IN=$TARGET/ios/no-c-compiler
cat >"$STAND_IN" <<'END'
#!/bin/sh
while [ $# -gt 0 ]; do
    case $1 in
        -o) : >"$2" ;;
        *.a) : >"$1" ;;
    esac
    shift
done
END
chmod +x "$STAND_IN"
export CC_aarch64_apple_ios=$STAND_IN AR_aarch64_apple_ios=$STAND_IN SDKROOT=/ CRATE_CC_NO_DEFAULTS=1
cd "$PAYUNG_ROOT"
compiler=$ARM_RUST/usr/bin/rustc
env "$ARM_LIBRARIES" RUSTC="$compiler" RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$TARGET/ios/rust-check" \
    "$ARM_RUST/usr/bin/cargo" check -q -p payung-core -Zbuild-std=std,panic_abort,panic_unwind --target aarch64-apple-ios
echo "the core type-checks for aarch64-apple-ios (its Rust, not the C in ring and SQLite) with $(env "$ARM_LIBRARIES" "$compiler" --version)"
