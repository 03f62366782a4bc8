#!/usr/bin/env bash
# ./payung release [--check | --elsewhere] [--dynamic] [FOLDER]
#
# Makes FOLDER/payung-office-VERSION-TARGET.tar.gz (FOLDER: target/release-archives): the program, systemd units, proxy files,
# alerts and dashboard, completions, manual pages, a list of all that it is made of (CycloneDX), licences, install.sh, and
# SHA256SUMS over them; and the archive's own checksum beside it.
#
# The program is static, with musl as its C library, and runs on any Linux of this processor. What that needs (rustup's musl
# target, Debian's musl-tools) is installed by root on Debian with rustup. Where it cannot be had, or with --dynamic, the program
# needs a C library as new as this machine's, which is said here and in RELEASE.txt. Either way the archive is only made of a
# program that was looked into and started (scripts/release-tried.sh).
#
# The archive is the same whenever and wherever it is made from the same commit with the same compilers: times come from the
# commit, paths of this machine are left out, names are sorted. --check builds a second time, in another folder, and compares.
# --elsewhere builds the second time in a Debian that is made for it from packages (root on Debian, mmdebstrap): another folder,
# user, host name, home, umask, locale, time zone and number of jobs (scripts/release-elsewhere.sh).
set -euo pipefail
# Otherwise bash goes on after a failure inside `$(…)`, and an archive would be packed all the same.
shopt -s inherit_errexit
. "$(dirname "$0")/common.sh"
help_when_asked "$@"
. "$PAYUNG_ROOT/scripts/release-tried.sh"
. "$PAYUNG_ROOT/scripts/release-elsewhere.sh"

check=no static=yes
while :; do
    case ${1-} in
        --check) check=here ;;
        --elsewhere) check=elsewhere ;;
        --dynamic) static=no ;;
        -*) echo "payung: no option \`$1\` is known here; see --help" >&2 && exit 2 ;;
        *) break ;;
    esac
    shift
done
out=${1:-$TARGET/release-archives}
# A test of this script has no time for an optimised build.
profile=${PAYUNG_RELEASE_PROFILE:-release}

cd "$PAYUNG_ROOT"
version=$(sed -n '/^\[workspace.package\]/,/^\[/ s/^version = "\(.*\)"/\1/p' Cargo.toml)
host=$(rustc -vV | sed -n 's/^host: //p')
target=$host
# A machine that has no git, or a folder without its history, is told both by whoever has.
commit=${PAYUNG_RELEASE_COMMIT:-$(git rev-parse HEAD)}
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH

# musl_target: makes this machine able to link statically, or says why it is not.
musl_target() {
    local musl=${host%-*}-musl
    case $host in
        *-linux-*) ;;
        *) echo "payung: a static program is made on Linux; this is $host" >&2 && return 1 ;;
    esac
    need musl-gcc musl-tools || return 1
    [ ! -d "$(rustc --print sysroot)/lib/rustlib/$musl" ] || { target=$musl && return 0; }
    # rustup would add the target to its own toolchain: a Rust of the distribution is not served by that.
    if as_root_on_debian && have rustup && [ "$(dirname "$(rustup which rustc 2>/dev/null)")" = "$(rustc --print sysroot)/bin" ]; then
        echo "payung: installing Rust's target $musl …" >&2
        rustup -q target add "$musl" >&2 && target=$musl && return 0
    fi
    echo "payung: missing: Rust's target $musl. Install with: rustup target add $musl" >&2
    return 1
}

linked=statically
if [ "$static" = no ] || ! musl_target; then
    linked="dynamically, against $(ldd --version 2>/dev/null | sed -n '1s/.*) /glibc /p')"
    echo "payung: the program is linked $linked: it does not run where the C library is older" >&2
fi

