/* Firmware whose device tree lies where none may lie. */
        .equ    STALE_EXITS, 0
        .equ    MAP_BYTES, 280
        .equ    TREE_OFFSET, 4
        .equ    OPTIONS_BYTES, 0
        .include "efi-firmware.inc"
