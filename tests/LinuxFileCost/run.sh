#!/usr/bin/env bash
# What files cost, on Linux and here, on one QEMU: boots both in turns, each with a fresh disk, and prints the medians as the table of
# docs/PERFORMANCE.md. By hand, about 15 minutes (vfat's directory is most of it).
# usage: run.sh FOLDER [TURNS], 5 turns by default. FOLDER: where a package linux-image-6.1.*-arm64 of Debian was unpacked:
#   dpkg --add-architecture arm64 && apt-get update
#   apt-get download linux-image-6.1.0-56-arm64:arm64 && dpkg -x linux-image-6.1.*.deb FOLDER
# Needs gcc-aarch64-linux-gnu, libc6-dev-arm64-cross, cpio, dosfstools, e2fsprogs; and what make build needs.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
rk=$here/../../rk
folder=$(cd "${1:?usage: run.sh FOLDER [TURNS]}" && pwd)
turns=${2:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
drive="if=none,id=d,format=raw,cache=unsafe,file=$work/disk.img"

make_initrd() {
    mkdir "$work/root" "$work/root/dev"
    aarch64-linux-gnu-gcc -O2 -static -Wall -Werror -o "$work/root/init" "$here/init.c"
    for module in virtio_mmio virtio_blk crc32c_generic crc16 mbcache jbd2 ext4 nls_ascii nls_cp437 fat vfat; do
        cp "$(find "$folder"/lib/modules -name "$module.ko" | head -1)" "$work/root/"
    done
    mknod "$work/root/dev/console" c 5 1
    (cd "$work/root" && find . | cpio -o -H newc --quiet) > "$work/initrd"
}

run_linux() {
    "$here/disk.sh" "$work/disk.img"
    mkfs.ext4 -q -F -E offset=$((1050624 * 512)) "$work/disk.img" 512M
    qemu-system-aarch64 -M virt,gic-version=3 -cpu cortex-a72 -m 1G -nic none -nographic -icount shift=0,sleep=on \
        -global virtio-mmio.force-legacy=false -kernel "$folder"/boot/vmlinuz-* -initrd "$work/initrd" \
        -append 'console=ttyAMA0 quiet panic=-1' -drive "$drive" -device virtio-blk-device,drive=d < /dev/null
}

run_ours() {
    "$here/disk.sh" "$work/disk.img"
    "$rk" fs make "$work/disk.img" > /dev/null
    "$rk" test qemu-virt --suite filecost --cpu cortex-a72 --gic 3 --memory 1G --smp 1 \
        --qemu-arg=-icount --qemu-arg=shift=0,sleep=on --qemu-arg=-drive --qemu-arg="$drive" \
        --qemu-arg=-device --qemu-arg=virtio-blk-device,drive=d,bus=virtio-mmio-bus.0 \
        --log "$work" --history none --console "$work/console" || return
    cat "$work/console"
}

# Each figure as "FILE-SYSTEM.OPERATION NUMBER". A run without all of them is a failure, and its log says why.
figures_of() {
    sed -n 's/.*filecost: \(\(boot\|data\|vfat\|ext4\)\.[a-z0-9_]* [0-9]*\).*/\1/p' "$1" > "$work/found"
    [ "$(wc -l < "$work/found")" = 16 ] || { cat "$1" >&2; echo "run.sh: 16 figures were expected of this run" >&2; exit 1; }
    cat "$work/found" >> "$work/figures"
}

make_initrd
for turn in $(seq "$turns"); do
    for system in linux ours; do
        "run_$system" > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
        figures_of "$work/log"
        echo "turn $turn of $turns: $system, $(tr '\n' ' ' < "$work/found")" >&2
    done
done

# Bold: above Linux.
sort -k 1,1 -k 2,2n "$work/figures" | awk '
    function text(n) { return n < 1e6 ? sprintf("%d", n) : n < 1e7 ? sprintf("%.2f M", n / 1e6) \
        : n < 1e8 ? sprintf("%.1f M", n / 1e6) : sprintf("%.0f M", n / 1e6) }
    function pair(ours, linux) { return (ours > linux ? "**" text(ours) "**" : text(ours)) " | " text(linux) \
        " | " sprintf("%.2f", ours / linux) }
    { samples[$1, ++count[$1]] = $2 }
    END {
        for (name in count) median[name] = samples[name, int((count[name] + 1) / 2)]
        rows = split("open_read_4k write_64m read_64m create_write_fsync make_10000 list_10000 stat_of_10000 remove_10000", row, " ")
        print "| operation | `/boot` | vfat | ratio | `/data` | ext4 | ratio |\n|---|---|---|---|---|---|---|"
        for (i = 1; i <= rows; i++)
            print "| " row[i] " | " pair(median["boot." row[i]], median["vfat." row[i]]) " | " \
                pair(median["data." row[i]], median["ext4." row[i]]) " |"
    }'
