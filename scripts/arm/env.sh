# shellcheck shell=bash
# Sourced after common.sh: a cargo that builds for the processors of phones, on a PC with Debian.
#
# Debian packages a newer Rust for its browsers (rustc-web, cargo-web), with the sources of the standard library (rust-web-src).
# That Rust is unpacked into target/ and never installed: installing it would replace other compilers. The standard library is built
# from its sources for each target, the C code by Debian's cross compilers. qemu-user runs the result.

ARM_RUST=$TARGET/tools/arm-rust
# Where its programs find their own libraries.
ARM_LIBRARIES=LD_LIBRARY_PATH=$ARM_RUST/usr/lib/x86_64-linux-gnu
# A target folder of its own: a second compiler in the same folder would build everything again.
ARM_TARGET=$TARGET/arm
ARM_TOOLS="qemu-arm qemu-aarch64 arm-linux-gnueabihf-gcc aarch64-linux-gnu-gcc ld.lld"
ARM_PACKAGES="qemu-user lld gcc-arm-linux-gnueabihf libc6-dev-armhf-cross gcc-aarch64-linux-gnu libc6-dev-arm64-cross"

# arm_select armv7|aarch64: sets TRIPLE (as cargo calls the target), PREFIX (as Debian's cross tools begin) and QEMU.
arm_select() {
    case $1 in
        # NEON, but no instructions for AES: the cheap 32-bit phones have this processor.
        armv7) TRIPLE=armv7-unknown-linux-gnueabihf PREFIX=arm-linux-gnueabihf QEMU="qemu-arm -cpu cortex-a7" ;;
        # Memory pages of 16 KB, as phones sold since 2025 may have. A library that is aligned to less is not loaded.
        aarch64) TRIPLE=aarch64-unknown-linux-gnu PREFIX=aarch64-linux-gnu QEMU="qemu-aarch64 -p 16384" ;;
        *)
            echo "payung: no ARM target \`$1\`; there are: armv7 aarch64" >&2
            return 2
            ;;
    esac
}

# arm_cargo COMMAND ARGUMENTS…: that cargo, for the target that arm_select has set.
arm_cargo() (
    cd "$PAYUNG_ROOT" || exit
    name=${TRIPLE^^}
    name=CARGO_TARGET_${name//-/_}
    export "${name}_LINKER=$PREFIX-gcc" "${name}_RUNNER=$QEMU -L /usr/$PREFIX"
    export CARGO_TARGET_DIR=$ARM_TARGET
    # Doc tests must be compiled by the same version as the libraries that they use.
    export RUSTC=$ARM_RUST/usr/bin/rustc RUSTDOC=$ARM_RUST/usr/bin/rustdoc
    # A panic's trace maps the program's own file, and qemu 7.2 ends in that with a segmentation fault where pages have 16 KB. Some tests panic on purpose.
    export RUST_BACKTRACE=0
    # A stable cargo refuses -Zbuild-std without it.
    export RUSTC_BOOTSTRAP=1
    exec env "$ARM_LIBRARIES" "$ARM_RUST/usr/bin/cargo" "$1" -Zbuild-std=std,panic_unwind --target "$TRIPLE" --locked "${@:2}"
)

# need_arm: brings what is missing, as root on Debian; says how, and fails, elsewhere.
need_arm() {
    local packages
    if [ "$(uname -sm)" != "Linux x86_64" ] || ! have apt-get dpkg; then
        echo "payung: ARM code is built and run on Debian for x86_64 only: its Rust comes from Debian's packages" >&2
        return 1
    fi
    read -ra packages <<<"$ARM_PACKAGES"
    if ! arm_tools_there && as_root_on_debian; then
        echo "payung: installing ${packages[*]} …" >&2
        install_as_root "${packages[@]}" || true
    fi
    if ! arm_tools_there; then
        echo "payung: missing: cross compilers and qemu-user. Install with: $(install_hint "$ARM_PACKAGES")" >&2
        return 1
    fi
    arm_rust_runs || "$PAYUNG_ROOT/scripts/arm/unpack.sh" "$ARM_RUST"
}

arm_tools_there() {
    local tools
    read -ra tools <<<"$ARM_TOOLS"
    # A cross compiler can be installed without its C library.
    have "${tools[@]}" && [ -e /usr/arm-linux-gnueabihf/include/stdio.h ] && [ -e /usr/aarch64-linux-gnu/include/stdio.h ]
}

# A target folder that came from another machine has the programs, but not the libraries that apt installs for them.
arm_rust_runs() {
    local program
    [ -e "$ARM_RUST/ready" ] || return 1
    for program in rustc cargo; do env "$ARM_LIBRARIES" "$ARM_RUST/usr/bin/$program" --version >/dev/null 2>&1 || return 1; done
}
