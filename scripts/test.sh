#!/usr/bin/env bash
# ./payung test [--long] [--without STAGE]… [STAGE…]: all tests, or the named stages.
#
# A stage that fails does not stop the others. A table at the end says how each stage went, how long it took and what was
# skipped. Exit 1 when a stage failed. In CI (CI=true) a skipped stage counts as failed.
#
#   --long             also what takes minutes or hours; tests see PAYUNG_LONG=1
#   --without STAGE    all stages but this one, may be given more than once: `--without android` where nobody builds for phones
#
# Stages: fetch scripts lint deny trees vectors build rust later codes photos demo readme browser clients bucket postgres jvm
# android ios arm fuzz; with --long also long, deploy and release.
#
# All stages together need 19 GB of disk, less what lies in target/ already. A run of all stages says so before it begins, and does
# not begin where there is less. In CI it needs 11 GB, because what only one stage needs is removed after that stage; there a run
# with less disk says so and begins nevertheless, because nobody is there to free some.
#
set -eu
. "$(dirname "$0")/common.sh"

STAGES="fetch scripts lint deny trees vectors build rust later codes photos demo readme browser clients bucket postgres jvm android ios arm fuzz"
# What a run of all stages writes. `.ci/run` on a fresh clone of 27 November 2026, which builds without debug information: 4.6 GB,
# of which 1.4 are its caches. With debug information, after such a run and some work on the same day: 8.0 GB. Each run prints its
# own numbers; the rest is room for what is built and removed.
# The stage `ios` took 4.9 GB on the same day: Swift 2.6, a compiler for checking 1.2, and what both build. That
# compiler is the one of the stage `arm` since.
# The stage `arm` took 1.7 GB on 28 November 2026: a compiler 0.7, what it builds 0.9.
# `.ci/run` of 29 November 2026, which removes after each stage what only it needs, never held more than 9.9 GB, in the stage `ios` (asked
# every 20 seconds). Less since: that run had the compiler for checking twice, and Go's caches of 0.8 GB to its end.
DISK_GB=19
[ "${CI-}" != true ] || DISK_GB=11
SKIPPED=77 # what a stage exits with when this machine cannot run it
export SKIPPED

main() {
    help_when_asked "$@"
    local stage total=$SECONDS failed=0 budget="60 minutes"
    if [ "${1-}" = --long ]; then
        shift
        STAGES="$STAGES long deploy release"
        budget="as many as it takes"
        export PAYUNG_LONG=1
    fi
    while [ "${1-}" = --without ]; do
        [[ " $STAGES " == *" ${2-} "* ]] || {
            echo "payung: no stage \`${2-}\` to leave out; there are: $STAGES" >&2
            exit 2
        }
        STAGES=$(tr ' ' '\n' <<<"$STAGES" | grep -vxF "$2" | tr '\n' ' ')
        shift 2
    done
    for stage in "$@"; do
        case " $STAGES " in
            *" $stage "*) ;;
            *)
                echo "payung: no stage \`$stage\`; there are: $STAGES" >&2
                exit 2
                ;;
        esac
    done
    need_rust
    mkdir -p "$TARGET"
    [ $# -gt 0 ] || need_disk $DISK_GB || [ "${CI-}" = true ]
    LOG=$(mktemp)
    TABLE=$(mktemp)
    TIMES=$(mktemp)
    trap 'rm -f "$LOG" "$TABLE" "$TIMES"' EXIT
    local wanted=$#
    # shellcheck disable=SC2086 # a list of words
    [ $# -gt 0 ] || set -- $STAGES
    for stage in "$@"; do
        run "$stage" || failed=1
    done
    total=$((SECONDS - total))
    count_work
    printf '\n%-8s %-8s %7s %6s  %s\n' STAGE RESULT SECONDS CPU NOTE
    cat "$TABLE"
    printf '%-8s %-8s %7d %6d  %d:%02d of %s\n' all "$([ $failed = 0 ] && echo ok || echo FAILED)" "$total" "$WORKED" \
        $((total / 60)) $((total % 60)) "$budget"
    [ $wanted -gt 0 ] || disk_used
    exit $failed
}

# Runs one stage and shows its output. The last line that begins with `note:` or `skipped:` goes into the table.
run() {
    local stage=$1 began=$SECONDS worked status result note
    count_work
    worked=$WORKED
    printf '\n── %s\n' "$stage"
    # A shell of its own, because bash ignores `set -e` in everything that runs left of a `||`.
    set +e
    (cd "$PAYUNG_ROOT" && exec bash -euo pipefail -c ". scripts/stages.sh; stage_$stage") 2>&1 | tee "$LOG"
    status=${PIPESTATUS[0]}
    set -e
    case $status in
        0) result=ok ;;
        # A machine of CI can install everything, so a stage that it cannot run is a fault of the stage.
        "$SKIPPED") if [ "${CI-}" = true ]; then result=FAILED; else result=skipped; fi ;;
        *) result=FAILED ;;
    esac
    note=$(sed -n -e 's/^note: //p' -e 's/^skipped: /skipped: /p' "$LOG" | tail -n 1)
    count_work
    printf '── %s: %s, %d s\n' "$stage" "$result" $((SECONDS - began))
    printf '%-8s %-8s %7d %6d  %s\n' "$stage" "$result" $((SECONDS - began)) $((WORKED - worked)) "$note" >>"$TABLE"
    [ "${CI-}" != true ] || make_room "$stage"
    [ "$result" != FAILED ]
}

# make_room STAGE: removes what only this stage needs, so that a run of all needs as much disk as its largest stage, and not the sum
# of all. A run outside CI keeps it, because the next run is faster with it.
make_room() {
    local name names
    case $1 in
        ios | fuzz) names=$1 ;;
        arm) names="arm tools/arm-rust" ;;
        clients | browser) names=${1%s}-tests ;;
        # The S3 server is built, and nothing else here is written in Go, which lets nobody write its modules.
        bucket)
            names="ci-caches/go-build ci-caches/go-modules"
            [ ! -e "$TARGET/ci-caches/go-modules" ] || chmod -R u+w "$TARGET/ci-caches/go-modules"
            ;;
        *) return 0 ;;
    esac
    for name in $names; do rm -rf --one-file-system "${TARGET:?}/$name"; done
}

# Sets WORKED to what all stages so far have used of the processors, in whole seconds. A stage that takes much longer than that
# waits, or shares the machine.
count_work() {
    # Not in a pipe or in `$()`, which are subshells and count from zero. The second line is the children's: 1m2.345s 0m6.789s
    times >"$TIMES"
    WORKED=$(sed -n '2s/[ms]/ /gp' "$TIMES" | awk '{ printf "%d", $1 * 60 + $2 + $3 * 60 + $4 }')
}

main "$@"
