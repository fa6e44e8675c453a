// Instructions that C# has no word for: system registers, barriers, waiting, firmware calls, provoked faults.

        .include "Layout.inc"
        .include "Macros.inc"

        .macro  read_register name, register
        function read_\name
        mrs     x0, \register
        ret
        .endm

        .macro  write_register name, register
        function write_\name
        msr     \register, x0
        ret
        .endm

        .text
        .balign 16
        read_register  CurrentEL, CurrentEL
        read_register  MIDR_EL1, midr_el1
        read_register  MPIDR_EL1, mpidr_el1
        read_register  DAIF, daif
        read_register  ESR_EL1, esr_el1
        read_register  FAR_EL1, far_el1
        read_register  SCTLR_EL1, sctlr_el1
        read_register  TTBR0_EL1, ttbr0_el1
        read_register  TTBR1_EL1, ttbr1_el1
        read_register  VBAR_EL1, vbar_el1
        read_register  ID_AA64MMFR0_EL1, id_aa64mmfr0_el1
        read_register  ID_AA64MMFR1_EL1, id_aa64mmfr1_el1
        read_register  ID_AA64MMFR2_EL1, id_aa64mmfr2_el1
        read_register  ID_AA64ISAR0_EL1, id_aa64isar0_el1
        read_register  ID_AA64ISAR1_EL1, id_aa64isar1_el1
        read_register  ID_AA64PFR0_EL1, id_aa64pfr0_el1
        read_register  ID_AA64PFR1_EL1, id_aa64pfr1_el1
        read_register  ID_AA64DFR0_EL1, id_aa64dfr0_el1

        // PSTATE.PAN in bit 22; 0 where there is no PAN, as the register is then undefined.
        function read_PAN
        mrs     x0, id_aa64mmfr1_el1
        ands    x0, x0, #(0xF << 20)
        b.eq    1f
        mrs     x0, S3_0_C4_C2_3                // PAN
1:      ret

        read_register  PMCCNTR_EL0, pmccntr_el0
        read_register  CNTFRQ_EL0, cntfrq_el0

        // The barrier keeps the counter from being read early. [DDI0487 D12.2]
        function read_CNTVCT_EL0
        isb
        mrs     x0, cntvct_el0
        ret

        function read_CNTPCT_EL0
        isb
        mrs     x0, cntpct_el0
        ret

        read_register  CNTV_CVAL_EL0, cntv_cval_el0
        read_register  CNTV_CTL_EL0, cntv_ctl_el0
        read_register  CNTP_CTL_EL0, cntp_ctl_el0
        // Without the barrier a CPU may end the interrupt, or go to sleep, with the old value in force: the line is still up and the tick comes twice, or
        // nothing wakes it in time. [DDI0487 D12.2, B2.3.13]
        function write_CNTV_CVAL_EL0
        msr     cntv_cval_el0, x0
        isb
        ret

        function write_CNTP_CVAL_EL0
        msr     cntp_cval_el0, x0
        isb
        ret

        function write_CNTV_CTL_EL0
        msr     cntv_ctl_el0, x0
        isb
        ret

        function write_CNTP_CTL_EL0
        msr     cntp_ctl_el0, x0
        isb
        ret

        // Instructions retired, event counter 0, started by Boot.S. [DDI0487 D13.11]
        function read_PMEVCNTR0_EL0
        isb
        mrs     x0, pmevcntr0_el0
        ret

        read_register  PMCEID0_EL0, pmceid0_el0

        // The GICv3 CPU interface. [IHI0069 12.2] The barrier after the acknowledge ends it before the device is touched.
        function read_ICC_IAR1_EL1
        mrs     x0, icc_iar1_el1
        dsb     sy
        ret

        write_register ICC_EOIR1_EL1, icc_eoir1_el1
        write_register ICC_DIR_EL1, icc_dir_el1

        // Both of them. The barrier keeps them in order.
        function end_ICC_interrupt
        msr     icc_eoir1_el1, x0
        isb
        msr     icc_dir_el1, x0
        ret

        read_register  ICC_SRE_EL1, icc_sre_el1
        read_register  ICC_CTLR_EL1, icc_ctlr_el1
        write_register ICC_CTLR_EL1, icc_ctlr_el1
        write_register ICC_PMR_EL1, icc_pmr_el1
        write_register ICC_BPR1_EL1, icc_bpr1_el1
        write_register ICC_AP1R0_EL1, icc_ap1r0_el1
        write_register ICC_AP1R1_EL1, icc_ap1r1_el1
        write_register ICC_AP1R2_EL1, icc_ap1r2_el1
        write_register ICC_AP1R3_EL1, icc_ap1r3_el1

        function write_ICC_SRE_EL1
        msr     icc_sre_el1, x0
        isb
        ret

        function write_ICC_IGRPEN1_EL1
        msr     icc_igrpen1_el1, x0
        isb
        ret

        function write_ICC_SGI1R_EL1
        dsb     ishst
        msr     icc_sgi1r_el1, x0
        isb
        ret

        function cpu_mask_interrupts
        msr     daifset, #0xF
        ret

        // SError, IRQ and FIQ may come.
        function cpu_unmask_interrupts
        msr     daifclr, #0x7
        ret

        // What was masked before, then masks IRQ; and the way back.
        function cpu_save_and_mask_irq
        mrs     x0, daif
        msr     daifset, #2
        ret

        function cpu_restore_interrupts
        msr     daif, x0
        ret

        // What the MMU makes of a read by EL1 at address x0: PAR_EL1. [DDI0487 D8.15 "Address translation instructions"]
        function cpu_translate_read
        at      s1e1r, x0
        isb
        mrs     x0, par_el1
        ret

        // Instructions that one pending interrupt costs from its first vector instruction to the end of its eret: counts a window
        // that takes it, less the same window without one. x0 = 0: no interrupt is taken in the window. Interrupts are masked
        // before and after.
        function measure_interrupt
        isb
        mrs     x1, pmevcntr0_el0
        cbz     x0, 1f
        msr     daifclr, #2
        nop
        b       2f
