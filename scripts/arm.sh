#!/usr/bin/env bash
# ./payung arm [--target armv7|aarch64|all] [--model] [ARGUMENTS of cargo test]
# ./payung arm [--target armv7|aarch64|all] size|check
#
# Runs the model's and the core's tests as ARM code under qemu-user (docs/long.md). A 32-bit phone has another `usize` than a PC,
# and a phone of today has memory pages of 16 KB. Debian for x86_64 only; installs what it needs as root.
#
#   --target T   armv7 unless said otherwise
#   --model      the model's tests only: no database, no TLS and no pictures are built for them
#   size         weighs the library that ships instead (scripts/core.sh)
#   check        weighs it, and reads it as a phone's loader does
#
set -euo pipefail
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/arm/env.sh"

# Cargo unites the features of what it builds, so the core alone would be built again.
PACKAGES=(-p payung-core -p payung-model -p payung-photo)
NOT_HERE=77 # as the stages of `./payung test` say that a machine cannot run something

main() {
    help_when_asked "$@"
    local chosen=armv7 targets one status=0
    while [ $# -gt 0 ]; do
        case $1 in
            --target)
                chosen=${2-}
                shift
                [ $# -eq 0 ] || shift
                ;;
            --model)
                PACKAGES=(-p payung-model)
                shift
                ;;
            *) break ;;
        esac
    done
    if [ "$chosen" = all ]; then targets=(armv7 aarch64); else targets=("$chosen"); fi
    for one in "${targets[@]}"; do arm_select "$one" || exit 2; done
    need_arm || exit $NOT_HERE
    case ${1-} in
        size) exec "$PAYUNG_ROOT/scripts/core.sh" "${targets[@]}" ;;
        check) check "${targets[@]}" && exit 0 || exit $? ;;
    esac
    NOTES=""
    for one in "${targets[@]}"; do tests_on "$one" "$@" || status=1; done
    echo "note: ${NOTES#; }"
    exit $status
}

# tests_on TARGET [ARGUMENTS…]: runs the tests there and adds a line to NOTES. Fails also when not one test ran.
tests_on() {
    local target=$1 log=$ARM_TARGET/$1-tests.log status=0 note
    shift
    mkdir -p "$ARM_TARGET"
    arm_select "$target"
    # Our code is built at level 1, as what it calls: at level 0 the photos take twenty times as long here. Overflow and debug assertions stay
    # on; a number that does not fit into 32 bits is what these tests look for.
    # Ten thousand orders of calls would take most of an hour there.
    PAYUNG_SCHEDULES=${PAYUNG_SCHEDULES:-200} arm_cargo test --config profile.dev.opt-level=1 "${PACKAGES[@]}" --no-fail-fast "$@" 2>&1 | tee "$log" || status=1
    note=$(awk '/^test result:/ { passed += $4; failed += $6; ignored += $8 }
        END { printf "%d passed, %d failed, %d ignored", passed, failed, ignored; exit !passed }' "$log") || status=1
    NOTES="$NOTES; $target: $note"
    return $status
}

# check TARGET…: weighs the libraries, and checks that a phone's loader takes them and that they have all that the bindings call.
check() {
    local one failed=0 libraries=()
    need python3 python3 || return $NOT_HERE
    "$PAYUNG_ROOT/scripts/arm/check_elf_test.sh" || return
    "$PAYUNG_ROOT/scripts/bindings.sh" || return
    "$PAYUNG_ROOT/scripts/core.sh" "$@" || failed=1
    for one in "$@"; do
        arm_select "$one"
        libraries+=("$ARM_TARGET/$TRIPLE/phone/stripped/libpayung_core.so")
    done
    python3 "$PAYUNG_ROOT/scripts/arm/check_elf.py" --os linux --stripped --exports uniffi_,ffi_,UNIFFI_META_ \
        --bindings "$TARGET/bindings/kotlin/org/payung/core/payung.kt" "${libraries[@]}" || failed=1
    return $failed
}

main "$@"
