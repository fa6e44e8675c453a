// What the test program does that C# cannot say: measures single instructions, faults on purpose, looks at every register.

        .include "Native/Start.S"
        .include "SelfTest/Personality.S"

        .text
        .balign 16
        .macro  load_raw
        ldp     x0, x1, [x9]
        ldp     x2, x3, [x9, #16]
        ldp     x4, x5, [x9, #32]
        ldp     x6, x7, [x9, #48]
        ldp     x10, x11, [x9, #64]
        ldp     x12, x13, [x9, #80]
        ldp     x14, x15, [x9, #96]
        ldp     x16, x17, [x9, #112]
        .endm

        .macro  store_raw
        stp     x0, x1, [x9]
        stp     x2, x3, [x9, #16]
        stp     x4, x5, [x9, #32]
        stp     x6, x7, [x9, #48]
        stp     x10, x11, [x9, #64]
        stp     x12, x13, [x9, #80]
        stp     x14, x15, [x9, #96]
        stp     x16, x17, [x9, #112]
        .endm

        // Any system call: x0 = number, x1 = RawRegisters, in and out. Returns x0, the error.
        function invoke_raw
        mov     x8, x0
        mov     x9, x1
        str     x9, [sp, #-16]!
        load_raw
        svc     #0
        ldr     x9, [sp], #16
        store_raw
        ret

        // Where this program's code begins (services/Native/Calls.S).
        function get_first_code
        adrp    x0, invoke_0
        add     x0, x0, :lo12:invoke_0
        ret

        // The same, and how many instructions were executed from before the SVC to after it (event counter 0): x0 the count.
        // With x2 = 0 the SVC is left out: what the measuring itself costs.
        function measure_raw
        stp     x19, x20, [sp, #-32]!
        str     x1, [sp, #16]
        mov     x8, x0
        mov     x9, x1
        mov     x18, x2
        load_raw
        cbz     x18, 1f
        isb
        mrs     x19, pmevcntr0_el0
        svc     #0
        isb
        mrs     x20, pmevcntr0_el0
        b       2f
1:      isb
        mrs     x19, pmevcntr0_el0
        isb
        mrs     x20, pmevcntr0_el0
2:      ldr     x9, [sp, #16]
        store_raw
        adrp    x9, measured_end
        str     x20, [x9, :lo12:measured_end]
        sub     x0, x20, x19
        and     x0, x0, #0xFFFFFFFF
        ldp     x19, x20, [sp], #32
        ret

        function last_counter
        adrp    x0, measured_end
        ldr     x0, [x0, :lo12:measured_end]
        ret

        // An undefined instruction between two readings: a handler elsewhere lets us go on after it.
        function measure_fault
        isb
        mrs     x1, pmevcntr0_el0
        udf     #1
        isb
        mrs     x2, pmevcntr0_el0
        sub     x0, x2, x1
        and     x0, x0, #0xFFFFFFFF
        ret

        // Waits for an interrupt and returns how many instructions came between two readings of the counter that were not the loop's: a
        // turn without one takes seven, and whatever interrupts us takes more than as many.
        function measure_tick
        isb
        mrs     x1, pmevcntr0_el0
1:      isb
        mrs     x2, pmevcntr0_el0
        sub     w0, w2, w1
        mov     x1, x2
        subs    w0, w0, #7
        cmp     w0, #16
        b.lt    1b
        ret

        function put
        str     x1, [x0]
        ret

        // Calls the code at x0 and returns what it returns.
        function call_code
        br      x0

        // Code was written at x0 (this process's writable view) that runs at x1 (its executable one), one line's worth: the architecture's
        // sequence, which EL0 may use. [DDI0487 B2.4.4 "Concurrent modification and execution of instructions"; SCTLR_EL1.UCI]
        function publish_line
        dc      cvau, x0
        dsb     ish
        ic      ivau, x1
        dsb     ish
        isb
        ret

        // Sends the counter's value for ever: x0 port.
        function send_stamps
        mov     x19, x0
1:      mov     x0, x19
        mov     x1, #-1
        mov     x2, #1
        mov     x8, #10
        isb
        mrs     x10, pmevcntr0_el0
        svc     #0
        cbz     x0, 1b
        ret

        function yield_for_ever
        mov     x8, #1
1:      svc     #0
        b       1b

        // x0 register, x1 bit, x2 where the counter's value goes first.
        function assert_line
        isb
        mrs     x3, pmevcntr0_el0
        str     x3, [x2]
        str     w1, [x0]
        dsb     sy
        ret

        // A server without words: x0 port. Replies to each call at once. For measurements.
        function serve_empty
        mov     x19, x0
        mov     x5, xzr
1:      mov     x0, x19
        mov     x1, #-1
        mov     x2, xzr
        mov     x8, #14
        svc     #0
        cbz     x0, 1b
        ret

        // A client of it: x0 port, x1 calls. HINT #127 after each, which does nothing, marks a message for a counter outside the machine
        // (hil/CpuCount). Returns how many were answered.
        function call_marked
        mov     x19, x0
        mov     x20, x1
        mov     x21, xzr
1:      mov     x0, x19
        mov     x1, #-1
        mov     x2, xzr
        mov     x8, #12
        svc     #0
        cbnz    x0, 2f
        hint    #127
        add     x21, x21, #1
        cmp     x21, x20
        b.lo    1b
2:      mov     x0, x21
        ret

        // The same server with eight words each way.
        function serve_words
        mov     x19, x0
        mov     x5, xzr
1:      mov     x0, x19
        mov     x1, #-1
        mov     x2, #8
        mov     x8, #14
        svc     #0
        cbz     x0, 1b
        ret

        // A thread without a stack that gives way until somebody ends it.
        function restless_entry
1:      mov     x8, #1                          // Yield
        svc     #0
        b       1b

        function get_restless_entry
        adrp    x0, restless_entry
        add     x0, x0, :lo12:restless_entry
        ret

        // Fills all that is private to a thread with values made of x0, makes system call x1 (x2 to it in x0), and reports whether all of it is
        // as the ABI says: x19-x28, the low halves of v8-v15, FPCR, FPSR, TPIDR_EL0. Returns 0, or the bit of what changed.
        function check_registers
        stp     x29, x30, [sp, #-176]!
        mov     x29, sp
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        stp     x25, x26, [sp, #64]
        stp     x27, x28, [sp, #80]
        stp     d8, d9, [sp, #96]
        stp     d10, d11, [sp, #112]
        stp     d12, d13, [sp, #128]
        stp     d14, d15, [sp, #144]
        str     x0, [sp, #160]
        .irp    n, 19,20,21,22,23,24,25,26,27,28
        add     x\n, x0, #\n
        .endr
        .irp    n, 8,9,10,11,12,13,14,15
        add     x9, x0, #(\n * 16)
        fmov    d\n, x9
        .endr
        msr     tpidr_el0, x0
        and     x9, x0, #0x1F
        msr     fpsr, x9
        lsl     x9, x9, #22
        and     x9, x9, #0xC00000               // rounding mode
        msr     fpcr, x9
        mov     x8, x1
        mov     x0, x2
        mov     x1, xzr
        svc     #0
        ldr     x0, [sp, #160]
        mov     x10, xzr
        .irp    n, 19,20,21,22,23,24,25,26,27,28
        sub     x9, x\n, x0
        cmp     x9, #\n
        cset    x9, ne
        orr     x10, x10, x9, lsl #\n
        .endr
        .irp    n, 8,9,10,11,12,13,14,15
        fmov    x9, d\n
        sub     x9, x9, x0
        cmp     x9, #(\n * 16)
        cset    x9, ne
        orr     x10, x10, x9, lsl #(\n + 24)
        .endr
        mrs     x9, tpidr_el0
        cmp     x9, x0
        cset    x9, ne
        orr     x10, x10, x9, lsl #40
        and     x11, x0, #0x1F
        mrs     x9, fpsr
        cmp     x9, x11
        cset    x9, ne
        orr     x10, x10, x9, lsl #41
        lsl     x11, x11, #22
        and     x11, x11, #0xC00000
        mrs     x9, fpcr
        cmp     x9, x11
        cset    x9, ne
        orr     x10, x10, x9, lsl #42
        msr     fpcr, xzr
        mov     x0, x10
        ldp     x19, x20, [sp, #16]
        ldp     x21, x22, [sp, #32]
        ldp     x23, x24, [sp, #48]
        ldp     x25, x26, [sp, #64]
        ldp     x27, x28, [sp, #80]
        ldp     d8, d9, [sp, #96]
        ldp     d10, d11, [sp, #112]
        ldp     d12, d13, [sp, #128]
        ldp     d14, d15, [sp, #144]
        ldp     x29, x30, [sp], #176
        ret

        // Ors the SIMD registers after a system call into one number: it must hold nothing of the kernel's. q16 and q17.
        function leaked_simd
        mov     x9, #-1
        fmov    d16, x9
        fmov    d17, x9
        mov     x8, x0
        mov     x0, xzr
        mov     x1, xzr
        svc     #0
        umov    x0, v16.d[0]
        umov    x1, v16.d[1]
        orr     x0, x0, x1
        umov    x1, v17.d[0]
        orr     x0, x0, x1
        umov    x1, v17.d[1]
        orr     x0, x0, x1
        ret

        // Faults on purpose, one for each class. x0: the address.
        function fault_load
        ldr     x0, [x0]
        ret

        function fault_store
        str     xzr, [x0]
        ret

        function fault_jump
        br      x0

        function fault_udf
        udf     #1
        ret

        function fault_brk
        brk     #1
        ret

        function fault_privileged
        msr     vbar_el1, x0
        ret

        function fault_unaligned
        add     x0, x0, #1
        ldaxr   x0, [x0]
        ret

        function fault_stack
        mov     x9, sp
        sub     x10, x9, #8
        mov     sp, x10
        ldr     x0, [sp]
        mov     sp, x9
        ret

        // Where an upcall arrives: x0 class, x1 PC, x2 address. Reports to C# and goes on after the faulting instruction.
        function upcall_entry
        stp     x29, x30, [sp, #-32]!
        str     x1, [sp, #16]
        bl      upcall_taken
        mov     x8, #34                         // UpcallDone
        svc     #0
        ldr     x9, [sp, #16]
        ldp     x29, x30, [sp], #32
        add     x9, x9, #4
        br      x9

        function get_upcall_entry
        adrp    x0, upcall_entry
        add     x0, x0, :lo12:upcall_entry
        ret

        function read_thread_pointer
        mrs     x0, tpidr_el0
        ret

        function write_thread_pointer
        msr     tpidr_el0, x0
        ret

        .bss
        .balign 8
measured_end:
        .space  8
