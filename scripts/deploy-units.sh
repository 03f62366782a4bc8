# shellcheck shell=bash
# Part of scripts/deploy.sh: Debian with systemd as a machine of its own, installed by the very lines of docs/operating.md.

MACHINE=payung-deploy
NSPAWN=
LEADER=
PASSWORD="payung hujan pasar"

units() {
    need "systemd-nspawn nsenter ip" "systemd-container util-linux iproute2" || exit "$NOT_HERE"
    debian "$PLACE/machine" systemd,dbus,sqlite3
    put_sources
    chroot "$PLACE/machine" /src/target/release/office --version >"$PLACE/said" 2>&1 ||
        cannot "what is built here does not run on Debian $SUITE: $(tail -n 1 "$PLACE/said")"
    boot
    # In the machine's network, and in nothing else of it: a phone.
    NET=(nsenter --net="/proc/$LEADER/ns/net" --)
    verify
    check "the commands of docs/operating.md install it" inside sh -euxc "cd /src; $(as_operating_says)"
    mkdir "$PLACE/units" && cp "$PLACE/machine/src/trust.json" "$PLACE/units/"
    receives_and_opens
    shows_officers
    keeps_apart
    keeps_the_page_in
    ends_and_begins
    works_by_the_clock
    plays_the_intake
    check "the journal names no registration" not inside sh -c "journalctl | grep -F -e '$REGISTRATION' -e '$ERASED'"
    follows_the_first_day
    check "no unit has failed" says "" inside systemctl list-units --failed --plain --no-legend
    exposure
}

# What an operator has: the sources, the built office, a passphrase.
put_sources() {
    local src=$PLACE/machine/src
    mkdir -p "$src/target/release" "$src/office"
    cp "$PROGRAM" "$src/target/release/office"
    cp -r "$DEPLOY" "$src/office/"
    (umask 077 && printf 'CONTOH %s\n' "$RANDOM$RANDOM$RANDOM" >"$src/passphrase")
}

# The block of "As a service", with the names that the operator chooses.
as_operating_says() {
    awk '/^## / { here = /As a service/ } here && /^```$/ { exit } block { print } here && /^```sh/ { block = 1 }' \
        "$PAYUNG_ROOT/docs/operating.md" |
        sed 's,PASSPHRASE-FILE,/src/passphrase,; s,https://office.example.id,http://127.0.0.1:8080,'
}

boot() {
    local apart=()
    # Where systemd does not run, nobody can be asked for a unit of its own.
    [ -d /run/systemd/system ] || apart=(--register=no --keep-unit)
    # CAP_BPF and bpf: IPAddressDeny= is a program in the kernel, which a machine may load and a container may not.
    SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 systemd-nspawn --quiet "${apart[@]}" --directory="$PLACE/machine" --machine=$MACHINE \
        --private-network --resolv-conf=off --timezone=off --link-journal=no --console=pipe --boot \
        --capability=CAP_BPF --system-call-filter=bpf \
        </dev/null >"$PLACE/nspawn.log" 2>&1 &
    NSPAWN=$!
    if ! within 30 leads; then
        cat "$PLACE/nspawn.log" >&2
        cannot "systemd-nspawn cannot boot here"
    fi
    check "it boots: $(inside systemctl --version | head -n 1)" says running inside systemctl is-system-running --wait
}

# Its first process is the child of systemd-nspawn that answers as systemd.
leads() {
    kill -0 "$NSPAWN" || return 1
    LEADER=$(cut -d ' ' -f 1 "/proc/$NSPAWN/task/$NSPAWN/children")
    [ -n "$LEADER" ] && inside systemctl list-jobs >"$PLACE/said" 2>&1
}

inside() { nsenter --all --target "$LEADER" -- env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin "$@"; }

# within_unit UNIT COMMAND…: as root, in the folders and the network of the unit's main process.
within_unit() { inside nsenter --mount --net --target "$(main_pid "$1")" -- "${@:2}"; }

main_pid() { inside systemctl show --property=MainPID --value "$1"; }

