// From the first instruction to the first line of C#: exception levels, the first translation tables, the MMU, the stack.
// Position-independent until the jump to the upper half: any 4 KiB-aligned load address will do.
// Everything here runs on one CPU with interrupts masked.

        .include "Layout.inc"

        // Translation table attributes. MAIR index 0: normal write-back; 1: device nGnRE; 2: normal non-cacheable;
        // 3: device nGnRnE. [DDI0487 D8.3, D8.6]
        .equ MAIR_VALUE,                0x00000000004404FF
        .equ DESCRIPTOR_TABLE,          0x3
        .equ DESCRIPTOR_PAGE_RO,        0x783           // AttrIndx 0, AP read-only, inner shareable, AF, page
        .equ DESCRIPTOR_PAGE_RW,        0x703           // the same, writable
        .equ DESCRIPTOR_UXN,            0x0040000000000000
        .equ DESCRIPTOR_XN,             0x0060000000000000      // UXN and PXN

        // T0SZ = T1SZ = 16, 4 KiB granules, write-back inner-shareable walks, 16-bit ASIDs where there are any; IPS is
        // added from ID_AA64MMFR0_EL1. [DDI0487 D24.2 TCR_EL1]
        .equ TCR_VALUE,                 0x00000010B5103510

        // RES1 bits of Armv8.0 (29, 28, 23, 22, 20, 11), then UCI, WXN, nTWE, nTWI, UCT, DZE, I, SA0, SA, C, M. WXN: no
        // page is ever both writable and executable, whatever a descriptor says. [DDI0487 D24.2 SCTLR_EL1]
        .equ SCTLR_MMU_OFF,             0x30D00800
        .equ SCTLR_EL2_MMU_OFF,         0x30C50830
        .equ SCTLR_MMU_ON,              0x34DDD81D

        // RES1 (SPAN) and RES0 (EPAN) where the CPU has no PAN or an older one. [DDI0487 D24.2 SCTLR_EL1]
        .equ SCTLR_SPAN,                (1 << 23)
        .equ SCTLR_EPAN,                (1 << 57)

        .equ AFFINITY_MASK,             0xFF00FFFFFF    // Aff3, Aff2 to Aff0 of MPIDR_EL1

        .section .boot.text, "ax", %progbits
        // Kept through the switch of levels and the MMU: x19 the boot loader's x0, x20 the device tree (physical), x21 the
        // entry exception level, x22 the image's physical base, x23 CNTVCT at entry, x24 the device tree's size, x25 what
        // UEFI handed over (physical) or 0.
        .globl  primary_entry
primary_entry:
        mov     x25, #0
        .globl  boot_entry
boot_entry:                                     // Efi.S enters here, with x25 set
        msr     daifset, #0xF
        mov     x19, x0
        mrs     x21, CurrentEL
        ubfx    x21, x21, #2, #2
        cmp     x21, #3
        b.ne    1f
        mrs     x1, mpidr_el1
        ldr     x2, =AFFINITY_MASK
        tst     x1, x2
        b.ne    el3_hold                        // at EL3 nothing held the other CPUs back: all CPUs came here at once
1:      adrp    x22, _start
        mrs     x23, cntvct_el0
        bl      enter_el1
        b       find_device_tree

        // Goes down to EL1, whatever the level now, and returns there to x30 with this CPU's own registers set up: no traps,
        // early vectors, counters. Clobbers x0-x4. Secondary.S uses it, too.
        .globl  enter_el1
        .type   enter_el1, %function
enter_el1:
        mrs     x0, CurrentEL
        cmp     x0, #(2 << 2)
        b.hi    from_el3
        b.eq    from_el2
        b       at_el1

        // EL3: no one was here before us, so do what firmware would: non-secure, 64-bit, no traps; then down.
from_el3:
        mrs     x0, midr_el1                    // Cortex-A53, A57, A72: caches are coherent only with CPUECTLR_EL1.SMPEN set
        ubfx    x1, x0, #4, #12                 // part; implementer Arm is 0x41
        lsr     w0, w0, #24
        cmp     w0, #0x41
        b.ne    4f
        mov     x0, #0xD03
        cmp     x1, x0
        mov     x0, #0xD07
        ccmp    x1, x0, #4, ne
        mov     x0, #0xD08
        ccmp    x1, x0, #4, ne
        b.ne    4f
        mrs     x0, S3_1_C15_C2_1               // CPUECTLR_EL1
        orr     x0, x0, #(1 << 6)
        msr     S3_1_C15_C2_1, x0
        isb
        mov     x0, #0xD08                      // Cortex-A72: CPUACTLR_EL1, which EL3 may not let lower levels access
        cmp     x1, x0                          // (docs/ERRATA.md)
        b.ne    4f
        mrs     x0, S3_1_C15_C2_0
        orr     x0, x0, #(1 << 55)              // no load passes an older store: CVE-2018-3639
        mrs     x1, midr_el1
        tst     x1, #(0xF << 20)
        b.ne    5f
        orr     x0, x0, #(1 << 32)              // no instruction prefetch: 859971, up to r0p3, which is all of r0
5:      msr     S3_1_C15_C2_0, x0
        isb
4:      adr     x0, el3_vectors
        msr     vbar_el3, x0
        mov     x0, #0x531                      // SCR_EL3: ST, RW, HCE, RES1 (5:4), NS; SMC stays on for el3_vectors
        orr     x0, x0, #0x800
        msr     scr_el3, x0
        msr     cptr_el3, xzr
        msr     mdcr_el3, xzr
        mrs     x0, id_aa64pfr0_el1
        ubfx    x1, x0, #24, #4                 // GIC system registers
        cbz     x1, 1f
        mov     x1, #0xF                        // ICC_SRE_EL3: SRE, DFB, DIB, Enable
        msr     S3_6_C12_C12_5, x1
        isb
        msr     S3_6_C12_C12_4, xzr             // ICC_CTLR_EL3
1:      ubfx    x1, x0, #8, #4                  // EL2 implemented?
        adr     x2, from_el2
        mov     x3, #0x3C9                      // EL2h, DAIF masked
        ldr     x4, =SCTLR_EL2_MMU_OFF
        cbz     x1, 3f
        msr     sctlr_el2, x4
        b       2f
3:      adr     x2, at_el1
        mov     x3, #0x3C5                      // EL1h, DAIF masked
        ldr     x4, =SCTLR_MMU_OFF
        msr     sctlr_el1, x4
2:      msr     elr_el3, x2
        msr     spsr_el3, x3
        isb
        eret

        // EL2: give EL1 the machine (timers, FP, PMU, GIC registers), no stage 2. HCR_EL2 first: with E2H set (VHE)
        // the registers below have another layout.
from_el2:
        mov     x0, #0x80000000                 // HCR_EL2.RW
        msr     hcr_el2, x0
        isb
        ldr     x0, =SCTLR_EL2_MMU_OFF          // what stays here is fetched past firmware's tables
        msr     sctlr_el2, x0
        adr     x0, el2_vectors
        msr     vbar_el2, x0
        ldr     x0, =SCTLR_MMU_OFF
        msr     sctlr_el1, x0
        mov     x0, #3                          // EL1PCTEN, EL1PCEN
        msr     cnthctl_el2, x0
        msr     cntvoff_el2, xzr
        mov     x0, #0x33FF                     // RES1 bits; no trap of FP
        msr     cptr_el2, x0
        msr     hstr_el2, xzr
        msr     vttbr_el2, xzr
        mrs     x0, midr_el1
        msr     vpidr_el2, x0
        mrs     x0, mpidr_el1
        msr     vmpidr_el2, x0
        mrs     x0, id_aa64dfr0_el1
        ubfx    x0, x0, #8, #4                  // PMUVer: 0 none, 15 not the architecture's
        sub     x1, x0, #1
        cmp     x1, #14
        mov     x1, #0
        b.hs    1f
        mrs     x1, pmcr_el0
        ubfx    x1, x1, #11, #5                 // all of the N counters belong to EL1
