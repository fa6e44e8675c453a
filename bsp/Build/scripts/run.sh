#!/usr/bin/env bash
# Boots BOARD interactively. The rig's name for a board without hardware is that of its QEMU machine.
. "$(dirname "$0")/common.sh"

case ${BOARD:=qemu-virt} in
    rpi4) target=qemu-rpi4 ;;
    *) target=$BOARD ;;
esac
if [ -n "${CMDLINE:-}" ]; then
    exec "$root/rk" run "$target" --cmdline "$CMDLINE"
fi
exec "$root/rk" run "$target"
