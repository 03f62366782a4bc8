#!/usr/bin/env bash
# One name, one type: fails when a crate's src declares two visible types of the same name. It also fails where sums of money may be
# unsure, where a second word stands for *delaying*, and where a shell writes dates, amounts or numbers itself.
# `names.sh` checks the crates of this repository; `names.sh --self-test` shows that the check can fail.
set -euo pipefail

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

cd "$(dirname "$0")/.."
"scripts/$(basename "$0")" --self-test
failed=0
for crate in rust-core/model rust-core/photo rust-core office terminal tests tests/recorder fuzz; do
  found=$(doubles "$crate/src")
  [ -z "$found" ] && continue
  echo "$crate: each of these names belongs to two types:" >&2
  printf "  %s\n" "$found" >&2
  failed=1
done

# grep ends with 1 when it finds nothing, and with more when it cannot look: a file that was moved must not pass as a clean one.
none_found() { [ $? = 1 ]; }

# Amounts are whole rupiah: a sum that does not fit is an error (`Rupiah::checked_add`), and never another amount.
# Figures count things.
unsure() { grep -rnE --exclude=figures.rs 'saturating_(add|sub|mul)|wrapping_|\.sum(::<[^>]*>)?\(\)|amount\(\)\.unwrap_or' "$@" || none_found; }
probe=$(mktemp -d)
printf 'let left = amount.0.saturating_add(credit.0);\nlet spent: u64 = lines.iter().sum();\n' >"$probe/wrong.rs"
[ "$(unsure "$probe" | wc -l)" = 2 ] || { echo "names: unsure sums of money were not found" >&2; failed=1; }
rm -r "$probe"
found=$(unsure office/src/billing office/src/store/money rust-core/model/src/cover/jar.rs rust-core/model/src/cover/due.rs \
  rust-core/model/src/units/rupiah.rs)
if [ -n "$found" ]; then
  echo "amounts are added without looking whether they fit:" >&2
  printf "%s\n" "$found" >&2
  failed=1
fi

# What is tried again later is *delayed* (rust-core/src/sync/mod.rs): one verb, so that a reader who looks for it finds all of it.
# The ids of texts keep their names (`wait-wifi`), and people and photos may wait.
second_word() {
  grep -rnEi 'put(s|ting)? off|postpon|\bdefer(s|red|ral)?\b|\bWAIT_[A-Z]|\(wait\)|\blet (mut )?wait\b|\bwait\.[a-z]|\bwait: |\{wait[:}]' "$@" || none_found
}
probe=$(mktemp -d)
printf 'Answer::Not(wait) => Err(wait.into()),\nconst WAIT_LOCKED: u8 = 1;\n// It is put off until then.\n' >"$probe/wrong.rs"
printf "// Photos wait for Wi-Fi: 'wait-wifi'.\nAnswer::Not(delay) => Err(delay.into()),\n" >"$probe/right.rs"
[ "$(second_word "$probe" | cut -d: -f1,2)" = "$(printf '%s\n' "$probe/wrong.rs:1" "$probe/wrong.rs:2" "$probe/wrong.rs:3")" ] ||
  { echo "names: second words for delaying were not found, or too many" >&2; failed=1; }
rm -r "$probe"
found=$(second_word rust-core/src/sync rust-core/src/vault rust-core/src/api/sync.rs)
if [ -n "$found" ]; then
  echo "what is tried again later is delayed, by no other word:" >&2
  printf "%s\n" "$found" >&2
  failed=1
fi

# Dates, amounts and numbers come from the core as words, so that both shells, papers and messages write them alike. What a shell
# writes itself stands here, with the reason.
written() {
  { grep -rnE --include='*.kt' --include='*.swift' \
    'SimpleDateFormat|DateFormat|NumberFormat|DateTimeFormatter|DateUtils|String\.format|"\.format\(|"Rp|DateFormatter|NumberFormatter|\.formatted\(|FormatStyle|String\(format|kB"' \
    "$@" || none_found; } | { grep -vE ':[0-9]+: *(//|/?\*|import )' || none_found; }
}
excused() {
  grep -vE \
    -e '/screen/IncidentTimes\.kt:[0-9]+:    SimpleDateFormat\(' \
    -e '/screen/RemindersScreen\.kt:[0-9]+:.*(DateFormatSymbols\(|"%02d\.%02d"\.format\(Locale\.ROOT)' \
    -e '/phone/Outside\.kt:[0-9]+:.*DateFormat\.format\("yyyyMMdd-HHmmss"' \
    -e '/screen/States\.kt:[0-9]+:fun kilobytes\(' -e '/SettingsModel\.swift:[0-9]+:.*words\(_ bytes: UInt64\)' \
    -e '/Words/Wheels\.swift:[0-9]+:.*String\(format: "%02d"' || none_found
  # IncidentTimes: what was chosen with the phone's own clock is shown as that clock shows it.
  # Outside: a file in the gallery has a name of its own, as a camera would give it.
  # RemindersScreen: names of weekdays and months to choose from are the phone's; a chosen time is written as the core reads it.
  # kilobytes, DataUsed: what all registrations have sent is added up by the screen that says it.
  # Wheels: a day that was chosen from the phone's own wheels is written as the core reads it.
}
probe=$(mktemp -d)
printf 'val price = "Rp" + amount\nval day = SimpleDateFormat("d MMMM").format(at)\n// A "Rp" in a comment.\n' >"$probe/Wrong.kt"
printf 'let text = at.formatted(date: .long)\n' >"$probe/Wrong.swift"
[ "$(written "$probe" | excused | wc -l)" = 3 ] || { echo "names: what a shell writes itself was not found" >&2; failed=1; }
rm -r "$probe"
found=$(written android/app/src/main/kotlin ios/App ios/PayungKit/Sources/PayungKit | excused)
if [ -n "$found" ]; then
  echo "shells write dates, amounts or numbers themselves:" >&2
  printf "%s\n" "$found" >&2
  failed=1
fi
exit $failed