verify() {
    inside sh -c 'cp /src/target/release/office /usr/local/bin/ && cp /src/office/deploy/*.service /src/office/deploy/*.timer /etc/systemd/system/'
    check "systemd-analyze verify has nothing to say" says "" inside sh -c 'systemd-analyze verify /etc/systemd/system/payung-*'
    inside sh -c 'rm /usr/local/bin/office /etc/systemd/system/payung-*'
}

receives_and_opens() {
    check "the intake is active" within 10 inside systemctl is-active payung-intake
    check "the opener is active" within 10 inside systemctl is-active payung-opener
    check "/healthz answers" within 10 "${NET[@]}" curl -fsS --max-time 5 http://127.0.0.1:8080/healthz
    register units
    check "the opener opens it" within 30 opened inside payung-office
    check "and finds nothing to flag" contains '"flags":[]' inside payung-office list --json
    check "an officer reads it" contains "SITI CONTOH" inside payung-office show "$REGISTRATION"
}

# opened OFFICE…: is the registration opened?
opened() { contains '"opened":true' "$@" list --json; }

# What an officer's browser does. The proxy that the page is told of is not there.
shows_officers() {
    local page=http://127.0.0.1:8081
    true >"$PLACE/cookie"
    check "the officers' page is active" within 10 inside systemctl is-active payung-office-web
    check "it asks who comes to / to sign in" within 10 contains "<h1>Masuk</h1>" browse --location $page/
    check "an officer is added, the password on stdin" add_officer dewi
    sign_in dewi
    check "the registration is in the queue" contains "/registrations/$REGISTRATION" browse $page/queue
    check "the officer reads it" contains "SITI CONTOH" browse "$page/registrations/$REGISTRATION"
    check "and sees a photo" contains "content-type: image/jpeg" browse --dump-header - --output /dev/null \
        "$page$(grep -o "/registrations/$REGISTRATION/photos/[A-Za-z0-9_-]*" "$PLACE/said" | head -n 1)"
    check "which the audit log says" audited dewi photos
}

# browse ARGS…: curl in the machine's network, as whoever signed in last.
browse() { "${NET[@]}" curl -fsS --max-time 5 --header "@$PLACE/cookie" "$@"; }

# A reader: who decides is asked for a code of an authenticator app, and this browser has none.
add_officer() { inside payung-office officer add "$1" --role reader <<<"$PASSWORD"; }

# audited WHO WHAT: is there such a row?
audited() { inside payung-office audit | grep -w "$1" | grep -w "$2"; }

keeps_apart() {
    check "the keys are sealed under the passphrase" contains "the keys are locked" inside \
        runuser -u payung -- office --dir /var/lib/payung keys rotate
    inside sh -c 'echo PAYUNG_OFFICE_DATABASE=mysql://nobody >/etc/payung/desk.env'
    check "payung-office takes the database of the units" contains "postgres://USER@HOST/NAME" inside payung-office list
    inside rm /etc/payung/desk.env
    check "the passphrase is root's alone" says "600 root" inside stat --format '%a %U' /etc/payung/passphrase
    check "the opener has it as a credential" within_unit payung-opener test -s /run/credentials/payung-opener.service/passphrase
    check "and the keys" within_unit payung-opener test -s /var/lib/payung-keys/keys.json
    check "and of networks only the loopback" says lo inside nsenter --net --target "$(main_pid payung-opener)" -- \
        sed -n 's/ *\(.*\):.*/\1/p' /proc/self/net/dev
    check "the intake has nothing but its data" says payung within_unit payung-intake ls -A /var/lib
    check "nor the credential" not within_unit payung-intake ls /run/credentials/payung-opener.service/passphrase
    # Both are the same user: what one process of a user may do to another one, the intake may not.
    check "a process of theirs can be looked into" inside runuser -u payung -- ls "$(folders_of "$(bystander)")/var/lib/payung-keys/keys.json"
    check "the intake looks into its data" as_intake ls /var/lib/payung/office.db
    check "not into that process" not as_intake ls "$(folders_of "$(bystander)")/var/lib/payung-keys/keys.json"
    check "which sees neither it nor the opener" not as_intake sh -c "ls -d /proc/$(bystander) /proc/$(main_pid payung-opener) | grep ."
    # As on the first day of an office: the key folder is made after the intake was started.
    check "a key folder made later" inside sh -c "
        systemctl stop payung-intake payung-opener && mv /var/lib/payung-keys /var/lib/away &&
        systemctl start payung-intake && mv /var/lib/away /var/lib/payung-keys && systemctl start payung-opener"
    check "does not appear to the intake" says payung within_unit payung-intake ls -A /var/lib
}

keeps_the_page_in() {
    local unit=payung-office-web page
    page=$(main_pid $unit)
    check "the page has the passphrase as a credential" within_unit $unit test -s /run/credentials/$unit.service/passphrase
    # shellcheck disable=SC2016 # for the machine's shell
    check "of /var/lib it has data and keys" says "payung payung-keys" within_unit $unit sh -c 'echo $(ls -A /var/lib)'
    check "it reads the keys" within_unit $unit test -s /var/lib/payung-keys/keys.json
    check "and writes none" contains "Read-only file system" within_unit $unit touch /var/lib/payung-keys/new
    check "it writes its data" within_unit $unit test -w /var/lib/payung/office.db
    # What does not last: file systems of the kernel and of memory, and the folder that goes with the service.
    check "and no other folder that lasts" says "" within_unit $unit find / -xdev \
        '(' -path /var/lib/payung -o -path /proc -o -path /run -o -path /tmp -o -path /var/tmp ')' -prune -o -type d -writable -print
    check "the intake cannot look into it" not as_intake ls "$(folders_of "$page")/var/lib/payung-keys/keys.json"
    check "nor see it" not as_intake ls -d "/proc/$page"
    check "nor its credential" not within_unit payung-intake ls /run/credentials/$unit.service/passphrase
    # 0100007F is 127.0.0.1, 1F91 is 8081, 0A is listening.
    check "it listens on the loopback alone" says "0100007F:1F91" inside sh -c "
        sed -n 's/^ *[0-9]*: \([0-9A-F]*:1F91\) [0-9A-F:]* 0A .*/\1/p' /proc/net/tcp /proc/net/tcp6"
    "${NET[@]}" ip address add 192.0.2.1/32 dev lo
    # UDP: what the filter drops is said at once.
    check "another address is this machine's" inside bash -c "echo >/dev/udp/192.0.2.1/9"
    check "and out of the page's reach" contains "Operation not permitted" inside bash -c "
        echo \$\$ >/sys/fs/cgroup/system.slice/$unit.service/cgroup.procs && echo >/dev/udp/192.0.2.1/9"
}

# What a process sees as its folders, for those who may look.
folders_of() { printf '/proc/%s/%s' "$1" root; }

# Something of theirs that is not shut in; started once.
bystander() {
    inside systemctl is-active --quiet bystander || inside systemd-run --quiet --property=Type=exec --unit=bystander --uid=payung sleep infinity
    main_pid bystander
}

