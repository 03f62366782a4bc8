# shellcheck shell=bash
# Sourced: what a worker may have to download. It changes nothing of how something is built (scripts/phone.sh does).

# What a worker downloads for one processor, deflated: the core's library, JNA's, and the shell; at most so many bytes (ADR 25), of which
# the shell may have SHELL_MOST for every processor, which `./payung android apk` refuses to go beyond, and the core what is left. No worker's
# phone is x86_64, so that one is weighed only. JNA's are of the AAR of version 5.17.0, and no command compares them with it.
export PHONE_ABIS="armeabi-v7a arm64-v8a x86_64"
export SHELL_MOST=520000
download_most() { case $1 in armeabi-v7a) echo 3500000 ;; arm64-v8a) echo 4100000 ;; esac; }
jna_bytes() { case $1 in armeabi-v7a) echo 44726 ;; arm64-v8a) echo 42706 ;; x86_64) echo 44273 ;; esac; }
# core_most ABI: what of it is left for the core; nothing for x86_64.
core_most() {
    local most
    most=$(download_most "$1")
    [ -z "$most" ] || echo $((most - SHELL_MOST - $(jna_bytes "$1")))
}

# deflated FILE: its bytes as an entry of a zip file, which a package is.
deflated() { gzip -9 -n -c "$1" | wc -c | tr -d ' '; }
