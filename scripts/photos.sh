#!/usr/bin/env bash
# ./payung photos [--no-ocr] [--seed N]: all drawn cards, for minutes.
#
# They are drawn anew, judged by the core, and read by Tesseract before and after shrinking; so are pages of paper. docs/photos.md
# holds what this last printed.
#
#   --no-ocr      without reading
#   --seed N      other cards; what helps one set of cards only is luck
set -eu
export PAYUNG_PROFILE=release
. "$(dirname "$0")/common.sh"
help_when_asked "$@"
ocr=yes seed=0
while [ $# -gt 0 ]; do
    case $1 in
        --no-ocr) ocr=no ;;
        --seed) seed=${2:?a number} && shift ;;
        *) echo "usage: payung photos [--no-ocr] [--seed N]" >&2 && exit 2 ;;
    esac
    shift
done
need_rust
build_quietly photos "${WORKSPACE[@]}"
venv=$TARGET/photos-venv
set_=$TARGET/photos
[ "$seed" = 0 ] || set_=$TARGET/photos-$seed
python=$venv/bin/python
if ! "$python" -c 'import PIL, numpy' 2>/dev/null; then
    need python3 "python3 python3-venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install -q -r "$PAYUNG_ROOT/tests/photos/requirements.txt"
fi
"$python" -B "$PAYUNG_ROOT/tests/photos/make_cards.py" "$set_" --seed "$seed"
"$BIN/photos" judge "$set_"
[ "$ocr" = yes ] || exit 0
need tesseract "tesseract-ocr tesseract-ocr-ind"
"$python" -B "$PAYUNG_ROOT/tests/photos/legible.py" "$BIN/photos" "$set_" --seed "$seed"
"$python" -B "$PAYUNG_ROOT/tests/photos/pages.py" "$BIN/photos" --seed "$seed"