1:      msr     mdcr_el2, x1
        mrs     x0, id_aa64pfr0_el1
        ubfx    x0, x0, #24, #4
        cbz     x0, 2f
        mrs     x0, S3_4_C12_C9_5               // ICC_SRE_EL2
        orr     x0, x0, #0x1                    // SRE
        orr     x0, x0, #0x8                    // Enable: EL1 may set its own SRE
        msr     S3_4_C12_C9_5, x0
        isb
        mrs     x0, S3_4_C12_C9_5
        tbz     x0, #0, 2f                      // firmware holds it off: memory-mapped interface then
        msr     S3_4_C12_C11_0, xzr             // ICH_HCR_EL2
2:      mov     x0, #0x3C5
        msr     spsr_el2, x0
        adr     x0, at_el1
        msr     elr_el2, x0
        isb
        eret

at_el1:
        ldr     x0, =SCTLR_MMU_OFF
        msr     sctlr_el1, x0
        isb
        msr     spsel, #1
        adr     x0, early_vectors
        msr     vbar_el1, x0
        mov     x0, #(3 << 20)                  // CPACR_EL1.FPEN: C# copies blocks through v16 and v17
        msr     cpacr_el1, x0

        // Unknown at reset, or firmware's: no software step or breakpoints, nothing of ours in what EL0 can read, no counters at EL0
        // until user_counters says so. [DDI0487 D24.2, D24.3]
        msr     mdscr_el1, xzr
        msr     contextidr_el1, xzr
        msr     amair_el1, xzr
        msr     tpidr_el0, xzr
        msr     tpidrro_el0, xzr
        msr     cntkctl_el1, xzr
        isb
        mrs     x0, id_aa64dfr0_el1
        ubfx    x0, x0, #8, #4
        sub     x0, x0, #1
        cmp     x0, #14
        b.hs    1f
        msr     pmuserenr_el0, xzr
        mov     x0, #-1
        msr     pmintenclr_el1, x0
        msr     pmccfiltr_el0, xzr
        mov     x0, #0x47                       // PMCR_EL0: LC, C, P, E: counters start at 0 here
        msr     pmcr_el0, x0
        mov     x0, #0x8                        // event counter 0: INST_RETIRED
        msr     pmevtyper0_el0, x0
        mov     x0, #(1 << 31)                  // and the cycle counter
        orr     x0, x0, #1
        msr     pmcntenset_el0, x0
1:      ret

        // The device tree: x0 if it is one, else the start of the RAM that we lie in (QEMU puts it there for a raw loader).
find_device_tree:
        mov     x0, x19
        bl      check_device_tree
        cbnz    x24, 2f
        and     x0, x22, #~0x3FFFFFFF
        bl      check_device_tree
2:      mov     x20, x0

        bl      build_tables
        bl      invalidate_boot_memory
        adrp    x0, boot_table_l0
        ldr     x1, =upper_half

        // MMU and caches on, with the upper half's level 0 table x0 (physical); goes on at x1 in the upper half. Clobbers x2-x4.
        // Lies in the identity page, as the instruction after the switch must. Secondary.S uses it, too.
        .globl  enable_mmu
        .type   enable_mmu, %function
enable_mmu:
        ldr     x2, =MAIR_VALUE
        msr     mair_el1, x2
        ldr     x2, =TCR_VALUE
        mrs     x3, id_aa64mmfr0_el1
        and     x3, x3, #0xF                    // PARange; at most 48 bits with this granule and layout
        cmp     x3, #5
        mov     x4, #5
        csel    x3, x3, x4, ls
        bfi     x2, x3, #32, #3
        msr     tcr_el1, x2
        adrp    x2, boot_table_identity_l0
        msr     ttbr0_el1, x2
        msr     ttbr1_el1, x0
        isb
        tlbi    vmalle1
        dsb     nsh
        ic      iallu
        dsb     nsh
        isb
        ldr     x2, =SCTLR_MMU_ON
        mrs     x3, id_aa64mmfr1_el1
        ubfx    x3, x3, #20, #4                 // PAN: what EL0 may access, EL1 may not
        cbz     x3, 2f
        bic     x2, x2, #SCTLR_SPAN             // every exception to EL1 sets it again
        cmp     x3, #3
        b.lo    1f
        orr     x2, x2, #SCTLR_EPAN             // and what EL0 may only execute is no exception
1:      .inst   0xD500419F                      // msr pan, #1
2:      msr     sctlr_el1, x2
        isb
        br      x1
        .size   enable_mmu, . - enable_mmu

        // x0: candidate address. Returns x0 = the tree and x24 = its size, or both 0. A read that faults counts as no.
check_device_tree:
        mov     x24, #0
        cbz     x0, 9f
        tst     x0, #7
        b.ne    9f
        ldr     w1, [x0]                        // the early vector puts 0 into w1 and skips this load on a fault
        rev     w1, w1
        movz    w2, #0xFEED
        movk    w2, #0xD00D, lsl #16
        cmp     w1, w2
        b.ne    9f
        ldr     w1, [x0, #4]
        rev     w24, w1
        cmp     w24, #40                        // smaller than its own header
        b.lo    9f
        mov     w2, #0x1FF000                   // the window maps 2 MiB, the tree may start inside a page
        cmp     w24, w2
        csel    w24, w24, w2, ls
        ret
9:      mov     x0, #0
        mov     x24, #0
        ret

        // The first tables: identity for the page we run in, then the upper half: image, boot stack, device tree.
        // Clobbers x0-x12. The MMU is off, so every store goes to memory.
build_tables:
        mov     x12, x30
        bl      invalidate_boot_memory          // a dirty line written back later would undo the stores below
        adrp    x0, _boot_tables_start
        adrp    x1, boot_table_pool
1:      stp     xzr, xzr, [x0], #16
        stp     xzr, xzr, [x0], #16
        stp     xzr, xzr, [x0], #16
        stp     xzr, xzr, [x0], #16
        cmp     x0, x1
        b.lo    1b

        // Identity: the page of .boot.text that holds all code up to the jump to the upper half.
        adrp    x0, boot_table_identity_l0
        adrp    x1, boot_table_identity_l1
        adrp    x2, primary_entry
        bl      link_walk
        ldr     x3, =(DESCRIPTOR_PAGE_RO | DESCRIPTOR_UXN)
        orr     x3, x3, x2
        str     x3, [x1]

        // The image at its link address. x1 ends as the slot in the first level 3 table; the tables lie one after the
        // other, so a plain index runs on.
        adrp    x0, boot_table_l0
        adrp    x1, boot_table_image_l1
        ldr     x2, =KERNEL_IMAGE_BASE
        bl      link_walk
        adrp    x4, boot_table_image_l2         // further level 3 tables, 2 MiB each
        adrp    x5, boot_table_image_l3
        adrp    x6, boot_table_image_l3_end
        mov     x7, #DESCRIPTOR_TABLE
2:      orr     x8, x5, x7
        str     x8, [x4], #8
        add     x5, x5, #4096
        cmp     x5, x6
        b.lo    2b
        adrp    x2, _start
        adrp    x9, _text_end
        ldr     x3, =(DESCRIPTOR_PAGE_RO | DESCRIPTOR_UXN)
        bl      map_pages
        adrp    x9, _rodata_end
        ldr     x3, =(DESCRIPTOR_PAGE_RO | DESCRIPTOR_XN)
        bl      map_pages
        adrp    x9, _boot_tables_end
        ldr     x3, =(DESCRIPTOR_PAGE_RW | DESCRIPTOR_XN)
        bl      map_pages

        // CPU 0's main and emergency stacks in the stack region; the memory after them has no other mapping.
        adrp    x0, boot_table_l0
        adrp    x1, boot_table_stack_l1
        ldr     x2, =(KERNEL_STACK_REGION_BASE + EMERGENCY_STACK_TOP - EMERGENCY_STACK_SIZE)
        bl      link_walk
        adrp    x2, boot_emergency_stack
        adrp    x9, boot_emergency_stack_end
        bl      map_pages
        adrp    x1, boot_table_stack_l3
        add     x1, x1, #((STACK_SLOT_SIZE - STACK_SIZE) / 4096 * 8)
        adrp    x2, boot_stack
        adrp    x9, boot_stack_end
        bl      map_pages

        // The device tree, read-only.
        cbz     x20, 3f
        adrp    x0, boot_table_l0
        adrp    x1, boot_table_dtb_l1
        ldr     x2, =KERNEL_DTB_WINDOW_BASE
        bl      link_walk
        and     x2, x20, #~0xFFF
        add     x9, x20, x24
        add     x9, x9, #0xFFF
        and     x9, x9, #~0xFFF
        ldr     x3, =(DESCRIPTOR_PAGE_RO | DESCRIPTOR_XN)
        bl      map_pages
3:      ret     x12

        // Enters three tables that lie one after the other (levels 1, 2, 3; x1 the first) for address x2 below the
        // level 0 table x0. Returns x1 = the level 3 slot. Clobbers x0, x4-x6.
link_walk:
        mov     x6, #DESCRIPTOR_TABLE
        ubfx    x4, x2, #39, #9
        orr     x5, x1, x6
        str     x5, [x0, x4, lsl #3]
        ubfx    x4, x2, #30, #9
        add     x0, x1, #4096
        orr     x5, x0, x6
        str     x5, [x1, x4, lsl #3]
        ubfx    x4, x2, #21, #9
        add     x1, x0, #4096
        orr     x5, x1, x6
        str     x5, [x0, x4, lsl #3]
        ubfx    x4, x2, #12, #9
        add     x1, x1, x4, lsl #3
        ret

        // Maps physical pages x2 .. x9 with attributes x3 into the slots from x1. Leaves x1 and x2 after the last.
map_pages:
        cmp     x2, x9
        b.hs    1f
        orr     x4, x2, x3
        str     x4, [x1], #8
        add     x2, x2, #4096
        b       map_pages
1:      ret

        // Throws away cache lines over the tables: they are written with the MMU off, around the caches. Clobbers x0-x2.
invalidate_boot_memory:
        mrs     x2, ctr_el0
        ubfx    x2, x2, #16, #4                 // DminLine: log2 of words
        mov     x1, #4
        lsl     x2, x1, x2
        adrp    x0, _boot_tables_start
        adrp    x1, boot_table_pool
        dsb     sy
1:      dc      ivac, x0
        add     x0, x0, x2
        cmp     x0, x1
        b.lo    1b
        dsb     sy
        ret

        .ltorg

        // At the link address from here on. The stack lies between guard pages; TTBR0 gets an empty table.
        .globl  upper_half
upper_half:
        ldr     x0, =(KERNEL_STACK_REGION_BASE + STACK_SLOT_SIZE)
        mov     sp, x0
        adrp    x0, exception_vectors
        add     x0, x0, :lo12:exception_vectors
        msr     vbar_el1, x0
        adrp    x0, boot_table_empty_l0
        adrp    x1, _start
        sub     x0, x0, x1
        add     x0, x0, x22                     // physical
        mov     x26, x0
        msr     ttbr0_el1, x0
        isb
        tlbi    vmalle1
        dsb     nsh
        isb
        adrp    x0, _bss_start
        adrp    x1, _bss_end
1:      stp     xzr, xzr, [x0], #16
        stp     xzr, xzr, [x0], #16
        cmp     x0, x1
        b.lo    1b
        adrp    x0, empty_lower_root
        str     x26, [x0, :lo12:empty_lower_root]
        adrp    x0, boot_information
        add     x0, x0, :lo12:boot_information
        stp     x19, x20, [x0]
        stp     x24, x21, [x0, #16]
        stp     x22, x23, [x0, #32]
        adrp    x1, _start
        adrp    x2, _text_end
        stp     x1, x2, [x0, #48]
        adrp    x1, _rodata_end
        adrp    x2, _boot_tables_start
        stp     x1, x2, [x0, #64]
        adrp    x1, _boot_tables_end
        adrp    x2, _image_end
        stp     x1, x2, [x0, #80]
        str     x25, [x0, #96]
        adrp    x1, cpu_blocks                  // CPU 0's block is the first
        add     x1, x1, :lo12:cpu_blocks
        msr     tpidr_el1, x1
        mov     x29, xzr
        mov     x30, xzr
        bl      kernel_main
2:      wfi
        b       2b

        // Until the real vectors stand, only the probe for a device tree may fault: it gets 0 and goes on. Any other
        // exception parks the CPU, as there is nothing yet to say it with.
        .balign 2048
early_vectors:
        .space  0x200
        mrs     x9, elr_el1
        add     x9, x9, #4
        msr     elr_el1, x9
        mov     w1, #0
        eret
        .balign 128
1:      wfi
        b       1b
        .balign 128
1:      wfi
        b       1b
        .balign 128
1:      wfi
        b       1b

        // What stays at EL3 when we came from there: a secure register write for the GIC's group set-up, by
        // smc #0x1 with x0 = physical address (MMU off at EL3), w1 = value, and CNTFRQ_EL0 by smc #0x2.
        .balign 2048
el3_vectors:
        .space  0x400
        // Lower level, AArch64, synchronous
        msr     tpidr_el3, x2
        mrs     x2, esr_el3
        eor     x2, x2, #0x40000000             // SMC from AArch64 reads EC 0x17, IL, immediate: 0x5E00xxxx
        eor     x2, x2, #0x1E000000
        cmp     x2, #1
        b.ne    1f
        str     w1, [x0]
        dsb     sy
1:      cmp     x2, #2
        b.ne    2f
        msr     cntfrq_el0, x0
2:      mov     x0, #0
        mrs     x2, tpidr_el3
        eret

        // What stays at EL2: two calls for the self-tests, hvc #1, which makes a virtual SError pending for this CPU, and hvc #2, which
        // takes it back. Any other call gets -1, PSCI's "not supported". Touches no memory. [DDI0487 D24.2 HCR_EL2: AMO, VSE]
        .macro  park
        .balign 128
1:      wfi
        b       1b
        .endm

        .balign 2048
el2_vectors:
        .rept   8                               // from EL2 itself, where nothing can go wrong
        park
        .endr
        .balign 128                             // lower level, AArch64, synchronous
        mrs     x0, esr_el2
        lsr     x1, x0, #26
        and     x0, x0, #0xFFFF
        cmp     x1, #0x16                       // HVC
        b.ne    4f
        mrs     x1, hcr_el2
        mov     x2, #(1 << 5 | 1 << 8)          // AMO, VSE
        bic     x1, x1, x2
        cmp     x0, #2
        b.eq    2f
        cmp     x0, #1
        mov     x0, #-1
        b.ne    3f
        orr     x1, x1, x2
2:      msr     hcr_el2, x1
        isb
        mov     x0, #0
3:      eret
4:      wfi                                     // nothing else is trapped
        b       4b
        .rept   7
        park
        .endr

        .section .bss, "aw", %nobits
        .balign 16
        .globl  empty_lower_root                // physical address of boot_table_empty_l0: UserEntry.S
empty_lower_root:
        .space  16
boot_information:
        .space  BOOT_INFO_SIZE

        .section .boot_tables, "aw", %nobits
        .balign 4096
boot_table_l0:                  .space 4096
boot_table_identity_l0:         .space 4096
boot_table_identity_l1:         .space 4096 * 3
boot_table_image_l1:            .space 4096
boot_table_image_l2:            .space 4096
boot_table_image_l3:            .space 4096 * 8         // image and tables may take 16 MiB
boot_table_image_l3_end:
boot_table_stack_l1:            .space 4096 * 2
boot_table_stack_l3:            .space 4096
boot_table_dtb_l1:              .space 4096 * 3
        .globl boot_table_empty_l0              // Secondary.S
boot_table_empty_l0:            .space 4096
        .globl boot_table_pool
boot_table_pool:                .space 4096 * 128       // handed out by BootTables until there are frames

        .section .boot_stacks, "aw", %nobits
        .balign 4096
boot_emergency_stack:           .space EMERGENCY_STACK_SIZE
boot_emergency_stack_end:
boot_stack:                     .space STACK_SIZE
boot_stack_end:
