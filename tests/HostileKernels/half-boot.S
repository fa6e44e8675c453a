/* Stops half way through the boot: fail, stopped after FrameAllocator. */
        .include "hostile.inc"

main:
        SAY     boot_lines
        HANG
        .ltorg

        .include "boot.inc"

        .balign 8
image_end:
