// CRC-32C by the CPU's own instructions. The caller has checked that the CPU has them (ID_AA64ISAR0_EL1.CRC32, SystemItem.Instructions).
// Linked only into programs that use it. [DDI0487 C6.2, CRC32CB and CRC32CX]

        .arch_extension crc
        .text
        .globl  crc32c_update
        .type   crc32c_update, %function
        // x0 = first byte, x1 = length in bytes, w2 = checksum so far; x0 = checksum.
crc32c_update:
        subs    x1, x1, #64
        b.lo    2f
1:      ldp     x3, x4, [x0]
        ldp     x5, x6, [x0, #16]
        ldp     x7, x8, [x0, #32]
        ldp     x9, x10, [x0, #48]
        add     x0, x0, #64
        subs    x1, x1, #64
        crc32cx w2, w2, x3
        crc32cx w2, w2, x4
        crc32cx w2, w2, x5
        crc32cx w2, w2, x6
        crc32cx w2, w2, x7
        crc32cx w2, w2, x8
        crc32cx w2, w2, x9
        crc32cx w2, w2, x10
        b.hs    1b
2:      adds    x1, x1, #64
        b.eq    4f
3:      ldrb    w3, [x0], #1
        crc32cb w2, w2, w3
        subs    x1, x1, #1
        b.ne    3b
4:      mov     w0, w2
        ret
        .size   crc32c_update, . - crc32c_update
