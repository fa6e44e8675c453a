/* Prints the same line for ever, slowly enough not to flood: fail, not finished, the line named. */
        .include "hostile.inc"

main:
        SAY     boot_lines
1:      SAY     again
        mrs     x4, cntfrq_el0                  // about a hundredth of a second between two lines
        mov     x5, #100
        udiv    x4, x4, x5
        mrs     x5, cntvct_el0
        add     x4, x4, x5
2:      mrs     x5, cntvct_el0
        cmp     x5, x4
        b.lo    2b
        b       1b
        .ltorg

        .include "boot.inc"

again:
        .asciz  "Interrupts: waiting for the timer\r\n"

        .balign 8
image_end:
