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
    for name in bash dirname uname sed tail tee mktemp rm mkdir cat awk cmp cp "$@"; do
        ln -s "$(type -P "$name")" "$folder/$name"
    done
    echo "$folder"
}

# Help is help: it ends well, and builds or runs nothing. A target folder that is not there would be made by the first build.
for words in 'office start' 'office stop'; do
    read -ra command <<<"$words"
    exits 0 env CARGO_TARGET_DIR="$PLACE/untouched" ./payung "${command[@]}" --help
    says './payung office start'
done
exits 2 ./payung office stop everything
# What is sourced by the scripts that an NDK and a Mac run needs nothing of the caller.
# shellcheck disable=SC2016 # the inner shell reads the variable
exits 0 env -u PAYUNG_ROOT bash -euc '. scripts/phone.sh; [ "$PAYUNG_BUILT_SECONDS" -gt 1767225600 ]'
for command in demo test bench fuzz arm lint photos release bindings jvm android ios doctor; do
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
failing=$(tools rustc cc env)
# The program itself, where `python3` is a script that looks for it.
ln -s "$(python3 -c 'import sys; print(sys.executable)')" "$failing/python3"
ln -s "$(type -P false)" "$failing/cargo"
exits 1 env -u CI PATH="$failing" CARGO_TARGET_DIR="$PLACE/target" scripts/test.sh trees vectors
says 'trees    FAILED'
says 'vectors  ok'

# Too little disk is said at once, and nothing runs. What stages need that are named is not judged.
small=$(tools rustc cc df du)
rm "$small/df"
printf '#!/bin/bash\necho header; echo "/dev/small 9 9 3145728 9%% /"\n' >"$small/df"
chmod +x "$small/df"
ln -s "$(type -P true)" "$small/cargo"
exits 1 env -u CI PATH="$small" CARGO_TARGET_DIR="$PLACE/target" scripts/test.sh
says '3.0 GB are free'
says 'too little disk for all stages'
[[ $SAID != *'──'* ]] || wrong "a stage ran"
exits 0 env -u CI PATH="$failing" CARGO_TARGET_DIR="$PLACE/target" scripts/test.sh vectors
[[ $SAID != *'disk:'* ]] || wrong "a named stage was asked for disk"

# In CI the folder that only one stage needs goes after that stage, and no other one.
mkdir -p "$PLACE/target/"{arm,fuzz,debug}
exits 1 env CI=true PATH="$failing" CARGO_TARGET_DIR="$PLACE/target" scripts/test.sh arm
[ ! -e "$PLACE/target/arm" ] || wrong "what only the stage needs was kept"
for kept in fuzz debug; do [ -e "$PLACE/target/$kept" ] || wrong "what another stage needs was removed: $kept"; done
mkdir -p "$PLACE/target/arm"
exits 0 env -u CI PATH="$failing" CARGO_TARGET_DIR="$PLACE/target" scripts/test.sh arm
[ -e "$PLACE/target/arm" ] || wrong "a run outside CI removed what the next one needs"

# Empty variables count as unset, and a trial lies in the folder that git ignores.
# shellcheck disable=SC2016 # the inner shell expands them
exits 0 env PAYUNG_HOME= PAYUNG_TRUST= PAYUNG_OFFICE_DIR= bash -c '. scripts/common.sh; trial_folders; echo "$PAYUNG_HOME $PAYUNG_OFFICE_DIR ${PAYUNG_TRUST-unset}"'
says "$PAYUNG_ROOT/.payung/phone $PAYUNG_ROOT/.payung/office"
# shellcheck disable=SC2016 # the inner shell expands them
exits 0 env PAYUNG_HOME=/elsewhere bash -c '. scripts/common.sh; trial_folders; echo "$PAYUNG_HOME"'
says '/elsewhere'
for private in .payung/office-keys/keys.json office-data/office.db office-data-keys/keys.json trust.json answers.json ktp.jpg KTP.JPG; do
    exits 0 git check-ignore -q "$private"
