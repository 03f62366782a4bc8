#!/usr/bin/env bash
# ./payung office start | stop | ARGS…: an office of your own on this machine, or the office's own commands.
#
#   start      makes keys and rules where there are none, and runs the office in the background, with a sandbox acquirer whose
#              merchant does not exist, so that bills can be tried. It is the office that `./payung term register` reaches.
#              Keys, data and logs lie in .payung, which git ignores.
#   stop       ends both. Their data stays.
#   ARGS…      the office itself: try `./payung office --help`. Its stdout is its own alone.
#
# PAYUNG_OFFICE_DIR names another data folder than .payung/office.
set -eu
. "$(dirname "$0")/common.sh"
trial_folders
sandbox_folder

PID_FILE=$PAYUNG_OFFICE_DIR.pid
LOG_FILE=$PAYUNG_OFFICE_DIR.log
TRUST_FILE=$(dirname "$PAYUNG_OFFICE_DIR")/trust.json
RULES=$(dirname "$PAYUNG_OFFICE_DIR")/rules

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
    local port url
    start_sandbox
    port=$(free_port)
    # The trust file is written beside its place: a start that breaks leaves the old one.
    "$BIN/office" trust --url "http://127.0.0.1:$port" >"$TRUST_FILE.new"
    mv "$TRUST_FILE.new" "$TRUST_FILE"
    # The rules that this program ships with name no merchant, and phones show no code of one that is not named.
    rm -rf "$RULES"
    "$BIN/payung-sandbox-acquirer" rules "$RULES"
    "$BIN/office" bundle sign "$RULES" >/dev/null
    rm -f "$PAYUNG_OFFICE_DIR.url"
    nohup "$BIN/office" serve --listen "127.0.0.1:$port" --open --url-file "$PAYUNG_OFFICE_DIR.url" \
        --acquirer "$(sandbox_url)" --acquirer-key "$SANDBOX/key" </dev/null >/dev/null 2>"$LOG_FILE" &
    echo $! >"$PID_FILE"
    wait_for "the office" "$PAYUNG_OFFICE_DIR.url" "$PID_FILE" "$LOG_FILE"
    url=$(address)
    echo "An office runs at $url. Its keys and data lie in $(dirname "$PAYUNG_OFFICE_DIR")."
}

start_sandbox() {
    ! sandbox_runs || return 0
    (umask 077 && mkdir -p "$SANDBOX")
    : >"$SANDBOX/log"
    nohup "$BIN/payung-sandbox-acquirer" --listen "127.0.0.1:$(free_port 8790)" --dir "$SANDBOX" \
        </dev/null >>"$SANDBOX/log" 2>&1 &
    echo $! >"$SANDBOX/pid"
    wait_for "the sandbox" "$SANDBOX/log" "$SANDBOX/pid" "$SANDBOX/log"
}

# wait_for WHO FILE PID_FILE LOG: until FILE has something in it; fails when WHO has ended before or takes half a minute. The
# process is known by its number alone: until it has become the program it has another name.
wait_for() {
    local who=$1 file=$2 pid=$3 log=$4 waited=0
    until [ -s "$file" ]; do
        waited=$((waited + 1))
        if [ "$waited" -gt 150 ] || ! kill -0 "$(cat "$pid")" 2>/dev/null; then
            echo "payung: $who did not start. It said (in $log):" >&2
            tail -n 5 "$log" >&2
            rm -f "$pid"
            return 1
        fi
        sleep 0.2
    done
}

stop() {
    end "$SANDBOX/pid" sandbox_runs
    if ! running; then
        echo "No office runs here."
        return
    fi
    end "$PID_FILE" running
    echo "The office is stopped. Its data stays in $(dirname "$PAYUNG_OFFICE_DIR")."
}

# end PID_FILE RUNNING…: ends that process, if it runs, and waits until it has ended.
end() {
    local pid=$1 waited=0
    shift
    "$@" || return 0
    kill "$(cat "$pid")"
    # An office lets requests end for 20 seconds.
    while "$@"; do
        waited=$((waited + 1))
        if [ "$waited" -gt 150 ]; then
            echo "payung: process $(cat "$pid") was asked to end and still runs after half a minute" >&2
            return 1
        fi
        sleep 0.2
    done
    rm -f "$pid"
}

# The process that was started here still runs, and no other program has its number.
running() {
    [ -s "$PID_FILE" ] && ps -p "$(cat "$PID_FILE")" -o args= 2>/dev/null | grep -q 'office serve'
}

address() { cat "$PAYUNG_OFFICE_DIR.url"; }

# free_port [FIRST]: the port that phones know already, or the first one from FIRST, else 8080, on at which nobody listens.
free_port() {
    local port first=${1-8080}
    for port in $([ $# -gt 0 ] || known_port) $(seq "$first" $((first + 100))); do
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
    echo "payung: no port from $first to $((first + 100)) is free" >&2
    return 1
}

known_port() { [ ! -e "$TRUST_FILE" ] || sed -n 's|.*http://127\.0\.0\.1:\([0-9]*\).*|\1|p' "$TRUST_FILE" | head -n 1; }

main "$@"
