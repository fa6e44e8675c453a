/* Runs no test at all: fail. */
        .include "hostile.inc"

main:
        SAY     boot_lines
        SAY     document
        POWER_OFF
        .ltorg

        .include "boot.inc"

document:
        .ascii  "KTAP version 1\r\n"
        .ascii  "1..0\r\n"
        .asciz  "# done total=0 ok=0 notok=0 skip=0 suites=0 # t=10100 s=1 c=aca9\r\n"

        .balign 8
image_end:
