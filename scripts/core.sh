#!/usr/bin/env bash
# The core as phones get it, and its size: core.sh [--parts] [host|armv7|aarch64|all]…, all of them unless said otherwise.
# Each is built with the profile `phone`, stripped and deflated as in a package. Takes minutes, since all of it is optimised as one.
# `--parts` also prints what each crate takes. DOWNLOAD is what a worker downloads: the library, JNA's, and a shell as large as it may be.
# Fails when that is more than ADR 25 allows (scripts/download.sh).
set -euo pipefail
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/arm/env.sh"
. "$(dirname "$0")/phone.sh"
. "$(dirname "$0")/download.sh"

# The NDK's linker is lld too, and packs relocations in the way that Android 6 reads (bindings/kotlin/build-natives.sh).
# Debian's cross compilers look for it in a folder that is named.
LLD_PLACE=$TARGET/tools/lld
AS_FOR_ANDROID=("-Clink-arg=-B$LLD_PLACE" -Clink-arg=-fuse-ld=lld)
AS_FOR_ANDROID+=("-Clink-arg=-Wl,-z,max-page-size=16384" "-Clink-arg=-Wl,--pack-dyn-relocs=android")

main() {
    local parts='' targets=() one failed=0
    for one in "$@"; do
        case $one in
            --parts) parts=yes ;;
            all) targets+=(host armv7 aarch64) ;;
            host | armv7 | aarch64) targets+=("$one") ;;
            *)
                echo "usage: scripts/core.sh [--parts] [host|armv7|aarch64|all]…" >&2
                exit 2
                ;;
        esac
    done
    [ ${#targets[@]} -gt 0 ] || targets=(host armv7 aarch64)
    [ "${targets[*]}" = host ] || { need_arm && mkdir -p "$LLD_PLACE" && ln -sf "$(command -v ld.lld)" "$LLD_PLACE/ld.lld"; }
    [[ " ${targets[*]} " != *" host "* ]] || need_rust
    [ "${targets[*]}" = host ] || leave_out_metadata
    TABLE=$(mktemp)
    trap 'rm -f "$TABLE"' EXIT
    for one in "${targets[@]}"; do weigh "$one" "$parts" || failed=1; done
    printf '%-8s %10s %10s %10s %8s %8s %10s %10s\n' LIBRARY STRIPPED DEFLATED "AT MOST" JNA SHELL DOWNLOAD "AT MOST"
    cat "$TABLE"
    exit $failed
}

# As bindings/kotlin/build-natives.sh does.
leave_out_metadata() {
    local script=$TARGET/tools/metadata.map
    in_root cargo build -q -p payung-core --lib
    mkdir -p "$(dirname "$script")"
    hide_metadata "$TARGET" "$script"
    AS_FOR_ANDROID+=("-Clink-arg=-Wl,--version-script=$script")
}

# weigh TARGET PARTS: builds, and adds a line to the table. Fails when the build does, or when the result is too large.
weigh() {
    local target=$1 parts=$2 name=$1 binutils='' core shipped bytes abi='' most=-
    if [ "$target" = host ]; then
        name=$(uname -m) core=$TARGET/phone/$CORE
    else
        case $target in armv7) abi=armeabi-v7a ;; aarch64) abi=arm64-v8a ;; esac
        arm_select "$target"
        binutils=$PREFIX- core=$ARM_TARGET/$TRIPLE/phone/$CORE
    fi
    shipped=$(dirname "$core")/stripped/$CORE
    # Nobody takes an older one for the result of a build that failed.
    rm -f "$shipped"
    build "$target" || return 1
    [ -z "$parts" ] || { echo "$name" && functions "${binutils}nm" "$core"; }
    if [ "$target" != host ] && "${binutils}nm" -D "$core" | grep -qE 'UNIFFI_META|uniffi_payung_core_checksum_'; then
        echo "payung: the core for $name still has uniffi's metadata or checksums" >&2
        return 1
    fi
    mkdir -p "$(dirname "$shipped")"
    "${binutils}strip" -o "$shipped" "$core" || return 1
    bytes=$(deflated "$shipped")
    if [ -z "$abi" ]; then
        printf '%-8s %10d %10d\n' "$name" "$(wc -c <"$shipped")" "$bytes" >>"$TABLE"
        return
    fi
    most=$(core_most "$abi")
    printf '%-8s %10d %10d %10d %8d %8d %10d %10d\n' "$name" "$(wc -c <"$shipped")" "$bytes" "$most" "$(jna_bytes "$abi")" $SHELL_MOST \
        $((bytes + $(jna_bytes "$abi") + SHELL_MOST)) "$(download_most "$abi")" >>"$TABLE"
    [ "$bytes" -le "$most" ] || {
        echo "payung: the core for $name takes $bytes bytes of a download; $most at most" >&2
        return 1
    }
}

# The shared library alone: with an rlib beside it, as for tests, cargo links without optimising across crates.
build() {
    local arguments=(rustc -q --profile "$PHONE_PROFILE" -p payung-core --lib --crate-type cdylib --)
    case $1 in
        host)
            # Relocations packed (on Android: `--pack-dyn-relocs=android`, which version 6 can read).
            [ "$(uname -s)" != Linux ] || arguments+=("-Clink-arg=-Wl,-z,pack-relative-relocs")
            in_root cargo "${arguments[@]}"
            ;;
        # Thumb, as Android's target for such phones compiles: a quarter smaller. Debian's compiler for C does so unasked.
        armv7) RUSTFLAGS="-Ctarget-feature=+thumb-mode" arm_cargo "${arguments[@]}" "${AS_FOR_ANDROID[@]}" ;;
        aarch64) arm_cargo "${arguments[@]}" "${AS_FOR_ANDROID[@]}" ;;
    esac
}

# functions NM LIBRARY: nm's sizes of functions, summed by the crate that the name begins with; C by itself.
functions() {
    "$1" --demangle --print-size --size-sort "$2" | awk '
        $3 ~ /^[tTwW]$/ {
            name = $0; sub(/^[^ ]+ [^ ]+ . /, "", name)
            crate = match(name, /[a-zA-Z_][a-zA-Z_0-9]*::/) ? substr(name, RSTART, RLENGTH - 2) : ""
            if (crate == "") crate = name ~ /^(sqlite3|fts|rtree|json|vdbe|btree|wal|unix|pager|pcache|expr|select|where|yy)/ ? "SQLite (C)" : "C and assembly"
            size = 0
            for (i = 1; i <= length($2); i++) size = size * 16 + index("0123456789abcdef", substr($2, i, 1)) - 1
            sum[crate] += size; all += size
        }
        END { for (crate in sum) printf "%9d  %s\n", sum[crate], crate; printf "%9d  all functions\n", all }' |
        sort -rn | awk 'NR <= 24'
}

main "$@"
