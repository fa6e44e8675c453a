// What every program has: its system calls, how it begins, and what compiled code calls that has no C# form.

        .include "Native/Calls.S"

        // What the starter passed in x0 to x7 becomes a block in memory (StartBlock.cs), at SP.
        .macro  store_start_block
        sub     sp, sp, #64
        stp     x0, x1, [sp]
        stp     x2, x3, [sp, #16]
        stp     x4, x5, [sp, #32]
        stp     x6, x7, [sp, #48]
        .endm

        // The program is over: x0 is its exit code.
        .macro  exit_process
        mov     x8, #17                         // ProcessExit
        svc     #0
        brk     #0
        .endm

        .text
        .balign 16
        // Reference stores. Release order: another CPU that sees the reference sees what was written to the object before. Neither they nor the
        // transitions keep notes for a collector.
        function RhpAssignRefArm64
        function RhpCheckedAssignRefArm64
        stlr    x15, [x14]
        add     x14, x14, #8
        ret

        function RhpByRefAssignRefArm64
        ldr     x15, [x13], #8
        stlr    x15, [x14]
        add     x14, x14, #8
        ret

        function RhpReversePInvoke
        function RhpReversePInvokeReturn
        ret
