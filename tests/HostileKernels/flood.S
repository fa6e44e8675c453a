/* Floods the line as fast as it goes: fail, floods. */
        .include "hostile.inc"

main:
        SAY     boot_lines
1:      SAY     again
        b       1b
        .ltorg

        .include "boot.inc"

again:
        .asciz  "flood flood flood flood flood flood flood flood flood flood flood flood flood\r\n"

        .balign 8
image_end:
