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

        // Walker must see a new descriptor before the next access: stores done, pipeline refetched. [DDI0487 D8.17]
        function tlb_publish
        dsb     ishst
        isb
        ret

        function tlb_invalidate_all
        dsb     ishst
        tlbi    vmalle1is
        dsb     ish
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
