/* Hangs within its panic: fail, the panic did not come to its end. */
        .include "hostile.inc"

main:
        SAY     boot_lines
        SAY     document
        HANG
        .ltorg

        .include "boot.inc"

document:
        .ascii  "PANIC: frame 12 freed twice\r\n"
        .ascii  "CPU 0 ESR=0xf2000001 (BRK) ELR=0xffffffff80001234 FAR=0x0000000000000000\r\n"
        .asciz  "Build: 0000000\r\n"

        .balign 8
image_end:
