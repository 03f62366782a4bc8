#!/usr/bin/env bash
# Builds the core's library for the processors of Android phones into target/natives/lib, for Gradle and ./payung android.
#
# It needs an Android NDK (ANDROID_NDK_HOME), cargo-ndk and the Rust targets; it was never run where this was written, since there is
# no NDK there. What is built is checked (scripts/arm/check_elf.py, which needs Python 3): each library is aligned for pages of 16 KB, can be
# loaded by Android 6, exports no more than the API, and takes no more of a download than scripts/download.sh allows.
#
#   build-natives.sh            builds and checks
#   build-natives.sh check      only checks what is there
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/phone.sh
. scripts/download.sh
TARGET=${CARGO_TARGET_DIR:-$PWD/target}
OUT=$TARGET/natives/lib

build() {
    [ -n "${ANDROID_NDK_HOME-}" ] || { echo "build-natives: ANDROID_NDK_HOME names no NDK" >&2; exit 2; }
    command -v cargo-ndk >/dev/null || { echo "build-natives: cargo install cargo-ndk --locked" >&2; exit 2; }
    rustup target add aarch64-linux-android armv7-linux-androideabi x86_64-linux-android
    # Pages of 16 KB, as new phones have; unwinding stays, uniffi catches panics with it. The shared library alone: with an rlib beside
    # it cargo links without optimising across crates. Relocations are packed in the way that Android 6 reads.
    # What uniffi writes bindings from is left out.
    cargo build -q -p payung-core --lib
    mkdir -p "$OUT"
    hide_metadata "$TARGET" "$TARGET/natives/metadata.map"
    RUSTFLAGS="${RUSTFLAGS-} -C link-arg=-Wl,-z,max-page-size=16384 -C link-arg=-Wl,--pack-dyn-relocs=android" \
        cargo ndk -t arm64-v8a -t armeabi-v7a -t x86_64 --platform 23 -o "$OUT" \
        rustc --profile "$PHONE_PROFILE" -p payung-core --lib --crate-type cdylib -- -Clink-arg="-Wl,--version-script=$TARGET/natives/metadata.map"
}

# JNA's library is not made here: Gradle and ./payung android take it from JNA's own AAR, for each processor that there is one of ours.
check() {
    local abi library most wrong=0
    for abi in $PHONE_ABIS; do
        library=$OUT/$abi/libpayung_core.so
        [ -e "$library" ] || { echo "missing: $library" >&2; wrong=1; continue; }
        most=$(core_most "$abi")
        # What uniffi writes bindings from would be exported by mistake.
        python3 scripts/arm/check_elf.py --exports uniffi_,ffi_ ${most:+--most "$most"} "$library" || wrong=1
    done
    return $wrong
}

[ "${1-}" = check ] || build
check
