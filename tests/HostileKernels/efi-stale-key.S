/* Firmware whose memory map changes twice while the application tries to leave. */
        .equ    STALE_EXITS, 2
        .equ    MAP_BYTES, 280
        .equ    TREE_OFFSET, 0
        .equ    OPTIONS_BYTES, 0
        .include "efi-firmware.inc"
