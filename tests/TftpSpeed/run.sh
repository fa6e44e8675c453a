#!/usr/bin/env bash
# The speed of the TFTP servers, side by side: ours, tftpd-hpa, atftpd, dnsmasq. Prints the table and leaves it in
# artifacts/tftp-speed.md. Needs root, for a network namespace and because tftpd-hpa changes its user; installs nothing: the two
# servers that Debian would start as a service are unpacked into the cache.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
program=$root/artifacts/dotnet/bin/TftpSpeed/debug/TftpSpeed.dll
[ "$(id -u)" = 0 ] || { echo "run.sh: needs root: a network namespace, and tftpd-hpa changes its user" >&2; exit 2; }
[ -e "$program" ] || { echo "run.sh: $program is not built: run make build" >&2; exit 2; }

servers=${XDG_CACHE_HOME:-$HOME/.cache}/rustkernel/tftp-servers
# Both packages have an in.tftpd: each gets a folder of its own.
if [ ! -e "$servers/.complete" ]; then
    for package in tftpd-hpa atftpd libwrap0 libpcre3; do
        mkdir -p "$servers/$package"
        file=$(DEBIAN_ARCHITECTURE=$(dpkg --print-architecture) "$root/hil/Firmware/debian-download.sh" "$package" 2> /dev/null)
        dpkg-deb -x "$file" "$servers/$package"
    done
    touch "$servers/.complete"
fi
libraries=$(find "$servers" -name 'lib*.so.*' -exec dirname {} + | sort -u | paste -sd :)

# A network of its own, in which port 69 is free and everything may be bound; files in memory, so that no disk is measured.
files=$(mktemp -d)
trap 'rmdir "$files"' EXIT
unshare --net --mount bash -c '
    ip link set lo up
    # tftpd-hpa looks for an address that is not the loopback one before it resolves any.
    ip address add 192.0.2.1/32 dev lo
    mount -t tmpfs none "$1"
    # The servers change their user.
    chmod 755 "$1"
    export TMPDIR=$1
    exec nice -n -19 env LD_LIBRARY_PATH="$2" PATH="$3:/usr/sbin:$PATH" dotnet "$4" "${@:5}"' \
    bash "$files" "$libraries" "$servers/tftpd-hpa/usr/sbin:$servers/atftpd/usr/sbin" "$program" "$@" "$root/artifacts/tftp-speed.md"
