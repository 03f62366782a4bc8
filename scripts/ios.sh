#!/usr/bin/env bash
# ./payung ios [STEP…]: builds and tests of the iOS shell what a machine without Xcode can. Root on Debian; 3.4 GB in target/ios.
# ./payung ios applinks [TEAM [BUNDLE]]: prints the file by which a web address says that its links are of your app.
#
# Steps, all of them unless some are named:
#   swift      Swift 6.0.3 in a folder of its own (scripts/ios-swift.sh)
#   bindings   the core for Swift, its tests against a real office, and the shared vectors
#   kit        PayungKit: every screen's model, and a registration through them against a real office
#   app        ios/App type-checked against the stubs in ios/LinuxCheck, and planted mistakes that they must reject
#   lint       swift format and SwiftLint
#   project    Xcode's project, plists, texts and assets parsed and compared with each other
#   core       the core type-checked for aarch64-apple-ios (scripts/ios-rust.sh)
#
# TEAM and BUNDLE are those of ios/Config/Signing.xcconfig unless they are named: Apple's ten letters and digits, and the app's id.
#
# What this does not do: nothing is built for iOS, nothing is drawn, no simulator and no phone runs it. ios/README.md says what to
# run on a Mac.
set -euo pipefail
. "$(dirname "$0")/common.sh"
help_when_asked "$@"

STEPS="swift bindings kit app lint project core"
NOT_HERE=77 # as the stages of `./payung test` say that a machine cannot run something
SWIFTLINT=0.57.1

swift_in() {
    local place=$1
    shift
    "$PAYUNG_ROOT/scripts/ios-swift.sh" run "$PAYUNG_ROOT/$place" "$@"
}

# swift_test TARGET: tests one after another, since each blocks one of Swift's few threads and an office is a process of its own.
# All of them are built from one package, so that both targets and the app share what was compiled.
swift_test() {
    local log=$TARGET/ios/$1.log status=0
    # SwiftPM does not know the core's library as something that its tests are made of: one that is linked to an older core is linked
    # again, or it would meet the rules of a newer office.
    find "$PAYUNG_ROOT/ios/LinuxCheck/.build" -name '*.xctest' -type f ! -newer "$BIN/libpayung_core.a" -delete 2>/dev/null || true
    export PAYUNG_CORE_LIBRARY=$BIN/libpayung_core.a PAYUNG_OFFICE_PROGRAM=$BIN/office PAYUNG_PROJECT=$PAYUNG_ROOT PAYUNG_PART=tests
    # With Swift 6.0 only lld links what @Observable makes.
    swift_in ios/LinuxCheck swift test --no-parallel --disable-xctest -Xswiftc -use-ld=lld --filter "^$1\\." >"$log" 2>&1 || status=$?
    if [ "$status" != 0 ]; then
        grep -E 'error:|✘|↳|fatal' "$log" | head -n 40 || tail -n 40 "$log"
        echo "$1: failed, see $log"
        return 1
    fi
    local passed
    passed=$(sed -n 's/.*Test run with \([0-9]*\) tests passed.*/\1/p' "$log" | awk '{ sum += $1 } END { print sum + 0 }')
    # A name that no test has would pass too.
    [ "$passed" != 0 ] || {
        echo "$1: no test ran, see $log"
        return 1
    }
    PASSED=$((PASSED + passed))
    sed -n 's/.*\(Test run with [0-9]* tests passed.*\)/\1/p' "$log" | sed "s|^|$1: |"
}

step_swift() { "$PAYUNG_ROOT/scripts/ios-swift.sh" setup; }

# With the features that every other command builds with, so that nothing is compiled twice.
built() {
    [ "${BUILT-}" = yes ] || {
        quiet_cargo build "${WORKSPACE[@]}" || return 1
        "$PAYUNG_ROOT/scripts/ios-bindings.sh" || return 1
        BUILT=yes
    }
}

step_bindings() { built && swift_test CoreTests; }

step_kit() {
    need python3 python3 || return "$NOT_HERE"
    export PAYUNG_VAULTS=$TARGET/ios/vaults
    # A database of each older format, for the test of an update.
    python3 - "$PAYUNG_ROOT/rust-core/tests/fixtures" "$PAYUNG_VAULTS" <<'END' || return 1
import pathlib, shutil, sqlite3, sys
source, made = map(pathlib.Path, sys.argv[1:])
shutil.rmtree(made, ignore_errors=True)
made.mkdir(parents=True)
for fixture in source.glob("vault-v*.sql"):
    database = sqlite3.connect(made / f"{fixture.stem}.db")
    database.executescript(fixture.read_text())
    database.close()
END
    built && swift_test KitTests
}

