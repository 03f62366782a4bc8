#!/usr/bin/env bash
# ./payung doctor: what is installed, what is missing, and the command that installs it. It fails when something needed is
# missing.
set -eu
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/arm/env.sh"
help_when_asked "$@"
no_arguments "$@"

missing=0

# line NEEDED(yes|no) TOOL WHAT-FOR HOW-TO-INSTALL VERSION-COMMAND…
line() {
    local needed=$1 tool=$2 use=$3 install=$4
    shift 4
    if have "$tool"; then
        # The version alone: some tools add colours, dates and their distribution's name.
        printf '  %-14s %-20s %s\n' "$tool" "$("$@" 2>&1 | grep -oE '[0-9]+(\.[0-9]+)+' | head -n 1)" "$use"
    else
        [ "$needed" = no ] || missing=1
        printf '  %-14s %-20s %s\n' "$tool" "MISSING$([ "$needed" = yes ] || echo ' (optional)')" "$use: $install"
    fi
}

# old_rust: succeeds when the compiler is older than the version that Cargo.toml asks for.
old_rust() {
    local wanted found
    wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$PAYUNG_ROOT/Cargo.toml")
    found=$(rustc --version 2>/dev/null | awk '{ print $2 }')
    [ -n "$found" ] && [ "$(printf '%s\n' "$wanted" "$found" | sort -V | head -n 1)" != "$wanted" ]
}

echo "Needed"
line yes cargo "builds everything, 1.90 or newer" "rustup, see rustup.rs" cargo --version
if old_rust; then
    missing=1
    echo "  rustc          TOO OLD              $(rustc --version): rustup update"
fi
line yes git "the day of a release, and the files that a document names" "$(install_hint git)" git --version
line yes cc "builds SQLite and ring" "$(install_hint build-essential)" cc --version
echo "For ./payung jvm and its stage of ./payung test"
line no javac "compiles and runs the Kotlin tests" "$(install_hint openjdk-17-jdk-headless)" javac -version
line no mvn "fetches Kotlin, JNA and JUnit" "$(install_hint maven)" mvn --version
echo "For ./payung android and its stage (./payung test installs them as root on Debian)"
line no aapt2 "compiles and links Android resources" "$(install_hint aapt)" aapt2 version
line no zipalign "aligns the APK" "$(install_hint zipalign)" zipalign
line no apksigner "signs and verifies it" "$(install_hint apksigner)" apksigner --version
echo "For the browser stage (./payung test installs them as root on Debian)"
line no node "drives the browser, 20 or newer" "$(install_hint nodejs)" node --version
line no npm "fetches playwright-core and axe-core" "$(install_hint npm)" npm --version
line no chromium "shows the officers' page" "$(install_hint chromium)" chromium --version
echo "For the lint and deny stages"
line no cargo-fmt "format" "rustup component add rustfmt" cargo-fmt --version
line no cargo-clippy "lints" "rustup component add clippy" cargo-clippy --version
PATH=$PATH:$TARGET/tools/bin
line no shellcheck "reads the scripts" "$(install_hint shellcheck)" shellcheck --version
line no cargo-deny "licences and bans (./payung test builds it)" "cargo install cargo-deny --locked" cargo-deny --version
echo "For the later stage"
line no faketime "a clock 400 days ahead" "$(install_hint faketime)" faketime --version
echo "For ./payung fuzz and its stage"
line no c++ "builds libFuzzer" "$(install_hint build-essential)" c++ --version
line no cargo-fuzz "runs it (./payung fuzz builds it)" "cargo install cargo-fuzz --locked" cargo-fuzz --version
echo "For the vectors, photos and clients stages"
line no python3 "vectors, the drawing of cards, schemathesis; with venv and pip" "$(install_hint "python3 python3-venv")" python3 --version
line no tesseract "reads cards (./payung photos), with Indonesian" "$(install_hint "tesseract-ocr tesseract-ocr-ind")" tesseract --version
echo "For the rust stage (./payung test installs it as root on Debian)"
line no nginx "stands between phone and office in some tests" "$(install_hint nginx)" nginx -v
line no promtool "reads the alerts" "$(install_hint prometheus)" promtool --version
line no systemd-analyze "reads the units" "$(install_hint systemd)" systemd-analyze --version
line no caddy "the same; its settings are shipped too" "$(install_hint caddy)" caddy version
echo "For the bucket and postgres stages (./payung test installs it as root on Debian)"
if have_postgres; then
    echo "  PostgreSQL     found                the office over another database"
else
    echo "  PostgreSQL     MISSING (optional)   the office over another database: $(install_hint postgresql)"
fi
line no go "builds the S3 server, 1.25 or newer" "go.dev" go version
echo "For ./payung ios and its stage (root on Debian; installed unasked)"
line no debootstrap "makes the folder in which Swift runs" "$(install_hint debootstrap)" debootstrap --version
echo "For ./payung arm and its stage (./payung test installs them as root on Debian)"
line no qemu-arm "runs ARM code" "$(install_hint "$ARM_PACKAGES")" qemu-arm --version
line no arm-linux-gnueabihf-gcc "builds SQLite and ring for 32-bit ARM" "$(install_hint "$ARM_PACKAGES")" arm-linux-gnueabihf-gcc --version
line no aarch64-linux-gnu-gcc "builds them for 64-bit ARM" "$(install_hint "$ARM_PACKAGES")" aarch64-linux-gnu-gcc --version
echo "For ./payung arm check"
line no clang-19 "makes libraries with faults that the check must find" "$(install_hint "clang-19 lld-19")" clang-19 --version
echo "For ./payung bench"
line no vipsthumbnail "what a photo is measured against" "$(install_hint libvips-tools)" vipsthumbnail --vips-version
echo "For ./payung test --long deploy (root on Debian; installed unasked)"
line no mmdebstrap "makes Debian" "$(install_hint mmdebstrap)" mmdebstrap --version
line no systemd-nspawn "boots it" "$(install_hint systemd-container)" systemd-nspawn --version
line no podman "builds the image and runs its containers" "$(install_hint "podman runc iproute2")" podman --version
exit "$missing"
