/* Firmware that never lets the application leave boot services. */
        .equ    STALE_EXITS, 1000000
        .equ    MAP_BYTES, 280
        .equ    TREE_OFFSET, 0
        .equ    OPTIONS_BYTES, 0
        .include "efi-firmware.inc"
