#!/usr/bin/env bash
# ./payung bench [--json FILE] [--only NAME] [--size]: how fast, as ratios.
#
# Each row is measured against what one would use instead, in the same run, optimised (profile `release`).
#
#   --json FILE   also writes the rows as JSON
#   --only NAME   one bench
#   --size        also the library as it ships, which builds for minutes
set -eu
export PAYUNG_PROFILE=release
. "$(dirname "$0")/common.sh"
help_when_asked "$@"
need_rust
only=
size=
wishes=()
while [ $# -gt 0 ]; do
    case $1 in
        --size) size=yes ;;
        --only)
            only=${2-}
            wishes+=("$1" "$only")
            shift
            ;;
        *) wishes+=("$1") ;;
    esac
    shift
done
build_quietly bench "${WORKSPACE[@]}"
case $only in
    '' | jvm)
        if need_jvm && "$PAYUNG_ROOT/scripts/jvm.sh" prepare >&2; then
            wishes+=(--jvm "'$PAYUNG_ROOT/scripts/jvm.sh' time")
        fi
        ;;
esac
# ZXing's Java core, beside which QR codes are laid out; without it the row has no reference.
ZXING=3.5.3
case $only in
    '' | codes)
        jar=$TARGET/tools/zxing/core-$ZXING.jar
        if need_jvm; then
            [ -e "$jar" ] || mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
                -Dartifact="com.google.zxing:core:$ZXING" -DoutputDirectory="$(dirname "$jar")" >&2 || true
            [ ! -e "$jar" ] || wishes+=(--zxing "java -cp '$jar' '$PAYUNG_ROOT/tests/codes/Zxing.java'")
        fi
        ;;
esac
if [ -n "$size" ]; then
    # It fails when the library is too large; the row says so as well.
    "$PAYUNG_ROOT/scripts/core.sh" host >&2 || true
    wishes+=(--core "$TARGET/phone/stripped/$CORE.gz")
fi
case $only in
    # Installed where that goes unasked; where not, the row says what is missing.
    '' | photo) need vipsthumbnail libvips-tools || true ;;
esac
exec "$BIN/bench" ${wishes[@]+"${wishes[@]}"}
