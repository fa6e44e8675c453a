#!/usr/bin/env bash
# Tries the Debian package on fresh Debians: installs it, runs rk as a user who has nothing else, installs it again, purges it, and looks
# for what stayed. Needs root, debootstrap and a mirror; QEMU emulates in a chroot, no hardware is asked for.
# usage: try-dist.sh [--arm64] [bookworm|trixie ...]     (none: both; the package is the one in artifacts/dist for this host)
#   --arm64   the package for linux-arm64, in ARM64 machines that QEMU emulates; fresh-arm64.sh says how
# fresh-debian.sh has the variables that it reads.
. "$(dirname "$0")/fresh-debian.sh"
cd "$root"

if [ "${1:-}" = --arm64 ]; then
    shift
    . "$scripts/fresh-arm64.sh"
fi
case ${1:-} in -*) echo "try-dist.sh: unknown option $1" >&2; exit 2 ;; esac
find_package
suites=("$@")
[ ${#suites[@]} != 0 ] || suites=(bookworm trixie)

# make_machine: a fresh Debian with the package's file.
make_machine() {
    make_fresh
    # Debian 12's own QEMU is too old; apt takes from backports what is asked for there.
    [ "$suite" != bookworm ] || printf 'deb %s bookworm-backports main\n' "$mirror" >> "$machine/etc/apt/sources.list"
    cp "$package" "$machine/root/rustkernel.deb"
}

install_package() {
    local from=()
    [ "$suite" != bookworm ] || from=(qemu-system-{arm,common,data}/bookworm-backports)
    inside 300 apt-get update -q && inside 300 apt-get install -q -y --no-install-recommends "${from[@]}" /root/rustkernel.deb
}

nothing_stays() {
    inside 60 sh -c 'found=$(ls -d /usr/lib/rustkernel /var/lib/rustkernel /etc/default/rustkernel-farm /usr/bin/rk /etc/rustkernel 2> /dev/null)
        getent passwd rustkernel && exit 1
        [ -z "$found" ] || { echo "left: $found"; exit 1; }'
}

for suite in "${suites[@]}"; do
    machine=$trial/$suite
    : > "$trial/$suite.log"
    step "a fresh Debian" make_machine
    step "apt install rustkernel.deb" install_package
    step "no .NET, no repository" inside 300 sh -c '! command -v dotnet && ! command -v git'
    step "a user" inside 300 useradd -m ann
    step "rk doctor" as_user 300 'rk doctor'
    step "rk test qemu-virt --suite boot" as_user 300 'rk test qemu-virt --suite boot'
    step "rk test qemu-virt --suite boot --image FILE" as_user 300 'cp /usr/lib/rustkernel/artifacts/Image my && rk test qemu-virt --suite boot --image my'
    step "rk image qemu-virt" as_user 300 'rk image qemu-virt'
    step "rk new service is refused with words" as_user 300 'rk new service Foo 2>&1 | grep "needs the sources"'
    step "a farm of one machine, a run submitted" as_user 300 'slower='"$slower"'; rk farm serve & serve=$!
        rk farm agent & agent=$!
        for i in $(seq $((60 * slower))); do rk farm boards 2> /dev/null | grep -q qemu-virt && break; kill -0 $agent || break; sleep 1; done
        timeout $((120 * slower)) rk farm submit --suite boot; status=$?
        kill $agent; wait $agent; kill $serve; wait $serve; exit $status'
    step "completion, units, user" inside 300 sh -c 'ls /usr/share/bash-completion/completions/rk /usr/lib/systemd/system/rustkernel-farm*.service && id rustkernel'
    step "installed again (an upgrade)" inside 300 dpkg -i /root/rustkernel.deb
    step "removed: settings and state stay" inside 300 sh -c 'apt-get remove -q -y rustkernel && ls /etc/default/rustkernel-farm && ls -d /var/lib/rustkernel'
    step "purged" inside 300 apt-get purge -q -y rustkernel
    step "nothing stays" nothing_stays
done
exit $failed
