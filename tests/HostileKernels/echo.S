/* An honest kernel that echoes what it receives: for the console. */
        .include "hostile.inc"
        .equ    UART_FLAGS, 0x09000018          // UARTFR
        .equ    UART_LINE_CONTROL, 0x0900002c   // UARTLCR_H
        .equ    UART_CONTROL, 0x09000030        // UARTCR

main:
        ldr     x2, =UART_LINE_CONTROL          // 8 bits, FIFO on
        mov     w0, #0x70
        str     w0, [x2]
        ldr     x2, =UART_CONTROL               // UART, transmitter and receiver on
        mov     w0, #0x301
        str     w0, [x2]
        SAY     boot_lines
1:      ldr     x2, =UART_FLAGS
        ldr     w0, [x2]
        tbnz    w0, #4, 1b                      // RXFE: nothing received
        ldr     x2, =UART_DATA
        ldr     w0, [x2]
        str     w0, [x2]
        b       1b
        .ltorg

        .include "boot.inc"

        .balign 8
image_end:
