/* Floods the line with bytes that make no lines: fail, floods. */
        .include "hostile.inc"

main:
        ldr     x2, =UART_DATA
        mov     w0, #1
1:      lsl     w3, w0, #3                      // a short pseudo-random sequence (xorshift), no line ends
        eor     w0, w0, w3
        lsr     w3, w0, #5
        eor     w0, w0, w3
        orr     w3, w0, #0x80
        strb    w3, [x2]
        b       1b
        .ltorg

        .balign 8
image_end:
