#!/usr/bin/env bash
# usage: disk.sh FILE. Makes a disk of two partitions of 512 MiB: FAT32 with clusters of 4 KiB, and one of type 83 without contents.
set -euo pipefail
rm -f "$1"
truncate -s 1025M "$1"
# The table's two entries (status, CHS, type, CHS, first sector, sectors), two empty ones and its end.
printf '\0\0\0\0\x0c\0\0\0\0\x08\0\0\0\0\x10\0''\0\0\0\0\x83\0\0\0\0\x08\x10\0\0\0\x10\0' |
    dd of="$1" bs=1 seek=446 conv=notrunc status=none
printf '\x55\xaa' | dd of="$1" bs=1 seek=510 conv=notrunc status=none
mkfs.fat -F 32 -s 8 --offset=2048 -h 2048 "$1" 524288 > /dev/null
