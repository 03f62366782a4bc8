#!/usr/bin/env bash
# Fuzzing: what others send or type, made up by libFuzzer for so many seconds per target, as many targets at once as there
# are processors. Each run begins with the inputs that the target makes, so two runs can be compared. Exit 1 on a crash.
set -eu
. "$(dirname "$0")/common.sh"

CARGO_FUZZ_VERSION=0.13.2
NOT_HERE=77 # as the stages of `./payung test` say that a machine cannot run something
HOME_OF_RUNS=$TARGET/fuzz
# The stack a phone gives a thread that is not the first one, in KiB (iOS: 512; Android: about 1000).
STACK=512
# What a machine with 1 GB could spare.
MOST_MEGABYTES=1024
# One input may take this long: on a busy machine, a hundred times what it takes.
MOST_SECONDS=60

usage() {
    echo "usage: ./payung fuzz [TARGET…] [--seconds N] [--seed N]"
    echo "                                              all targets, 30 seconds each, unless said otherwise; the same seed"
    echo "                                              tries the same inputs as long as the code is the same"
    echo "       ./payung fuzz TARGET --input FILE         tries one input: to see a crash again"
    echo "       ./payung fuzz --list"
}

targets() { (cd "$PAYUNG_ROOT/fuzz/fuzz_targets" && printf '%s\n' *.rs) | sed 's/\.rs$//'; }

