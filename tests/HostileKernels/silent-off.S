/* Prints nothing and switches itself off: fail, no bytes. */
        .include "hostile.inc"

main:
        POWER_OFF
        .ltorg

        .balign 8
image_end:
