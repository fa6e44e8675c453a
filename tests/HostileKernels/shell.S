/*
 * A kernel with the prompt of the services' shell, as its line editor draws it, and nothing behind it. It is deaf until it shows the
 * prompt, and again while it "works": what is typed ahead is lost.
 */
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
        SAY     more_lines
        mov     x5, #1                          // services start: longer than a pause in a boot
        bl      deaf
        SAY     hello
prompt: SAY     editor
key:    ldr     x2, =UART_FLAGS
        ldr     w0, [x2]
        tbnz    w0, #4, key                     // RXFE: nothing received
        ldr     x2, =UART_DATA
        ldr     w0, [x2]
        and     w0, w0, #0xff
        cmp     w0, #13
        b.eq    enter
        cmp     w0, #10
        b.eq    enter
        str     w0, [x2]
        b       key
enter:  SAY     newline
        mov     x5, #4
        bl      deaf
        SAY     answer
        b       prompt

/* Drops what is received for 1/x5 s; changes x0, x2-x4. */
deaf:   mrs     x3, cntfrq_el0
        udiv    x3, x3, x5
        mrs     x4, cntvct_el0
        add     x3, x3, x4
1:      ldr     x2, =UART_FLAGS
        ldr     w0, [x2]
        tbnz    w0, #4, 2f
        ldr     x2, =UART_DATA
        ldr     w0, [x2]
2:      mrs     x4, cntvct_el0
        cmp     x4, x3
        b.lo    1b
        ret
        .ltorg

        .include "boot.inc"
more_lines:
        .ascii  "Memory: Physical frame allocator ready (260000 free / 262144 total frames)\r\n"
        .ascii  "Memory Test: \xe2\x9c\x93 Heap allocation working correctly\r\n"
        .ascii  "Memory Test: \xe2\x9c\x93 Frame allocation working correctly\r\n"
        .ascii  "Memory: Memory management system initialized\r\n"
        .ascii  "Interrupts: Initializing ARM64 interrupt handling...\r\n"
        .ascii  "Interrupts: Exception vector table at 0x0\r\n"
        .ascii  "Interrupts: Generic timer configured for 100Hz\r\n"
        .ascii  "Interrupts: ARM64 interrupt handling initialized\r\n"
        .ascii  "Interrupt Test: \xe2\x9c\x93 Interrupts disabled\r\n"
        .ascii  "Interrupt Test: \xe2\x9c\x93 System call handling working\r\n"
        .ascii  "Interrupt Test: \xe2\x9c\x93 Timer interrupts working (0\xe2\x86\x92\x36)\r\n"
        .ascii  "Interrupt Test: === Interrupt Statistics ===\r\n"
        .asciz  "Interrupt Test: Timer ticks: 6\r\n"
hello:  .asciz  "\r\nRustKernel shell; 'help' lists the commands\r\n"
editor: .asciz  "\rrk> \033[K"
newline:
        .asciz  "\r\n"
answer: .asciz  "heard\r\n"

        .balign 8
image_end:
