#!/usr/bin/env bash
# One name, one type: fails when a crate's src declares two visible types of the same name.
# `names.sh` checks the crates of this repository; `names.sh --self-test` shows that the check can fail.
set -eu

# Prints "NAME: FILE FILE" for every name that two visible types of the folder $1 share.
doubles() {
  # shellcheck disable=SC2016 # the dollars are awk's
  find "$1" -name '*.rs' -print0 | sort -z | xargs -0 awk '
    # A test module ends its file, and what it declares is seen by nobody else.
    FNR == 1 { tests = 0; before = "" }
    before ~ /^#\[cfg\(test\)\]/ && /^mod .* \{/ { tests = 1 }
    { before = $0 }
    !tests && match($0, /^[ \t]*pub(\([a-z ]+(::[a-z_]+)*\))? +(unsafe +)?(struct|enum|union|trait|type) +[A-Za-z0-9_]+/) {
      name = substr($0, RSTART, RLENGTH)
      sub(/.* /, "", name)
      # An associated type of an `impl` or a trait stands indented and belongs to that trait.
      if ($0 ~ /^[ \t]+pub/ && $0 ~ / type /) next
      files[name] = files[name] " " FILENAME
      count[name]++
    }
    END { for (name in count) if (count[name] > 1) print name ":" files[name] }' | sort
}

if [ "${1:-}" = --self-test ]; then
  folder=$(mktemp -d)
  trap 'rm -r "$folder"' EXIT
  printf 'pub struct Held;\nstruct Hidden;\n#[cfg(test)]\nmod tests {\n    pub struct Once;\n}\n' >"$folder/one.rs"
  printf 'struct Hidden;\npub enum Once {}\n' >"$folder/two.rs"
  [ -z "$(doubles "$folder")" ] || { echo "names: names were found twice that are there once" >&2; exit 1; }
  printf 'pub(super) type Held = u8;\n' >"$folder/three.rs"
  [ "$(doubles "$folder")" = "Held: $folder/one.rs $folder/three.rs" ] || { echo "names: a double name was not found" >&2; exit 1; }
  exit 0
fi

# Two files of which a feature chooses one: only one of the two types is ever compiled.
ALLOWED='^Bucket: office/src/shelf/bucket.rs office/src/shelf/no_bucket.rs$'

cd "$(dirname "$0")/.."
"scripts/$(basename "$0")" --self-test
failed=0
for crate in rust-core/model rust-core/photo rust-core office terminal tests tests/recorder fuzz; do
  found=$(doubles "$crate/src" | grep -vE "$ALLOWED" || true)
  [ -z "$found" ] && continue
  echo "$crate: each of these names belongs to two types:" >&2
  printf "  %s\n" "$found" >&2
  failed=1
done
exit $failed
