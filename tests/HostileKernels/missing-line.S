/* One line missing from a good run: infrastructure. */
        .include "hostile.inc"

main:
        SAY     boot_lines
        SAY     document
        POWER_OFF
        .ltorg

        .include "boot.inc"

document:
        .ascii  "KTAP version 1\r\n"
        .ascii  "1..2\r\n"
        .ascii  "  KTAP version 1\r\n"
        .ascii  "  # Subtest: boot\r\n"
        .ascii  "  1..2\r\n"
        .ascii  "  ok 1 banner # t=10100 s=1 c=c1c1\r\n"
        .ascii  "  # metric boot.instructions=2100345 instructions # t=10200 s=2 c=17ed\r\n"
        .ascii  "  ok 2 device_tree # SKIP no device tree # t=10300 s=3 c=00af\r\n"
        .ascii  "ok 1 boot # t=10400 s=4 c=f781\r\n"
        .ascii  "  KTAP version 1\r\n"
        .ascii  "  # Subtest: lang\r\n"
        .ascii  "  1..2\r\n"
        .ascii  "  ok 2 switch # t=10600 s=6 c=381a\r\n"
        .ascii  "ok 2 lang # t=10700 s=7 c=50e9\r\n"
        .asciz  "# done total=4 ok=3 notok=0 skip=1 suites=2 # t=10800 s=8 c=08f9\r\n"

        .balign 8
image_end:
