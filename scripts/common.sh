# shellcheck shell=bash disable=SC2034 # what is set here is used by those who source it
# Every script sources this file. It says where things are, builds them, and names the tools that are missing.

export PAYUNG_ROOT=${PAYUNG_ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}

# Cargo reads a relative CARGO_TARGET_DIR from the caller's folder, and scripts change folders: it is made absolute once.
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

# The bindings generator is built alone: cargo unites features within a build, and its features would grow the core.
# Every command selects the same packages, so that nothing is compiled twice. The office is built with its bucket, which a
# released office lacks unless it is asked for, so that the bucket's code is tested too.
WORKSPACE=(--workspace --exclude payung-bindgen --features payung-office/s3)

# Where `./payung term` and `./payung office` keep what is typed and the keys: in .payung, which git ignores. What the caller has
# set is kept, and an empty variable counts as one that is not set. The office started here is the one that phones here know.
trial_folders() {
    local name
    for name in "${!PAYUNG_@}"; do [ -n "${!name}" ] || unset "$name"; done
    export PAYUNG_HOME=${PAYUNG_HOME:-$PAYUNG_ROOT/.payung/phone}
    export PAYUNG_OFFICE_DIR=${PAYUNG_OFFICE_DIR:-$PAYUNG_ROOT/.payung/office}
    if [ -z "${PAYUNG_TRUST-}" ] && [ -e "$PAYUNG_ROOT/.payung/trust.json" ]; then
        export PAYUNG_TRUST=$PAYUNG_ROOT/.payung/trust.json
    fi
}

# The sandbox acquirer of `./payung office start`. Its first line says where it listens.
sandbox_folder() { SANDBOX=$(dirname "$PAYUNG_OFFICE_DIR")/sandbox; }
sandbox_url() { sed -n '1s/^listening on //p' "$SANDBOX/log"; }
sandbox_runs() {
    [ -s "$SANDBOX/pid" ] && ps -p "$(cat "$SANDBOX/pid")" -o args= 2>/dev/null | grep -q 'payung-sandbox-acquirer'
}

# Runs cargo from the project's folder without leaving the caller's.
in_root() { (cd "$PAYUNG_ROOT" && "$@"); }

# Builds without a word on stdout; what cargo says is shown only when it fails or when somebody watches a first build.
build_quietly() {
    local what=$1 log status=0
    shift
    # A test that has built everything already says so: cargo is not called.
    [ "${PAYUNG_BUILT-}" != 1 ] || [ ! -e "$BIN/$what" ] || return 0
    [ -e "$BIN/$what" ] || echo "payung: building, the first time takes a few minutes …" >&2
    log=$(mktemp)
    (set -o pipefail && in_root cargo build --profile "$PROFILE" "$@" 2>&1 | tell_locks "$log") >&2 || status=$?
    # Warnings are lint's business.
    [ "$status" = 0 ] || build_errors "$log" >&2
    rm -f "$log"
    return "$status"
}

# build_errors LOG: what cargo says of errors. A paragraph may begin with what was compiled last, so its lines are looked at.
build_errors() { awk 'BEGIN { RS = ""; ORS = "\n\n" } /(^|\n)error/' "$1"; }

# tell_locks LOG: writes what cargo says to LOG, and says at once when cargo waits for another cargo. Without that word a build
# that waits looks like one that hangs.
tell_locks() {
    local line
    while IFS= read -r line; do
        printf '%s\n' "$line" >>"$1"
        tell_lock "$line" || true
    done
}

# tell_lock LINE: says it when cargo's line is about a lock; fails when it is about something else.
tell_lock() {
    case $1 in
        *'Blocking waiting for file lock on '*)
            echo "payung: waiting for another cargo, which holds the lock on ${1##*file lock on }"
            ;;
        *) return 1 ;;
    esac
}

# Cargo without its progress: `cargo -q` would also hide that it waits for a lock. (Not awk: some read in blocks.)
quiet_cargo() (
    set -o pipefail
    cargo "$@" 2>&1 | while IFS= read -r line; do
        tell_lock "$line" || progress "$line" || printf '%s\n' "$line"
    done
)

# progress LINE: succeeds when the line only says what cargo does next.
progress() {
    local word
    read -r word _ <<<"$1"
    case $1 in ' '*) ;; *) return 1 ;; esac
    case $word in
        Adding | Checking | Compiling | Dirty | Downloaded | Downloading | Executable | Finished | Fresh | Installed) ;;
        Installing | Locking | Replaced | Replacing | Running | Updating) ;;
        *) return 1 ;;
    esac
}

