// Instructions that C# has no word for: system registers, barriers, waiting, firmware calls, provoked faults.

        .macro  function name
        .globl  \name
        .type   \name, %function
\name:
        .endm

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
        read_register  TTBR1_EL1, ttbr1_el1
        read_register  VBAR_EL1, vbar_el1
        read_register  ID_AA64MMFR0_EL1, id_aa64mmfr0_el1
        read_register  ID_AA64PFR0_EL1, id_aa64pfr0_el1
        read_register  ID_AA64DFR0_EL1, id_aa64dfr0_el1
        read_register  PMCCNTR_EL0, pmccntr_el0
        read_register  CNTFRQ_EL0, cntfrq_el0

        // The barrier keeps the counter from being read early. [DDI0487 D12.2]
        function read_CNTVCT_EL0
        isb
        mrs     x0, cntvct_el0
        ret

        function cpu_mask_interrupts
        msr     daifset, #0xF
        ret

        function cpu_wait_for_interrupt
        dsb     sy
        wfi
        ret

        function cpu_halt
        msr     daifset, #0xF
1:      wfi
        b       1b

        function cpu_frame_pointer
        mov     x0, x29
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

        // Fills registers with known values, takes an exception that returns, and tells which ones changed: bit n for xn,
        // bits 32 and 33 for q16 and q17. brk returns through the expected-fault path to x30, so x30 points behind it.
        function fault_damaged_registers
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
        adr     x30, 1f
        brk     #0x1234
1:      mov     x30, #0
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
