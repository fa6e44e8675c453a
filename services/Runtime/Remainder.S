// The remainder of floating-point division, exact, with the dividend's sign: what % of double and float becomes. Linked only into programs
// that have one.

        .macro  function name
        .globl  \name
        .type   \name, %function
\name:
        .endm

        .text
        // d0 of d1: d0 = the remainder.
        function fmod
        fmov    x0, d0
        fmov    x1, d1
        and     x2, x0, #0x8000000000000000     // the sign
        and     x0, x0, #0x7FFFFFFFFFFFFFFF
        and     x1, x1, #0x7FFFFFFFFFFFFFFF
        mov     x3, #0x7FF0000000000000         // infinity
        cbz     x1, 8f
        cmp     x0, x3
        b.hs    8f
        cmp     x1, x3
        b.hi    8f
        cmp     x0, x1
        b.lo    9f                              // it is the remainder itself
        mov     x6, #0x0010000000000000         // the bit that normal numbers do not write

        // The dividend as x0 * 2^x4, the divisor as x1 * 2^x5.
        lsr     x4, x0, #52
        lsr     x5, x1, #52
        cbnz    x4, 1f
        clz     x7, x0
        sub     x7, x7, #11
        lsl     x0, x0, x7
        mov     x4, #1
        sub     x4, x4, x7
        b       2f
1:      and     x0, x0, #0x000FFFFFFFFFFFFF
        orr     x0, x0, x6
2:      cbnz    x5, 3f
        clz     x7, x1
        sub     x7, x7, #11
        lsl     x1, x1, x7
        mov     x5, #1
        sub     x5, x5, x7
        b       4f
3:      and     x1, x1, #0x000FFFFFFFFFFFFF
        orr     x1, x1, x6

        // A bit of the quotient at a time.
4:      subs    x8, x0, x1
        csel    x0, x8, x0, hs
        cbz     x0, 7f
        cmp     x4, x5
        b.le    5f
        lsl     x0, x0, #1
        sub     x4, x4, #1
        b       4b

5:      clz     x7, x0
        sub     x7, x7, #11
        lsl     x0, x0, x7
        sub     x5, x5, x7
        cmp     x5, #0
        b.gt    6f
        mov     x7, #1
        sub     x7, x7, x5
        lsr     x0, x0, x7
        b       7f
6:      and     x0, x0, #0x000FFFFFFFFFFFFF
        orr     x0, x0, x5, lsl #52
7:      orr     x0, x0, x2
        fmov    d0, x0
        ret
8:      fmul    d0, d0, d1                      // no number
        fdiv    d0, d0, d0
9:      ret

        // Of two floats a double holds it exactly, and a float as well.
        function fmodf
        stp     x29, x30, [sp, #-16]!
        mov     x29, sp
        fcvt    d0, s0
        fcvt    d1, s1
        bl      fmod
        fcvt    s0, d0
        ldp     x29, x30, [sp], #16
        ret