# Whoever has taken over the intake's process, with its user, its folders and a copy of sqlite3. What the desk believes it believes
# under its own key (ADR 19), and that is not among them.
plays_the_intake() {
    local page=http://127.0.0.1:8081 token hash sessions columns
    ERASED=$REGISTRATION
    register units
    check "the opener opens another one" within 30 opened inside payung-office
    sign_in dewi
    check "dewi has it in her queue" contains "/registrations/$REGISTRATION" browse $page/queue
    check "an officer reads it, with the village" contains "KELURAHAN CONTOH" inside payung-office show "$REGISTRATION"

    check "the intake's user reads the database" contains "$(sqlite_id)" intrude "SELECT lower(hex(id)) FROM registrations"
    check "in which no answer stands" not as_intake grep -r -q -a -F "KELURAHAN CONTOH" /var/lib/payung
    check "office show has no key there" contains "keys" as_intake sh -c "! office --dir /var/lib/payung show $REGISTRATION 2>&1"
    check "and no other folder of the office" says payung as_intake ls -A /var/lib
    check "it writes nothing that lasts but the data" says "" as_intake sh -c "find / -xdev '(' -path /var/lib/payung -o -path /proc \
        -o -path /run -o -path /tmp -o -path /var/tmp ')' -prune -o -type d -writable -print 2>/dev/null"

    # 32 letters A, as the page's cookie has them; a session of that name is what the page would believe if it believed rows.
    token=$(printf %032d 0 | tr 0 A | base64 | tr -d =)
    hash=$(printf %032d 0 | tr 0 A | sha256sum | cut -d ' ' -f 1)
    columns=$(inside sqlite3 /var/lib/payung/office.db "SELECT group_concat(name) FROM pragma_table_info('sessions') WHERE name <> 'token_hash'")
    check "it writes a session of its own" intrude "INSERT INTO sessions (token_hash, $columns) SELECT x'$hash', $columns FROM sessions LIMIT 1"
    check "which is there" says 1 intrude "SELECT count(*) FROM sessions WHERE token_hash = x'$hash'"
    mv "$PLACE/cookie" "$PLACE/dewi"
    sed "s/\(__Host-payung=\).*/\1$token/" "$PLACE/dewi" >"$PLACE/cookie"
    check "and opens no page" not shows_registrations
    mv "$PLACE/dewi" "$PLACE/cookie"
    check "as dewi's own does" shows_registrations
    check "it writes an officer of its own" intrude "
        CREATE TEMP TABLE mine AS SELECT * FROM officers WHERE name = 'dewi';
        UPDATE mine SET name = 'maling', role = 'admin'; INSERT INTO officers SELECT * FROM mine"
    check "who has dewi's password and is not let in" contains " 403" browse_freely --dump-header - --output /dev/null \
        --data-urlencode name=maling --data-urlencode "password=$PASSWORD" $page/sign-in
    check "it makes dewi an admin" intrude "UPDATE officers SET role = 'admin' WHERE name = 'dewi'"
    check "who is nobody then" not shows_registrations
    check "until her row is what it was" intrude "UPDATE officers SET role = 'reader' WHERE name = 'dewi'"
    check "and she is in" shows_registrations
    check "doctor names the officer" contains maling inside payung-office doctor
    sessions=$(inside payung-office officer sessions --json)
    check "the list of sessions has none of it" not grep -q maling <<<"$sessions"
    check "repair removes what the office did not write" inside payung-office officer repair
    check "and nothing else is left of it" says 0 intrude "SELECT count(*) FROM officers WHERE name = 'maling'"

    check "the audit log is whole" inside payung-office audit verify
    check "its user removes who looked" intrude "DROP TRIGGER audit_is_not_removed; DELETE FROM audit WHERE action = 'show'"
    check "and audit verify says at which row" contains "row" inside sh -c "! payung-office audit verify 2>&1"
    check "as doctor does" contains "BAD" inside sh -c "payung-office doctor | grep audit"
}

# The office's keys know whom they wrote; sqlite3 in the hands of the intake's user does not.
intrude() { as_intake sqlite3 -batch /var/lib/payung/office.db "PRAGMA busy_timeout = 10000" "$1" | grep -vx 10000; return "${PIPESTATUS[0]}"; }

# The registration's id as the database has it.
sqlite_id() { tr -d - <<<"$REGISTRATION"; }

sign_in() {
    true >"$PLACE/cookie"
    check "$1 signs in" contains "__Host-payung=" browse --dump-header - \
        --data-urlencode "name=$1" --data-urlencode "password=$PASSWORD" http://127.0.0.1:8081/sign-in
    sed -n 's/^set-cookie: \([^;]*\).*/cookie: \1/ip' "$PLACE/said" >"$PLACE/cookie"
}

