#!/usr/bin/env bash
# ./payung android [test|pictures|lint|apk|resources|prepare]: the Android shell without an Android SDK.
#
# Without a word: all of it. Kotlin is compiled against the framework's own jar, activities run on the JVM under Robolectric with
# the core built for this machine, pictures are drawn by Android's own graphics, and an APK is put together with aapt2 and R8,
# signed with a throw-away key, verified and weighed.
#
#   test [TEST]   only the tests, or those of one class
#   pictures      all pictures instead of the smaller choice of `test`, and a sheet of them
#   lint          ktlint and detekt
#   apk           only the APK
#   resources     only links the resources, which finds mistakes in them within a second
#   prepare       what the tests need, without running them
#
# Everything is written to target/android. Debian packages that are missing are installed when root asks.
set -euo pipefail
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/android/steps.sh"
help_when_asked "$@"

case ${1-all} in
    all)
        prepare
        lint
        run_tests all
        contact_sheet
        package_apk
        ;;
    test)
        prepare
        run_tests cover "${2-}"
        ;;
    pictures)
        prepare
        run_tests all
        contact_sheet
        ;;
    lint) lint ;;
    apk)
        prepare
        package_apk
        ;;
    resources) link_resources ;;
    prepare) prepare ;;
    *)
        echo "payung android: no word \`$1\`; see --help" >&2
        exit 2
        ;;
esac
