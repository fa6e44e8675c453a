// System calls for compiled code, in every program: registers in and out. Included, so a program is one file of assembly.

        .macro  function name
        .globl  \name
        .type   \name, %function
\name:
        .endm

        .text
        .balign 16
        // What the table's stubs use: the arguments in order, then the number. Returns x0, the error, and x1, the first result.
        .irp    n, 0,1,2,3,4,5,6
        function invoke_\n
        mov     x8, x\n
        svc     #0
        ret
        .endr

        // One argument, then seven words, then the number.
        function invoke_words_1
        mov     x8, x2
        mov     x9, x1
        ldr     x1, [x9]
        ldp     x2, x3, [x9, #8]
        ldp     x4, x5, [x9, #24]
        ldp     x6, x7, [x9, #40]
        svc     #0
        ret

        // Two arguments, then words of which six go along, then the number.
        function invoke_words_2
        mov     x8, x3
        mov     x9, x2
        ldp     x2, x3, [x9]
        ldp     x4, x5, [x9, #16]
        ldp     x6, x7, [x9, #32]
        svc     #0
        ret

        // No argument to three, where seven results go, the number.
        function invoke_results_3
        str     x3, [sp, #-16]!
        mov     x8, x4
        b       1f
        function invoke_results_0
        mov     x2, x1
        mov     x1, x0
        function invoke_results_1
        mov     x3, x2
        mov     x2, x1
        function invoke_results_2
        str     x2, [sp, #-16]!
        mov     x8, x3
1:      svc     #0
        ldr     x9, [sp], #16
        str     x1, [x9]
        stp     x2, x3, [x9, #8]
        stp     x4, x5, [x9, #24]
        stp     x6, x7, [x9, #40]
        ret

        // x0 = port, x1 = deadline, x2 = reply token, x3 = a Message, x4 = number. Sends it. Returns x0, the error.
        .macro  take_message
        mov     x8, x4
        mov     x9, x3
        mov     x5, x2
        ldp     x2, x3, [x9, #8]
        ldr     x4, [x9, #24]
        ldp     x10, x11, [x9, #40]
        ldp     x12, x13, [x9, #56]
        ldp     x14, x15, [x9, #72]
        ldp     x16, x17, [x9, #88]
        .endm

        function tell
        take_message
        svc     #0
        ret

        // The same, and the message that comes takes its place.
        function exchange
        str     x3, [sp, #-16]!
        take_message
        svc     #0
        ldr     x9, [sp], #16
        str     x1, [x9]
        stp     x2, x3, [x9, #8]
        stp     x4, x5, [x9, #24]
        stp     x10, x11, [x9, #40]
        stp     x12, x13, [x9, #56]
        stp     x14, x15, [x9, #72]
        stp     x16, x17, [x9, #88]
        ret

        // Reads the counter.
        function read_counter
        isb
        mrs     x0, cntvct_el0
        ret

        function read_instructions
        isb
        mrs     x0, pmevcntr0_el0
        ret
