# shellcheck shell=bash
# The stages of `./payung test`. Each stage runs in the project's folder, in a shell of its own with `-euo pipefail`. A stage
# prints `note: …` for the table, and calls `skip WHY` when this machine cannot run it.
. "$PAYUNG_ROOT/scripts/common.sh"

DENY_VERSION=0.20.2
VERSITYGW_VERSION=v1.8.0

# The office must not contain what only a phone needs: it holds everybody's data, and less code is less to attack.
PHONE_CRATES="payung-core payung-photo uniffi uniffi_core image png jpeg-decoder jpeg-encoder fast_image_resize"
# The model must not contain these either: it is pure, without files, network and clock.
IMPURE_CRATES="$PHONE_CRATES reqwest rustls ring webpki-roots rusqlite tokio hyper mio getrandom tempfile"

# The tests whose office may have another database, in rows of about equal length; `kills` is one alone. Tests that are in none look
# into the file, cut the power of the disk under it, or have no office.
OVER_POSTGRES=(--test journey --test news --test completion --test registration --test records --test photos --test rotation --test limits)
ALSO_OVER_POSTGRES=(--test requests --test asking --test cards --test incident --test recovery --test recovered --test referral
    --test sandbox --test canaries --test deliveries)
MONEY_OVER_POSTGRES=(--test money_kills --test money --test pay_for --test payer)
# End-to-end tests that wait for most of their time: for pauses, lines that are slow, and disks that are full.
PATIENT="full_phone kills money_kills slow_line"

skip() {
    echo "skipped: $*"
    exit "$SKIPPED"
}

# Downloads the crates of both workspaces, for every system and not only for this one: cargo-deny judges the crates of phones
# too. Afterwards cargo needs no network. A line that breaks is tried again.
fetch_crates() {
    local manifest
    for manifest in Cargo.toml fuzz/Cargo.toml; do
        CARGO_NET_RETRY=10 quiet_cargo fetch --locked --manifest-path "$manifest"
    done
}

stage_fetch() {
    fetch_crates
    echo "note: $(cat Cargo.lock fuzz/Cargo.lock | grep -c '^checksum = ') crates of Cargo.lock and fuzz/Cargo.lock, for all systems"
}

stage_scripts() {
    bash tests/scripts.sh
}

