/* Boots, runs no suite, switches itself off: fail. */
        .include "hostile.inc"

main:
        SAY     boot_lines
        SAY     document
        POWER_OFF
        .ltorg

        .include "boot.inc"

document:
        .asciz  "Shell: not asked for\r\n"

        .balign 8
image_end:
