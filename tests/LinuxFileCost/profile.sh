#!/usr/bin/env bash
# Where the instructions of each row of run.sh go: writes START.1 to START.16, the rows of /boot and those of /data, by program and function.
# START.1 has all that came before, and each has what is done between the rows.
# usage: profile.sh START, after make build
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
artifacts=$here/../../artifacts
start=${1:?usage: profile.sh START}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$here/disk.sh" "$work/disk.img"
"$here/../../rk" fs make "$work/disk.img" > /dev/null
programs=$(printf ',elf=%s' "$artifacts"/kernel.elf "$artifacts"/services/*.elf)
"$here/../../rk" test qemu-virt --suite filecost --cpu cortex-a72 --gic 3 --memory 1G --smp 1 \
    --qemu-arg=-icount --qemu-arg=shift=0,sleep=on \
    --qemu-arg=-drive --qemu-arg="if=none,id=d,format=raw,cache=unsafe,file=$work/disk.img" \
    --qemu-arg=-device --qemu-arg=virtio-blk-device,drive=d,bus=virtio-mmio-bus.0 \
    --qemu-arg=-plugin --qemu-arg="$artifacts/archcheck/rk-profile.so,out=$start,at=filecost: $programs" \
    --log "$work" --history none
