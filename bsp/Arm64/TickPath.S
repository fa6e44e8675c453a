// The way of an IRQ: the tick in assembly, all others to C# with what the controller acknowledged. Where the GICv3 and the virtual timer are (TickPath.cs), the
// block of a CPU names the tick's INTID; elsewhere it says 0, and C# acknowledges, too.
//
// A tick that finds nothing else to do counts and moves the compare value on: no lock, no stack of C#, no SIMD register. Every check stands before the first write,
// so what does not fit is for C# with nothing changed but the acknowledge. kernel/Core/Exceptions/SystemTick.cs does all of this, too, and says what is right.
// What other CPUs may change at this moment is read by LDAR; who changes it sends an interrupt where it must be seen at once.

        .include "Layout.inc"
        .include "Macros.inc"

        // May this tick be taken here? x0 = the CPU's block. Then x7 = now, x2, x3 = the next tick and how many there were then, x4 = the compare value. Changes x5, x6.
        .macro  check_tick late, noted, watched, due
        isb                                     // the counter is not read early [DDI0487 D12.2]
        mrs     x7, cntvct_el0
        ldr     x4, [x0, #CPU_TICK_PERIOD]
        ldp     x2, x3, [x0, #CPU_TICK_DUE]     // and Ticks
        sub     x5, x7, x2
        cmp     x5, x4
        b.hs    \late                           // or too early
        ldr     w5, [x0, #CPU_LAZY_COUNT]
        ldr     w6, [x0, #CPU_HELD_BANDS]
        orr     w5, w5, w6
        cbnz    w5, \noted
        ldr     x6, [x0, #CPU_WATCH_TICKS]
        add     x3, x3, #1
        sub     x6, x6, #1                      // 0 means none; less 1 it is later than any time
        cmp     x6, x3
        b.lo    \watched
        add     x5, x0, #CPU_DEADLINE
        ldar    x6, [x5]
        sub     x6, x6, #1                      // as above
        cmp     x6, x7
        b.lo    \due
        add     x2, x2, x4
        cmp     x6, x2
        csinc   x4, x2, x6, hs                  // the nearer of tick and deadline
        .endm

        // Takes it. The barrier: R4t of docs/ARCH-CHECK.md.
        .macro  take_tick
        stp     x2, x3, [x0, #CPU_TICK_DUE]
        msr     cntv_cval_el0, x4
        isb
        .endm

        // The interrupt x1 is counted and ended. Changes x5, x6.
        .macro  end_interrupt
        add     x5, x0, x1, lsl #2
        ldr     w6, [x5, #CPU_COUNTS]
        add     w6, w6, #1
        str     w6, [x5, #CPU_COUNTS]
        msr     icc_eoir1_el1, x1               // priority first, then active: two steps with EOImode = 1
        isb
        msr     icc_dir_el1, x1
        .endm

        // Does the thread at \thread go on after a tick? No thread of its priority or above is ready here, nothing stops it, and the kernel has nothing to do.
        // Changes x5, x6.
        .macro  check_thread thread, other
        ldr     w5, [x0, #CPU_CURRENT_THREAD]
        cbz     w5, \other
        ldr     w5, [x0, #CPU_DOOMED]
        cbnz    w5, \other
        add     x6, \thread, #THREAD_STATE
        add     x5, x0, #CPU_READY_LEVELS
        ldar    w6, [x6]                        // state, stop, base priority, priority
        ldar    x5, [x5]                        // and Attention, which lies above all levels
        tst     w6, #THREAD_STOP_MASK
        b.ne    \other
        lsr     w6, w6, #THREAD_PRIORITY_BIT
        lsr     x5, x5, x6
        cbnz    x5, \other
        add     x6, \thread, #THREAD_AFFINITY
        ldr     w5, [x0, #CPU_AFFINITY_BIT]
        ldarh   w6, [x6]
        tst     w5, w6
        b.eq    \other
        adrp    x5, fast_path_state
        add     x6, x5, #FAST_CHORES
        ldar    w6, [x6]
        cbnz    w6, \other
        ldr     x5, [x5, #FAST_PROCESSES]
        ldr     w6, [\thread, #THREAD_PROCESS]
        add     x5, x5, x6, lsl #PROCESS_SHIFT
        ldrb    w5, [x5, #PROCESS_IS_REVIVED]   // its ticks are counted
        cbnz    w5, \other
        .endm

        // x0 = this CPU's block, x1 = the interrupt. Goes on when it is the tick's. Changes x7.
        .macro  acknowledge unknown, other
        mrs     x0, tpidr_el1
        ldr     w7, [x0, #CPU_TICK_LINE]
        cbz     w7, \unknown
        mrs     x1, icc_iar1_el1                // [IHI0069 12.2] The barrier ends it before what comes after.
        dsb     sy
        cmp     w1, w7
        b.ne    \other
        .endm

        // The tick is for C#, and why.
        .macro  count_refusal prefix, other, from:vararg
        .irp    n, \from
\prefix\()_\n:
        mov     w2, #\n
        b       \prefix\()_refused
        .endr
\prefix\()_refused:
        add     x2, x0, x2, lsl #2
        ldr     w3, [x2, #CPU_TICK_REFUSALS]
        add     w3, w3, #1
        str     w3, [x2, #CPU_TICK_REFUSALS]
        b       \other
        .endm

        .text
        .balign 64
        // From vector 5: an IRQ interrupts the kernel; x0, x1 are stored. C# gets what it may change stored, and no more. [AAPCS64 6.1]
        function kernel_irq
        store_registers 2, 6
        acknowledge kernel_irq_unknown, kernel_irq_other
        check_tick kernel_irq_1, kernel_irq_2, kernel_irq_3, kernel_irq_4
        take_tick
        end_interrupt
        load_registers 0, 6
        add     sp, sp, #FRAME_SIZE
        eret

        count_refusal kernel_irq, kernel_irq_other, 1, 2, 3, 4
kernel_irq_unknown:
        mov     w1, #INTERRUPT_NOT_ACKNOWLEDGED
kernel_irq_other:
        store_registers 8, 16
        stp     x18, x30, [sp, #144]
        mrs     x3, elr_el1
        mrs     x4, spsr_el1
        stp     x3, x4, [sp, #FRAME_ELR_SPSR]
        stp     q16, q17, [sp, #FRAME_Q16_Q17]
        bl      interrupt_dispatch              // block, what was acknowledged
        ldp     q16, q17, [sp, #FRAME_Q16_Q17]
        ldp     x2, x3, [sp, #FRAME_ELR_SPSR]
        msr     elr_el1, x2
        msr     spsr_el1, x3
        ldp     x18, x30, [sp, #144]
        load_registers 0, 16
        add     sp, sp, #FRAME_SIZE
        eret
        .size   kernel_irq, . - kernel_irq

        .balign 64
        // From vector 9: SP points to the running thread's context, where x0 to x7 are stored.
        function user_irq
        acknowledge user_irq_unknown, user_irq_other
        check_tick user_irq_1, user_irq_2, user_irq_3, user_irq_4
        check_thread sp, user_irq_5
        take_tick
        end_interrupt
        load_registers 0, 6
        eret

        count_refusal user_irq, user_irq_other, 1, 2, 3, 4, 5
user_irq_unknown:
        mov     w1, #INTERRUPT_NOT_ACKNOWLEDGED
user_irq_other:
        store_registers 8, 16
        store_thread
        mov     x2, x1
        mov     x1, sp
        stp     q16, q17, [x1, #CONTEXT_Q16]
        ldr     x4, [x0, #CPU_KERNEL_SP]
        mov     sp, x4
        bl      user_interrupt                  // block, context, what was acknowledged
        b       user_resume
        .size   user_irq, . - user_irq

        // For the mode that compares: x0 = this CPU's block. Takes the tick as above, but ends no interrupt: returns 0, or why not. At x1: the time it went by.
        function tick_path_take
        mov     x8, x1
        check_tick tick_path_1, tick_path_2, tick_path_3, tick_path_4
        take_tick
        mov     x0, #0
tick_path_return:
        str     x7, [x8]
        ret
        .irp    n, 1,2,3,4
tick_path_\n:
        mov     x0, #\n
        b       tick_path_return
        .endr

        // x0 = this CPU's block, x1 = the running thread's context: 1 when it would go on after a tick, else 0.
        function tick_path_goes_on
        check_thread x1, tick_path_stops
        mov     x0, #1
        ret
tick_path_stops:
        mov     x0, #0
        ret