main() {
    local seconds=30 seed='' input='' chosen=()
    while [ $# -gt 0 ]; do
        case $1 in
            --list) targets && exit 0 ;;
            --help | -h) usage && exit 0 ;;
            --seconds | --seed | --input)
                [ -n "${2-}" ] || wrong "$1 needs a value"
                local "${1#--}=$2"
                shift
                ;;
            --one) if one "$2" "$3" "$4"; then exit 0; else exit 1; fi ;; # what this script calls itself with
            -*) wrong "no option \`$1\`" ;;
            *)
                targets | grep -qx -- "$1" || wrong "no target \`$1\`; there are: $(targets | tr '\n' ' ')"
                chosen+=("$1")
                ;;
        esac
        shift
    done
    case $seconds in '' | *[!0-9]* | 0*) wrong "--seconds needs a number" ;; esac
    # libFuzzer takes 0 for "any", and 32 bits.
    [ -n "$seed" ] || seed=$((RANDOM % 30000 * 32768 + RANDOM + 1))
    case $seed in *[!0-9]* | 0* | ??????????*) wrong "--seed needs a number from 1 to 999999999" ;; esac
    # libfuzzer-sys compiles libFuzzer itself.
    need_rust && need c++ build-essential || exit $NOT_HERE
    need_cargo_fuzz || exit $NOT_HERE
    [ ${#chosen[@]} -gt 0 ] || read -ra chosen <<<"$(targets | tr '\n' ' ')"
    if [ -n "$input" ]; then
        [ ${#chosen[@]} = 1 ] || wrong "--input needs one target"
        [ -f "$input" ] || wrong "no file \`$input\`"
        input=$(cd "$(dirname "$input")" && pwd)/$(basename "$input")
    fi
    build "${chosen[@]}"
    [ -z "$input" ] || again "${chosen[0]}" "$input"
    run_all "$seconds" "$seed" "${chosen[@]}"
}

wrong() {
    echo "payung fuzz: $1" >&2
    usage >&2
    exit 2
}

need_cargo_fuzz() {
    PATH=$PATH:$TARGET/tools/bin
    have_tool cargo-fuzz "$CARGO_FUZZ_VERSION" && return 0
    echo "building cargo-fuzz $CARGO_FUZZ_VERSION (about a minute, once)" >&2
    # Unoptimised: it only calls cargo.
    quiet_cargo install --debug --locked --force cargo-fuzz --version "$CARGO_FUZZ_VERSION" \
        --root "$TARGET/tools" --target-dir "$TARGET/tools/build" || {
        echo "payung: missing: cargo-fuzz. Install with: cargo install cargo-fuzz --locked" >&2
        return 1
    }
    note_tool cargo-fuzz "$CARGO_FUZZ_VERSION"
    rm -rf "$TARGET/tools/build"
}

# On stable Rust there are no sanitizers; coverage there is. The only unsafe code of ours here names the stack on which an overflow is told.
build() {
    local only=()
    [ $# -gt 1 ] || only=("$1")
    [ -e "$(binary "$1")" ] || echo "payung: building, the first time takes a few minutes …" >&2
    # RUSTFLAGS of the caller would build everything once more. Several codegen units: our own crate is the last and largest.
    : >"$HOME_OF_RUNS.log"
    (set -o pipefail && cd "$PAYUNG_ROOT" && unset RUSTFLAGS RUST_BACKTRACE && cargo-fuzz fuzz build --sanitizer none \
        --fuzz-dir fuzz --codegen-units 8 --target-dir "$HOME_OF_RUNS/build" ${only[@]+"${only[@]}"} 2>&1 |
        tell_locks "$HOME_OF_RUNS.log") >&2 || {
        cat "$HOME_OF_RUNS.log" >&2
        exit 1
    }
}

binary() { echo "$HOME_OF_RUNS/build/$(rustc -vV | sed -n 's/^host: //p')/release/$1"; }

again() {
    ulimit -s $STACK
    exec "$(binary "$1")" -timeout=$MOST_SECONDS -rss_limit_mb=$MOST_MEGABYTES "$2"
}

run_all() {
    local seconds=$1 seed=$2 status=0
    shift 2
    printf '%-9s %12s %8s %9s %7s %8s\n' TARGET EXECUTIONS EXEC/S COVERAGE CORPUS CRASHES
    printf '%s\n' "$@" | xargs -P "$(processors)" -I '{}' "$0" --one '{}' "$seconds" "$seed" || status=1
    local name
    for name in "$@"; do cat "$HOME_OF_RUNS/$name/crash.txt" 2>/dev/null || true; done
    for name in "$@"; do cat "$HOME_OF_RUNS/$name/result.txt"; done | awk -v targets=$# -v seconds="$seconds" -v seed="$seed" '
        { executions += $2; crashes += $6 }
        END { printf "note: %d targets, %d s each, seed %d, %d executions, %d crashes\n", targets, seconds, seed, executions, crashes }
    '
    exit $status
}

processors() { getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2; }

# One target: prints its line, and writes crash.txt when it crashed.
one() {
    local name=$1 seconds=$2 seed=$3 folder=$HOME_OF_RUNS/$1 status=0 dictionary=$PAYUNG_ROOT/fuzz/dictionaries/$1.dict
    rm -rf "$folder" && mkdir -p "$folder/seeds" "$folder/corpus" "$folder/found"
    local flags=(-seed="$seed" -max_total_time="$seconds" -timeout="$MOST_SECONDS" -rss_limit_mb="$MOST_MEGABYTES"
        -artifact_prefix="$folder/found/" -print_final_stats=1)
    [ ! -e "$dictionary" ] || flags+=(-dict="$dictionary")
    (ulimit -s $STACK && exec env PAYUNG_FUZZ_SEEDS="$folder/seeds" "$(binary "$name")" "${flags[@]}" \
        "$folder/corpus" "$folder/seeds") >"$folder/log" 2>&1 || status=$?
    summary "$name" "$status" <"$folder/log" | tee "$folder/result.txt"
    [ "$status" != 0 ] || return 0
    {
        echo "── $name: exit $status"
        # A panic's message, or libFuzzer's own words.
        grep -a -A 2 -m 1 'panicked at' "$folder/log" || grep -a -m 1 'ERROR: libFuzzer' "$folder/log" || tail -n 3 "$folder/log"
        for input in "$folder"/found/*; do
            [ ! -e "$input" ] || echo "again with: ./payung fuzz $name --input $input"
        done
    } >"$folder/crash.txt"
    return 1
}

# The line of a target from libFuzzer's log.
summary() {
    awk -v name="$1" -v crashes=$(($2 != 0)) '
        / cov: / { for (i = 1; i < NF; i++) { if ($i == "cov:") coverage = $(i + 1); if ($i == "corp:") corpus = $(i + 1) } }
        /^stat::number_of_executed_units/ { executions = $2 }
        /^stat::average_exec_per_sec/ { speed = $2 }
        END {
            sub("/.*", "", corpus)
            printf "%-9s %12d %8d %9d %7d %8d\n", name, executions, speed, coverage, corpus, crashes
        }
    '
}

main "$@"
