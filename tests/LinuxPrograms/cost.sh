#!/usr/bin/env bash
# What programs cost on Linux, on the QEMU of tests/EndToEnd.Tests (LinuxCostTests), which runs it.
# usage: cost.sh FOLDER COST HELLO: a folder where a package linux-image-6.1.*-arm64 of Debian was unpacked
# (tests/LinuxNetworkCost/run.sh says how), and two static programs. Needs gcc-aarch64-linux-gnu, libc6-dev-arm64-cross, cpio.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$(cd "${1:?usage: cost.sh FOLDER COST HELLO}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/root" "$work/root/dev" "$work/root/proc" "$work/root/sys"
aarch64-linux-gnu-gcc -O2 -static -Wall -Werror -o "$work/root/init" "$here/costs.c"
cp "$2" "$work/root/cost"
cp "$3" "$work/root/hello"
mknod "$work/root/dev/console" c 5 1
(cd "$work/root" && find . | cpio -o -H newc --quiet) > "$work/initrd"

qemu-system-aarch64 -M virt,gic-version=3 -cpu cortex-a72 -m 1G -smp 1 -nic none -nographic -no-reboot -icount shift=0,sleep=off \
    -kernel "$folder"/boot/vmlinuz-* -initrd "$work/initrd" -append 'console=ttyAMA0 quiet panic=-1' < /dev/null
