#!/usr/bin/env bash
# ./payung android [test|pictures|journey|lint|oldest|shrunk|apk|assetlinks|resources|prepare]: the Android shell without an Android SDK.
#
# Without a word: all of it. Kotlin is compiled against the framework's own jar, activities run on the JVM under Robolectric with
# the core built for this machine, pictures are drawn by Android's own graphics, and an APK is put together with aapt2 and R8,
# signed with a throw-away key, verified and weighed.
#
#   test [TEST]   only the tests, or those of one class
#   pictures [KIND,…]  all pictures instead of the smaller choice of `test`, or by day and those of some kinds, and sheets of them
#   journey       the picture of the way in the README, drawn again
#   lint          ktlint and detekt
#   oldest        asks whether the app uses something that Android 6 lacks
#   shrunk        runs tests of the API against classes that R8 shrunk by the app's rules
#   apk           only the APK
#   assetlinks APK  prints the file by which a web address says that its links are of the app in that APK
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
        oldest_api
        shrunk_api
        package_apk
        ;;
    test)
        prepare
        run_tests cover "${2-}"
        # The classes are compiled by now.
        [ -n "${2-}" ] || { oldest_api && shrunk_api; }
        ;;
    pictures)
        prepare
        rm -rf "$WORK/pictures"
        run_tests "${2-all}" "Pictures*Test"
        contact_sheet
        ;;
    journey)
        prepare
        rm -rf "$WORK/pictures"
        run_tests day PicturesTest
        journey
        ;;
    lint) lint ;;
    oldest)
        prepare
        oldest_api
        ;;
    shrunk)
        prepare
        shrunk_api
        ;;
    apk)
        prepare
        package_apk
        ;;
    assetlinks) assetlinks "${2-$WORK/apk/payung.apk}" ;;
    resources) link_resources ;;
    prepare) prepare ;;
    *)
        echo "payung android: no word \`$1\`; see --help" >&2
        exit 2
        ;;
esac
