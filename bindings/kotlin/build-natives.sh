#!/usr/bin/env bash
# Builds the core's library for the processors of Android phones into target/natives/lib, for Gradle and ./payung android.
#
# It needs an Android NDK (ANDROID_NDK_HOME), cargo-ndk and the Rust targets; it was never run where this was written, since there is
# no NDK there. What is built is checked: each library is aligned for pages of 16 KB and not larger than MOST bytes.
#
#   build-natives.sh            builds and checks
#   build-natives.sh check      only checks what is there
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/phone.sh
TARGET=${CARGO_TARGET_DIR:-$PWD/target}
OUT=$TARGET/natives/lib
MOST=6500000

build() {
    [ -n "${ANDROID_NDK_HOME-}" ] || { echo "build-natives: ANDROID_NDK_HOME names no NDK" >&2; exit 2; }
    command -v cargo-ndk >/dev/null || { echo "build-natives: cargo install cargo-ndk --locked" >&2; exit 2; }
    rustup target add aarch64-linux-android armv7-linux-androideabi x86_64-linux-android
    # Pages of 16 KB, as new phones have; unwinding stays, uniffi catches panics with it. The shared library alone: with an rlib beside
    # it cargo links without optimising across crates. Relocations are packed in the way that Android 6 reads.
    RUSTFLAGS="${RUSTFLAGS-} -C link-arg=-Wl,-z,max-page-size=16384 -C link-arg=-Wl,--pack-dyn-relocs=android" \
        cargo ndk -t arm64-v8a -t armeabi-v7a -t x86_64 --platform 23 -o "$OUT" \
        rustc --profile "$PHONE_PROFILE" -p payung-core --lib --crate-type cdylib
}

# The first number of each LOAD line's alignment must be 0x4000 or more on 64-bit processors.
check() {
    local library wrong=0 bytes
    for library in "$OUT"/*/libpayung_core.so "$OUT"/*/libjnidispatch.so; do
        [ -e "$library" ] || continue
        bytes=$(wc -c <"$library")
        [ "$bytes" -le $MOST ] || { echo "too large: $library has $bytes bytes of $MOST" >&2; wrong=1; }
        case $library in */armeabi-v7a/*) continue ;; esac
        if readelf -lW "$library" | awk '$1 == "LOAD" { if (strtonum($NF) < 16384) bad = 1 } END { exit !bad }'; then
            echo "not aligned for 16 KB pages: $library" >&2
            wrong=1
        fi
    done
    return $wrong
}

[ "${1-}" = check ] || build
check
