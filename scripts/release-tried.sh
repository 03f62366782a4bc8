# shellcheck shell=bash
# Part of scripts/release.sh: what an archive says of its program was looked at, and the program was started.

# tried PROGRAM LINKED PLACE: a program that is called static has neither a loader nor libraries, and an office founded with it
# answers. Root tries it in a folder that holds nothing else: no resolver, no certificates, no time zones, no users.
tried() {
    local alone=$3/alone in=() base status=0
    need readelf binutils
    if [ "$2" = statically ]; then
        is_static "$1" || return 1
        static_is_noticed || return 1
    fi
    rm -rf "$alone"
    mkdir -p "$alone"
    cp "$1" "$alone/office"
    base=$alone
    if [ "$2" = statically ] && [ "$(id -u)" = 0 ]; then
        in=("$(type -P chroot)" "$alone") base=
    fi
    OFFICE=("${in[@]+"${in[@]}"}" "$base/office" --dir "$base/data")
    founded "$alone" "$base" >"$3/tried.log" 2>&1 || status=1
    end_tried
    if [ "$status" != 0 ]; then
        echo "payung: the program does not run as it should; it said last:" >&2
        tail -n 20 "$3/tried.log" >&2
        return 1
    fi
    rm -rf "$alone" "$3/tried.log"
    if [ "${#in[@]}" -gt 0 ]; then
        echo "tried: static; init, serve, list, backup and doctor run in a folder that holds nothing but it"
    else
        echo "tried: init, serve, list, backup and doctor run"
    fi
}

# is_static PROGRAM: says what it still needs when it is not.
is_static() {
    local needs
    needs=$(LC_ALL=C readelf --wide --program-headers --dynamic "$1" | grep -E 'INTERP|\(NEEDED\)|interpreter') || return 0
    echo "payung: $1 is not static:" >&2
    echo "$needs" >&2
    return 1
}

# The check itself must be able to fail: this shell is linked dynamically on every system that this script knows.
static_is_noticed() {
    if (is_static "$BASH") 2>/dev/null; then
        echo "payung: the check is blind: it takes $BASH for a static program" >&2
        return 1
    fi
}

TRIED=

# founded FOLDER BASE: the first day of an office, in short. BASE is how the program sees the folder.
founded() {
    local url answer
    "${OFFICE[@]}" init --name "KANTOR CONTOH" --address "Jalan Contoh 1" --contact "0812 0000 0000" \
        --url http://127.0.0.1:1 --trust "$2/trust.json" || return 1
    env -i "${OFFICE[@]}" serve --open --listen 127.0.0.1:0 --url-file "$2/url" &
    TRIED=$!
    for _ in $(seq 100); do
        [ ! -s "$1/url" ] || break
        sleep 0.1
    done
    url=$(cat "$1/url") || return 1
    # Not by curl: who builds need not have it.
    exec 3<>"/dev/tcp/127.0.0.1/${url##*:}" || return 1
    printf 'GET /v1/bundle?engine=99 HTTP/1.0\r\nhost: office\r\n\r\n' >&3
    answer=$(head -n 1 <&3)
    exec 3>&-
    [[ $answer == *' 200 '* ]] || return 1
    "${OFFICE[@]}" list || return 1
    "${OFFICE[@]}" backup "$2/copy" || return 1
    "${OFFICE[@]}" keys backup "$2/keys-copy.json" --copy-passphrase-file "$2/trust.json" || return 1
    "${OFFICE[@]}" doctor --deep || return 1
    kill "$TRIED" || return 1
    wait "$TRIED" || return 1
    TRIED=
}

end_tried() {
    [ -z "$TRIED" ] || { kill "$TRIED" && wait "$TRIED"; } 2>/dev/null || true
    TRIED=
}
