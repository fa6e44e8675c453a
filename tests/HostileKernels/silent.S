/* Prints nothing and waits for ever: fail, no bytes. */
        .include "hostile.inc"

main:
        HANG
        .ltorg

        .balign 8
image_end:
