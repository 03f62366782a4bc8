#!/usr/bin/env bash
# ./payung jvm: drives the core from the JVM against a real office, with generated Kotlin and JNA.
#
# The bench calls `jvm.sh prepare`, which only compiles, and `jvm.sh time FOLDER`, which prints what one answer() costs with
# the optimised core.
set -euo pipefail
. "$(dirname "$0")/common.sh"
help_when_asked "$@"

KOTLIN=$PAYUNG_ROOT/bindings/kotlin

maven() {
    need_jvm || return 1
    "$PAYUNG_ROOT/scripts/bindings.sh" >/dev/null || return 1
    # Without its daemon: it would stay behind with more than a gigabyte.
    mvn -q -B -Dstyle.color=never -DtrimStackTrace=true -Dkotlin.compiler.daemon=false -f "$KOTLIN/pom.xml" -Dpayung.target="$TARGET" "$@" |
        sed $'s/\033\\[0*m//g'
}

case ${1-test} in
    test)
        need_rust
        rm -rf "$KOTLIN/target/surefire-reports"
        status=0
        maven test || status=$?
        # Maven is quiet when all is well; this says what ran. Nothing is not well.
        cat "$KOTLIN"/target/surefire-reports/*.txt 2>/dev/null | sed -n 's/^Tests run: \([0-9]*\).* in \(.*\)$/\2: \1 tests/p'
        echo "note: $(cat "$KOTLIN"/target/surefire-reports/*.txt 2>/dev/null |
            awk -F '[:,]' '/^Tests run/ { run += $2; bad += $4 + $6 } END { print run - bad + 0 " passed, " bad + 0 " failed" }')"
        [ -n "$(ls "$KOTLIN"/target/surefire-reports/*.txt 2>/dev/null)" ] || status=1
        exit "$status"
        ;;
    prepare) maven test-compile ;;
    time)
        exec java -Djna.library.path="$TARGET/release" -cp \
            "$KOTLIN/target/test-classes:$KOTLIN/target/classes:$(cat "$KOTLIN/target/classpath")" \
            org.payung.core.AnswerBenchKt "$2"
        ;;
    *)
        echo "payung jvm: no arguments, \`prepare\` or \`time FOLDER\`" >&2
        exit 2
        ;;
esac
