#!/usr/bin/env bash
# Boots what emulates BOARD, interactively. boards/BOARD/board.yaml says what that is.
. "$(dirname "$0")/common.sh"

target=$("$root/rk" targets --emulates "${BOARD:-qemu-virt}") || exit
if [ -n "${CMDLINE:-}" ]; then
    exec "$root/rk" run "$target" --cmdline "$CMDLINE"
fi
exec "$root/rk" run "$target"