step_app() {
    need python3 python3 || return "$NOT_HERE"
    built || return 1
    export PAYUNG_CORE_LIBRARY=$BIN/libpayung_core.a PAYUNG_PART=app
    swift_in ios/LinuxCheck swift build --target App -Xswiftc -use-ld=lld >"$TARGET/ios/app.log" 2>&1 || {
        grep -E 'error:' "$TARGET/ios/app.log" | sort -u | head -n 40
        return 1
    }
    IN_SWIFT="$PAYUNG_ROOT/scripts/ios-swift.sh run $PAYUNG_ROOT/ios/LinuxCheck" python3 -B "$PAYUNG_ROOT/ios/LinuxCheck/mutations.py"
}

step_project() {
    need python3 python3 || return "$NOT_HERE"
    python3 -B "$PAYUNG_ROOT/ios/LinuxCheck/project.py"
}

step_lint() {
    local failed=0
    swift_in . swift format lint --strict --parallel --recursive bindings/swift/Package.swift bindings/swift/Sources/PayungCore/Secret.swift \
        bindings/swift/Sources/PayungCore/Cancelling.swift bindings/swift/Sources/PayungCore/Words.swift bindings/swift/Sources/PayungTrial \
        bindings/swift/Tests ios/PayungKit/Package.swift ios/PayungKit/Sources ios/PayungKit/Tests ios/App ios/AppTests || failed=1
    need "node npm" "nodejs npm" || return "$NOT_HERE"
    local place=$TARGET/ios/swiftlint
    local program=$place/node_modules/@expo/swiftlint/bin/linux-x64/swiftlint
    [ "$([ ! -x "$program" ] || cat "$place/version" 2>/dev/null)" = "$SWIFTLINT" ] || {
        mkdir -p "$place"
        npm install --prefix "$place" --no-audit --no-fund --loglevel=error "@expo/swiftlint@$SWIFTLINT" || return "$NOT_HERE"
        echo "$SWIFTLINT" >"$place/version"
    }
    # It is linked to Swift's libraries, which lie beside the compiler.
    swift_in . env LD_LIBRARY_PATH=/usr/libexec/swift/lib/swift/linux LINUX_SOURCEKIT_LIB_PATH=/usr/libexec/swift/lib \
        "$program" lint --strict --quiet || failed=1
    return $failed
}

step_core() { "$PAYUNG_ROOT/scripts/ios-rust.sh"; }

# signing NAME: what is set for the app; what is yours comes last.
signing() {
    local name=$1 folder=$PAYUNG_ROOT/ios/Config
    # Who has not signed anything has no second file.
    { cat "$folder/Payung.xcconfig" "$folder/Signing.xcconfig" 2>/dev/null || true; } |
        sed -n "s/^ *$name *= *\([^ /]*\).*/\1/p" | tail -n 1
}

# applinks [TEAM [BUNDLE]]: Apple's file for associated domains (https://developer.apple.com/documentation/xcode/supporting-associated-domains).
# The paths are those that the app follows.
applinks() {
    local team=${1-} bundle=${2-}
    [ -n "$team" ] || team=$(signing DEVELOPMENT_TEAM)
    [ -n "$bundle" ] || bundle=$(signing PRODUCT_BUNDLE_IDENTIFIER)
    [[ $team =~ ^[A-Z0-9]{10}$ ]] || {
        echo "payung ios: no team: name it (ten capital letters and digits), or set DEVELOPMENT_TEAM in ios/Config/Signing.xcconfig" >&2
        exit 2
    }
    [[ $bundle =~ ^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$ ]] || {
        echo "payung ios: \`$bundle\` is no id of an app, such as org.payung.app" >&2
        exit 2
    }
    printf '{"applinks":{"details":[{"appIDs":["%s.%s"],"components":[{"/":"/app"},{"/":"/app/*"}]}]}}\n' "$team" "$bundle"
}

main() {
    local step failed="" status began
    PASSED=0
    if [ $# -eq 0 ]; then
        # shellcheck disable=SC2086 # a list of words
        set -- $STEPS
    fi
    for step in "$@"; do
        [[ " $STEPS " == *" $step "* ]] || {
            echo "payung ios: no step \`$step\`; there are: $STEPS" >&2
            exit 2
        }
    done
    need_rust || exit "$NOT_HERE"
    mkdir -p "$TARGET/ios"
    step_swift || exit "$NOT_HERE"
    for step in "$@"; do
        began=$SECONDS status=0
        "step_$step" || status=$?
        echo "ios $step: $([ $status = 0 ] && echo ok || echo FAILED), $((SECONDS - began)) s"
        if [ "$status" = "$NOT_HERE" ]; then
            # What failed before stays a failure, whatever cannot run after it.
            [ -z "$failed" ] || exit 1
            exit "$NOT_HERE"
        fi
        [ "$status" = 0 ] || failed="$failed $step"
    done
    echo "note: ${PASSED} tests passed${failed:+; failed:$failed}; nothing was built for iOS"
    [ -z "$failed" ]
}

if [ "${1-}" = applinks ]; then
    [ $# -le 3 ] || {
        echo "payung ios: applinks takes a team and an app's id; see --help" >&2
        exit 2
    }
    applinks "${@:2}"
else
    main "$@"
fi
