# shellcheck shell=bash
# The steps of ./payung android. Sourced by scripts/android.sh after common.sh.

. "$PAYUNG_ROOT/scripts/download.sh"

ANDROID=$PAYUNG_ROOT/android
KOTLIN=$PAYUNG_ROOT/bindings/kotlin
# What whoever shrinks an app must leave of the API and of JNA; it lies in the API's jar, where Gradle finds it.
RULES=$KOTLIN/src/main/resources/META-INF/proguard/payung-core.pro
WORK=$TARGET/android

R8_VERSION=9.5.28
KTLINT_VERSION=1.8.0
DETEKT_VERSION=1.23.8
# The public API of Android 6 with what R8 makes up for, and who reads it.
API23_VERSION=0.12.0
SNIFFER_VERSION=1.24
ASM_VERSION=9.8
# The framework: compiled and linked against FRAMEWORK; tests run on these, instrumented by Robolectric.
FRAMEWORK=14-robolectric-10818077
INSTRUMENTED=(14-robolectric-10818077-i7 6.0.1_r3-robolectric-r1-i7)

need_aapt() { need "aapt2" "aapt"; }

# quiet_maven ARGS…: Maven without colours and without its daemon, which would stay behind with more than a gigabyte.
quiet_maven() {
    mvn -q -B -Dstyle.color=never -DtrimStackTrace=false -Dkotlin.compiler.daemon=false "$@" | sed $'s/\033\\[[0-9;]*m//g'
}

# artifact GROUP:NAME:VERSION[:TYPE[:CLASSIFIER]] FOLDER FILE: fetches one artifact unless it is there.
artifact() {
    [ -s "$2/$3" ] || quiet_maven dependency:copy -Dartifact="$1" -DoutputDirectory="$2"
}

prepare() {
    need_rust
    need_jvm
    need_aapt
    mkdir -p "$WORK"
    "$PAYUNG_ROOT/scripts/bindings.sh" >/dev/null
    pack_bindings
    fetch_framework
    link_resources
}

# The API as a jar, so that it is compiled once and not with every change of a screen.
pack_bindings() {
    local jar=$WORK/payung-core.jar
    if [ ! -e "$jar" ] || [ -n "$(find "$KOTLIN/src/main" "$KOTLIN/pom.xml" -newer "$jar" | head -n 1)" ] ||
        ! cmp -s "$TARGET/bindings/kotlin/org/payung/core/payung.kt" "$WORK/payung.kt"; then
        quiet_maven -f "$KOTLIN/pom.xml" -Dpayung.target="$TARGET" compile
        (cd "$KOTLIN/target/classes" && jar --create --file "$jar" org -C "$KOTLIN/src/main/resources" META-INF)
        cp "$TARGET/bindings/kotlin/org/payung/core/payung.kt" "$WORK/payung.kt"
    fi
}

fetch_framework() {
    local version
    artifact "org.robolectric:android-all:$FRAMEWORK" "$WORK/sdk" "android-all-$FRAMEWORK.jar"
    for version in "${INSTRUMENTED[@]}"; do
        artifact "org.robolectric:android-all-instrumented:$version" "$WORK/sdks" "android-all-instrumented-$version.jar"
    done
}

# The manifest as it is built here: Gradle adds the package, the versions and the SDK numbers, so they are added here too.
built_manifest() {
    local build=$ANDROID/app/build.gradle.kts
    number() { sed -n "s/^ *$1 = \"\{0,1\}\([^\"]*\)\"\{0,1\}\$/\1/p" "$build" | head -n 1; }
    sed "s|<manifest |<manifest package=\"$(number namespace)\" android:versionCode=\"$(number versionCode)\" android:versionName=\"$(number versionName)\" |
         s|^    <application|    <uses-sdk android:minSdkVersion=\"$(number minSdk)\" android:targetSdkVersion=\"$(number targetSdk)\" />\n\n    <application|" \
        "$ANDROID/app/src/main/AndroidManifest.xml"
}

link_resources() {
    need_aapt
    mkdir -p "$WORK/gen" "$WORK/test-resources/com/android/tools"
    [ -e "$WORK/sdk/android-all-$FRAMEWORK.jar" ] || fetch_framework
    built_manifest >"$WORK/AndroidManifest.xml"
    aapt2 compile --dir "$ANDROID/app/src/main/res" -o "$WORK/res.zip"
    aapt2 link --warn-manifest-validation -I "$WORK/sdk/android-all-$FRAMEWORK.jar" --manifest "$WORK/AndroidManifest.xml" --java "$WORK/gen" \
        -o "$WORK/res.apk" "$WORK/res.zip"
    cat >"$WORK/test-resources/com/android/tools/test_config.properties" <<END
android_merged_manifest=$WORK/AndroidManifest.xml
android_resource_apk=$WORK/res.apk
android_custom_package=org.payung.app
END
}

# run_tests cover|all [TEST]: on both Androids, even when one of them fails. What draws with Android's own graphics runs on the newer
# one only; of the rest a part on the oldest, and in the long run every class that names that Android itself.
run_tests() {
    local status=0 note oldest="Access|Edge|Insets|Intents|Keeper|Lock|Network|Outside|Payers|Phone|Pickers|Referral|Reminder|Stay|Thrown" reports=("$WORK"/build/surefire-reports "$WORK"/build/surefire-reports-oldest)
    [ "$1" = cover ] || oldest=$(grep -rlF '@Config(sdk = [Build.VERSION_CODES.M,' "$ANDROID/app/src/test/kotlin" | sed 's|.*/||; s|Test\.kt$||' | sort | paste -sd '|')
    rm -rf "$WORK"/build/{classes,test-classes} "${reports[@]}"
    [ -n "${2-}" ] || rm -rf "$WORK/pictures"
    quiet_maven -f "$ANDROID/pom.xml" -Dpayung.target="$TARGET" -Dpayung.pictures="$1" -Dpayung.oldest="$oldest" -Dmaven.test.failure.ignore=true \
        ${2:+-Dtest="$2"} test || status=$?
    # Maven is quiet when all is well; this says what ran.
    cat "$WORK"/build/surefire-reports/*.txt 2>/dev/null | sed -n 's/^Tests run: \([0-9]*\).* in \(.*\)$/\2: \1 tests/p'
    cat "$WORK"/build/surefire-reports-oldest/*.txt 2>/dev/null | sed -n 's/^Tests run: \([0-9]*\).* in \(.*\)$/\2: \1 tests on API 23/p'
    note=$(cat "$WORK"/build/surefire-reports*/*.txt 2>/dev/null |
        awk -F '[:,]' '/^Tests run/ { run += $2; bad += $4 + $6 } END { print run - bad + 0 " passed, " bad + 0 " failed" }')
    echo "note: $note"
    case $note in '0 passed'* | *', '[1-9]*) status=1 ;; esac
    return "$status"
}

# ktlint for the form, detekt for what is suspicious. Both read their rules from the tree.
lint() {
    need_jvm
    artifact "com.pinterest.ktlint:ktlint-cli:$KTLINT_VERSION:jar:all" "$WORK/tools" "ktlint-cli-$KTLINT_VERSION-all.jar"
    artifact "io.gitlab.arturbosch.detekt:detekt-cli:$DETEKT_VERSION:jar:all" "$WORK/tools" "detekt-cli-$DETEKT_VERSION-all.jar"
    # shellcheck disable=SC2086 # a list of options
    (cd "$PAYUNG_ROOT" && java $SHORT_JAVA --add-opens java.base/java.lang=ALL-UNNAMED -jar "$WORK/tools/ktlint-cli-$KTLINT_VERSION-all.jar" \
        --log-level=error "android/**/*.kt" "android/**/*.kts" "bindings/kotlin/src/**/*.kt")
    # shellcheck disable=SC2086 # a list of options
    (cd "$PAYUNG_ROOT" && java $SHORT_JAVA -jar "$WORK/tools/detekt-cli-$DETEKT_VERSION-all.jar" --build-upon-default-config \
        --config android/detekt.yml --input android/app/src/main/kotlin)
    echo "lint: ktlint $KTLINT_VERSION and detekt $DETEKT_VERSION found nothing"
}

# program_jars FOLDER: what the app is made of, into the array `program`; the app's own classes are packed into FOLDER.
program_jars() {
    local libs jar
    [ -d "$WORK/build/classes" ] || quiet_maven -f "$ANDROID/pom.xml" -Dpayung.target="$TARGET" compile
    jar --create --file "$1/app.jar" -C "$WORK/build/classes" org
    # The file ends without a line's end, which `read` takes for a failure.
    IFS=: read -ra libs <"$WORK/classpath" || true
    program=("$1/app.jar" "$WORK/payung-core.jar")
    for jar in "${libs[@]}"; do
        case $jar in *.jar) program+=("$jar") ;; esac
    done
}

# older_jna FOLDER: JNA in the array `program` becomes one that Android 6 can run, in FOLDER.
older_jna() {
    local index
    artifact "org.ow2.asm:asm:$ASM_VERSION" "$WORK/tools" "asm-$ASM_VERSION.jar"
    for index in "${!program[@]}"; do
        case ${program[index]} in
            */jna-*.jar)
                java -cp "$WORK/tools/asm-$ASM_VERSION.jar" "$PAYUNG_ROOT/scripts/android/Older.java" "${program[index]}" "$1/jna.jar" || return 1
                program[index]=$1/jna.jar
                ;;
        esac
    done
}

# r8 ARGS…: with the framework, the JDK for what Android's own classes name of it, and the app's rules.
r8() {
    local jdk
    artifact "com.android.tools:r8:$R8_VERSION" "$WORK/tools" "r8-$R8_VERSION.jar"
    jdk=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
    # shellcheck disable=SC2086 # a list of options
    java -Xmx2g $SHORT_JAVA -cp "$WORK/tools/r8-$R8_VERSION.jar" com.android.tools.r8.R8 --release \
        --lib "$WORK/sdk/android-all-$FRAMEWORK.jar" --lib "$jdk" --pg-conf "$RULES" --pg-conf "$ANDROID/app/proguard-rules.pro" "$@"
}

# Does the app use what Android 6 lacks? Asked of the classes that R8 keeps, before it turns them into a phone's code.
oldest_api() {
    local out=$WORK/oldest program
    artifact "com.toasttab.android:gummy-bears-api-23:$API23_VERSION:signature" "$WORK/tools" "gummy-bears-api-23-$API23_VERSION.signature"
    artifact "org.codehaus.mojo:animal-sniffer:$SNIFFER_VERSION" "$WORK/tools" "animal-sniffer-$SNIFFER_VERSION.jar"
    artifact "org.ow2.asm:asm:$ASM_VERSION" "$WORK/tools" "asm-$ASM_VERSION.jar"
    rm -rf "$out"
    mkdir -p "$out"
    program_jars "$out"
    components "$out/keep.pro"
    printf '%s\n' -dontobfuscate -dontoptimize >>"$out/keep.pro"
    r8 --classfile --pg-conf "$out/keep.pro" --output "$out/shrunk.jar" "${program[@]}" >"$out/r8.log" 2>&1 ||
        { tail -n 20 "$out/r8.log"; return 1; }
    java -cp "$WORK/tools/animal-sniffer-$SNIFFER_VERSION.jar:$WORK/tools/asm-$ASM_VERSION.jar" "$PAYUNG_ROOT/scripts/android/Oldest.java" \
        "$WORK/tools/gummy-bears-api-23-$API23_VERSION.signature" "$PAYUNG_ROOT/scripts/android/oldest.txt" "$out/shrunk.jar"
}

# Does the API work as R8 leaves it? Its tests run against a real office, with JNA, Kotlin's libraries and the app shrunk, renamed and
# optimised by the app's own rules. Robolectric's tests run on classes as they were compiled, and find nothing of this.
shrunk_api() {
    local out=$WORK/shrunk program tests="RegistrationTest CancelTest ErrorsTest" names=() others=() beside=() classpath=() libs one
    rm -rf "$out"
    mkdir -p "$out"
    quiet_maven -f "$KOTLIN/pom.xml" -Dpayung.target="$TARGET" test-compile || return 1
    program_jars "$out"
    older_jna "$out" || return 1
    components "$out/keep.pro"
    for one in $tests; do
        names+=("org.payung.core.$one")
        others+=(! -name "$one.class" ! -name "$one\$*.class")
        echo "-keep class org.payung.core.$one { *; }" >>"$out/keep.pro"
    done
    # A test is named by a sentence, and R8 reads no class with a comma in such a name: of all tests only these go in.
    mkdir "$out/tests"
    cp -r "$KOTLIN/target/test-classes/org" "$out/tests/"
    find "$out/tests" -name '*Test*.class' "${others[@]}" -delete
    jar --create --file "$out/tests.jar" -C "$out/tests" org
    # What tests are made of is not shrunk: no phone has it.
    IFS=: read -ra libs <"$KOTLIN/target/classpath" || true
    for one in "${libs[@]}"; do
        case $one in */junit-*.jar | */hamcrest-*.jar | */json-*.jar) beside+=("$one") classpath+=(--classpath "$one") ;; esac
    done
    r8 --classfile --pg-conf "$out/keep.pro" "${classpath[@]}" --output "$out/shrunk.jar" "${program[@]}" "$out/tests.jar" \
        >"$out/r8.log" 2>&1 || { tail -n 20 "$out/r8.log"; return 1; }
    java -Xmx1g -Djava.awt.headless=true -Djna.library.path="$BIN" -Dpayung.office="$BIN/office" \
        -cp "$out/shrunk.jar:$(IFS=:; echo "${beside[*]}")" org.junit.runner.JUnitCore "${names[@]}" >"$out/tests.log" 2>&1 ||
        { tail -n 40 "$out/tests.log"; return 1; }
    echo "shrunk: $(sed -n 's/^OK (\(.*\))$/\1/p' "$out/tests.log") of the API against classes that R8 shrunk ($tests)"
}

# components FILE: the classes that the manifest and the layouts name.
components() {
    local assets=()
    # The trust file says which office the app is of.
    [ ! -d "$ANDROID/app/src/main/assets" ] || assets=(-A "$ANDROID/app/src/main/assets")
    aapt2 link "${assets[@]}" --warn-manifest-validation -I "$WORK/sdk/android-all-$FRAMEWORK.jar" --manifest "$WORK/AndroidManifest.xml" \
        --proguard "$1" -o "$1.zip" "$WORK/res.zip" 2>/dev/null
}

# All pictures on a few sheets, by kind of phone.
contact_sheet() {
    local kind files
    for kind in day english night large small small-large-night land tablet wide wide-low; do
        files=("$WORK"/pictures/*-"$kind".png)
        [ -e "${files[0]}" ] || continue
        # "*-large.png" also names small-large; a kind's own pictures end with number-name-kind.
        java -Djava.awt.headless=true "$PAYUNG_ROOT/scripts/android/Sheet.java" "$WORK/sheet-$kind.png" 240 8 "${files[@]}"
        echo "pictures: $WORK/sheet-$kind.png (${#files[@]})"
    done
}

# The way of a worker for the README, with a real office: until it is sent, what the office asks to be mended, paid, protected.
journey() {
    local name files=()
    for name in welcome-day dues-day nik-day ktp-day review-day received-day correct-phone-day bill-day way-indomaret-day paid-day protected-day \
        cover-protected-day; do
        files+=("$WORK"/pictures/[0-9][0-9]-"$name".png)
    done
    java -Djava.awt.headless=true "$PAYUNG_ROOT/scripts/android/Sheet.java" --small "$PAYUNG_ROOT/docs/pictures/android-journey.png" \
        212 6 "${files[@]}"
    echo "picture: docs/pictures/android-journey.png, $(wc -c <"$PAYUNG_ROOT/docs/pictures/android-journey.png") bytes"
}

# An APK as a phone would get it, but for the native library where there is no NDK: signed with a key that is thrown away.
package_apk() {
    need "zipalign apksigner zip aapt" "zipalign apksigner zip aapt"
    local out=$WORK/apk program
    rm -rf "$out"
    mkdir -p "$out/dex"
    program_jars "$out"
    older_jna "$out" || return 1
    components "$out/components.pro"
    # Gradle shortens the paths of resources too.
    aapt2 optimize --enable-resource-path-shortening -o "$out/payung.zip" "$out/components.pro.zip" 2>/dev/null || return 1
    # With a mapping R8 numbers lines anew, and the numbers take next to nothing. Gradle writes one too.
    r8 --min-api 23 --pg-conf "$out/components.pro" --pg-map-output "$out/mapping.txt" --output "$out/dex" "${program[@]}" >"$out/r8.log" 2>&1 ||
        { tail -n 20 "$out/r8.log"; return 1; }
    if grep -aq 'Ljava/util/function/' "$out"/dex/*.dex; then
        echo "payung android: this APK uses java.util.function, which Android 6 lacks" >&2
        return 1
    fi
    (cd "$out/dex" && zip -q -9 -X ../payung.zip classes*.dex)
    native_libraries "$out" || return 1
    align "$out/payung.zip" "$out/payung.apk"
    keytool -genkeypair -keystore "$out/throw-away.jks" -storepass throwaway -alias payung -keyalg RSA -keysize 2048 -validity 2 \
        -dname "CN=CONTOH" 2>/dev/null
    apksigner sign --ks "$out/throw-away.jks" --ks-pass pass:throwaway --min-sdk-version 23 "$out/payung.apk"
    rm "$out/throw-away.jks"
    apksigner verify --min-sdk-version 23 "$out/payung.apk"
    # As it was signed: a signer may move what is inside.
    [ ! -d "$TARGET/natives/lib" ] || python3 "$PAYUNG_ROOT/scripts/arm/check_elf.py" "$out/payung.apk" || return 1
    aapt dump badging "$out/payung.apk" 2>/dev/null | sed -n '/^package:/p; /^sdkVersion:/p; /^targetSdkVersion:/p; /^uses-permission:/p; /^launchable-activity:/p'
    if unzip -l "$out/payung.apk" | grep -q ' assets/trust\.json$'; then
        echo "an office is inside: the app sends to the one of assets/trust.json"
    else
        echo "no office is inside: the app keeps drafts and sends nothing (assets/trust.json)"
    fi
    weigh "$out/payung.apk"
}

# assetlinks APK: Digital Asset Links (https://developers.google.com/digital-asset-links/v1/statements). The phone compares the
# fingerprint with the key that signed the app which is installed, so the APK must be the one that people get.
assetlinks() {
    need apksigner apksigner
    local digest package
    package=$(sed -n 's/^ *namespace = "\(.*\)"$/\1/p' "$ANDROID/app/build.gradle.kts")
    digest=$(apksigner verify --min-sdk-version 23 --print-certs "$1" | sed -n 's/^Signer #1 certificate SHA-256 digest: //p')
    [ "${#digest}" = 64 ] || { echo "payung android: $1 is not signed by one key" >&2; return 1; }
    digest=$(printf %s "$digest" | tr a-f A-F | sed 's/../&:/g; s/:$//')
    cat <<END
[
  {
    "relation": ["delegate_permission/common.handle_all_urls"],
    "target": {
      "namespace": "android_app",
      "package_name": "$package",
      "sha256_cert_fingerprints": ["$digest"]
    }
  }
]
END
}

# The libraries that bindings/kotlin/build-natives.sh made, if there is an NDK, and JNA's own beside each: an app without that one
# ends at its first call. For phones it is only in JNA's AAR; the jar, which everything else here uses, has it for desktops.
native_libraries() {
    local folder abi version
    [ -d "$TARGET/natives/lib" ] || {
        echo "no native library is inside: without an Android NDK this APK cannot start (bindings/kotlin/build-natives.sh)"
        return 0
    }
    version=$(sed -n 's|^ *<jna.version>\(.*\)</jna.version>$|\1|p' "$ANDROID/pom.xml")
    artifact "net.java.dev.jna:jna:$version:aar" "$WORK/tools" "jna-$version.aar"
    for folder in "$TARGET"/natives/lib/*/; do
        abi=$(basename "$folder")
        mkdir -p "$1/lib/$abi"
        cp "$folder/libpayung_core.so" "$1/lib/$abi/" || return 1
        unzip -q -o -j "$WORK/tools/jna-$version.aar" "jni/$abi/libjnidispatch.so" -d "$1/lib/$abi" || return 1
    done
    (cd "$1" && zip -q -X -0 payung.zip lib/*/*.so)
}

# align ZIP APK: a phone maps libraries from the archive as they are, so they begin at pages of 16 KB there. Debian's zipalign knows
# pages of 4 KB only; it aligns all that is not compressed instead, which is little beside the libraries.
align() {
    if [ ! -d "$TARGET/natives/lib" ]; then
        zipalign -f 4 "$1" "$2"
    elif [[ $(zipalign 2>&1 || true) == *'-P '* ]]; then
        zipalign -f -P 16 4 "$1" "$2"
    else
        zipalign -f 16384 "$1" "$2"
    fi
}

# What each part takes of the file. Without native libraries it may have SHELL_MOST bytes (scripts/download.sh), all counted as they
# lie in it: the table of resources too, which Android 11 wants as it is, and which a store may pack on the way.
weigh() {
    unzip -v "$1" | awk '
        $NF ~ /\.dex$/ { dex += $3 } $NF ~ /^res\// { res += $3 } $NF == "resources.arsc" { table += $3 } $NF ~ /^lib\// { lib += $3 }
        $NF ~ /^META-INF|AndroidManifest/ { other += $3 }
        END {
            printf "size by part, in bytes: code %d, resources %d, their table %d, native libraries %d, manifest and signature %d\n",
                dex, res, table, lib, other
        }'
    local bytes
    bytes=$(($(wc -c <"$1") - $(unzip -v "$1" | awk '$NF ~ /^lib\// { lib += $3 } END { print lib + 0 }')))
    echo "APK: $1, $(wc -c <"$1") bytes; without native libraries $bytes of $SHELL_MOST"
    [ "$bytes" -le "$SHELL_MOST" ]
}
