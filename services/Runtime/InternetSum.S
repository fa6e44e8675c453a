// The sum of the Internet's checksums, 64 bytes a step: in C# it was a third of what receiving costs. Linked only into programs that
// use it. In ones' complement the order of bytes does not matter until the end, and words may be added together.
// [RFC 1071 2; DDI0487 C7.2, UADALP]

        .text
        .globl  internet_sum
        .type   internet_sum, %function
        // x0 = first byte, x1 = length in bytes; w0 = the sum of its 16-bit big-endian words in ones' complement, the last filled with 0.
        // Changes v0-v3 and v16: a process's own, and no C# has anything in them across a call.
internet_sum:
        mov     x2, #0
        lsr     x11, x1, #6
        cbz     x11, 2f
        movi    v16.2d, #0              // two sums of 32-bit words: 2^32 of these fit
1:      ld1     {v0.16b-v3.16b}, [x0], #64
        sub     x11, x11, #1
        uadalp  v16.2d, v0.4s
        uadalp  v16.2d, v1.4s
        uadalp  v16.2d, v2.4s
        uadalp  v16.2d, v3.4s
        cbnz    x11, 1b
        addp    d16, v16.2d
        fmov    x2, d16
2:      cmn     xzr, xzr                // no carry; from here on it goes from one sum into the next
        tbz     x1, #5, 3f
        ldp     x3, x4, [x0], #16
        ldp     x5, x6, [x0], #16
        adcs    x2, x2, x3
        adcs    x2, x2, x4
        adcs    x2, x2, x5
        adcs    x2, x2, x6
3:      tbz     x1, #4, 4f
        ldp     x3, x4, [x0], #16
        adcs    x2, x2, x3
        adcs    x2, x2, x4
4:      tbz     x1, #3, 5f
        ldr     x3, [x0], #8
        adcs    x2, x2, x3
5:      tbz     x1, #2, 6f
        ldr     w3, [x0], #4
        adcs    x2, x2, x3
6:      tbz     x1, #1, 7f
        ldrh    w3, [x0], #2
        adcs    x2, x2, x3
7:      tbz     x1, #0, 8f
        ldrb    w3, [x0]
        adcs    x2, x2, x3
8:      adcs    x2, x2, xzr             // the last carry, which may bring one more
        adc     x2, x2, xzr
        lsr     x3, x2, #32             // 33 bits, then 18, 17, 16
        add     x2, x3, w2, uxtw
        and     x3, x2, #0xFFFF
        add     x2, x3, x2, lsr #16
        and     x3, x2, #0xFFFF
        add     x2, x3, x2, lsr #16
        and     x3, x2, #0xFFFF
        add     x2, x3, x2, lsr #16
        rev16   w0, w2
        ret
        .size   internet_sum, . - internet_sum
