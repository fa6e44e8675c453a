// How a thread of the program enters the personality and leaves it. x16 is the thread's block (LinuxThread.cs), at the top of the
// stack that the personality has for the thread. All other registers are the program's on the way in, and must be so again on the way out.

        .macro  function name
        .globl  \name
        .type   \name, %function
\name:
        .endm

        .equ BLOCK_X8,          64
        .equ BLOCK_SP,          248
        .equ BLOCK_FLAGS,       264
        .equ BLOCK_SIMD,        272             // q16, q17
        .equ BLOCK_PENDING,     304
        .equ BLOCK_BLOCKED,     312
        .equ BLOCK_THREAD,      320             // TPIDR_EL0 of a new thread

        .equ PROCESS_EXIT,      17
        .equ THREAD_EXIT,       26
        .equ UPCALL_DONE,       34
        .equ UPCALL_RETURN,     63

        // What C# may change is kept here; the rest (x19 to x28) is for signals, which show a program all its registers.
        .macro  save_registers
        stp     x0, x1, [x16]
        stp     x2, x3, [x16, #16]
        stp     x4, x5, [x16, #32]
        stp     x6, x7, [x16, #48]
        stp     x8, x9, [x16, #64]
        stp     x10, x11, [x16, #80]
        stp     x12, x13, [x16, #96]
        stp     x14, x15, [x16, #112]
        stp     x17, x18, [x16, #136]
        stp     x19, x20, [x16, #152]
        stp     x21, x22, [x16, #168]
        stp     x23, x24, [x16, #184]
        stp     x25, x26, [x16, #200]
        stp     x27, x28, [x16, #216]
        stp     x29, x30, [x16, #232]
        mov     x17, sp
        str     x17, [x16, #BLOCK_SP]
        mrs     x17, nzcv
        str     x17, [x16, #BLOCK_FLAGS]
        stp     q16, q17, [x16, #BLOCK_SIMD]
        .endm

        .macro  serve function
        mov     sp, x16
        mov     x0, x16
        mov     x29, xzr
        mov     x30, xzr
        bl      \function
        .endm

        .text
        // A signal's handler returns to here, which is no part of the personality: so the call comes into it as all others do.
        .balign 256
        function signal_return
        mov     x8, #139                        // rt_sigreturn
        svc     #0
        .balign 256
        function personality_calls
        save_registers
        serve   serve_call
        mov     x16, sp
        cbnz    x0, leave_whole                 // a return from a signal: all of them
        b       leave
        .skip   128 - (. - personality_calls)
        save_registers
        serve   serve_fault
        mov     x16, sp
        b       leave_whole

        // Where a thread goes on that was interrupted in the program, by a signal from another thread: its PC and x16 wait in the block.
        function personality_interrupted
        save_registers
        serve   serve_interruption
        mov     x16, sp
        b       leave_whole

        // A thread that begins: x0 is its block, which holds all its registers.
        function personality_thread
        mov     x16, x0
        mov     sp, x0
        ldr     x1, [x16, #BLOCK_THREAD]
        msr     tpidr_el0, x1
        mov     x29, xzr
        mov     x30, xzr
        bl      begin_thread
        mov     x16, sp
        b       leave_whole

        // The thread that fills standard input; no thread of the program's.
        function personality_input
        mov     x29, xzr
        mov     x30, xzr
        bl      fill_input
        mov     x8, #THREAD_EXIT
        svc     #0
        brk     #0

        // The thread that hears what sockets have.
        function personality_news
        mov     x29, xzr
        mov     x30, xzr
        bl      hear_news
        mov     x8, #THREAD_EXIT
        svc     #0
        brk     #0

        // The way back. Who sends a signal to a thread that it finds between leave_restart and leave_end sets the thread back to
        // leave_restart, with x16 the block: so no signal is missed between the question and the last instruction.
        function personality_leave_start
leave_whole:
        ldp     x19, x20, [x16, #152]
        ldp     x21, x22, [x16, #168]
        ldp     x23, x24, [x16, #184]
        ldp     x25, x26, [x16, #200]
        ldp     x27, x28, [x16, #216]
leave:  ldp     x0, x1, [x16, #BLOCK_PENDING]
        bics    xzr, x0, x1
        b.ne    deliver
        ldp     q16, q17, [x16, #BLOCK_SIMD]
        ldr     x17, [x16, #BLOCK_SP]
        ldr     x0, [x16, #BLOCK_FLAGS]
        msr     nzcv, x0
        mov     sp, x17
        ldp     x0, x1, [x16]
        ldp     x2, x3, [x16, #16]
        ldp     x4, x5, [x16, #32]
        ldp     x6, x7, [x16, #48]
        ldp     x8, x9, [x16, #64]
        ldp     x10, x11, [x16, #80]
        ldp     x12, x13, [x16, #96]
        ldp     x14, x15, [x16, #112]
        ldp     x17, x18, [x16, #136]
        ldp     x29, x30, [x16, #232]
        mov     x16, x8
        mov     x8, #UPCALL_RETURN
        svc     #0
        function personality_leave_end
        brk     #0

deliver:
        mov     sp, x16
        mov     x0, x16
        bl      deliver_signals
        mov     x16, sp
        b       leave_whole

        // x0: 512 bytes for q0 to q31; q16 and q17 are the personality's own and come from the block, x1.
        function store_simd
        st1     {v0.2d-v3.2d}, [x0], #64
        st1     {v4.2d-v7.2d}, [x0], #64
        st1     {v8.2d-v11.2d}, [x0], #64
        st1     {v12.2d-v15.2d}, [x0], #64
        ldp     q16, q17, [x1, #BLOCK_SIMD]
        st1     {v16.2d-v19.2d}, [x0], #64
        st1     {v20.2d-v23.2d}, [x0], #64
        st1     {v24.2d-v27.2d}, [x0], #64
        st1     {v28.2d-v31.2d}, [x0], #64
        mrs     x0, fpsr
        mrs     x1, fpcr
        ret

        // And back; x2 is FPSR, x3 FPCR.
        function load_simd
        ld1     {v0.2d-v3.2d}, [x0], #64
        ld1     {v4.2d-v7.2d}, [x0], #64
        ld1     {v8.2d-v11.2d}, [x0], #64
        ld1     {v12.2d-v15.2d}, [x0], #64
        ld1     {v16.2d-v19.2d}, [x0], #64
        stp     q16, q17, [x1, #BLOCK_SIMD]
        ld1     {v20.2d-v23.2d}, [x0], #64
        ld1     {v24.2d-v27.2d}, [x0], #64
        ld1     {v28.2d-v31.2d}, [x0], #64
        msr     fpsr, x2
        msr     fpcr, x3
        ret

        // x0 = to, x1 = from, x2 = bytes: one of the two may be anything that the program said. Returns 0, or 1 after a fault.
        .balign 16
        function copy_memory
        orr     x3, x0, x1
        tst     x3, #7
        b.ne    2f
1:      cmp     x2, #8
        b.lo    2f
        ldr     x4, [x1], #8
        str     x4, [x0], #8
        sub     x2, x2, #8
        b       1b
2:      cbz     x2, 3f
        ldrb    w4, [x1], #1
        strb    w4, [x0], #1
        sub     x2, x2, #1
        b       2b
3:      mov     x0, xzr
        ret
        // x0 = to, x1 = bytes. The same with zeros.
        function zero_memory
1:      cmp     x1, #16
        b.lo    2f
        tst     x0, #7
        b.ne    2f
        stp     xzr, xzr, [x0], #16
        sub     x1, x1, #16
        b       1b
2:      cbz     x1, 3b
        strb    wzr, [x0], #1
        sub     x1, x1, #1
        b       1b
        // x0 = address of a word of four bytes: x0 = 0 and x1 the word, or 1 after a fault.
        function load_word
        ldar    w1, [x0]
        mov     x0, xzr
        ret
        // x0 = address, x1 = value: the same the other way.
        function store_word
        stlr    w1, [x0]
        mov     x0, xzr
        ret
copy_end:

        // A fault of the personality itself: x0 = class, x1 = PC, x2 = address, the other registers as they were. The routines that reach
        // for the program's memory return 1 then, to x30; anything else is our own mistake.
        function personality_fault
        adrp    x0, copy_memory
        add     x0, x0, :lo12:copy_memory
        sub     x0, x1, x0
        cmp     x0, #(copy_end - copy_memory)
        b.hs    1f
        mov     x8, #UPCALL_DONE
        svc     #0
        mov     x0, #1
        ret
1:      mov     x0, x1
        mov     x1, x2
        b       personality_failed

        // x0 = number, x1 = 16 words: x0 to x7 and x10 to x17, which a call of the kernel takes and gives.
        function call_kernel
        str     x1, [sp, #-16]!
        mov     x8, x0
        mov     x9, x1
        ldp     x0, x1, [x9]
        ldp     x2, x3, [x9, #16]
        ldp     x4, x5, [x9, #32]
        ldp     x6, x7, [x9, #48]
        ldp     x10, x11, [x9, #64]
        ldp     x12, x13, [x9, #80]
        ldp     x14, x15, [x9, #96]
        ldp     x16, x17, [x9, #112]
        svc     #0
        ldr     x9, [sp], #16
        stp     x0, x1, [x9]
        stp     x2, x3, [x9, #16]
        stp     x4, x5, [x9, #32]
        stp     x6, x7, [x9, #48]
        stp     x10, x11, [x9, #64]
        stp     x12, x13, [x9, #80]
        stp     x14, x15, [x9, #96]
        stp     x16, x17, [x9, #112]
        ret

        // The kernel's calls, within the range that the kernel is told of: there they are calls of the kernel, not of the program.
        .purgem function
        .include "Native/Calls.S"

        .text
        // The first thread: what Init passed becomes a block, and C# prepares the program.
        function _start
        mov     x29, xzr
        mov     x30, xzr
        sub     sp, sp, #64
        stp     x0, x1, [sp]
        stp     x2, x3, [sp, #16]
        stp     x4, x5, [sp, #32]
        stp     x6, x7, [sp, #48]
        mov     x0, sp
        bl      program_start                   // returns the exit code of a program that did not begin
        mov     x8, #PROCESS_EXIT
        svc     #0
        brk     #0

        // x0 = the word that says that the block is used, x1 = the table's lock, which the caller holds.
        // From here on the stack may be another thread's.
        function exit_thread
        stlr    wzr, [x0]
        stlr    wzr, [x1]
        mov     x8, #THREAD_EXIT
        svc     #0
        brk     #0

        function get_thread_pointer
        mrs     x0, tpidr_el0
        ret

        // x0 = a block with all registers in it: the calling thread goes on as the program.
        function enter_program
        mov     x16, x0
        mov     sp, x0
        b       leave_whole

        .macro  address_of name
        function get_\name
        adrp    x0, \name
        add     x0, x0, :lo12:\name
        ret
        .endm

        address_of personality_calls
        address_of personality_end
        address_of personality_interrupted
        address_of personality_thread
        address_of personality_input
        address_of personality_news
        address_of personality_leave_start
        address_of personality_leave_end
        address_of personality_fault
        address_of signal_return

        // Reference stores of compiled code: nothing here is collected.
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

        .macro  end_with name, code
        function \name
        mov     x0, #\code
        mov     x1, x30
        b       personality_failed
        .endm

        end_with rt_throw_index_out_of_range, 0xE001
        end_with rt_throw_divide_by_zero, 0xE002
        end_with rt_throw_overflow, 0xE003
        end_with rt_throw_null_reference, 0xE004
        end_with rt_throw_argument, 0xE005
        end_with rt_throw_argument_out_of_range, 0xE006
        end_with rt_throw_invalid_operation, 0xE007
        end_with rt_throw_not_supported, 0xE008
        end_with rt_throw_invalid_cast, 0xE009
        end_with rt_throw_array_type_mismatch, 0xE00A
        end_with rt_throw_platform_not_supported, 0xE00B
        end_with rt_throw_not_implemented, 0xE00C
        end_with rt_throw_invalid_program, 0xE00D
        end_with rt_throw_feature_body_removed, 0xE00E
        end_with rt_throw_body_removed, 0xE00F
        end_with RhpFallbackFailFast, 0xE010

        // ThreadCreate of Native names it; our threads begin at personality_thread.
        function get_thread_entry
        mov     x0, xzr
        ret

        .data
        .balign 8
        .globl  __security_cookie
__security_cookie:
        .quad   0x00C0FFEE5EED1DEA