stage_lint() {
    have cargo-fmt || skip "rustfmt is missing, install with: rustup component add rustfmt"
    have cargo-clippy || skip "clippy is missing, install with: rustup component add clippy"
    local formatted=0
    cargo fmt --all -- --check -l || formatted=1
    # The fuzz targets are a workspace of their own. Clippy is not run there: it would build libFuzzer.
    (cd fuzz && cargo fmt -- --check -l) || formatted=1
    [ "$formatted" = 0 ] || echo "the files above are not formatted: cargo fmt --all"
    local unchecked=""
    if need shellcheck shellcheck; then
        shellcheck -x -P scripts payung .ci/run scripts/*.sh scripts/arm/*.sh scripts/android/*.sh bindings/kotlin/build-natives.sh tests/scripts.sh
    else
        unchecked="all but the scripts was checked; shellcheck is missing, install with: $(install_hint shellcheck)"
    fi
    scripts/names.sh
    if have python3; then
        python3 scripts/design.py --check
        python3 scripts/documents.py --self-test
        python3 scripts/circles.py
    else
        unchecked="icons, files that documents name and circles between modules are unchecked; python3 is missing, install with: $(install_hint python3)"
    fi
    # What the workspace denies is an error here; pedantic warnings are counted, not refused.
    quiet_cargo clippy "${WORKSPACE[@]}" --all-targets | tee "$TARGET/clippy.log"
    # The office is released without its bucket, so it is linted that way too.
    quiet_cargo clippy -p payung-office --bins | tee -a "$TARGET/clippy.log"
    echo "note: $(grep '^warning: ' "$TARGET/clippy.log" | grep -vc 'generated [0-9]* warning' || true) warnings"
    [ "$formatted" = 0 ] || return 1
    [ -z "$unchecked" ] || skip "$unchecked"
}

stage_deny() {
    PATH=$PATH:$TARGET/tools/bin
    # The checks below run offline; on a machine that has nothing yet there would be nothing to judge.
    fetch_crates
    if ! have_tool cargo-deny "$DENY_VERSION"; then
        echo "building cargo-deny $DENY_VERSION (some minutes, once)"
        # Unoptimised: it runs for a second, and builds in a third of the time.
        quiet_cargo install --debug --locked --force cargo-deny --version "$DENY_VERSION" \
            --root "$TARGET/tools" --target-dir "$TARGET/tools/build" ||
            skip "cargo-deny is missing, install with: cargo install cargo-deny --locked"
        note_tool cargo-deny "$DENY_VERSION"
        rm -rf "$TARGET/tools/build"
    fi
    deny bans licenses sources
    local advisories="advisories NOT checked: their database could not be fetched (see deny.toml)"
    if fetch_advisories; then
        deny advisories
        advisories="advisories known on $(git -C "${CARGO_HOME:-$HOME/.cargo}"/advisory-dbs/advisory-db-* log -1 --format=%cs)"
    fi
    echo "note: licences, bans, sources; $advisories"
}

# deny CHECK…: cargo-deny without a network, over the project and over the fuzzer's workspace, which ships nowhere and keeps the
# same rules. The second run meets fewer crates, so an exception or a licence that it does not need is no fault there.
deny() {
    cargo-deny --offline check --hide-inclusion-graph "$@"
    (cd fuzz && cargo-deny --offline --config ../deny.toml check --hide-inclusion-graph \
        -A license-exception-not-encountered -A license-not-encountered -A advisory-not-detected "$@")
}

# Brings the database of advisories up to date. It is a git repository on another server than the crates, and not every machine
# reaches it: PAYUNG_ADVISORY_DB names a copy of it instead. cargo-deny alone would try for minutes.
fetch_advisories() {
    local limit=()
    ! have timeout || limit=(timeout 120)
    if [ -n "${PAYUNG_ADVISORY_DB-}" ]; then
        export GIT_CONFIG_COUNT=1 GIT_CONFIG_VALUE_0=https://github.com/RustSec/advisory-db
        export GIT_CONFIG_KEY_0=url.$PAYUNG_ADVISORY_DB.insteadOf
    fi
    ${limit[@]+"${limit[@]}"} cargo-deny fetch db >"$TARGET/advisories.log" 2>&1
}

stage_trees() {
    # The check itself must be able to fail: it has to see the core's own phone crates.
    if (refuse payung-core uniffi) >/dev/null 2>&1; then
        echo "the check is blind: it sees no uniffi in the core"
        return 1
    fi
    refuse payung-office "$PHONE_CRATES"
    refuse payung-model "$IMPURE_CRATES"
    echo "note: no phone crate in the office, no I/O crate in the model"
}

# refuse PACKAGE "CRATE…": fails when one of the crates is anywhere below the package.
refuse() {
    local package=$1 crate found=0 tree
    tree=$(cargo tree -q -p "$package" --edges normal,build --prefix none --format '{p}' | cut -d ' ' -f 1 | sort -u)
    for crate in $2; do
        [ "$crate" != "$package" ] || continue
        if grep -qx "$crate" <<<"$tree"; then
            echo "$package must not depend on $crate: cargo tree -p $package -i $crate" >&2
            found=1
        fi
    done
    return $found
}

stage_build() {
    # With the tests' own crates, so that nothing is compiled again for them.
    cargo build "${WORKSPACE[@]}" --all-targets
}

stage_rust() {
    # The tests behind proxies start them; without one they fail in CI, and elsewhere say how to install it.
    need nginx nginx || true
    need caddy caddy || true
    # promtool reads the alerts.
    need promtool prometheus || true
    # systemd-analyze reads the units.
    need systemd-analyze systemd || true
    # The end-to-end tests start these two binaries.
    quiet_cargo build "${WORKSPACE[@]}"
    local status=0 name patient=() end_to_end=() others=()
    for name in $(test_targets); do
        if [[ " $PATIENT " == *" $name "* ]]; then
            patient+=(--test "$name")
        elif [ -e "tests/tests/$name.rs" ]; then
            end_to_end+=(--test "$name")
        else
            others+=(--test "$name")
        fi
    done
    # Tests with processes wait for pauses, kills and disks, and leave a processor free in the meantime. So three rows of them run
    # side by side, and the unit tests beside all at a lower priority. None shares a folder or a port with another one.
    LANES=()
    unit_tests >"$TARGET/unit-tests.log" 2>&1 &
    LANES+=($!)
    lane patient "${patient[@]}"
    lane other "${others[@]}"
    cargo test "${WORKSPACE[@]}" --no-fail-fast "${end_to_end[@]}" 2>&1 | tee "$TARGET/rust-tests.log" || status=1
    lanes_end || status=1
    cat "$TARGET"/{patient,other,unit}-tests.log
    awk '/^test result:/ { passed += $4; failed += $6; ignored += $8 }
         END { printf "note: %d passed, %d failed, %d ignored\n", passed, failed, ignored }' \
        "$TARGET"/{unit,patient,other,rust}-tests.log
    return $status
}

# lane NAME ARGUMENTS…: a row of tests beside this one; what it says is in NAME-tests.log. `lanes_end` waits for all of them.
lane() {
    local name=$1
    shift
    cargo test "${WORKSPACE[@]}" --no-fail-fast "$@" >"$TARGET/$name-tests.log" 2>&1 &
    LANES+=($!)
}

lanes_end() {
    local one status=0
    for one in "${LANES[@]}"; do wait "$one" || status=1; done
    return $status
}

# The names of the workspace's test targets, as cargo itself lists what it builds: no list of ours can forget one.
test_targets() {
    cargo test "${WORKSPACE[@]}" --test '*' --no-run 2>&1 |
        sed -n 's|^ *Executable tests/\([a-z0-9_]*\)[./].*|\1|p' | sort -u
}

unit_tests() {
    local status=0
    nice -n 5 cargo test "${WORKSPACE[@]}" --no-fail-fast --lib --bins || status=1
    nice -n 5 cargo test "${WORKSPACE[@]}" --no-fail-fast --doc || status=1
    return $status
}

stage_vectors() {
    have python3 || skip "Python 3 is missing, install with: $(install_hint python3)"
    python3 tests/vectors/make_tariff.py --check
    python3 tests/vectors/make_typed.py --check
    python3 tests/vectors/make_vectors.py --check
    python3 tests/vectors/make_regions.py --check
    python3 tests/vectors/make_villages.py --check
    python3 tests/vectors/make_form.py --check
    python3 tests/vectors/make_texts.py --check
    python3 tests/vectors/make_benefits.py --check
    python3 tests/vectors/make_cover.py --check
    python3 tests/vectors/make_answer_days.py --check
    python3 tests/vectors/make_reminders.py --check
    python3 tests/vectors/make_qris.py --check
    python3 tests/vectors/make_pay_code.py --check
    python3 tests/vectors/make_referral.py --check
    python3 tests/vectors/make_bills.py --check
    python3 tests/vectors/make_channels.py --check
    python3 tests/vectors/make_places.py --check
    local venv=$TARGET/vectors-venv
    python_venv "$venv" tests/vectors/requirements.txt ||
        skip "make_sealed.py, make_recovery.py and make_ics.py were not run: Python 3 with venv is missing, or pip could not install their packages: $venv.log"
    "$venv/bin/python" tests/vectors/make_sealed.py --check
    "$venv/bin/python" tests/vectors/make_recovery.py --check
    "$venv/bin/python" tests/vectors/make_ics.py --check
    echo "note: the committed vectors are what their own implementation makes"
}

stage_photos() {
    # Verdicts on the committed cards, by the program (the tests in `rust` compare them too).
    quiet_cargo build "${WORKSPACE[@]}"
    "$BIN/photos" judge tests/photos/set | tee "$TARGET/photos.log"
    # The committed cards are those that the script draws: one of each kind is drawn again and compared.
    local python=$TARGET/photos-venv/bin/python
    python_venv "$TARGET/photos-venv" tests/photos/requirements.txt ||
        skip "verdicts were compared, drawing was not: Python 3 with venv, Pillow, numpy and resvg are missing"
    "$python" -B tests/photos/make_cards.py tests/photos/set --check
    "$python" -B tests/icons.py
    echo "note: $(grep -c '^wrong' "$TARGET/photos.log" || true) of the committed cards are judged wrongly, as recorded; some drawn again"
}

# Payment codes and papers against implementations that are not ours: amounts by two libraries, pictures by ZXing, also
# photographed, PDF files by two readers, digital cards by another signer.
stage_codes() {
    have python3 || skip "Python 3 is missing, install with: $(install_hint python3)"
    quiet_cargo build "${WORKSPACE[@]}"
    local venv=$TARGET/codes-venv
    python_venv "$venv" tests/vectors/requirements-qris.txt ||
        skip "Python 3 with venv is missing, or pip could not install the other implementations: $venv.log"
    "$venv/bin/python" -B tests/vectors/oracles_qris.py "$BIN/codes" | tee "$TARGET/codes.log"
    "$venv/bin/python" -B tests/vectors/oracles_papers.py "$BIN/codes" | tee -a "$TARGET/codes.log"
    "$venv/bin/python" -B tests/vectors/oracles_cards.py "$BIN/codes" | tee -a "$TARGET/codes.log"
    "$venv/bin/python" -B tests/photos/codes.py "$BIN/codes" | tee -a "$TARGET/codes.log"
    echo "note: $(sed -n 's/^note: //p' "$TARGET/codes.log" | paste -sd ';' | sed 's/;/; /g')"
}

stage_demo() {
    "$PAYUNG_ROOT/scripts/demo.sh"
}

# README.md line by line. The programs are those of this run; with --long they are built anew, in the empty folder and with empty
# caches.
stage_readme() {
    have python3 git || skip "Python 3 or git is missing, install with: $(install_hint "python3 git")"
    local built=()
    if [ "${PAYUNG_LONG-}" != 1 ]; then
        quiet_cargo build "${WORKSPACE[@]}"
        built=(--built "$TARGET")
    fi
    python3 -B tests/readme.py ${built[@]+"${built[@]}"}
}

stage_browser() {
    need "node npm" "nodejs npm" || skip "Node.js 20 and npm are missing, install with: $(install_hint "nodejs npm")"
    [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || skip "Node.js is older than 20: $(node --version)"
    find_chromium >/dev/null || need chromium chromium || skip "Chromium is missing, install with: $(install_hint chromium)"
    quiet_cargo build "${WORKSPACE[@]}"
    # Beside the build, so that no node_modules lies in the tree; the driver alone, it brings no browser of its own.
    local place=$TARGET/browser-tests
    mkdir -p "$place"
    cp tests/browser/package.json tests/browser/package-lock.json tests/browser/*.js "$place"
    cd "$place" || return 1
    if ! cmp -s package-lock.json installed-lock.json; then
        npm ci --no-audit --no-fund --loglevel=error || skip "npm could not install playwright-core and axe-core"
        cp package-lock.json installed-lock.json
    fi
    PAYUNG_CHROMIUM=$(find_chromium) PAYUNG_OFFICERS=$BIN/officers node --test 2>&1 | tee "$TARGET/browser-tests.log"
    awk '/^# pass/ { passed = $3 } /^# fail/ { failed = $3 } /^# skipped/ { skipped = $3 }
         END { printf "note: %d passed, %d failed, %d skipped (pictures)\n", passed, failed, skipped }' "$TARGET/browser-tests.log"
}

# The path of Chromium, under whichever of its names.
find_chromium() {
    local name
    for name in chromium chromium-browser google-chrome; do type -P "$name" && return 0; done
    return 1
}

stage_clients() {
    # Clients that we did not write, against a running office: a tus client in Node, and schemathesis over the contract.
    quiet_cargo build "${WORKSPACE[@]}"
    local place=$TARGET/client-tests missing=""
    export PAYUNG_OUTSIDERS=$BIN/outsiders
    mkdir -p "$place"
    cp tests/clients/* "$place"
    cd "$place" || return 1
    if ! need "node npm" "nodejs npm" || [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then
        missing="the tus client: Node.js 20 and npm are missing, install with: $(install_hint "nodejs npm")"
    elif ! cmp -s package-lock.json installed-lock.json && ! npm ci --no-audit --no-fund --loglevel=error; then
        missing="the tus client: npm could not install tus-js-client"
    else
        cp package-lock.json installed-lock.json
        node --test 2>&1 | tee "$TARGET/client-tests.log"
        awk '/^# pass/ { passed = $3 } /^# fail/ { failed = $3 }
             END { printf "note: tus-js-client: %d passed, %d failed\n", passed, failed }' "$TARGET/client-tests.log" | tee note
    fi
    python_venv venv requirements.txt ||
        skip "${missing:+$missing; }schemathesis: Python 3 with venv is missing, or pip could not install it"
    venv/bin/python -B contract.py
    [ -z "$missing" ] || skip "$missing; schemathesis found the contract kept"
    echo "$(cat note); schemathesis: the contract is kept"
}

stage_bucket() {
    # A real S3 server; its module comes through Go's proxy.
    local server=$TARGET/tools/bin/versitygw
    if [ ! -x "$server" ] || [ "$(cat "$TARGET/tools/versitygw.version" 2>/dev/null)" != "$VERSITYGW_VERSION" ]; then
        have go || skip "Go 1.25 is missing, install it from go.dev: it builds the S3 server"
        echo "building versitygw $VERSITYGW_VERSION (two minutes, once)"
        GOBIN=$TARGET/tools/bin go install "github.com/versity/versitygw/cmd/versitygw@$VERSITYGW_VERSION" \
            >"$TARGET/versitygw.log" 2>&1 || skip "go could not build versitygw: $(tail -n 1 "$TARGET/versitygw.log")"
        note_tool versitygw "$VERSITYGW_VERSION"
    fi
    # Several machines share it, and a database.
    need_postgres || skip "PostgreSQL is missing, install with: $(install_hint postgresql)"
    quiet_cargo build "${WORKSPACE[@]}"
    PAYUNG_S3_SERVER=$server cargo test "${WORKSPACE[@]}" -p payung-office --no-fail-fast --test bucket --test machines -- --ignored 2>&1 |
        tee "$TARGET/bucket-tests.log"
    awk '/^test result:/ { passed += $4; failed += $6 }
         END { printf "note: %d passed, %d failed against versitygw\n", passed, failed; exit !passed }' "$TARGET/bucket-tests.log"
}

# The office over PostgreSQL: a server that the tests start and throw away, as Debian installs it.
stage_postgres() {
    need_postgres || skip "PostgreSQL is missing, install with: $(install_hint postgresql)"
    quiet_cargo build "${WORKSPACE[@]}"
    local status=0 names logs=("$TARGET"/{postgres,over-postgres,also-over-postgres,kills-over-postgres,money-over-postgres}-tests.log)
    # Beside each other, because they wait for most of their time: what an office keeps over it, and four rows of everybody's tests
    # with an office over it.
    export PAYUNG_TEST_DATABASE=postgres
    LANES=()
    lane over-postgres "${OVER_POSTGRES[@]}"
    lane also-over-postgres "${ALSO_OVER_POSTGRES[@]}"
    lane kills-over-postgres --test kills
    lane money-over-postgres "${MONEY_OVER_POSTGRES[@]}"
    read -ra names <<<"$(tests_marked postgresql | tr '\n' ' ')"
    env -u PAYUNG_TEST_DATABASE cargo test "${WORKSPACE[@]}" --no-fail-fast --test '*' -- --ignored postgres:: "${names[@]}" 2>&1 |
        tee "$TARGET/postgres-tests.log" || status=1
    lanes_end || status=1
    cat "${logs[@]:1}"
    awk '/^test result:/ { passed += $4; failed += $6; ignored += $8 }
         END { printf "note: %d passed, %d failed over PostgreSQL\n", passed, failed; exit !passed }' "${logs[@]}" || status=1
    return $status
}

stage_jvm() {
    need_jvm || skip "Java 17 and Maven are missing, install with: $(install_hint "openjdk-17-jdk-headless maven")"
    "$PAYUNG_ROOT/scripts/jvm.sh"
}

# What of the iOS shell runs without a Mac. Nothing here builds for iOS. Only with --long is the core type-checked for iPhones: nothing
# in it is written for them alone, and the standard library is checked along with it.
stage_ios() {
    local status=0 steps=(swift bindings kit app lint project)
    [ "${PAYUNG_LONG-}" != 1 ] || steps=()
    "$PAYUNG_ROOT/scripts/ios.sh" ${steps[@]+"${steps[@]}"} || status=$?
    [ "$status" != "$SKIPPED" ] || skip "it needs root on Debian, which sets Swift up by debootstrap, and Node.js with npm"
    return "$status"
}

stage_android() {
    need_jvm || skip "Java 17 and Maven are missing, install with: $(install_hint "openjdk-17-jdk-headless maven")"
    need aapt2 aapt || skip "aapt2 is missing, install with: $(install_hint aapt)"
    # All pictures in the long run; otherwise each screen by day and on two more kinds of phone.
    if [ "${PAYUNG_LONG-}" = 1 ]; then
        "$PAYUNG_ROOT/scripts/android.sh"
    else
        "$PAYUNG_ROOT/scripts/android.sh" lint
        "$PAYUNG_ROOT/scripts/android.sh" test
    fi
}

stage_fuzz() {
    # The same inputs each time, so that a change is judged by what it changed. New inputs are looked for in the long run, and by
    # whoever calls `./payung fuzz`.
    local status=0 options=(--seconds 5 --seed 1)
    [ "${PAYUNG_LONG-}" != 1 ] || options=(--seconds 120)
    "$PAYUNG_ROOT/scripts/fuzz.sh" "${options[@]}" || status=$?
    [ "$status" != "$SKIPPED" ] || skip "a C++ compiler or cargo-fuzz is missing: ./payung doctor"
    return "$status"
}

# The model's and the core's tests as 32-bit ARM code. With --long also as 64-bit ARM code, and the libraries that ship.
stage_arm() {
    # Without --long the model's own tests and vectors only, as 32-bit code: the core's database and TLS take longest to build.
    local status=0 target=armv7 part=(--model --lib --test journey --test regions --test vectors --test vectors_form)
    if [ "${PAYUNG_LONG-}" = 1 ]; then
        target=all
        part=()
        "$PAYUNG_ROOT/scripts/arm.sh" --target all check || status=$?
    fi
    # The tests' long variants would take hours on an emulated processor.
    env -u PAYUNG_LONG "$PAYUNG_ROOT/scripts/arm.sh" --target $target ${part[@]+"${part[@]}"} || status=$?
    [ "$status" != "$SKIPPED" ] || skip "it needs Debian for x86_64 with cross compilers and qemu-user: ./payung doctor"
    return "$status"
}

# What passes today must pass in 400 days: a test that mixes a fixed day with the machine's clock fails here. In CI a part,
# which has offices and phones in it; with --long all Rust tests, the vectors and the demo.
stage_later() {
    need faketime faketime || skip "faketime is missing, install with: $(install_hint faketime)"
    quiet_cargo build "${WORKSPACE[@]}"
    local part=() status=0
    [ "${PAYUNG_LONG-}" = 1 ] || part=(--test bundles --test journey --test news --test completion --test desk --test erase
        --test rotation --test form)
    # Cargo's own runner starts the tests, so that the clock is another one for them and not for the compiler.
    local runner
    runner=CARGO_TARGET_$(rustc -vV | sed -n 's/^host: //p' | tr 'a-z-' 'A-Z_')_RUNNER
    export "$runner=$PAYUNG_ROOT/scripts/later.sh"
    env -u PAYUNG_LONG cargo test "${WORKSPACE[@]}" ${part[@]+"${part[@]}"} --no-fail-fast 2>&1 | tee "$TARGET/later-tests.log" || status=1
    if [ "${PAYUNG_LONG-}" = 1 ]; then
        "$PAYUNG_ROOT/scripts/later.sh" bash -euo pipefail -c '. scripts/stages.sh; stage_vectors' || status=1
        "$PAYUNG_ROOT/scripts/later.sh" "$BIN/demo" || status=1
    fi
    awk -v day="$("$PAYUNG_ROOT/scripts/later.sh" date +%F)" '/^test result:/ { passed += $4; failed += $6 }
         END { printf "note: as on %s: %d passed, %d failed\n", day, passed, failed; exit !passed }' "$TARGET/later-tests.log" || status=1
    return $status
}

# Only with --long. A Rust test that takes minutes is marked `#[ignore = "long"]` and runs here. Those marked "s3" and
# "postgresql" run in `bucket` and `postgres`, the others never.
stage_long() {
    local names status=0
    read -ra names <<<"$(tests_marked long | tr '\n' ' ')"
    # Properties, with twenty times as many cases as usual.
    PROPTEST_CASES=5120 cargo test -p payung-model 2>&1 | tee "$TARGET/long-tests.log" || status=1
    if [ ${#names[@]} -gt 0 ]; then
        quiet_cargo build "${WORKSPACE[@]}"
        cargo test "${WORKSPACE[@]}" --no-fail-fast -- --ignored "${names[@]}" 2>&1 | tee -a "$TARGET/long-tests.log" || status=1
    fi
    awk -v long=${#names[@]} '/^test result:/ { passed += $4; failed += $6 }
         END { printf "note: %d passed, %d failed; %d of them marked long\n", passed, failed, long }' "$TARGET/long-tests.log"
    return $status
}

# Only with --long: the units on a booted Debian, the image in containers.
stage_deploy() {
    local status=0
    "$PAYUNG_ROOT/scripts/deploy.sh" || status=$?
    [ "$status" != "$SKIPPED" ] || skip "it boots Debian and runs containers: root on Debian, systemd-container, mmdebstrap, podman"
    return "$status"
}

# The archive, made twice: on another Debian where one can be made.
stage_release() {
    local how=--check
    ! as_root_on_debian || how=--elsewhere
    "$PAYUNG_ROOT/scripts/release.sh" $how | tee "$TARGET/release.log"
    local archive
    archive=$(grep '\.tar\.gz$' "$TARGET/release.log" | head -n 1)
    echo "note: $(grep '^two builds' "$TARGET/release.log"); $(tar --extract --to-stdout --file "$archive" --wildcards '*/RELEASE.txt' | sed -n 3p)"
}

# tests_marked WHY: the names of all Rust tests that are marked `#[ignore = "WHY"]`.
tests_marked() {
    # The attribute, then the next function.
    grep -rhE --include='*.rs' "#\[ignore = \"$1\"\]$|^ *(pub )?(async )?fn " bindings office rust-core terminal tests |
        grep -A 1 "ignore = \"$1\"" | sed -n 's/^ *\(pub \)\{0,1\}\(async \)\{0,1\}fn \([a-z0-9_]*\).*/\3/p'
}
