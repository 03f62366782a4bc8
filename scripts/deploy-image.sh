# shellcheck shell=bash
# Part of scripts/deploy.sh: the image of office/deploy/Containerfile and its containers, by the very lines of its comment.

PORT=
PAGE=
RUNNING= # podman's folder for what runs; it must not be deep
BRIDGES=

image() {
    need "podman runc ip" "podman runc iproute2" || exit "$NOT_HERE"
    RUNNING=$(mktemp -d)
    BRIDGES=$(bridges)
    mkdir -p "$PLACE/image"
    bases
    PORT=$(free_port 18080)
    PAGE=$(free_port 18280)
    (umask 077 && printf 'CONTOH %s\n' "$RANDOM$RANDOM$RANDOM" >"$PLACE/image/passphrase")
    echo "building the image: the office is compiled in it (minutes)"
    check "the lines of its comment build it and start its containers" as_containerfile_says
    NET=(env)
    check "/healthz answers" within 15 "${NET[@]}" curl -fsS --max-time 5 "http://127.0.0.1:$PORT/healthz"
    register image
    check "the opener opens it" within 30 opened podman exec payung-opener office
    check "and finds nothing to flag" contains '"flags":[]' podman exec payung-opener office list --json
    check "an officer reads it" contains "SITI CONTOH" podman exec payung-opener office show "$REGISTRATION"
    check "the keys are the opener's" podman exec payung-opener test -s /keys/keys.json
    check "the intake has none" says "" podman exec payung-intake ls -A /keys
    check "nor the passphrase" not podman exec payung-intake ls /run/secrets/passphrase
    check "the opener has of networks only the loopback" says lo podman exec payung-opener sed -n 's/ *\(.*\):.*/\1/p' /proc/net/dev
    # shellcheck disable=SC2016 # for the container's shell
    check "nobody in it is root" says "10001 10001" podman exec payung-intake sh -c 'echo $(id -u) $(stat -c %u /data)'
    check "the officers' page asks who comes to / to sign in" within 15 contains "<h1>Masuk</h1>" \
        curl -fsSL --max-time 5 "http://127.0.0.1:$PAGE/"
    check "it reads the keys" podman exec payung-web test -s /keys/keys.json
    check "and writes none" contains "Read-only file system" podman exec payung-web touch /keys/new
    for one in payung-intake payung-opener payung-web; do
        check "kill -9: $one" killed $one
        check "it is started again" within 15 says "running 1" podman inspect --format '{{.State.Status}} {{.RestartCount}}' $one
        check "SIGTERM ends it within 25 s" in_time 25 podman stop --time 30 $one
        check "with success" says "exited 0" podman inspect --format '{{.State.Status}} {{.State.ExitCode}}' $one
        check "stopped the moment it starts, it ends too" in_time 25 started_and_stopped $one
        check "with success" says "exited 0" podman inspect --format '{{.State.Status}} {{.State.ExitCode}}' $one
        check "it begins again" podman start $one
    done
    check "/healthz answers" within 15 "${NET[@]}" curl -fsS --max-time 5 "http://127.0.0.1:$PORT/healthz"
    check "and all is there" contains '"state": "received"' phone image status "$REGISTRATION"
    echo "  $(command podman --version), $(runc --version | head -n 1), $(podman image inspect --format '{{.Size}}' payung-office) bytes"
}

# Images, volumes, secrets in a store of its own. Limits: what a podman may give that may not raise them.
podman() {
    local limits=()
    case $1 in run | build) limits=(--ulimit nofile=4096:4096 --ulimit nproc=4096:4096) ;; esac
    # Crates come from this machine's cargo, and from nowhere else.
    [ "$1" != build ] || limits+=(--pull-never --network none --volume "$(cargo_home)/registry:/usr/local/cargo/registry:ro")
    command podman --root "$PLACE/storage" --runroot "$RUNNING/root" --tmpdir "$RUNNING/tmp" --runtime runc \
        --cgroup-manager cgroupfs --log-level error "$1" "${limits[@]}" "${@:2}"
}

cargo_home() { echo "${CARGO_HOME:-$HOME/.cargo}"; }

# The two images that the Containerfile begins with, made here: Debian, and Debian with this machine's Rust.
# (One of the distribution has its cargo elsewhere, or its whole /usr for a sysroot: it is not taken.)
bases() {
    local names sysroot host
    read -ra names <<<"$(sed -n 's/^FROM \([^ ]*\).*/\1/p' "$DEPLOY/Containerfile" | tr '\n' ' ')"
    sysroot=$(rustc --print sysroot)
    [ "$sysroot" != /usr ] || sysroot=/nowhere
    host=$(rustc -vV | sed -n 's/^host: //p')
    [ -x "$sysroot/bin/cargo" ] || cannot "the image needs a Rust of rustup: it is copied into its first stage"
    (cd "$PAYUNG_ROOT" && cargo fetch -q --locked)
    mkdir -p "$PLACE/rust/bin" "$PLACE/rust/lib/rustlib"
    cp "$sysroot/bin/cargo" "$sysroot/bin/rustc" "$PLACE/rust/bin/"
    cp "$sysroot"/lib/*.so* "$PLACE/rust/lib/"
    cp -r "$sysroot/lib/rustlib/$host" "$PLACE/rust/lib/rustlib/"
    debian "$PLACE/rust.tar" gcc,libc6-dev "--customize-hook=copy-in '$PLACE/rust/bin' '$PLACE/rust/lib' /usr/local"
    debian "$PLACE/debian.tar"
    podman import --quiet --change "ENV CARGO_HOME=/usr/local/cargo" --change "ENV CARGO_NET_OFFLINE=true" \
        "$PLACE/rust.tar" "localhost/${names[0]}"
    podman import --quiet "$PLACE/debian.tar" "localhost/${names[1]}"
    echo "${names[0]}: Debian $SUITE with $(rustc --version); ${names[1]}: Debian $SUITE"
    rm -rf "$PLACE/rust" "$PLACE"/*.tar
}

# The commands in the Containerfile's comment, with the names that the operator chooses.
as_containerfile_says() {
    local line
    while read -r line; do
        echo "+ $line"
        (cd "$PAYUNG_ROOT" && eval "$line") </dev/null || return 1
    done < <(sed -n 's/^#   //p' "$DEPLOY/Containerfile" |
        sed "s,PASSPHRASE-FILE,'$PLACE/image/passphrase',; s,https://office.example.id,http://127.0.0.1:$PORT,
            s,> trust.json,> '$PLACE/image/trust.json',; s,127.0.0.1:8080:,127.0.0.1:$PORT:,; s,127.0.0.1:8081:,127.0.0.1:$PAGE:,")
}

# free_port FROM: the first that nobody listens on.
free_port() {
    local port=$1
    while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
    echo "$port"
}

# Killed from outside, as by the kernel: `podman kill` would be an operator's wish.
killed() { kill -KILL "$(podman inspect --format '{{.State.Pid}}' "$1")"; }

started_and_stopped() { podman start "$1" && podman stop --time 30 "$1"; }

bridges() { ls -d /sys/class/net/*podman* 2>/dev/null || true; }

image_end() {
    local bridge
    [ -n "$RUNNING" ] || return 0
    {
        podman rm --force --all --time 0
        podman volume rm --force --all
        podman rmi --force --all
        sed -n "s,^[^ ]* \($PLACE/[^ ]*\|$RUNNING/[^ ]*\) .*,\1,p" /proc/mounts | sort -r | xargs -r -n 1 umount
        for bridge in $(bridges); do
            grep -qxF "$bridge" <<<"$BRIDGES" || ip link delete "$(basename "$bridge")"
        done
    } >"$PLACE/end.log" 2>&1
    rm -rf --one-file-system "$RUNNING"
    RUNNING=
}
