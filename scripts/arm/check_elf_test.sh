#!/usr/bin/env bash
# Shows that check_elf.py can fail: builds one bad library for each of its lines, and looks for the line that refuses it.
set -euo pipefail
scripts=$(cd "$(dirname "$0")/.." && pwd)
. "$scripts/common.sh"
. "$scripts/arm/env.sh"
# clang has an Android target without the Android NDK. The libraries here are never run.
need "clang-19 ld.lld-19" "clang-19 lld-19" && need_arm || exit 77
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >code.c <<'C'
extern int outside(int);
static int table_target; int *const table[] = {&table_target}; int data = 3;
int uniffi_payung_core_fn_a(int x) { return outside(x) + data + *table[0]; }
C
echo '__thread int local = 1; int uniffi_payung_core_fn_a(void) { return local; }' >tls.c
echo 'void outside(void); asm(".text; .quad outside"); int uniffi_payung_core_fn_a(void) { return 1; }' >text.c
echo 'external fun uniffi_payung_core_fn_a(); external fun uniffi_payung_core_fn_b()' >bindings.kt
ANDROID=(clang-19 --target=aarch64-linux-android26 -nostdlib -fuse-ld=lld-19 -shared -fPIC -O1)
PAGES=-Wl,-z,max-page-size=16384
"${ANDROID[@]}" -Wl,-soname,libc.so -x c /dev/null -o libc.so
ANDROID+=("-Wl,-z,relro,-z,now" -L. -lc)
bad=0

# refused WHAT LINE [OPTIONS of the check]: the library that was built last must be refused with this line.
refused() {
    local out
    out=$(python3 "$scripts/arm/check_elf.py" "${@:3}" it.so) && { echo "not refused: $1"; bad=1; return; }
    if grep -q "FAIL.*$2" <<<"$out"; then echo "ok: $1"; else
        echo "refused for something else: $1"
        grep FAIL <<<"$out"
        bad=1
    fi
}

"${ANDROID[@]}" $PAGES code.c -o it.so
if python3 "$scripts/arm/check_elf.py" --exports uniffi_,table,data it.so; then echo "ok: a good one"; else bad=1; fi
refused "an export too many" "exported by mistake" --exports ffi_
refused "a function that is missing" "missing: 1 uniffi_payung_core_fn_b" --bindings bindings.kt
refused "symbols left in" "not stripped" --stripped
refused "a foreign library" "depends on libc.so" --needed libm.so
"${ANDROID[@]}" -Wl,-z,max-page-size=4096 code.c -o it.so
refused "pages of 4 KB" "aligned to 4096"
"${ANDROID[@]}" $PAGES -z execstack code.c -o it.so
refused "an executable stack" "GNU_STACK"
"${ANDROID[@]}" $PAGES -Wl,-rpath,/tmp code.c -o it.so
refused "a search path of its own" "RPATH"
"${ANDROID[@]}" $PAGES -Wl,-z,lazy code.c -o it.so
refused "symbols bound late" "BIND_NOW"
"${ANDROID[@]}" $PAGES -Wl,-z,norelro code.c -o it.so
refused "no RELRO" "RELRO"
"${ANDROID[@]}" $PAGES -Wl,--omagic code.c -o it.so
refused "a segment that is both" "both writable and executable"
"${ANDROID[@]}" $PAGES -Wl,--pack-dyn-relocs=relr code.c -o it.so
refused "relocations for Android 11" "DT_RELR"
"${ANDROID[@]}" $PAGES -fno-emulated-tls tls.c -o it.so
refused "thread-local segment" "TLS"
"${ANDROID[@]}" $PAGES -Wl,-z,notext text.c -o it.so
refused "relocations in code" "TEXTREL"
"${ANDROID[@]}" $PAGES code.c -o it.so
python3 - <<'P'
import struct
data = bytearray(open("it.so", "rb").read())
heads = range(64, 64 + 56 * data[56], 56)
kind = lambda at: struct.unpack_from("<I", data, at)[0]
vaddr = lambda at: struct.unpack_from("<Q", data, at + 16)[0]
written = max(vaddr(at) for at in heads if kind(at) == 1)
for at in heads:
    if kind(at) == 0x6474E552:
        struct.pack_into("<Q", data, at + 40, written - vaddr(at))
open("it.so", "wb").write(data)
P
refused "RELRO that ends within a page" "ends on a page"
arm-linux-gnueabihf-gcc -shared -fPIC -nostdlib -Wl,-z,now code.c -o it.so
refused "hard-float ARM" "hard-float"
aarch64-linux-gnu-gcc -nostdlib -static -Wl,--unresolved-symbols=ignore-all code.c -o it.so 2>/dev/null
refused "a program" "a shared library"
echo nonsense >it.so
refused "no ELF at all" "cannot be read"
if [ $bad = 0 ]; then echo "check_elf.py refuses each bad library for its fault"; fi
exit $bad
