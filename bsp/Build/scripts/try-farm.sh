#!/usr/bin/env bash
# Does what docs/FARM.md says under "Two hosts in ten minutes", word for word, on two fresh Debians that systemd boots in containers, in
# a network of their own: the package, PostgreSQL, a certificate, the units, a run from each host to the other. Then kills, stops and
# restarts them. Prints each step's seconds.
# usage: try-farm.sh [trixie]
# Needs root, debootstrap, systemd-nspawn and artifacts/dist's Debian package for this host (make dist).
# fresh-debian.sh has the variables that it reads. Each step's output is in artifacts/trial/SUITE-farm.log.
. "$(dirname "$0")/fresh-debian.sh"
cd "$root"

command -v systemd-nspawn > /dev/null || { echo "try-farm.sh: systemd-nspawn is missing: apt install systemd-container" >&2; exit 2; }
find_package
debian=${1:-trixie}
network=rkfarm$$

# The network: a namespace with a bridge and no way out. nspawn runs in it and connects each machine to the bridge. (ip netns exec would
# mount another /sys, in which nspawn finds no cgroups.)
make_network() {
    ip netns add "$network"
    ip -n "$network" link set lo up
    ip -n "$network" link add farm type bridge
    ip -n "$network" link set farm up
}

stop_all() {
    local pid
    # The end of a machine's first process is the end of all.
    for pid in $(cat "$trial"/farm-*.pid 2> /dev/null); do kill -KILL "$pid" 2> /dev/null || true; done
    rm -f "$trial"/farm-*.pid
    for pid in $(ip netns pids "$network" 2> /dev/null); do kill -KILL "$pid" 2> /dev/null || true; done
    ip netns del "$network" 2> /dev/null || true
}
trap stop_all EXIT

# on HOST SHELL-TEXT: as root on a machine that runs.
on() {
    local leader
    leader=$(cat "$trial/farm-$1.pid")
    timeout --kill-after=10 300 nsenter --target "$leader" --mount --uts --ipc --net --pid --root \
        env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb LANG=C.UTF-8 sh -e -c "cd; $2"
}

# block NUMBER: the NUMBERth block of commands of the section in docs/FARM.md.
block() {
    awk -v wanted="$1" '
        /^## / { inside = /^## Two hosts in ten minutes/ }
        inside && /^```/ { open = !open; if (open) count++; next }
        inside && open && count == wanted' docs/FARM.md
}

# A Debian that can boot, with the package's file. The names one and two are the hosts of the document.
make_machine() {
    machine=$trial/farm-$1 suite=$debian
    make_fresh
    inside 300 apt-get update -q
    inside 600 apt-get install -q -y --no-install-recommends systemd-sysv dbus iproute2 procps
    cp "$package" "$machine/root/"
    echo "$1" > "$machine/etc/hostname"
    printf '127.0.0.1 localhost\n10.77.0.1 one\n10.77.0.2 two\n' > "$machine/etc/hosts"
    suite=$debian-farm
}

# The packages come over the host's network, which the booted machines do not have. So apt's lines run first.
install_packages() {
    machine=$trial/farm-$1
    inside 600 sh -e -c "cd /root; export DEBIAN_FRONTEND=noninteractive; $(block "$2" | grep '^apt install' | sed 's/apt install/apt-get install -q -y/')"
}

boot() {
    local host=$1 address=$2 i
    UNIFIED_CGROUP_HIERARCHY=1 nsenter --net="/run/netns/$network" systemd-nspawn --quiet --boot -D "$trial/farm-$host" -M "$host$$" \
        --register=no --keep-unit --network-veth --network-bridge=farm > "$trial/farm-$host.console" 2>&1 < /dev/null &
    local nspawn=$!
    disown "$nspawn"
    for i in $(seq 60); do
        sleep 1
        kill -0 "$nspawn" || { cat "$trial/farm-$host.console"; return 1; }
        pgrep -P "$nspawn" | head -n 1 > "$trial/farm-$host.pid"
        [ ! -s "$trial/farm-$host.pid" ] || ! on "$host" 'systemctl is-active dbus' || break
    done
    on "$host" "ip address add $address/24 dev host0; ip link set host0 up"
}

walk() { on "$1" "$(block "$2" | grep -v '^apt install')"; }

copy_secrets() {
    on one 'tar -c -C /etc/rustkernel token farm.pem' | on two 'mkdir -p /etc/rustkernel; tar -x -C /etc/rustkernel'
}

boards_of_both() {
    local i
    for i in $(seq 60); do
        on two 'export RK_FARM=https://one:8080 SSL_CERT_FILE=/etc/rustkernel/farm.pem
            rk farm boards --token-file /etc/rustkernel/token' > "$trial/boards" 2>&1 || true
        [ "$(grep -c -E '^(one|two)-qemu-virt' "$trial/boards")" != 2 ] || break
        sleep 1
    done
    cat "$trial/boards"
    [ "$(grep -c -E '^(one|two)-qemu-virt' "$trial/boards")" = 2 ]
}

submit() {
    on "$1" "export RK_FARM=https://one:8080 SSL_CERT_FILE=/etc/rustkernel/farm.pem
        rk farm submit $2 --suite ${3:-boot} --token-file /etc/rustkernel/token"
}

# A job that takes a while, and in its middle the agent's unit is stopped: the run ends in order, the machine is off.
stop_in_the_middle() {
    local i
    on two "export RK_FARM=https://one:8080 SSL_CERT_FILE=/etc/rustkernel/farm.pem
        rk farm submit two-qemu-virt --suite all --retries 0 --detach --token-file /etc/rustkernel/token"
    for i in $(seq 60); do on two 'pgrep -f "[q]emu-system-aarch64"' && break; sleep 0.5; done
    [ "$i" -lt 60 ] || return 1
    on two 'systemctl stop rustkernel-farm-agent; journalctl -u rustkernel-farm-agent -n 8 --no-pager
        systemctl show -p Result rustkernel-farm-agent | grep Result=success
        if pgrep -af "[q]emu-system-aarch64"; then exit 1; fi'
    on one 'export RK_FARM=https://one:8080 SSL_CERT_FILE=/etc/rustkernel/farm.pem; rk farm queue --token-file /etc/rustkernel/token'
}

killed_and_back() {
    on one 'systemctl kill --signal=KILL rustkernel-farm'
    boards_of_both
}

suite=$debian-farm
: > "$trial/$suite.log"
make_network
step "two fresh Debians with systemd" eval 'make_machine one && make_machine two'
begun=$SECONDS
step "one: apt install" install_packages one 1
step "two: apt install" install_packages two 2
step "both boot" eval 'boot one 10.77.0.1 && boot two 10.77.0.2'
[ $failed = 0 ] || exit 1
step "one: PostgreSQL, certificate, units" walk one 1
step "two: token and certificate copied" copy_secrets
step "two: unit" walk two 2
step "both boards are in the farm" boards_of_both
step "a run on two, submitted on one" submit one two-qemu-virt
step "a run on one, submitted on two" submit two one-qemu-virt
printf '%-9s %-48s %7d s\n' "$suite" "from the package to here" $((SECONDS - begun))
step "the coordinator is killed, and is back" killed_and_back
step "the agent is stopped in the middle of a run" stop_in_the_middle
step "two: power off" on two 'systemctl start rustkernel-farm-agent; systemctl poweroff'
exit $failed
