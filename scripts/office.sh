#!/usr/bin/env bash
# ./payung office start | stop | ARGS…: an office of your own on this machine, or the office's own commands.
#
#   start      makes keys and rules where there are none, and runs the office in the background. It is the office that
#              `./payung term register` reaches. Keys, data and log lie in .payung, which git ignores.
#   stop       ends it. Its data stays.
#   ARGS…      the office itself: try `./payung office --help`. Its stdout is its own alone.
#
# PAYUNG_OFFICE_DIR names another data folder than .payung/office.
set -eu
. "$(dirname "$0")/common.sh"
trial_folders

PID_FILE=$PAYUNG_OFFICE_DIR.pid
LOG_FILE=$PAYUNG_OFFICE_DIR.log
TRUST_FILE=$(dirname "$PAYUNG_OFFICE_DIR")/trust.json

main() {
    case ${1-} in
        start | stop)
            local what=$1
            shift
            help_when_asked "$@"
            no_arguments "$@"
            "$what"
            ;;
        *)
            need_rust
            build_quietly office "${WORKSPACE[@]}"
            exec "$BIN/office" "$@"
            ;;
    esac
}

start() {
    if running; then
        echo "The office runs already: $(address)"
        return
    fi
    need_rust
    build_quietly office "${WORKSPACE[@]}"
    (umask 077 && mkdir -p "$(dirname "$PAYUNG_OFFICE_DIR")")
    local port url waited=0
    port=$(free_port)
    # The trust file is written beside its place: a start that breaks leaves the old one.
    "$BIN/office" trust --url "http://127.0.0.1:$port" >"$TRUST_FILE.new"
    mv "$TRUST_FILE.new" "$TRUST_FILE"
    "$BIN/office" bundle sign --built-in >/dev/null
    rm -f "$PAYUNG_OFFICE_DIR.url"
    nohup "$BIN/office" serve --listen "127.0.0.1:$port" --open --url-file "$PAYUNG_OFFICE_DIR.url" \
        </dev/null >/dev/null 2>"$LOG_FILE" &
    echo $! >"$PID_FILE"
    until [ -s "$PAYUNG_OFFICE_DIR.url" ]; do
        waited=$((waited + 1))
        if [ "$waited" -gt 150 ] || ! running; then
            echo "payung: the office did not start. It said (in $LOG_FILE):" >&2
            tail -n 5 "$LOG_FILE" >&2
            rm -f "$PID_FILE"
            return 1
        fi
        sleep 0.2
    done
    url=$(address)
    echo "An office runs at $url. Its keys and data lie in $(dirname "$PAYUNG_OFFICE_DIR")."
}

stop() {
    if ! running; then
        echo "No office runs here."
        return
    fi
    local waited=0
    kill "$(cat "$PID_FILE")"
    while running && [ "$waited" -lt 100 ]; do
        waited=$((waited + 1))
        sleep 0.2
    done
    rm -f "$PID_FILE"
    echo "The office is stopped. Its data stays in $(dirname "$PAYUNG_OFFICE_DIR")."
}

# The process that was started here still runs, and no other program has its number.
running() {
    [ -s "$PID_FILE" ] && ps -p "$(cat "$PID_FILE")" -o args= 2>/dev/null | grep -q 'office serve'
}

address() { cat "$PAYUNG_OFFICE_DIR.url"; }

# The port that phones know already, or the first one from 8080 on at which nobody listens.
free_port() {
    local port
    for port in $(known_port) $(seq 8080 8180); do
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
    echo "payung: no port from 8080 to 8180 is free" >&2
    return 1
}

known_port() { [ ! -e "$TRUST_FILE" ] || sed -n 's|.*http://127\.0\.0\.1:\([0-9]*\).*|\1|p' "$TRUST_FILE" | head -n 1; }

main "$@"
