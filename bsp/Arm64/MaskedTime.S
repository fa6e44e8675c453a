// The longest time with interrupts masked, in instructions, by event counter 1: it counts at EL1 alone. A second table of vectors samples it
// at each entry from EL0. As the counter stands still at EL0, two samples are one entry apart: all that the kernel did from the one entry on, to
// its eret, and the few instructions of the next entry before its sample. Runs that do not measure keep the first table and pay nothing.

        .include "Layout.inc"
        .include "Macros.inc"

        .macro  vector_to index
        .balign 128
        b       exception_vectors + (\index * 128)
        .endm

        // SP_EL1 points to the running thread's UserContext: what is stored here the first table's entry stores once more.
        .macro  vector_measured index
        .balign 128
        str     x30, [sp, #FRAME_X30_SP]
        stp     x4, x5, [sp, #32]
        mov     x5, #(\index << 16)
        bl      masked_sample
        ldp     x4, x5, [sp, #32]
        ldr     x30, [sp, #FRAME_X30_SP]
        b       exception_vectors + (\index * 128)
        .endm

        // What began at CPU_MASKED_SINCE ends now, and the next begins: with cause x5. Changes x0 to x4.
        .macro  end_section
        mrs     x0, tpidr_el1
        isb
        mrs     x1, pmevcntr1_el0
        ldp     x2, x3, [x0, #CPU_MASKED_SINCE]
        stp     x1, x5, [x0, #CPU_MASKED_SINCE]
        sub     w2, w1, w2                      // 32 bits, and it may have wrapped
        ldr     x4, [x0, #CPU_LONGEST_MASKED]
        cmp     x2, x4
        b.ls    99f
        stp     x2, x3, [x0, #CPU_LONGEST_MASKED]
99:
        .endm

        .section .vectors, "ax", %progbits
        .balign 2048
        .type   measuring_vectors, %function
measuring_vectors:
        .irp    n, 0,1,2,3,4
        vector_to \n
        .endr
        .balign 128                             // an IRQ that interrupts the kernel: SP may have run into the guard, so not on the stack
        msr     tpidrro_el0, x0
        mrs     x0, tpidr_el1
        stp     x1, x2, [x0, #CPU_MASKED_SCRATCH]
        stp     x3, x4, [x0, #CPU_MASKED_SCRATCH + 16]
        stp     x5, x30, [x0, #CPU_MASKED_SCRATCH + 32]
        bl      masked_window
        ldp     x1, x2, [x0, #CPU_MASKED_SCRATCH]
        ldp     x3, x4, [x0, #CPU_MASKED_SCRATCH + 16]
        ldp     x5, x30, [x0, #CPU_MASKED_SCRATCH + 32]
        mrs     x0, tpidrro_el0
        msr     tpidrro_el0, xzr
        b       exception_vectors + (5 * 128)
        vector_to 6
        vector_to 7
        .irp    n, 8,9,10,11,12,13,14,15
        vector_measured \n
        .endr
        .balign 128
        .size   measuring_vectors, . - measuring_vectors

        .text
        .type   masked_sample, %function
masked_sample:
        stp     x0, x1, [sp]
        stp     x2, x3, [sp, #16]
        mrs     x4, esr_el1
        lsr     x3, x4, #26
        cmp     x3, #0x15                       // SVC from AArch64: its number, too
        csel    x3, x8, xzr, eq
        bfi     x5, x3, #0, #16
        orr     x5, x4, x5, lsl #32
        end_section
        ldp     x0, x1, [sp]
        ldp     x2, x3, [sp, #16]
        ret

        // Several interrupts may come while the kernel's loop lets them in: each is a section. Elsewhere in the kernel nothing is measured. x0 = this CPU's block, on return, too.
        .type   masked_window, %function
masked_window:
        ldr     x5, [x0, #CPU_MASKED_SINCE + 8]
        lsr     x1, x5, #48
        cmp     x1, #5
        b.ne    1f
        end_section
1:      ret

        // x0 = 1, or 0 without a second counter. [DDI0487 D13.11, D24.5 PMEVTYPER<n>_EL0]
        function masked_start
        mrs     x1, id_aa64dfr0_el1
        mov     x0, xzr
        ubfx    x1, x1, #8, #4                  // PMUVer: 0 none, 15 not the architecture's
        sub     x1, x1, #1
        cmp     x1, #14
        b.hs    1f
        mrs     x1, pmcr_el0
        ubfx    x1, x1, #11, #5                 // N
        cmp     x1, #2
        b.lo    1f
        mov     x1, #0x8                        // INST_RETIRED
        orr     x1, x1, #(1 << 30)              // U: not at EL0
        msr     pmevtyper1_el0, x1
        mov     x1, #2
        msr     pmcntenset_el0, x1
        isb
        mrs     x0, tpidr_el1
        mrs     x1, pmevcntr1_el0
        stp     x1, xzr, [x0, #CPU_MASKED_SINCE]
        stp     xzr, xzr, [x0, #CPU_LONGEST_MASKED]
        adrp    x0, measuring_vectors
        add     x0, x0, :lo12:measuring_vectors
        msr     vbar_el1, x0
        isb
        mov     x0, #1
1:      ret

        function masked_stop
        adrp    x0, exception_vectors
        add     x0, x0, :lo12:exception_vectors
        msr     vbar_el1, x0
        mov     x0, #2
        msr     pmcntenclr_el0, x0
        isb
        ret

        function masked_end
        lsl     x5, x0, #48
        end_section
        ret

        function masked_begin
        mrs     x0, tpidr_el1
        isb
        mrs     x1, pmevcntr1_el0
        stp     x1, xzr, [x0, #CPU_MASKED_SINCE]
        ret
