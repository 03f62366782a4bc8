# shellcheck shell=bash disable=SC2034 # what is set here is used by those who source it
# Sourced by every script: where things are, how things are built, how what is missing is said.

PAYUNG_ROOT=${PAYUNG_ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}

# Cargo reads a relative CARGO_TARGET_DIR from the caller's folder; so do we, once, and then it is absolute.
case ${CARGO_TARGET_DIR-} in
    '') TARGET=$PAYUNG_ROOT/target ;;
    /*) TARGET=$CARGO_TARGET_DIR ;;
    *) TARGET=$PWD/$CARGO_TARGET_DIR ;;
esac
export CARGO_TARGET_DIR=$TARGET
# Everything is built in one profile; the bench asks for another one.
PROFILE=${PAYUNG_PROFILE:-dev}
BIN=$TARGET/${PROFILE/#dev/debug}
case $(uname -s) in
    Darwin) CORE=libpayung_core.dylib ;;
    *) CORE=libpayung_core.so ;;
esac

# All but the bindings generator: it is built alone, or its features would grow the core (cargo unites features per build).
# Every command selects the same packages, so that nothing is ever compiled twice.
# With the office's bucket, which a released office has only when asked for: what it brings is built and tested here too.
WORKSPACE=(--workspace --exclude payung-bindgen --features payung-office/s3)

# Runs cargo from the project's folder without leaving the caller's.
in_root() { (cd "$PAYUNG_ROOT" && "$@"); }

# Builds without a word on stdout; what cargo says is shown only when it fails or when somebody watches a first build.
build_quietly() {
    local what=$1 log status=0
    shift
    [ -e "$BIN/$what" ] || echo "payung: building, the first time takes a few minutes …" >&2
    log=$(mktemp)
    in_root cargo build --profile "$PROFILE" "$@" >"$log" 2>&1 || status=$?
    # Warnings are lint's business.
    [ "$status" = 0 ] || awk 'BEGIN { RS = ""; ORS = "\n\n" } /^error/' "$log" >&2
    rm -f "$log"
    return "$status"
}

as_root_on_debian() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# have COMMAND…: are all of them there?
have() {
    local tool
    for tool in "$@"; do command -v "$tool" >/dev/null 2>&1 || return 1; done
}

# need "COMMAND…" "PACKAGE…": installs what is missing as root on Debian, otherwise says how and fails.
need() {
    local tools packages
    read -ra tools <<<"$1"
    read -ra packages <<<"$2"
    have "${tools[@]}" && return 0
    if as_root_on_debian; then
        echo "payung: installing ${packages[*]} …" >&2
        install_as_root "${packages[@]}" && have "${tools[@]}" && return 0
    fi
    echo "payung: missing: $1. Install with: $(install_hint "$2")" >&2
    return 1
}

install_as_root() {
    local log status=0
    log=$(mktemp)
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"; } \
        >"$log" 2>&1 || status=$?
    [ "$status" = 0 ] || tail -n 5 "$log" >&2
    rm -f "$log"
    return "$status"
}

# The command that installs Debian packages here, or the nearest thing.
install_hint() {
    if have apt-get; then
        echo "sudo apt-get install -y $1"
    elif have brew; then
        echo "brew install $(sed 's/openjdk-17-jdk-headless/openjdk@17/; s/build-essential//' <<<"$1")"
    else
        echo "your package manager: $1"
    fi
}

# Rust itself: too big a thing to install unasked.
need_rust() {
    have cargo rustc || {
        echo "payung: missing: Rust 1.90 or newer. Install with rustup: see rustup.rs" >&2
        return 1
    }
    need cc "build-essential"
}

need_jvm() { need "java javac mvn" "openjdk-17-jdk-headless maven"; }