# help_when_asked ARGS…: a script's help is the comment at its head.
help_when_asked() {
    local word
    for word in "$@"; do
        case $word in
            --help | -h)
                sed -n '2,$ { /^#/! q; s/^# \{0,1\}//; p; }' "$0"
                exit 0
                ;;
        esac
    done
}

# Commands without arguments refuse all others.
no_arguments() {
    [ $# -eq 0 ] || {
        echo "payung: no argument \`$1\` is known here; see --help" >&2
        exit 2
    }
}

# Kilobytes: free where the target folder lies, and used by that folder.
free_kb() { df -Pk "$TARGET" | awk 'NR == 2 { print $4 }'; }
used_kb() { du -sk "$TARGET" | awk '{ print $1 }'; }

# need_disk GB: says how much disk a run needs and how much is free; fails at once when that is too little. What lies in the
# target folder already is counted as written, and 2 GB are asked for in any case.
need_disk() {
    have df du awk || return 0
    local free used
    free=$(free_kb) used=$(used_kb)
    awk -v needed="$1" -v free="$free" -v used="$used" -v where="$TARGET" 'BEGIN {
        gb = 1024 * 1024
        left = needed - used / gb
        if (left < 2) left = 2
        printf "disk: all stages need about %.1f GB more in %s; %.1f GB are free\n", left, where, free / gb
        exit free / gb < left
    }' && return 0
    echo "payung: too little disk for all stages. Free some, name another folder by CARGO_TARGET_DIR, or run single stages." >&2
    return 1
}

# What a run left, for whoever sets the number above.
disk_used() {
    have df du awk || return 0
    awk -v free="$(free_kb)" -v used="$(used_kb)" 'BEGIN {
        gb = 1024 * 1024
        printf "disk: the target folder holds %.1f GB, %.1f GB are free\n", used / gb, free / gb
    }'
}

as_root_on_debian() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# have COMMAND…: succeeds when all of them are installed.
have() {
    local tool
    for tool in "$@"; do command -v "$tool" >/dev/null 2>&1 || return 1; done
}

# need "COMMAND…" "PACKAGE…": root on Debian installs the missing packages; everybody else is told the command, and it fails.
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

# have_tool NAME VERSION: the machine has that program, or target/tools has it in that version.
have_tool() {
    local found
    found=$(PATH=$PATH:$TARGET/tools/bin type -P "$1") || return 1
    [ "$found" != "$TARGET/tools/bin/$1" ] || [ "$(cat "$TARGET/tools/$1.version" 2>/dev/null)" = "$2" ]
}

# note_tool NAME VERSION: that version was put into target/tools.
note_tool() { echo "$2" >"$TARGET/tools/$1.version"; }

# python_venv FOLDER REQUIREMENTS: an environment in which these packages are, and nothing of an older list. It is made anew when the
# list is another one, and when its Python does not start, because the folder came from another machine.
python_venv() {
    local log=$1.log
    ! cmp -s "$2" "$1/installed.txt" || ! "$1/bin/python" -c '' 2>/dev/null || return 0
    rm -rf "$1"
    { python3 -m venv "$1" && "$1/bin/pip" install -q -r "$2" && cp "$2" "$1/installed.txt"; } >"$log" 2>&1
}

# PostgreSQL's server: Debian keeps it out of the path.
have_postgres() {
    local place
    for place in /usr/lib/postgresql/*/bin; do [ ! -x "$place/initdb" ] || return 0; done
    have initdb postgres psql
}

need_postgres() {
    have_postgres && return 0
    if as_root_on_debian; then
        echo "payung: installing postgresql …" >&2
        install_as_root postgresql && have_postgres && return 0
    fi
    echo "payung: missing: PostgreSQL. Install with: $(install_hint postgresql)" >&2
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

# Rust is too large to be installed without asking.
need_rust() {
    have cargo rustc || {
        echo "payung: missing: Rust 1.90 or newer. Install with rustup: see rustup.rs" >&2
        return 1
    }
    need cc "build-essential"
}

need_jvm() { need "java javac mvn" "openjdk-17-jdk-headless maven"; }

# Java programs that live for a minute: the second compiler costs them more than it saves. Compiling the Android shell takes 81 s of
# processor time with the first compiler alone, and 163 s with both.
SHORT_JAVA="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
[[ ${MAVEN_OPTS-} == *"$SHORT_JAVA"* ]] || export MAVEN_OPTS="$SHORT_JAVA ${MAVEN_OPTS-}"
