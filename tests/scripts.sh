#!/usr/bin/env bash
# What the scripts promise before anything is built: help, exit codes, and words for what is missing or waited for. Seconds.
set -euo pipefail
cd "$(dirname "$0")/.."
CHECKS=0
PLACE=$(mktemp -d)
trap 'rm -rf "$PLACE"' EXIT

# exits CODE COMMAND…: it ends with that code; what it said is in SAID.
exits() {
    local expected=$1 code=0
    shift
    SAID=$("$@" 2>&1) || code=$?
    [ "$code" = "$expected" ] || wrong "exit $code instead of $expected: $*"
    CHECKS=$((CHECKS + 1))
}

# says WORDS: these are in what was said.
says() {
    [[ $SAID == *"$1"* ]] || wrong "«$1» was not said"
    CHECKS=$((CHECKS + 1))
}

wrong() {
    echo "tests/scripts.sh: $1" >&2
    echo "$SAID" >&2
    exit 1
}

# tools NAME…: a folder with only these programs, to be the whole PATH.
tools() {
    local folder name
    folder=$(mktemp -d "$PLACE/tools.XXXXXX")
    for name in bash dirname uname sed tail tee mktemp rm mkdir cat awk "$@"; do
        ln -s "$(type -P "$name")" "$folder/$name"
    done
    echo "$folder"
}

# Help is help: it ends well, and builds or runs nothing. A target folder that is not there would be made by the first build.
for command in demo test bench fuzz arm lint photos bindings jvm doctor; do
    exits 0 env CARGO_TARGET_DIR="$PLACE/untouched" ./payung "$command" --help
    says "./payung $command"
    exits 0 env CARGO_TARGET_DIR="$PLACE/untouched" ./payung "$command" -h
done
[ ! -e "$PLACE/untouched" ] || wrong "help made something: $(ls "$PLACE/untouched")"
exits 0 ./payung --help
says 'Each command says more with --help'

# A slip is an error and runs nothing.
exits 2 ./payung tset
says 'no command '
exits 2 ./payung test lnit
says 'no stage '
exits 2 ./payung lint everything
exits 2 ./payung fuzz nobody
exits 2 ./payung arm --target sparc
exits 2 ./payung doctor now

# The help names every stage that there is.
read -ra stages <<<"$(sed -n 's/^STAGES="\([a-z ]*\)"$/\1/p' scripts/test.sh)"
[ ${#stages[@]} -gt 10 ] || wrong "the stages are not found in scripts/test.sh"
for words in './payung test --help' './payung --help'; do
    read -ra command <<<"$words"
    exits 0 "${command[@]}"
    for stage in "${stages[@]}"; do says "$stage"; done
done

# Without Python the vectors cannot be made: a developer is told, CI fails.
export PAYUNG_ROOT=$PWD
bare=$(tools cargo rustc cc)
exits 0 env -u CI PATH="$bare" CARGO_TARGET_DIR="$PLACE/target" scripts/test.sh vectors
says 'skipped: Python 3 is missing'
exits 1 env CI=true PATH="$bare" CARGO_TARGET_DIR="$PLACE/target" scripts/test.sh vectors
says 'vectors  FAILED'
says 'skipped: Python 3 is missing'

# A stage that fails fails everything, and the next one runs nevertheless.
failing=$(tools rustc cc)
# The program itself, where `python3` is a script that looks for it.
ln -s "$(python3 -c 'import sys; print(sys.executable)')" "$failing/python3"
ln -s "$(type -P false)" "$failing/cargo"
exits 1 env -u CI PATH="$failing" CARGO_TARGET_DIR="$PLACE/target" scripts/test.sh trees vectors
says 'trees    FAILED'
says 'vectors  ok'

# Who waits for another cargo is told so at once, not when it is over.
waiting=$(tools rustc cc sleep)
cat >"$waiting/cargo" <<'END'
#!/bin/bash
echo '    Blocking waiting for file lock on build directory' >&2
echo '   Compiling contoh v0.1.0' >&2
sleep 60
END
chmod +x "$waiting/cargo"
for script in 'build_quietly contoh' 'quiet_cargo build'; do
    exits 124 timeout 3 env PATH="$waiting" bash -c ". scripts/common.sh; $script"
    says 'waiting for another cargo, which holds the lock on build directory'
    [[ $SAID != *Compiling* ]] || wrong "progress was shown"
done

echo "note: $CHECKS checks of help, slips, skips and locks"
