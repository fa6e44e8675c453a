/* Resets the machine half way: fail, the machine reset itself. */
        .include "hostile.inc"

main:
        SAY     boot_lines
        ldr     w0, =PSCI_SYSTEM_RESET
        hvc     #0
        .ltorg

        .include "boot.inc"

        .balign 8
image_end:
