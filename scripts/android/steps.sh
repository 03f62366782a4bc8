# shellcheck shell=bash
# The steps of ./payung android. Sourced by scripts/android.sh after common.sh.

ANDROID=$PAYUNG_ROOT/android
KOTLIN=$PAYUNG_ROOT/bindings/kotlin
WORK=$TARGET/android

R8_VERSION=9.5.28
KTLINT_VERSION=1.8.0
DETEKT_VERSION=1.23.8
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
        (cd "$KOTLIN/target/classes" && jar --create --file "$jar" org)
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

# run_tests cover|all [TEST]
run_tests() {
    local status=0
    rm -rf "$WORK"/build/{classes,test-classes,surefire-reports}
    quiet_maven -f "$ANDROID/pom.xml" -Dpayung.target="$TARGET" -Dpayung.pictures="$1" ${2:+-Dtest="$2"} test || status=$?
    # Maven is quiet when all is well; this says what ran.
    cat "$WORK"/build/surefire-reports/*.txt 2>/dev/null | sed -n 's/^Tests run: \([0-9]*\).* in \(.*\)$/\2: \1 tests/p'
    echo "note: $(cat "$WORK"/build/surefire-reports/*.txt 2>/dev/null |
        awk -F '[:,]' '/^Tests run/ { run += $2; bad += $4 + $6 } END { print run - bad + 0 " passed, " bad + 0 " failed" }')"
    return "$status"
}
