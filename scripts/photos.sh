#!/usr/bin/env bash
# The drawn cards, all of them: drawn anew, judged by the core, read by Tesseract before and after shrinking. Minutes; what
# it last printed is in docs/photos.md. `--no-ocr`: without reading.
set -eu
export PAYUNG_PROFILE=release
. "$(dirname "$0")/common.sh"
need_rust
build_quietly photos "${WORKSPACE[@]}"
venv=$TARGET/photos-venv
set_=$TARGET/photos
python=$venv/bin/python
if ! "$python" -c 'import PIL, numpy' 2>/dev/null; then
    need python3 "python3 python3-venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install -q -r "$PAYUNG_ROOT/tests/photos/requirements.txt"
fi
"$python" -B "$PAYUNG_ROOT/tests/photos/make_cards.py" "$set_"
"$BIN/photos" judge "$set_"
[ "${1-}" != --no-ocr ] || exit 0
need tesseract "tesseract-ocr tesseract-ocr-ind"
"$python" -B "$PAYUNG_ROOT/tests/photos/legible.py" "$BIN/photos" "$set_"
