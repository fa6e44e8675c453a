// The other CPUs from their first instruction to C#, and where each CPU finds its own block. They take the boot CPU's way
// (Boot.S: enter_el1, enable_mmu) with the tables that are in force by then.
//
// A secondary knows nothing at its entry; it reads secondary_start with the MMU off, past all caches. The boot CPU fills that record for
// one CPU at a time, cleans it to the point of coherency and only then lets the CPU go. The record names the CPU it is meant for: one that
// wakes after the boot CPU gave it up finds another name there and sleeps for ever. CPUs from EL3's pen (el3_hold) take the same path.

        .include "Layout.inc"
        .include "Macros.inc"

        .text
        .balign 16
        // Physical address, MMU off, any exception level, registers unknown: PSCI's entry point and the spin table's target.
        function secondary_entry
        msr     daifset, #0xF
        bl      enter_el1
        adrp    x9, secondary_start
        add     x9, x9, :lo12:secondary_start
        ldp     x10, x0, [x9, #SECONDARY_AFFINITY]
        ldp     x20, x21, [x9, #SECONDARY_STACK]
        mrs     x11, mpidr_el1
        and     x12, x11, #0xFFFFFF             // Aff2 to Aff0
        ubfx    x11, x11, #32, #8               // Aff3
        orr     x12, x12, x11, lsl #32
        cmp     x10, x12
        b.ne    9f
        adrp    x22, boot_table_empty_l0
        ldr     x1, =secondary_upper_half
        b       enable_mmu
9:      wfi
        b       9b
        .ltorg

        // At the link address: the lower half is switched off, then the stack, the vectors and the block are this CPU's own.
        .type   secondary_upper_half, %function
secondary_upper_half:
        msr     ttbr0_el1, x22
        isb
        tlbi    vmalle1
        dsb     nsh
        isb
        adrp    x0, exception_vectors
        add     x0, x0, :lo12:exception_vectors
        msr     vbar_el1, x0
        msr     tpidr_el1, x21
        isb
        mov     sp, x20
        mov     x0, x21
        mov     x29, xzr
        mov     x30, xzr
        bl      secondary_main
1:      wfi
        b       1b

        // Where every CPU but the first waits after an entry at EL3, where there is no firmware that could start it: until el3_pen bears its
        // name. A GICv2's banked registers let no other CPU give this one's interrupts to the non-secure world, so it does that on its way out.
        // [IHI0048 4.3.4 GICD_IGROUPR0, 4.4.2 GICC_PMR]
        function el3_hold
        msr     daifset, #0xF
        mrs     x11, mpidr_el1
        and     x12, x11, #0xFFFFFF
        ubfx    x11, x11, #32, #8
        orr     x12, x12, x11, lsl #32
        adrp    x9, el3_pen
        add     x9, x9, :lo12:el3_pen
        sevl
1:      wfe
        ldr     x10, [x9, #PEN_AFFINITY]
        cmp     x10, x12
        b.ne    1b
        dsb     sy
        ldp     x10, x11, [x9, #PEN_DISTRIBUTOR]
        cbz     x10, 2f
        mov     w0, #-1
        str     w0, [x10, #0x80]
        mov     w0, #0xFF
        str     w0, [x11, #0x4]
        dsb     sy
2:      b       secondary_entry

        function get_el3_pen
        adrp    x0, el3_pen
        add     x0, x0, :lo12:el3_pen
        ret

        // The calling CPU's block.
        function get_cpu_block
        mrs     x0, tpidr_el1
        ret

        function get_cpu_blocks
        adrp    x0, cpu_blocks
        add     x0, x0, :lo12:cpu_blocks
        ret

        function get_secondary_start
        adrp    x0, secondary_start
        add     x0, x0, :lo12:secondary_start
        ret

        function get_secondary_entry
        adrp    x0, secondary_entry
        add     x0, x0, :lo12:secondary_entry
        ret

        // Read before anybody has cleared .bss, so it comes with the image. 0 is the CPU that never waits here.
        .data
        .balign EL3_PEN_SIZE
el3_pen:
        .space  EL3_PEN_SIZE

        .section .bss, "aw", %nobits
        .balign 64
        .globl  cpu_blocks
cpu_blocks:
        .space  CPU_BLOCK_SIZE * MAXIMUM_CPUS

        // Alone on its cache lines: written back as a whole, read past the caches.
        .balign SECONDARY_START_SIZE
secondary_start:
        .space  SECONDARY_START_SIZE
