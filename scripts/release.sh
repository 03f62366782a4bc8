#!/usr/bin/env bash
# ./payung release [--check] [FOLDER]
#
# Makes FOLDER/payung-office-VERSION-TARGET.tar.gz (FOLDER: target/release-archives): the program, systemd units, proxy files,
# alerts and dashboard, completions, manual pages, a list of all that it is made of (CycloneDX), licences, install.sh, and
# SHA256SUMS over them; and the archive's own checksum beside it.
#
# The archive is the same whenever and wherever it is made from the same commit with the same compiler: times come from the
# commit, paths of this machine are left out, names are sorted. --check builds a second time, in another folder, and compares.
#
# Where the musl target is installed (rustup target add x86_64-unknown-linux-musl, and musl-gcc), the program is static and runs
# on any Linux; otherwise it needs a C library as new as this machine's, and says which in RELEASE.txt.
set -euo pipefail
. "$(dirname "$0")/common.sh"

check=no
[ "${1-}" != --check ] || { check=yes && shift; }
out=${1:-$TARGET/release-archives}
# A test of this script has no time for an optimised build.
profile=${PAYUNG_RELEASE_PROFILE:-release}

cd "$PAYUNG_ROOT"
version=$(sed -n '/^\[workspace.package\]/,/^\[/ s/^version = "\(.*\)"/\1/p' Cargo.toml)
host=$(rustc -vV | sed -n 's/^host: //p')
musl=${host%-*}-musl
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
target=$host
linked="dynamically, against $(ldd --version 2>/dev/null | sed -n '1s/.*) /glibc /p')"
if [ -d "$(rustc --print sysroot)/lib/rustlib/$musl" ] && type -P musl-gcc >/dev/null; then
    target=$musl
    linked=statically
fi

# build FOLDER: the program, in a target folder of its own.
build() {
    # Paths of this machine would differ between two machines, and tell who built it.
    local cargo_home=${CARGO_HOME:-$HOME/.cargo}
    RUSTFLAGS="--remap-path-prefix=$PAYUNG_ROOT=/payung --remap-path-prefix=$cargo_home=/cargo --remap-path-prefix=$1=/build" \
        CARGO_TARGET_DIR=$1 CARGO_INCREMENTAL=0 \
        cargo build --locked --profile "$profile" --package payung-office --bins --target "$target"
}

# pack BUILD FOLDER: everything into one archive in FOLDER; prints its name.
pack() {
    local name=payung-office-$version-$target place=$2/stage
    local stage=$place/$name office
    office=$1/$target/${profile/#dev/debug}/office
    rm -rf "$place"
    mkdir -p "$stage/bin" "$stage/systemd" "$stage/proxy" "$stage/monitoring" "$stage/man" "$stage/completions" "$stage/docs"
    cp "$office" "$stage/bin/office"
    ! type -P strip >/dev/null || strip --strip-debug --enable-deterministic-archives "$stage/bin/office" 2>/dev/null || true
    cp office/deploy/payung-office "$stage/bin/payung-office"
    cp office/deploy/*.service office/deploy/*.timer "$stage/systemd"
    cp office/deploy/nginx.conf office/deploy/Caddyfile "$stage/proxy"
    cp office/deploy/prometheus.yml office/deploy/payung-alerts.yml office/deploy/grafana.json "$stage/monitoring"
    cp office/deploy/retention.json office/deploy/install.sh LICENSE NOTICE CHANGELOG.md "$stage"
    cp docs/first-day.md docs/operating.md docs/upgrading.md docs/protocol.md docs/openapi.json "$stage/docs"
    "$stage/bin/office" manual --to "$stage"
    python3 scripts/sbom.py --target "$target" >"$stage/sbom.cdx.json"
    printf 'payung-office %s\ncommit %s\nfor %s, linked %s\n%s\n' "$version" "$(git rev-parse HEAD)" "$target" "$linked" \
        "$(rustc --version)" >"$stage/RELEASE.txt"
    # Whoever unpacks it reads everything and runs what is a program, whatever the builder's umask was.
    find "$stage" -type d -exec chmod 0755 {} +
    find "$stage" -type f -exec chmod 0644 {} +
    chmod 0755 "$stage/bin/office" "$stage/bin/payung-office" "$stage/install.sh"
    (cd "$stage" && find . -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum) >"$place/sums"
    install -m 0644 "$place/sums" "$stage/SHA256SUMS"
    tar --create --sort=name --format=posix --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime \
        --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --directory "$place" "$name" |
        gzip --no-name --best >"$2/$name.tar.gz"
    rm -rf "$place"
    (cd "$2" && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
    echo "$2/$name.tar.gz"
}

mkdir -p "$out"
build "$TARGET/release-build"
archive=$(pack "$TARGET/release-build" "$out")
if [ "$check" = yes ]; then
    again=$(mktemp -d)
    trap 'rm -rf "$again"' EXIT
    build "$again/build"
    second=$(pack "$again/build" "$again")
    cmp "$archive" "$second"
    echo "two builds are the same"
fi
echo "$archive"
cat "$archive.sha256"
