# shellcheck shell=bash disable=SC2154 # host, target, static, profile and commit are those of release.sh
# Part of scripts/release.sh: the archive, made once more on what is as much another machine as one machine can offer.
#
# A Debian of this machine's suite is made from its packages. In it another user builds in folders with other names, with another
# home, host name, umask, locale, time zone and number of jobs, with no git and no network. Rust's compiler and the crates' archives
# are copies of this machine's; the C compilers, binutils, tar, gzip and Python come from Debian's packages. Kernel and processor
# are the same.

# elsewhere PLACE: leaves the archive in PLACE/out.
elsewhere() {
    local root=$1/root suite mirror sysroot jobs=1 kind home=/home/pembuat
    as_root_on_debian || { echo "payung: --elsewhere takes root on Debian: it makes another one" >&2 && return 1; }
    need "mmdebstrap unshare chroot" "mmdebstrap util-linux coreutils" || return 1
    sysroot=$(rustc --print sysroot)
    [ -x "$sysroot/bin/cargo" ] || { echo "payung: --elsewhere copies a Rust of rustup, and this is none" >&2 && return 1; }
    suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
    # shellcheck disable=SC2016 # apt fills these in
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | head -n 1)
    echo "making another Debian $suite" >&2
    # The same sources as here: point releases and security, where this machine has them.
    mmdebstrap --quiet --variant=minbase --include=gcc,libc6-dev,musl-tools,binutils,python3,locales,tzdata,hostname \
        "$suite" "$root" ${mirror:+"$mirror"} >&2
    same_tools "$root"
    echo "id_ID.UTF-8 UTF-8" >"$root/etc/locale.gen"
    chroot "$root" locale-gen >/dev/null 2>&1
    chroot "$root" useradd --uid 4321 --create-home --home-dir "$home" --shell /bin/bash pembuat
    mkdir -p "$root/opt/karat/bin" "$root/opt/karat/lib/rustlib" "$root$home/muatan/registry" "$root$home/kerja/naskah"
    cp "$sysroot/bin/cargo" "$sysroot/bin/rustc" "$root/opt/karat/bin/"
    cp "$sysroot"/lib/*.so* "$root/opt/karat/lib/"
    for kind in "$host" "$target"; do
        [ -d "$root/opt/karat/lib/rustlib/$kind" ] || cp -r "$sysroot/lib/rustlib/$kind" "$root/opt/karat/lib/rustlib/"
    done
    in_root cargo fetch --quiet --locked
    # The archives as they were downloaded; they are unpacked, and compared with Cargo.lock, over there.
    cp -r "${CARGO_HOME:-$HOME/.cargo}/registry/index" "${CARGO_HOME:-$HOME/.cargo}/registry/cache" "$root$home/muatan/registry/"
    # What is committed and what is changed, but nothing that git ignores.
    git ls-files -z --cached --others --exclude-standard |
        tar --create --null --files-from=- --ignore-failed-read --file=- 2>/dev/null | tar --extract --file=- --directory="$root$home/kerja/naskah"
    chown -R 4321:4321 "$root$home"
    [ "${CARGO_BUILD_JOBS:-$(nproc)}" != 1 ] || jobs=2
    echo "building there, with $jobs job(s)" >&2
    # Its own mounts, processes, host name and (empty) network.
    local options=()
    [ "$static" = yes ] || options=(--dynamic)
    # shellcheck disable=SC2016 # for the shell in there
    unshare --mount --pid --fork --uts --net sh -euc '
        hostname mesin-lain
        mount -t proc proc "$1/proc"
        ip link set lo up 2>/dev/null || true
        shift
        exec "$@"' sh "$root" \
        chroot --userspec=4321:4321 "$root" env -i HOME="$home" USER=pembuat PATH=/opt/karat/bin:/usr/bin:/bin \
        LC_ALL=id_ID.UTF-8 TZ=Asia/Jayapura CARGO_HOME="$home/muatan" CARGO_NET_OFFLINE=true CARGO_TARGET_DIR="$home/kerja/hasil" \
        CARGO_BUILD_JOBS="$jobs" SOURCE_DATE_EPOCH="$SOURCE_DATE_EPOCH" PAYUNG_RELEASE_COMMIT="$commit" \
        PAYUNG_RELEASE_PROFILE="$profile" \
        bash -c 'umask 077 && cd "$HOME/kerja/naskah" && exec scripts/release.sh "$@"' bash "${options[@]}" "$home/keluaran" >&2
    mv "$root$home/keluaran" "$1/out"
    rm -rf --one-file-system "$root"
}

# same_tools ROOT: what is made by other tools need not be the same, so their versions are compared first.
same_tools() {
    local tool here there differ=0
    for tool in "musl-gcc --version" "ld --version" "strip --version" "tar --version" "gzip --version" "python3 --version"; do
        [ "$target" != "$host" ] || tool=${tool/#musl-gcc/gcc}
        # shellcheck disable=SC2086 # a command with its option
        here=$($tool 2>&1 | head -n 1) there=$(chroot "$1" $tool 2>&1 | head -n 1)
        if [ "$here" = "$there" ]; then
            echo "  the same here and there: $here" >&2
        else
            echo "  ${tool% *} here: $here, there: $there" >&2
            [ "${tool%% *}" = python3 ] || differ=1
        fi
    done
    [ $differ = 0 ] || echo "payung: other tools there: the archives may differ for that alone" >&2
}
