// A personality of a few instructions and foreign code that it serves, for suite foreign. A foreign thread's block is its stack pointer, too, so that
// every other register can hold something that must not change.

        .equ BLOCK_SEED,        0
        .equ BLOCK_BAD,         8               // bits that were not as expected
        .equ BLOCK_ROUNDS,      16
        .equ BLOCK_CALLS,       24
        .equ BLOCK_DONE,        32
        .equ BLOCK_X17,         40
        .equ BLOCK_FAULT,       48              // what UpcallInfo said, five words
        .equ BLOCK_FAULTS,      88
        .equ BLOCK_SAVED,       96              // x0 to x7, x8
        .equ BLOCK_SIMD,        176

        .equ FOREIGN_ADD,       500
        .equ FOREIGN_YIELD,     501
        .equ FOREIGN_EXIT,      502
        .equ FOREIGN_FLAGS,     0x60000000      // Z, C

        .macro  upcall_return
        mov     x16, x8
        mov     x8, #63                         // UpcallReturn
        svc     #0
        .endm

        .macro  keep_arguments
        stp     x0, x1, [x16, #BLOCK_SAVED]
        stp     x2, x3, [x16, #BLOCK_SAVED + 16]
        stp     x4, x5, [x16, #BLOCK_SAVED + 32]
        stp     x6, x7, [x16, #BLOCK_SAVED + 48]
        str     x8, [x16, #BLOCK_SAVED + 64]
        str     x17, [x16, #BLOCK_X17]
        stp     q16, q17, [x16, #BLOCK_SIMD]
        .endm

        .macro  give_arguments_back
        ldp     x0, x1, [x16, #BLOCK_SAVED]
        ldp     x2, x3, [x16, #BLOCK_SAVED + 16]
        ldp     x4, x5, [x16, #BLOCK_SAVED + 32]
        ldp     x6, x7, [x16, #BLOCK_SAVED + 48]
        ldr     x8, [x16, #BLOCK_SAVED + 64]
        ldr     x17, [x16, #BLOCK_X17]
        ldp     q16, q17, [x16, #BLOCK_SIMD]
        .endm

        // Where its thread's upcalls touch pages that come only then: each page once, 64 KiB after the block's page for each thread.
        .macro  touch_untouched
        ldr     x0, [x16, #BLOCK_FAULTS]
        ubfx    x1, x16, #8, #4
        lsl     x1, x1, #16
        add     x1, x1, x0, lsl #12
        and     x0, x16, #~0xFFF
        add     x0, x0, #4096
        ldr     xzr, [x0, x1]
        .endm

        .text
        .balign 128
        .skip   120
        // The last foreign instruction before the personality is a call.
foreign_exit:
        mov     x8, #FOREIGN_EXIT
        svc     #0
        // Calls: x16 = the block. Number 500 adds its number to x0, 501 gives way, 502 ends the thread.
        function test_personality
        str     x17, [x16, #BLOCK_X17]
        ldr     x17, [x16, #BLOCK_CALLS]
        add     x17, x17, #1
        str     x17, [x16, #BLOCK_CALLS]
        sub     x17, x8, #FOREIGN_ADD
        cbnz    x17, 1f
        ldr     x17, [x16, #BLOCK_X17]
        add     x0, x0, x8
        upcall_return
1:      sub     x17, x17, #1
        cbz     x17, personality_yields
        mov     x17, #1
        str     x17, [x16, #BLOCK_DONE]
        mov     x8, #26                         // ThreadExit
        svc     #0
        brk     #0

        .balign 128
        // Faults: what the kernel says of it goes into the block; the thread goes on after the instruction, with x16 one larger.
        keep_arguments
        touch_untouched
        mov     x0, xzr
        mov     x8, #61                         // UpcallInfo
        svc     #0
        stp     x1, x2, [x16, #BLOCK_FAULT]
        stp     x3, x4, [x16, #BLOCK_FAULT + 16]
        str     x5, [x16, #BLOCK_FAULT + 32]
        ldr     x17, [x16, #BLOCK_FAULTS]
        add     x17, x17, #1
        str     x17, [x16, #BLOCK_FAULTS]
        add     x0, x1, #4
        add     x1, x2, #1
        mov     x8, #62                         // UpcallRedirect
        svc     #0
        give_arguments_back
        upcall_return

        // A thread that makes itself foreign: x0 = its block, which is its stack pointer.
        function become_foreign
        mov     x1, x0
        mov     x0, xzr
        mov     x8, #60                         // ThreadSetForeign
        svc     #0
        mov     x0, sp
        b       foreign_entry

        // The personality's last instruction is a call of the kernel's.
personality_yields:
        ldr     x17, [x16, #BLOCK_X17]
        keep_arguments
        mov     x8, #1                          // Yield
        svc     #9                              // a call of the kernel's has any immediate
        give_arguments_back
        upcall_return
test_personality_end:

        // The smallest personality, for a benchmark: call 0 comes back at once, any other is the kernel's. It serves no faults.
        .balign 128
        function empty_personality
        cbnz    x8, 1f
        upcall_return
1:      svc     #0
        brk     #0
        .balign 128
        brk     #0
        .balign 128
empty_personality_end:

        .macro  fill_simd n
        add     x0, x3, #\n
        dup     v\n\().2d, x0
        .endm

        .macro  compare_simd n
        umov    x1, v\n\().d[0]
        umov    x2, v\n\().d[1]
        sub     x1, x1, x3
        sub     x2, x2, x3
        sub     x1, x1, #\n
        sub     x2, x2, #\n
        orr     x0, x0, x1
        orr     x0, x0, x2
        .endm

        // Everything is made of the seed; x30 is the seed itself.
        .macro  fill_registers
        bl      fill_simd_registers
        ldr     x30, [sp, #BLOCK_SEED]
        mov     x0, #FOREIGN_FLAGS
        msr     nzcv, x0
        .irp    n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29
        add     x\n, x30, #\n
        .endr
        .endm

        // x0 = the bits of registers that are not as fill_registers left them, but those of x8 and x16, which the caller looks at.
        .macro  compare_registers
        sub     x0, x0, x30
        .irp    n, 1,2,3,4,5,6,7,9,10,11,12,13,14,15,17,18,19,20,21,22,23,24,25,26,27,28,29
        sub     x\n, x\n, x30
        sub     x\n, x\n, #\n
        orr     x0, x0, x\n
        .endr
        mrs     x1, nzcv
        eor     x1, x1, #FOREIGN_FLAGS
        orr     x0, x0, x1
        ldr     x1, [sp, #BLOCK_SEED]
        eor     x1, x1, x30
        orr     x0, x0, x1
        bl      compare_simd_registers
        ldr     x30, [sp, #BLOCK_SEED]
        .endm

        // x0 = what is found bad so far. Changes x1 to x3, x30.
compare_simd_registers:
        ldr     x3, [sp, #BLOCK_SEED]
        .irp    n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
        compare_simd \n
        .endr
        ret

fill_simd_registers:
        ldr     x3, [sp, #BLOCK_SEED]
        .irp    n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
        fill_simd \n
        .endr
        ret

        .macro  note_bad
        ldr     x1, [sp, #BLOCK_BAD]
        orr     x1, x1, x0
        str     x1, [sp, #BLOCK_BAD]
        .endm

        // x8 is \number still, x16 what it was, and x0 \result more.
        .macro  foreign_call number, result
        fill_registers
        mov     x8, #\number
        svc     #7
        .if     \result
        sub     x0, x0, #\result
        .endif
        compare_registers
        sub     x8, x8, #\number
        orr     x0, x0, x8
        sub     x16, x16, x30
        sub     x16, x16, #16
        orr     x0, x0, x16
        note_bad
        .endm

        // A fault changes x16 alone: the personality adds one to it.
        .macro  foreign_fault instruction:vararg
        fill_registers
        \instruction
        sub     x8, x8, x30
        sub     x8, x8, #8
        sub     x16, x16, x30
        sub     x16, x16, #17
        orr     x8, x8, x16
        compare_registers
        orr     x0, x0, x8
        note_bad
        .endm

        function foreign_entry
1:      foreign_call FOREIGN_ADD, FOREIGN_ADD
        foreign_call FOREIGN_YIELD, 0
        ldr     x1, [sp, #BLOCK_SEED]
        add     x1, x1, #0x123
        str     x1, [sp, #BLOCK_SEED]
        ldr     x1, [sp, #BLOCK_ROUNDS]
        subs    x1, x1, #1
        str     x1, [sp, #BLOCK_ROUNDS]
        b.ne    1b
        foreign_fault udf #1
        foreign_fault ldr x0, [x30]             // the seed is no address of this process
        b       foreign_exit

        // A call of a thread that is not foreign, with an immediate.
        function null_with_immediate
        mov     x8, xzr
        svc     #9
        ret

        function get_test_personality
        adrp    x0, test_personality
        add     x0, x0, :lo12:test_personality
        ret

        function get_test_personality_end
        adrp    x0, test_personality_end
        add     x0, x0, :lo12:test_personality_end
        ret

        function get_empty_personality
        adrp    x0, empty_personality
        add     x0, x0, :lo12:empty_personality
        ret

        function get_foreign_entry
        adrp    x0, foreign_entry
        add     x0, x0, :lo12:foreign_entry
        ret

        function get_become_foreign
        adrp    x0, become_foreign
        add     x0, x0, :lo12:become_foreign
        ret
