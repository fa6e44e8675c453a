#!/usr/bin/env bash
# Tries the Debian package on fresh Debians: installs it, runs rk as a user who has nothing else, installs it again, purges it, and looks
# for what stayed. Needs root, debootstrap and a mirror; QEMU emulates in a chroot, no hardware is asked for.
# usage: try-dist.sh [bookworm|trixie ...]     (none: both; the package is the one in artifacts/dist for this host)
# RK_TRIAL    folder of the Debians, kept between calls (default: artifacts/dist/trial)
# RK_MIRROR   where Debian is taken from
. "$(dirname "$0")/common.sh"
set -e -o pipefail
cd "$root"

[ "$(id -u)" = 0 ] || { echo "try-dist.sh needs root, for chroots" >&2; exit 2; }
command -v debootstrap > /dev/null || { echo "try-dist.sh: debootstrap is not installed: apt install debootstrap" >&2; exit 2; }
case $(uname -m) in x86_64) architecture=amd64 ;; aarch64) architecture=arm64 ;; *) echo "no package for $(uname -m)" >&2; exit 2 ;; esac
package=$(echo "$root"/artifacts/dist/rustkernel_*_$architecture.deb)
[ -r "$package" ] || { echo "$package is not there: make dist makes it" >&2; exit 2; }
suites=("$@")
[ ${#suites[@]} != 0 ] || suites=(bookworm trixie)
trial=${RK_TRIAL:-$root/artifacts/dist/trial} mirror=${RK_MIRROR:-http://deb.debian.org/debian}
mkdir -p "$trial"
failed=0

# inside COMMAND...: in the chroot, with its own /proc and /dev, which end with the command.
inside() {
    unshare --mount --pid --fork bash -c '
        machine=$1; shift
        mount -t proc proc "$machine/proc" && mount --rbind --make-rslave /dev "$machine/dev" && mount -t tmpfs tmpfs "$machine/tmp" -o mode=1777
        exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb DEBIAN_FRONTEND=noninteractive \
            timeout --kill-after=10 300 chroot "$machine" "$@"' inside "$machine" "$@"
}

# step WHAT COMMAND...: one line with the seconds; of what fails the last words, too.
step() {
    local what=$1 begun=$EPOCHREALTIME log=$trial/$suite.log status=0
    shift
    echo "== $what" >> "$log"
    "$@" > "$trial/said" 2>&1 < /dev/null || status=$?
    cat "$trial/said" >> "$log"
    awk -v suite="$suite" -v what="$what" -v from="$begun" -v to="$EPOCHREALTIME" -v status=$status \
        'BEGIN { printf "%-9s %-44s %6.1f s  %s\n", suite, what, to - from, status == 0 ? "ok" : "FAILED (" status ")" }'
    [ $status = 0 ] || { failed=1; tail -n 15 "$trial/said" | sed 's/^/    /'; }
}

# make_fresh: a chroot as debootstrap makes it, from the one that was kept.
make_fresh() {
    local base=$trial/$suite.base.tar
    if [ ! -r "$base" ]; then
        rm -rf "$trial/$suite.new"
        debootstrap --variant=minbase "$suite" "$trial/$suite.new" "$mirror"
        tar -c -C "$trial/$suite.new" . > "$base.new"
        mv "$base.new" "$base"
        rm -rf "$trial/$suite.new"
    fi
    rm -rf "$machine"
    mkdir -p "$machine"
    tar -x -C "$machine" -f "$base"
    cp /etc/resolv.conf "$machine/etc/resolv.conf"
    printf 'deb %s %s main\n' "$mirror" "$suite" > "$machine/etc/apt/sources.list"
    # Debian 12's own QEMU is too old; apt takes from backports what is asked for there.
    [ "$suite" != bookworm ] || printf 'deb %s bookworm-backports main\n' "$mirror" >> "$machine/etc/apt/sources.list"
    cp "$package" "$machine/root/rustkernel.deb"
}

install_package() {
    local from=()
    [ "$suite" != bookworm ] || from=(-t bookworm-backports)
    inside apt-get update -q && inside apt-get install -q -y --no-install-recommends "${from[@]}" /root/rustkernel.deb
}

as_user() { inside setpriv --reuid=ann --regid=ann --init-groups env HOME=/home/ann sh -c "cd || exit; $1"; }

nothing_stays() {
    inside sh -c 'found=$(ls -d /usr/lib/rustkernel /var/lib/rustkernel /etc/default/rustkernel-farm /usr/bin/rk /etc/rustkernel 2> /dev/null)
        getent passwd rustkernel && exit 1
        [ -z "$found" ] || { echo "left: $found"; exit 1; }'
}

for suite in "${suites[@]}"; do
    machine=$trial/$suite
    : > "$trial/$suite.log"
    step "a fresh Debian" make_fresh
    step "apt install rustkernel.deb" install_package
    step "no .NET, no repository" inside sh -c '! command -v dotnet && ! command -v git'
    step "a user" inside useradd -m ann
    step "rk doctor" as_user 'rk doctor'
    step "rk test qemu-virt --suite boot" as_user 'rk test qemu-virt --suite boot'
    step "rk test qemu-virt --suite boot --image FILE" as_user 'cp /usr/lib/rustkernel/artifacts/Image my && rk test qemu-virt --suite boot --image my'
    step "rk image qemu-virt" as_user 'rk image qemu-virt'
    step "rk new service is refused with words" as_user 'rk new service Foo 2>&1 | grep "needs the sources"'
    step "a farm of one machine, a run submitted" as_user 'rk farm serve > serve.log 2>&1 & serve=$!
        rk farm agent > agent.log 2>&1 & agent=$!
        for i in $(seq 60); do rk farm boards 2> /dev/null | grep -q qemu-virt && break; sleep 1; done
        timeout 120 rk farm submit --suite boot; status=$?
        kill $agent; wait $agent; kill $serve; wait $serve; cat serve.log agent.log; exit $status'
    step "completion, units, user" inside sh -c 'ls /usr/share/bash-completion/completions/rk /usr/lib/systemd/system/rustkernel-farm*.service && id rustkernel'
    step "installed again (an upgrade)" inside dpkg -i /root/rustkernel.deb
    step "removed: settings and state stay" inside sh -c 'apt-get remove -q -y rustkernel && ls /etc/default/rustkernel-farm && ls -d /var/lib/rustkernel'
    step "purged" inside apt-get purge -q -y rustkernel
    step "nothing stays" nothing_stays
done
exit $failed
