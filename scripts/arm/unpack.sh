#!/usr/bin/env bash
# unpack.sh FOLDER: downloads Debian's newer Rust with apt, which checks the signatures, and unpacks it into FOLDER.
set -euo pipefail
scripts=$(cd "$(dirname "$0")/.." && pwd)
. "$scripts/common.sh"
folder=$1
echo "payung: unpacking Debian's newer Rust (100 MB, once) …" >&2
! as_root_on_debian || apt-get update -q >/dev/null
rm -rf "$folder"
mkdir -p "$folder/debs"
cd "$folder/debs"

# The standard library's package has the version in its name.
std=$(apt-cache depends libstd-rust-web-dev 2>/dev/null | sed -n 's/.*Depends: \(libstd-rust-web-[0-9.]*\)$/\1/p' | head -n 1)
if [ -z "$std" ]; then
    echo "payung: apt knows no rustc-web here; Debian 12 with its security updates has it" >&2
    exit 1
fi
# apt warns that root's folder is closed to the user that it downloads as; it downloads as root then.
apt-get download -qq rustc-web cargo-web rust-web-src libstd-rust-web-dev "$std" 2> >(grep -v unsandboxed >&2)

# The libraries that these programs are linked with. What the packages need of each other is unpacked with them.
libraries=$(for deb in *.deb; do dpkg -f "$deb" Depends; done | tr ',' '\n' | grep -vE '^ *$|rust|cargo|c-compiler' |
    sed 's/^ *//' | sort -u | paste -sd ,)
if as_root_on_debian; then
    DEBIAN_FRONTEND=noninteractive apt-get satisfy -y -qq --no-install-recommends "$libraries" >../satisfy.log 2>&1 || {
        tail -n 5 ../satisfy.log >&2
        exit 1
    }
fi
for deb in *.deb; do dpkg -x "$deb" "$folder"; done
cd "$folder"
rm -rf debs

export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu
if ! usr/bin/rustc --version >ready.new || ! usr/bin/cargo --version >>ready.new; then
    echo "payung: libraries are missing. Install with: sudo apt-get satisfy -y '$libraries'" >&2
    exit 1
fi
# Last, so that an interrupted start begins again.
mv ready.new ready
