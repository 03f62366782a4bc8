#!/usr/bin/env bash
# Type-checks the core for iPhones (aarch64-apple-ios) on Debian. rustup's targets need a toolchain of Apple's for linking; for
# checking Rust, a compiler and the sources of the standard library are enough, and Debian 12 packages both (rustc-web, rust-web-src).
# They are unpacked into target/ios/rust and not installed. Exits with 77 where that is not possible.
set -euo pipefail
. "$(dirname "$0")/common.sh"
help_when_asked "$@"
no_arguments "$@"

PLACE=$TARGET/ios/rust
# Pins nothing but the names: the compiler and its sources are of one version in one Debian.
PACKAGES="rustc-web cargo-web rust-web-src"

unpack() {
    [ ! -e "$PLACE/.ready" ] || return 0
    have apt-get dpkg || return 77
    rm -rf "$PLACE"
    mkdir -p "$PLACE/packages"
    (
        cd "$PLACE/packages"
        ! as_root_on_debian || apt-get update -q
        # With the libraries that the compiler is linked to, as far as they are not of every Debian.
        local all
        # shellcheck disable=SC2086 # a list of words
        all=$(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
            --no-enhances $PACKAGES | grep -E '^(rustc-web|cargo-web|rust-web-src|libstd-rust-web-[a-z0-9.-]*|libllvm[0-9-]*(-web)?|libgit2-[0-9.]*|libhttp-parser[0-9.]*|libssh2-1|libz3-4|libmbed[a-z0-9]*)$' | sort -u)
        # shellcheck disable=SC2086 # a list of words
        apt-get download -q $all
        for package in *.deb; do dpkg -x "$package" ..; done
    ) >"$PLACE/../rust.log" 2>&1 || {
        tail -n 3 "$PLACE/../rust.log" >&2
        return 77
    }
    rm -rf "$PLACE/packages"
    touch "$PLACE/.ready"
}

unpack || {
    echo "payung: the compiler for checking could not be fetched from Debian: $TARGET/ios/rust.log" >&2
    exit 77
}
export LD_LIBRARY_PATH=$PLACE/usr/lib/x86_64-linux-gnu RUSTC=$PLACE/usr/bin/rustc RUSTC_BOOTSTRAP=1
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
CARGO_TARGET_DIR=$TARGET/ios/rust-check "$PLACE/usr/bin/cargo" check -q -p payung-core \
    -Zbuild-std=std,panic_abort,panic_unwind --target aarch64-apple-ios
echo "the core type-checks for aarch64-apple-ios (its Rust, not the C in ring and SQLite) with $("$RUSTC" --version)"
