/* Does not know the suite it was asked for: usage. */
        .include "hostile.inc"

main:
        SAY     boot_lines
        SAY     document
        POWER_OFF
        .ltorg

        .include "boot.inc"

document:
        .asciz  "# unknown suite: nosuch (known: boot lang)\r\n"

        .balign 8
image_end:
