#!/usr/bin/env bash
# What sockets cost on Linux, on the QEMU that rk bench takes. tests/EndToEnd.Tests (NetworkCostTests) has the peer and runs it.
# usage: run.sh FOLDER FROM TO ASK: ports of 127.0.0.1, and a folder where a package linux-image-6.1.*-arm64 of Debian was unpacked:
#   apt-get download linux-image-6.1.0-56-arm64:arm64 && dpkg -x linux-image-6.1.*.deb FOLDER
# Needs gcc-aarch64-linux-gnu, libc6-dev-arm64-cross, cpio.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$(cd "${1:?usage: run.sh FOLDER FROM TO ASK}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/root" "$work/root/dev"
aarch64-linux-gnu-gcc -O2 -static -Wall -o "$work/root/init" "$here/init.c"
for module in virtio_mmio failover net_failover virtio_net; do
    cp "$(find "$folder"/lib/modules -name "$module.ko" | head -1)" "$work/root/"
done
mknod "$work/root/dev/console" c 5 1
(cd "$work/root" && find . | cpio -o -H newc --quiet) > "$work/initrd"

qemu-system-aarch64 -M virt,gic-version=3 -cpu cortex-a72 -m 1G -nographic -icount shift=0,sleep=on \
    -global virtio-mmio.force-legacy=false -kernel "$folder"/boot/vmlinuz-* -initrd "$work/initrd" \
    -append "console=ttyAMA0 quiet panic=-1 ports=$2,$3,$4" \
    -netdev user,id=net0 -device virtio-net-device,netdev=net0 |
    grep --line-buffered netcost
