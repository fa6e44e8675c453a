/* Firmware with load options larger than the application's buffer. */
        .equ    STALE_EXITS, 0
        .equ    MAP_BYTES, 280
        .equ    TREE_OFFSET, 0
        .equ    OPTIONS_BYTES, 5000
        .include "efi-firmware.inc"
