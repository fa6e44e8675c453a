#!/usr/bin/env bash
# What files cost on Linux, on the QEMU that rk bench takes: for docs/PERFORMANCE.md, by hand, 20 minutes (vfat's directory is most of it).
# usage: run.sh FOLDER, where a package linux-image-6.1.*-arm64 of Debian was unpacked:
#   apt-get download linux-image-6.1.0-56-arm64:arm64 && dpkg -x linux-image-6.1.*.deb FOLDER
# Needs gcc-aarch64-linux-gnu, libc6-dev-arm64-cross, cpio, dosfstools, e2fsprogs.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$(cd "${1:?usage: run.sh FOLDER}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/root" "$work/root/dev"
aarch64-linux-gnu-gcc -O2 -static -Wall -o "$work/root/init" "$here/init.c"
for module in virtio_mmio virtio_blk crc32c_generic crc16 mbcache jbd2 ext4 nls_ascii nls_cp437 fat vfat; do
    cp "$(find "$folder"/lib/modules -name "$module.ko" | head -1)" "$work/root/"
done
mknod "$work/root/dev/console" c 5 1
(cd "$work/root" && find . | cpio -o -H newc --quiet) > "$work/initrd"

"$here/disk.sh" "$work/disk.img"
mkfs.ext4 -q -F -E offset=$((1050624 * 512)) "$work/disk.img" 512M

qemu-system-aarch64 -M virt,gic-version=3 -cpu cortex-a72 -m 1G -nic none -nographic -icount shift=0,sleep=on \
    -global virtio-mmio.force-legacy=false -kernel "$folder"/boot/vmlinuz-* -initrd "$work/initrd" \
    -append 'console=ttyAMA0 quiet panic=-1' \
    -drive "if=none,id=d,format=raw,cache=unsafe,file=$work/disk.img" -device virtio-blk-device,drive=d |
    grep --line-buffered filecost
