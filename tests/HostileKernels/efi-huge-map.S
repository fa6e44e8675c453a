/* Firmware with a memory map larger than the application's buffer. */
        .equ    STALE_EXITS, 0
        .equ    MAP_BYTES, 40000
        .equ    TREE_OFFSET, 0
        .equ    OPTIONS_BYTES, 0
        .include "efi-firmware.inc"