done

# The workflow for GitHub calls what everybody calls, and says that it never ran.
exits 0 grep -q 'run: ./payung test$' .github/workflows/test.yml
exits 0 grep -q 'never run on GitHub' .github/workflows/test.yml

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

# Examples in Rust do not reach the documentation of Kotlin and Swift.
cat >"$PLACE/Contoh.kt" <<'END'
    /**
     * Begins a form.
     *
     * For a new person.
     *
     * ```
     * let view = payung.drafts().start("bpu".into())?;
     * ```
     */
    fun `start`() { val stars = 2 *
        3 }
/// Begins a form.
///
/// ```
/// use payung_core::Payung;
/// ```
END
exits 0 awk -f scripts/plain_docs.awk "$PLACE/Contoh.kt"
[ "$SAID" = $'    /**\n     * Begins a form.\n     *\n     * For a new person.\n     */\n    fun `start`() { val stars = 2 *\n        3 }\n/// Begins a form.' ] ||
    wrong "the documentation was not what was expected"
echo '/// ```' >"$PLACE/Contoh.kt"
exits 1 awk -f scripts/plain_docs.awk "$PLACE/Contoh.kt"

# The file by which a web address says that its links are of the app: nothing is set up for it, and Apple's server reads what is printed.
exits 0 env PATH="$bare" ./payung ios applinks A1B2C3D4E5 example.contoh.app
says '{"applinks":{"details":[{"appIDs":["A1B2C3D4E5.example.contoh.app"],"components":[{"/":"/app"},{"/":"/app/*"}]}]}}'
exits 0 python3 -m json.tool <<<"$SAID"
for slip in a1b2c3d4e5 A1B2 'A1B2C3D4E5 payung' 'A1B2C3D4E5 "x.y"' 'A1B2C3D4E5 org.payung.app more'; do
    read -ra command <<<"$slip"
    exits 2 ./payung ios applinks "${command[@]}"
    says 'payung ios: '
done
# Whose team it is stands in a file of one's own.
mkdir -p "$PLACE/mine/ios/Config"
cp ios/Config/Payung.xcconfig "$PLACE/mine/ios/Config"
exits 2 env PAYUNG_ROOT="$PLACE/mine" scripts/ios.sh applinks
says 'no team'
exits 0 env PAYUNG_ROOT="$PLACE/mine" scripts/ios.sh applinks A1B2C3D4E5
says '"A1B2C3D4E5.org.payung.app"'
printf 'DEVELOPMENT_TEAM = A1B2C3D4E5 // mine\nPRODUCT_BUNDLE_IDENTIFIER = example.contoh.app\n' >"$PLACE/mine/ios/Config/Signing.xcconfig"
exits 0 env PAYUNG_ROOT="$PLACE/mine" scripts/ios.sh applinks
says '"A1B2C3D4E5.example.contoh.app"'
# What follows calls functions of the scripts.
export CARGO_TARGET_DIR=$PLACE/target
. scripts/common.sh

# Errors of a build are shown, also below the line of what was compiled last.
# shellcheck disable=SC2016 # a name as the compiler writes it
printf '   Compiling contoh v0.1.0\nerror[E0425]: cannot find `x`\n --> src/lib.rs:1\n\nFor more information\nerror: could not compile\n\nwarning: unused\n' >"$PLACE/build.log"
exits 0 build_errors "$PLACE/build.log"
says 'error[E0425]'
says 'error: could not compile'
[[ $SAID != *unused* ]] || wrong "a warning was shown as an error"

# What was put into target/tools counts in its version only, and an environment of Python is made anew when it does not start.
mkdir -p "$TARGET/tools/bin"
printf '#!/bin/sh\n' >"$TARGET/tools/bin/contoh-tool"
chmod +x "$TARGET/tools/bin/contoh-tool"
exits 1 have_tool contoh-tool 1.0
note_tool contoh-tool 1.0
exits 0 have_tool contoh-tool 1.0
exits 1 have_tool contoh-tool 1.1
exits 1 have_tool no-such-tool 1.0
mkdir -p "$PLACE/venv/bin"
: >"$PLACE/none.txt"
cp "$PLACE/none.txt" "$PLACE/venv/installed.txt"
printf '#!/bin/sh\nexit 0\n' >"$PLACE/venv/bin/python"
chmod +x "$PLACE/venv/bin/python"
exits 0 python_venv "$PLACE/venv" "$PLACE/none.txt"
[ "$(tail -n 1 "$PLACE/venv/bin/python")" = 'exit 0' ] || wrong "an environment that is as it should be was made anew"
printf '#!/no/such/program\n' >"$PLACE/venv/bin/python"
exits 127 env PATH="$(tools)" bash -c ". scripts/common.sh; python_venv '$PLACE/venv' '$PLACE/none.txt'"
[ ! -e "$PLACE/venv/bin/python" ] || wrong "an environment whose Python does not start was kept"

# A release is called static only when its program needs neither loader nor libraries.
exits 2 ./payung release --statically
says 'no option '
if type -P readelf cc >/dev/null; then
    . scripts/release-tried.sh
    exits 1 is_static "$BASH"
    says 'is not static'
    says 'INTERP'
    says '(NEEDED)'
    exits 0 static_is_noticed
    echo 'int main(void) { return 0; }' >"$PLACE/program.c"
    for how in -static -static-pie; do
        cc $how -o "$PLACE/program" "$PLACE/program.c" 2>/dev/null || continue
        exits 0 is_static "$PLACE/program"
    done
    cc -o "$PLACE/program" "$PLACE/program.c"
    exits 1 is_static "$PLACE/program"
fi

# A library for phones whose pages are too small is refused, whichever awk there is, and one that is too large for its download.
if type -P cc python3 >/dev/null && [ "$(uname -sm)" = "Linux x86_64" ]; then
    library=$PLACE/phones/natives/lib/x86_64/libpayung_core.so
    mkdir -p "$(dirname "$library")"
    for page in 4096 16384; do
        echo 'int uniffi_contoh(void) { return 1; }' | cc -shared -fPIC -nostdlib -Wl,-z,now "-Wl,-z,max-page-size=$page" -x c -o "$library" -
        exits 1 env CARGO_TARGET_DIR="$PLACE/phones" bindings/kotlin/build-natives.sh check
        says 'missing: '
        [ $page = 16384 ] || says "FAIL $(readelf -lW "$library" | grep -c LOAD) segments aligned to 4096 (at least 16384)"
    done
    says "ok   $(readelf -lW "$library" | grep -c LOAD) segments aligned to 16384 (at least 16384)"
    head -c 100000 /dev/urandom >"$PLACE/noise"
    echo '.section .rodata; .globl uniffi_contoh; uniffi_contoh: .incbin "'"$PLACE/noise"'"' >"$PLACE/large.s"
    cc -shared -nostdlib -o "$PLACE/large.so" "$PLACE/large.s"
    exits 1 python3 scripts/arm/check_elf.py --os linux --most 99999 "$PLACE/large.so"
    says 'bytes deflated (at most 99999)'
fi

# What a worker may have to download is divided once, and ADR 25 says how.
divided() (
    . scripts/download.sh
    for number in $SHELL_MOST $(for abi in armeabi-v7a arm64-v8a; do jna_bytes $abi && core_most $abi; done); do
        grep -q "[^0-9]${number%???},${number: -3}[^0-9,]" docs/adr/0025-*.md || grep -q "[^0-9]${number%??????},${number: -6:3},${number: -3}[^0-9]" docs/adr/0025-*.md ||
            { echo "ADR 25 does not say $number"; return 1; }
    done
    echo "ADR 25 says it"
)
exits 0 divided
says 'ADR 25 says it'

echo "note: $CHECKS checks of help, slips, skips and locks"