shows_registrations() { contains "/registrations/$REGISTRATION" browse http://127.0.0.1:8081/queue; }

# The same as nobody, whatever is answered.
browse_freely() { "${NET[@]}" curl -sS --max-time 5 "$@"; }

as_intake() {
    local user
    user=$(inside id -u payung)
    inside nsenter --user --mount --target "$(main_pid payung-intake)" --setuid "$user" --setgid "$user" -- "$@"
}

ends_and_begins() {
    local unit
    for unit in payung-intake payung-opener payung-office-web; do
        # More starts than systemd takes for reasonable in ten seconds.
        inside systemctl reset-failed
        check "kill -9: $unit" inside systemctl kill --signal=KILL $unit
        check "it is started again" within 15 begun $unit 1
        check "systemctl stop ends it within 25 s" in_time 25 inside systemctl stop $unit
        check "with success" says "Result=success" shown $unit Result
        check "stopped the moment it starts, it ends too" in_time 25 inside sh -c "systemctl start $unit && systemctl stop $unit"
        check "with success" says "Result=success" shown $unit Result
        check "it begins again" inside systemctl start $unit
    done
    check "/healthz answers" within 10 "${NET[@]}" curl -fsS --max-time 5 http://127.0.0.1:8080/healthz
    check "the officer is still signed in" within 10 contains "/registrations/$REGISTRATION" browse http://127.0.0.1:8081/queue
    # With PrivatePIDs= systemd 257 takes, at every second start, the main process for a stranger, and kills it with its SIGTERM.
    for unit in 1 2 3; do
        inside systemctl reset-failed
        check "the intake ends by itself" inside systemctl restart payung-intake
        within 10 "${NET[@]}" curl -fsS --max-time 5 http://127.0.0.1:8080/healthz >/dev/null 2>&1
    done
    check "and never had to be killed" says "" inside sh -c 'journalctl --unit payung-intake | grep "Killing process"'
}

# begun UNIT TIMES: active, and systemd has started it again so many times.
begun() { says "ActiveState=active NRestarts=$2" shown "$1" ActiveState NRestarts; }

# shown UNIT PROPERTY…: in the order asked for, which systemctl does not keep.
shown() {
    local one
    for one in "${@:2}"; do inside systemctl show --property="$one" "$1"; done | paste -sd ' '
}

# in_time SECONDS COMMAND…: it succeeds, and takes no longer.
in_time() {
    local began=$SECONDS
    "${@:2}" && echo "after $((SECONDS - began)) s" && [ $((SECONDS - began)) -le "$1" ]
}

works_by_the_clock() {
    local unit copy
    for unit in payung-backup payung-retention payung-checkpoint payung-renew; do
        check "$unit.timer waits for its time" contains $unit.timer inside systemctl list-timers --no-pager
        check "$unit runs" inside systemctl start $unit
        check "with success" says "Result=success ExecMainStatus=0" shown $unit Result ExecMainStatus
    done
    check "the checkpoint is a line of root's file" says "root" inside stat --format=%U /var/log/payung-checkpoints
    check "and the log goes through it" inside sh -c "
        cp /var/log/payung-checkpoints /var/backups/payung/ && chown payung /var/backups/payung/payung-checkpoints &&
        payung-office audit verify --checkpoints /var/backups/payung/payung-checkpoints && rm /var/backups/payung/payung-checkpoints"
    copy=$(inside sh -c 'ls -d /var/backups/payung/*')
    check "one backup is there, whole" inside sh -c "cd '$copy' && sha256sum --quiet -c SHA256SUMS"
    inside sh -c 'cp -r /var/lib/payung-keys /srv/restored-keys && chmod -R go= /srv/restored-keys'
    check "office restore takes it" inside office --dir /srv/restored restore "$copy" --passphrase-file /etc/payung/passphrase
    check "and everything is in it" contains "$REGISTRATION" inside office --dir /srv/restored list --json
    # Older than the rules by the officer's clock, and by no more than the office believes a clock.
    check "an officer refuses it" inside payung-office --now "$(date -d '-20 days' +%FT%TZ)" refuse "$REGISTRATION" --words CONTOH
    sed 's/"refused": [0-9]*/"refused": 10/' "$DEPLOY/retention.json" >"$PLACE/machine/src/retention.json"
    inside install -o payung -m 0600 /src/retention.json /var/lib/payung/
    check "payung-retention runs by the rules" inside systemctl start payung-retention
    check "it has erased the refused one" contains "$REGISTRATION" inside payung-office erased --json
    check "the audit log says so, of the timer" erased_by_timer
}

# The other way in, from the beginning: the office of before is taken away.
follows_the_first_day() {
    check "a machine without an office" inside bash -euc '
        cd /etc/systemd/system && systemctl --quiet disable --now payung-* && systemctl stop bystander
        rm -rf /var/lib/payung* /etc/payung /var/backups/payung /etc/systemd/system/payung-* /usr/local/bin/office
        userdel --force payung && systemctl daemon-reload && mkdir -p /media/copies'
    check "the lines of docs/first-day.md, as root" inside bash -euxc "cd /src; $(as_the_first_day_says)"
    mkdir "$PLACE/first-day" && cp "$PLACE/machine/srv/trust.json" "$PLACE/first-day/"
    local unit
    for unit in payung-intake payung-opener payung-office-web; do
        check "$unit is active" within 10 inside systemctl is-active "$unit"
    done
    check "/healthz answers" within 10 "${NET[@]}" curl -fsS --max-time 5 http://127.0.0.1:8080/healthz
    register first-day
    check "the opener opens it" within 30 opened inside payung-office
    true >"$PLACE/cookie"
    check "the officers' page asks to sign in" within 10 contains "<h1>Masuk</h1>" browse --location http://127.0.0.1:8081/
    check "and takes dewi's password" contains "name=\"ticket\"" browse --data-urlencode "name=dewi" \
        --data-urlencode "password=$PASSWORD" http://127.0.0.1:8081/sign-in
    for unit in payung-backup payung-checkpoint payung-renew; do
        check "$unit runs" inside systemctl start "$unit"
    done
    check "doctor finds nothing bad" not contains BAD inside payung-office doctor
    check "data and keys were copied, says doctor" contains "ok    backup" inside payung-office doctor
}

# The block of docs/first-day.md without the compilation, the certificate, the proxy, and what it calls by hand.
as_the_first_day_says() {
    awk '/^```$/ { exit } block { print } /^```sh/ { block = 1 }' "$PAYUNG_ROOT/docs/first-day.md" |
        grep -v -e 'by hand' -e '^certbot' -e nginx |
        sed "s,^cargo build [^&]*&& ,,; s,https://office.example.id,http://127.0.0.1:8080,; s,^office officer add,echo '$PASSWORD' | &,"
}

erased_by_timer() { inside payung-office audit | grep timer | grep erase; }

# From 0 (nothing exposed) to 10.
exposure() {
    echo "  systemd-analyze security: $(for unit in intake opener office-web backup retention checkpoint; do
        inside systemd-analyze security --no-pager "payung-$unit.service" | sed -n 's/.*\(payung-[a-z-]*\)\.service: \([0-9.]*\).*/\1 \2/p'
    done | paste -sd , | sed 's/,/, /g')"
}

units_end() {
    local own path
    [ -n "$NSPAWN" ] || return 0
    if [ -n "$LEADER" ] && kill -0 "$NSPAWN" 2>/dev/null; then
        # Power off, as systemd understands it.
        kill -s RTMIN+4 "$LEADER" 2>/dev/null
        within 20 not kill -0 "$NSPAWN" 2>/dev/null || kill -KILL "$LEADER"
    fi
    wait "$NSPAWN" 2>/dev/null
    # Without a systemd around it systemd-nspawn leaves its two control groups.
    [ -d /run/systemd/system ] || while IFS=: read -r _ kind path; do
        own=$(findmnt -n -o TARGET -t cgroup -O "$kind" 2>/dev/null | head -n 1)
        [ -n "$kind" ] || own=$(findmnt -n -o TARGET -t cgroup2 | head -n 1)
        [ -z "$own" ] || find "$own$path/payload" "$own$path/supervisor" -depth -type d -exec rmdir {} \; 2>/dev/null
    done </proc/self/cgroup
    NSPAWN=
}
