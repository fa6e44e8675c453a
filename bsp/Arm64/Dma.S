// What memory that a device reads and writes needs of a CPU: cache maintenance, and the order of accesses. The kernel and
// drivers at EL0 have the same; SCTLR_EL1.UCI and UCT let EL0 do it.

        .text
        .balign 16
        // Cleans and invalidates by address to the point of coherency: x0 = first byte, x1 = length in bytes.
        // [DDI0487 D7.5] The line length is CTR_EL0.DminLine's.
        .globl  cache_clean_and_invalidate
        .type   cache_clean_and_invalidate, %function
cache_clean_and_invalidate:
        mrs     x2, ctr_el0
        ubfx    x2, x2, #16, #4
        mov     x3, #4
        lsl     x2, x3, x2
        add     x1, x0, x1
        sub     x3, x2, #1
        bic     x0, x0, x3
        dsb     sy                              // what was written before is in the caches by now
1:      dc      civac, x0
        add     x0, x0, x2
        cmp     x0, x1
        b.lo    1b
        dsb     sy
        ret
        .size   cache_clean_and_invalidate, . - cache_clean_and_invalidate

        // The order of accesses as a device sees them: it is in the outer shareable domain. [DDI0487 B2.3.11]
        .macro  barrier name, kind:vararg
        .globl  \name
        .type   \name, %function
\name:  dmb     \kind
        ret
        .size   \name, . - \name
        .endm

        barrier dma_order_stores, oshst
        barrier dma_order_loads, oshld
        barrier dma_order_all, osh
