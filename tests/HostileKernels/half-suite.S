/* Stops within a suite: fail, stopped after test boot.banner. */
        .include "hostile.inc"

main:
        SAY     boot_lines
        SAY     document
        HANG
        .ltorg

        .include "boot.inc"

document:
        .ascii  "KTAP version 1\r\n"
        .ascii  "1..2\r\n"
        .ascii  "  KTAP version 1\r\n"
        .ascii  "  # Subtest: boot\r\n"
        .ascii  "  1..2\r\n"
        .ascii  "  ok 1 banner # t=10100 s=1 c=c1c1\r\n"
        .asciz  "  # metric boot.instructions=2100345 instructions # t=10200 s=2 c=17ed\r\n"

        .balign 8
image_end:
