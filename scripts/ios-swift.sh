#!/usr/bin/env bash
# Swift 6.0.3 for `./payung ios`: Debian 13 packages it, this project is built on Debian 12, so it lives in a folder of its own.
#
#   ios-swift.sh setup            makes that folder (2.6 GB in target/ios/swift; root on Debian for x86_64 or arm64, 1-3 minutes)
#   ios-swift.sh run DIR COMMAND  runs COMMAND in DIR of the project with that folder as /
#
# A run has a mount namespace of its own, so nothing stays mounted. Swift finds its libraries by /proc, so /proc must be there.
set -euo pipefail
. "$(dirname "$0")/common.sh"
help_when_asked "$@"

SUITE=trixie
CHROOT=$TARGET/ios/swift
READY=$CHROOT/.payung-ready

setup() {
    [ ! -e "$READY" ] || return 0
    if ! as_root_on_debian || ! need debootstrap debootstrap; then
        echo "payung: Swift is set up only as root on Debian, with the package debootstrap" >&2
        return 77
    fi
    local mirror log=$TARGET/ios/setup.log
    # The mirror this machine installs its own packages from.
    mirror=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/*.sources 2>/dev/null | head -n 1)
    [ -n "$mirror" ] || mirror=$(awk '$1 == "deb" { for (i = 2; i <= NF; i++) if ($i ~ /^http/) { print $i; exit } }' \
        /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null | head -n 1)
    echo "payung: setting up Swift, 2.6 GB, a few minutes …" >&2
    rm -rf "$CHROOT"
    mkdir -p "$CHROOT"
    debootstrap --variant=minbase --keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
        --include=swiftlang,libc6-dev,libstdc++-14-dev "$SUITE" "$CHROOT" "${mirror:-http://deb.debian.org/debian}" >"$log" 2>&1 || {
        tail -n 5 "$log" >&2
        echo "payung: Swift could not be set up: $log" >&2
        return 77
    }
    rm -f "$CHROOT"/var/cache/apt/archives/*.deb
    touch "$READY"
}

run() {
    local place
    place=$(realpath "$1")
    shift
    export CHROOT PAYUNG_ROOT TARGET place
    # The variables that tests and the package read go along; all others stay outside.
    local kept=() name
    for name in PAYUNG_CORE_LIBRARY PAYUNG_OFFICE_PROGRAM PAYUNG_PROJECT PAYUNG_VAULTS PAYUNG_FUZZ PAYUNG_PART; do
        [ -z "${!name-}" ] || kept+=("$name=${!name}")
    done
    # shellcheck disable=SC2016 # the inner shell expands it
    exec unshare --mount --propagation private bash -c '
        mount -t proc proc "$CHROOT/proc"
        mount --rbind /dev "$CHROOT/dev"
        for folder in "$PAYUNG_ROOT" "$TARGET"; do
            mkdir -p "$CHROOT$folder"
            mount --bind "$folder" "$CHROOT$folder"
        done
        kept=$1
        shift
        # shellcheck disable=SC2086 # a list of NAME=VALUE without blanks
        exec chroot "$CHROOT" /usr/bin/env -i HOME=/root PATH=/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8 TERM=dumb $kept \
            /bin/bash -c "cd \"\$0\" && exec \"\$@\"" "$place" "$@"
    ' _ "${kept[*]-}" "$@"
}

case ${1-} in
    setup) setup ;;
    run)
        shift
        run "$@"
        ;;
    *)
        echo "usage: scripts/ios-swift.sh setup | run DIR COMMAND…" >&2
        exit 2
        ;;
esac