1:      nop
        nop
        b       2f
2:      isb
        msr     daifset, #2
        isb
        mrs     x2, pmevcntr0_el0
        sub     x0, x2, x1
        and     x0, x0, #0xFFFFFFFF
        ret

        // Services of the EL3 stub in Boot.S, for the entry at EL3 only.
        function el3_secure_write32
        smc     #1
        ret

        // The calls that Boot.S leaves at EL2, after an entry at EL2 or above. A virtual SError is pending from the first on, until
        // it is taken or taken back.
        function el2_raise_system_error
        hvc     #1
        ret

        function el2_lower_system_error
        hvc     #2
        ret

        function cpu_wait_for_interrupt
        dsb     sy
        wfi
        ret

        // A hint in loops that wait; being a call, it also makes the caller read memory again.
        function cpu_relax
        yield
        ret

        function cpu_halt
        msr     daifset, #0xF
1:      wfi
        b       1b

        function cpu_frame_pointer
        mov     x0, x29
        ret

        // Words to x0, x1 bytes (a multiple of 256, not 0), each of them x2. With v16 alone, which the kernel's code may change.
        function fill_words
        dup     v16.2d, x2
1:      stp     q16, q16, [x0]
        stp     q16, q16, [x0, #32]
        stp     q16, q16, [x0, #64]
        stp     q16, q16, [x0, #96]
        stp     q16, q16, [x0, #128]
        stp     q16, q16, [x0, #160]
        stp     q16, q16, [x0, #192]
        stp     q16, q16, [x0, #224]
        add     x0, x0, #256
        subs    x1, x1, #256
        b.hi    1b
        ret

        // Walker must see a new descriptor before the next access: stores done, pipeline refetched. [DDI0487 D8.17]
        function tlb_publish
        dsb     ishst
        isb
        ret

        // TLB maintenance, broadcast to the inner shareable domain. Each waits for the table stores before it; none waits for
        // its own end: that is tlb_complete. x0: VA bits 55:12 in 43:0, ASID in 63:48. [DDI0487 D8.17, C5.5]
        function tlb_invalidate_page
        dsb     ishst
        tlbi    vae1is, x0
        ret

        function tlb_invalidate_global_page
        dsb     ishst
        tlbi    vaae1is, x0
        ret

        function tlb_invalidate_asid
        dsb     ishst
        tlbi    aside1is, x0
        ret

        function tlb_invalidate_all
        dsb     ishst
        tlbi    vmalle1is
        ret

        function tlb_complete
        dsb     ish
        isb
        ret

        // Another root for the upper half, in which the image and this stack lie where they lay. Old entries go at once.
        function tlb_switch_upper_root
        dsb     ishst
        msr     ttbr1_el1, x0
        isb
        tlbi    vmalle1
        dsb     nsh
        isb
        ret

        // Another root (with its ASID in bits 63:48) for the lower half; returns the one before. This CPU's old entries go at once.
        function tlb_switch_lower_root
        dsb     ishst
        mrs     x1, ttbr0_el1
        msr     ttbr0_el1, x0
        isb
        tlbi    vmalle1
        dsb     nsh
        isb
        mov     x0, x1
        ret

        // PSCI and other firmware calls: x0-x3 in, x0 out; the callee keeps x4 and up. [DEN0028 2.5]
        function firmware_hvc
        hvc     #0
        ret

        function firmware_smc
        smc     #0
        ret

        // One stub per provoked fault, so that a panic's ELR is known. Used by panic=CLASS and the self-tests.
        function fault_undefined
        udf     #0x1234
        ret

        function fault_breakpoint
        brk     #0x1234
        ret

        function fault_read
        ldr     x0, [x0]
        ret

        function fault_write
        str     xzr, [x0]
        ret

        function fault_execute
        br      x0

        function fault_supervisor_call
        svc     #0x1234
        ret

        function fault_unaligned_sp
        mov     x9, sp
        sub     x10, x9, #8
        mov     sp, x10
        ldr     x10, [sp]
        mov     sp, x9
        ret

        // Fills registers with known values, takes an exception that returns, and reports which ones changed: bit n for xn,
        // bits 32 and 33 for q16 and q17. The exception comes from the instructions between the two halves.
        .macro  fill_registers
        stp     x29, x30, [sp, #-96]!
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        stp     x25, x26, [sp, #64]
        stp     x27, x28, [sp, #80]
        mov     x0, #0x5A5A
        dup     v16.2d, x0
        dup     v17.2d, x0
        .irp    n, 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28
        add     x\n, x0, #\n
        .endr
        .endm

        .macro  compare_registers
        mov     x30, #0
        mov     x29, #0x5A5A
        cmp     x0, x29
        cinc    x30, x30, ne
        .irp    n, 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28
        sub     x\n, x\n, x29
        cmp     x\n, #\n
        cset    x\n, ne
        orr     x30, x30, x\n, lsl #\n
        .endr
        umov    x1, v16.d[1]
        cmp     x1, x29
        cset    x1, ne
        orr     x30, x30, x1, lsl #32
        umov    x1, v17.d[0]
        cmp     x1, x29
        cset    x1, ne
        orr     x0, x30, x1, lsl #33
        ldp     x19, x20, [sp, #16]
        ldp     x21, x22, [sp, #32]
        ldp     x23, x24, [sp, #48]
        ldp     x25, x26, [sp, #64]
        ldp     x27, x28, [sp, #80]
        ldp     x29, x30, [sp], #96
        ret
        .endm

        // brk returns through the expected-fault path to x30, so x30 points after it.
        function fault_damaged_registers
        fill_registers
        adr     x30, 1f
        brk     #0x1234
1:      compare_registers

        // The same through an interrupt, which the caller made pending with IRQs masked.
        function interrupt_damaged_registers
        fill_registers
        msr     daifclr, #2
        nop
        nop
        msr     daifset, #2
        compare_registers

        // Goes into vector entry x0 (0 to 15) as the hardware would, to come back to the caller: for vectors whose exceptions
        // nothing here can raise. IRQs are masked; the entry's way back restores what was.
        function enter_vector
        stp     x29, x30, [sp, #-16]!
        mov     x29, sp
        mov     x4, x0
        bl      read_PAN
        mov     x5, x0
        mov     x0, x4
        mrs     x1, vbar_el1
        add     x1, x1, x0, lsl #7
        adr     x2, 1f
        msr     elr_el1, x2
        mrs     x2, daif
        mov     x3, #5                          // EL1h
        orr     x2, x2, x3
        orr     x2, x2, x5
        msr     spsr_el1, x2
        cmp     x0, #8
        b.lo    2f
        mov     x2, #(1 << 25)                  // from EL0: not a system call (EC 0, unknown reason; no thread's OwnCall is this),
        msr     esr_el1, x2                     // and a context as if a thread had run
        sub     sp, sp, #CONTEXT_SIZE
        mrs     x2, tpidr_el1
        mov     x3, sp
        str     x3, [x2, #CPU_KERNEL_SP]
2:      br      x1
1:      mov     sp, x29
        ldp     x29, x30, [sp], #16
        ret

        .section .rodata
        .globl  build_identity
build_identity:
        .ascii  "RustKernel-build-id: "
        .globl  build_identity_text
build_identity_text:
        .include "BuildIdentity.inc"
        .globl  build_identity_text_end
build_identity_text_end:
        .byte   10

        .text
        function get_build_identity
        adrp    x0, build_identity_text
        add     x0, x0, :lo12:build_identity_text
        ret

        function get_build_identity_end
        adrp    x0, build_identity_text_end
        add     x0, x0, :lo12:build_identity_text_end
        ret

        function get_modules
        adrp    x0, _modules_start
        add     x0, x0, :lo12:_modules_start
        ldr     x0, [x0]
        ret

        function get_boot_table_pool
        adrp    x0, boot_table_pool
        ret
