/* Panics within a suite: fail, the reason named. */
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
        .ascii  "  # metric boot.instructions=2100345 instructions # t=10200 s=2 c=17ed\r\n"
        .ascii  "PANIC: frame 12 freed twice\r\n"
        .ascii  "CPU 0 ESR=0xf2000001 (BRK) ELR=0xffffffff80001234 FAR=0x0000000000000000\r\n"
        .ascii  "Build: 0000000\r\n"
        .ascii  "  #0 0xffffffff80001234\r\n"
        .ascii  "  #1 0xffffffff80000f00\r\n"
        .asciz  "# panic end\r\n"

        .balign 8
image_end:
