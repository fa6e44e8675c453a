// Data-cache maintenance for memory that a device reads and writes past the caches, and the one buffer that is shared
// with the firmware before there are frames.

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

        .globl  get_firmware_message
        .type   get_firmware_message, %function
get_firmware_message:
        adrp    x0, firmware_message
        add     x0, x0, :lo12:firmware_message
        ret
        .size   get_firmware_message, . - get_firmware_message

        // Two granules of the largest cache line that the architecture has (2 KiB) would be waste: 64 bytes is what every
        // CPU with such a mailbox has; 256 keeps neighbours away on others.
        .section .bss
        .balign 256
firmware_message:
        .space  256
