// Between EL0 and C#. While a thread runs, SP_EL1 points to its UserContext, so that the vectors (Vectors.S) store the general
// registers into it with nothing to look up; then SP becomes this CPU's kernel stack, where user_run left it. C# handles the
// event (x0 this CPU's block, x1 the context) and returns the address of the context to go on with, or 0: then user_run returns. Interrupts stay masked throughout.

        .include "Layout.inc"
        .include "Macros.inc"

        .text
        .balign 64
        // From vector 8: x0-x30, SP_EL0, ELR, SPSR are stored, x0 to x17 as they were, x18 is ESR_EL1. A system call's caller gives q16 and
        // q17 away (it gets zeros back); all other exceptions keep them.
        function user_synchronous
        ldr     w19, [sp, #THREAD_OWN_CALL]     // what SVC #0 leaves in ESR_EL1, or 0 for a thread with a foreign block: one comparison
        cmp     w18, w19                        // says that it is a call, and the kernel's
        b.ne    1f
user_own_call:
        cbz     x8, 4f
        cmp     x8, #SYSTEM_CALL_CALL           // the two calls of a round trip (FastPath.S)
        b.eq    fast_call
        cmp     x8, #SYSTEM_CALL_REPLY_RECEIVE
        b.eq    fast_reply_receive
        mrs     x0, tpidr_el1
        enter_kernel_stack
        give_away x1

        // All but the null call run under the kernel's lock to their end.
        bl      kernel_lock_enter               // keeps x0, x1, x8
        mov     x2, #SYSTEM_CALL_NONE           // no number above this one gets to the jump table, not even in a CPU that runs ahead of
        cmp     x8, x2                          // the table's own comparison: Spectre variant 1 (docs/ERRATA.md)
        csel    x2, x8, x2, lo
        bl      system_call
        bl      kernel_lock_leave               // keeps x0
        b       user_resume
4:      mov     x0, sp                          // the null call wants no block
        mrs     x1, tpidr_el1
        ldr     x1, [x1, #CPU_KERNEL_SP]
        mov     sp, x1
        give_away x0
        bl      system_call_null
        b       user_resume
1:      lsr     x19, x18, #26
        cmp     x19, #0x15                      // SVC from AArch64
        b.eq    user_other_call
        mrs     x0, tpidr_el1
        enter_kernel_stack
        stp     q16, q17, [x1, #CONTEXT_Q16]
        mov     x2, x18
        mrs     x3, far_el1
        bl      user_fault
        b       user_resume

        // An SVC that may belong to the personality. If a thread with a foreign block executed it outside the personality, the thread continues at the
        // personality's start with all registers kept but x16, which gets the block; the context keeps the PC and the old x16. This takes no lock: the range
        // is set before any thread of the process gets a block, and a thread's block is set by itself or while it does not run.
user_other_call:
        ldr     x19, [sp, #THREAD_FOREIGN_BLOCK]
        cbz     x19, user_own_call              // SVC with a number of its own
        ldr     w20, [sp, #THREAD_PROCESS]
        adrp    x21, fast_path_state
        ldr     x21, [x21, #FAST_PROCESSES]
        add     x20, x21, x20, lsl #PROCESS_SHIFT
        ldp     x20, x21, [x20, #PROCESS_PERSONALITY]
        ldr     x22, [sp, #CONTEXT_ELR_SPSR]
        add     x24, sp, #CONTEXT_UPCALL
        sub     x23, x22, x20
        sub     x23, x23, #4                    // the PC is after the SVC
        cmp     x23, x21
        b.lo    1f
        stp     x22, x16, [x24]
        mov     x16, x19
        msr     elr_el1, x20
        load_registers 18, 24
        eret
        // UpcallReturn: x8 gets the value of x16; x16 and the PC get what the context kept.
1:      cmp     x8, #SYSTEM_CALL_UPCALL_RETURN
        b.ne    user_own_call
        ldp     x19, x20, [x24]
        mov     x8, x16
        mov     x16, x20
        msr     elr_el1, x19
        load_registers 18, 24
        eret

        // From FastPath.S, under the lock: Call or ReplyReceive, by x8, is for C#. x18 = this CPU's block.
        function user_message_call
        mov     x0, x18
        enter_kernel_stack
        give_away x1
        cmp     x8, #SYSTEM_CALL_CALL
        b.ne    1f
        bl      ipc_call
        bl      kernel_lock_leave
        b       user_resume
1:      bl      ipc_reply_receive
        bl      kernel_lock_leave
        b       user_resume

        // From vectors 10 to 15; x5 is the vector.
        function user_other
        mrs     x0, tpidr_el1
        enter_kernel_stack
        stp     q16, q17, [x1, #CONTEXT_Q16]
        mov     x2, x5
        bl      user_unexpected
        b       user_resume

        // Runs the thread whose context is at x0, and whatever C# returns after it, until C# returns 0.
        function user_run
        stp     x29, x30, [sp, #-96]!
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        stp     x25, x26, [sp, #64]
        stp     x27, x28, [sp, #80]
        mrs     x1, tpidr_el1
        mov     x2, sp
        str     x2, [x1, #CPU_KERNEL_SP]

        // x0: the context to go on with, or 0.
        function user_resume
        cbz     x0, 1f
        ldp     q16, q17, [x0, #CONTEXT_Q16]
        mov     sp, x0
        load_return x1, x2, x3
        load_registers 0, 28
        eret
1:      ldp     x19, x20, [sp, #16]
        ldp     x21, x22, [sp, #32]
        ldp     x23, x24, [sp, #48]
        ldp     x25, x26, [sp, #64]
        ldp     x27, x28, [sp, #80]
        ldp     x29, x30, [sp], #96
        ret

        // The rest of a thread's state: SIMD registers but q16 and q17 (they are in the context already), FPCR, FPSR, TPIDR_EL0; and the time
        // since the last switch, which the thread that leaves is charged for. x0 = this CPU's block, x1 = its context.
        .macro  save_state
        store_special x0, x1, x4, x5, x6, x7
        add     x4, x1, #CONTEXT_Q0
        move_simd st1, x4, omits_given_away=1
        .endm

        // And the way back: x2 = the context, x3 = TTBR0_EL1 for its address space (root and ASID), 0 when that is in force.
        .macro  load_state
        cbz     x3, 1f
        msr     ttbr0_el1, x3
        isb
1:      load_special x2, x4, x5, x6
        add     x4, x2, #CONTEXT_Q0
        move_simd ld1, x4, omits_given_away=1
        .endm

        function user_state_save
        save_state
        ret

        function user_state_load
        mov     x2, x0
        mov     x3, x1
        load_state
        ret

        // Another thread takes this CPU: x0, x1 as in save_state, x2, x3 as in load_state. Returns x2.
        function user_state_switch
        save_state
        load_state
        mov     x0, x2
        ret

        // No process: the empty lower half, so that no walk can use tables that are about to go.
        function user_space_none
        adrp    x0, empty_lower_root            // no AT in a running system: docs/ERRATA.md, 1319367
        ldr     x0, [x0, :lo12:empty_lower_root]
        msr     ttbr0_el1, x0
        isb
        ret

        // The counter at EL0, and with x0 != 0 the event counters (benchmarks). [DDI0487 D24 CNTKCTL_EL1, PMUSERENR_EL0]
        function user_counters
        mov     x1, #2                          // EL0VCTEN
        msr     cntkctl_el1, x1
        mrs     x1, id_aa64dfr0_el1
        ubfx    x1, x1, #8, #4
        sub     x1, x1, #1
        cmp     x1, #14
        b.hs    1f
        cmp     x0, #0
        cset    x0, ne
        lsl     x1, x0, #3                      // ER
        msr     pmuserenr_el0, x1
1:      isb
        ret

        // New code at x0, x1 bytes, written through the direct map: to the point of unification, then every CPU's
        // instruction cache forgets. [DDI0487 B2.4.4]
        function cache_publish_code
        mrs     x2, ctr_el0
        ubfx    x3, x2, #16, #4
        mov     x4, #4
        lsl     x3, x4, x3
        add     x1, x0, x1
        sub     x5, x3, #1
        bic     x0, x0, x5
1:      dc      cvau, x0
        add     x0, x0, x3
        cmp     x0, x1
        b.lo    1b
        dsb     ish
        ic      ialluis
        dsb     ish
        isb
        ret
