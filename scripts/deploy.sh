#!/usr/bin/env bash
# scripts/deploy.sh [units] [image]: runs the office as docs/operating.md installs it. Without a word it runs both.
#
# `units` boots Debian with systemd and the units of office/deploy. `image` builds the Containerfile and starts containers.
# It takes root on Debian, and exits with 77 where it cannot run. PAYUNG_DEPLOY_OFFICE names a program that the units run instead of
# one that is built here: a release's, say.
set -euo pipefail
. "$(dirname "$0")/common.sh"
help_when_asked "$@"
. "$PAYUNG_ROOT/scripts/deploy-units.sh"
. "$PAYUNG_ROOT/scripts/deploy-image.sh"

NOT_HERE=77 # as the stages of `./payung test` say that a machine cannot run something
SUITE=trixie
CHECKS=0
DEPLOY=$PAYUNG_ROOT/office/deploy

main() {
    local parts="units image" part
    [ $# = 0 ] || parts=$*
    for part in $parts; do
        case $part in units | image) ;; *) echo "usage: scripts/deploy.sh [units] [image]" >&2 && exit 2 ;; esac
    done
    as_root_on_debian || cannot "it takes root on Debian: it boots a machine of its own"
    need_rust || exit "$NOT_HERE"
    need "mmdebstrap curl" "mmdebstrap curl" || exit "$NOT_HERE"
    # On the build's disk, for a root of this size; what a test of before left is its own business.
    mkdir -p "$TARGET"
    PLACE=$(mktemp -d "$TARGET/deploy.XXXXXX")
    trap 'clean_up' EXIT
    trap 'exit 130' INT TERM
    build
    for part in $parts; do
        printf '\n%s\n' "── $part"
        "$part"
    done
    echo "note: $CHECKS checks of $parts on Debian $SUITE"
}

clean_up() {
    local status=$?
    trap '' INT TERM
    units_end || true
    image_end || true
    rm -rf --one-file-system "$PLACE"
    exit "$status"
}

# The office as it is released; the terminal and the worker as every other test has them.
build() {
    echo "building the office (release), the terminal and an invented worker"
    [ -n "${PAYUNG_DEPLOY_OFFICE-}" ] || in_root cargo build -q --release -p payung-office
    PROGRAM=${PAYUNG_DEPLOY_OFFICE:-$TARGET/release/office}
    in_root cargo build -q --profile "$PROFILE" "${WORKSPACE[@]}" --bin payung-term --bin papers
    "$BIN/papers" "$PLACE/papers"
}

cannot() {
    echo "payung: $*" >&2
    exit $NOT_HERE
}

# debian WHERE [PACKAGE,…]: a root of Debian's required packages and these, as a folder or a tar, from the mirror apt uses here.
debian() {
    local mirror
    # shellcheck disable=SC2016 # apt fills these in
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' |
        head -n 1)
    echo "making a root of Debian $SUITE${2:+ with ${2//,/, }}"
    mmdebstrap --quiet --variant=minbase ${2:+"--include=$2"} "${@:3}" "$SUITE" "$1" ${mirror:+"$mirror"} ||
        cannot "mmdebstrap could not make a root of Debian $SUITE"
}

# check WHAT COMMAND…: says whether it is so; what is not ends everything.
check() {
    local what=$1
    shift
    if "$@" >"$PLACE/said" 2>&1; then
        printf '  ok  %s\n' "$what"
        CHECKS=$((CHECKS + 1))
    else
        printf 'FAIL  %s: %s\n' "$what" "$*"
        sed 's/^/      /' "$PLACE/said"
        [ -z "$LEADER" ] || inside journalctl --no-pager --lines 20 2>&1 | cut -c 1-200 | sed 's/^/      /'
        exit 1
    fi
}

# within SECONDS COMMAND…: until it succeeds.
within() {
    local until=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$until" ] || return 1
        sleep 0.2
    done
}

not() { ! "$@"; }

# says WORDS COMMAND…: this and nothing else, whatever it ends with; contains WORDS COMMAND…: this, among others.
says() {
    local said
    said=$("${@:2}" 2>&1) || true
    echo "$said"
    [ "$said" = "$1" ]
}

contains() {
    local said
    said=$("${@:2}" 2>&1) || true
    echo "$said"
    [[ $said == *"$1"* ]]
}

# phone WHERE ARGS…: the terminal on a phone of its own. NET holds what to enter first, if anything.
phone() {
    "${NET[@]}" "$BIN/payung-term" --home "$PLACE/$1/phone" --trust "$PLACE/$1/trust.json" --json "${@:2}"
}

# register WHERE: the invented worker registers and the office has it all; REGISTRATION is its id.
register() {
    check "a phone registers, photo and all" \
        phone "$1" register --answers "$PLACE/papers/answers.json" --photos "$PLACE/papers"
    cp "$PLACE/said" "$PLACE/$1/registered.json"
    REGISTRATION=$(sed -n 's/.*"registration": "\([^"]*\)".*/\1/p' "$PLACE/$1/registered.json")
    check "the office has received it" contains '"state": "received"' phone "$1" status "$REGISTRATION"
}

main "$@"