# build FOLDER: the program, in a target folder of its own.
build() {
    # Paths of this machine would differ between two machines, and tell who built it.
    local cargo_home=${CARGO_HOME:-$HOME/.cargo} pair map="" cmap=""
    for pair in "$PAYUNG_ROOT=/payung" "$cargo_home=/cargo" "$1=/build"; do
        map="$map --remap-path-prefix=$pair" cmap="$cmap -ffile-prefix-map=$pair"
    done
    # What the caller set for other builds stays out of this one.
    env -u CFLAGS -u CARGO_ENCODED_RUSTFLAGS RUSTFLAGS="${map# }" "CFLAGS_${target//-/_}=${cmap# }" \
        CARGO_TARGET_DIR="$1" CARGO_INCREMENTAL=0 \
        cargo build --locked --profile "$profile" --package payung-office --features payung-office/s3 --bins --target "$target"
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
    tried "$stage/bin/office" "$linked" "$place" >&2
    cp office/deploy/payung-office "$stage/bin/payung-office"
    cp office/deploy/*.service office/deploy/*.timer "$stage/systemd"
    cp office/deploy/nginx.conf office/deploy/Caddyfile "$stage/proxy"
    cp office/deploy/prometheus.yml office/deploy/payung-alerts.yml office/deploy/grafana.json "$stage/monitoring"
    cp office/deploy/retention.json office/deploy/install.sh LICENSE NOTICE CHANGELOG.md "$stage"
    cp docs/first-day.md docs/operating.md docs/upgrading.md docs/protocol.md docs/openapi.json "$stage/docs"
    of_the_archive "$stage"
    "$stage/bin/office" manual --to "$stage"
    python3 scripts/sbom.py --target "$target" --features s3 >"$stage/sbom.cdx.json"
    {
        printf 'payung-office %s\ncommit %s\nfor %s, linked %s, with the bucket (s3)\n' "$version" "$commit" "$target" "$linked"
        # The same compilers make the same archive.
        printf '%s\n' "$(rustc --version)" "$(compiler_of_c --version | head -n 1)"
    } >"$stage/RELEASE.txt"
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

# of_the_archive STAGE: the pages name files as the archive has them, so that their lines run in its folder.
of_the_archive() {
    local file page
    sed -E -i -e 's|^cargo build --release .*|./install.sh   # root, in the folder of the unpacked archive|' \
        -e 's|^install target/release/office .*|./install.sh|' \
        -e 's|office/deploy/\*\.service office/deploy/\*\.timer|systemd/*.service systemd/*.timer|' \
        -e 's#office/deploy/(nginx.conf|Caddyfile)#proxy/\1#g' \
        -e 's#office/deploy/(prometheus.yml|payung-alerts.yml|grafana.json)#monitoring/\1#g' \
        "$1/docs/first-day.md" "$1/docs/operating.md"
    for page in first-day operating; do
        while read -r file; do
            if ! compgen -G "$1/$file" >/dev/null; then
                echo "payung: docs/$page.md names $file, which the archive does not have" >&2
                return 1
            fi
        done < <(grep -o -E '(systemd|proxy|monitoring)/[*A-Za-z-]+\.[a-z]+' "$1/docs/$page.md" | sort -u)
    done
    if grep -n -E 'office/deploy/|target/release' "$1/docs/first-day.md" >&2; then
        echo "payung: docs/first-day.md names files that only the source has" >&2
        return 1
    fi
}

compiler_of_c() { if [ "$linked" = statically ]; then musl-gcc "$@"; else cc "$@"; fi; }

# compare FIRST SECOND: says what differs, file by file, when they do.
compare() {
    local place one
    cmp -s "$1" "$2" && return 0
    echo "payung: the archives differ" >&2
    place=$(mktemp -d)
    for one in first second; do mkdir "$place/$one"; done
    tar --extract --file "$1" --directory "$place/first" --strip-components 1
    tar --extract --file "$2" --directory "$place/second" --strip-components 1
    diff -rq "$place/first" "$place/second" >&2 || true
    rm -rf "$place"
    return 1
}

mkdir -p "$out"
build "$TARGET/release-build"
archive=$(pack "$TARGET/release-build" "$out")
if [ "$check" != no ]; then
    again=$(mktemp -d "$TARGET/release-again.XXXXXX")
    trap 'rm -rf --one-file-system "$again"' EXIT
fi
case $check in
    here)
        build "$again/build"
        compare "$archive" "$(pack "$again/build" "$again")"
        echo "two builds are the same"
        ;;
    elsewhere)
        elsewhere "$again"
        compare "$archive" "$again/out/$(basename "$archive")"
        echo "two builds are the same, the second of them in another Debian"
        ;;
esac
echo "$archive"
cat "$archive.sha256"
