// A program's first instructions, and what compiled code calls that has no C# form.
// The kernel starts the first thread with its stack set and what the starter passed in x0 to x7 (StartBlock.cs).

        .include "Native/Common.S"

        .text
        .balign 16
        function _start
        mov     x29, xzr
        mov     x30, xzr
        store_start_block
        mov     x0, sp
        bl      program_start                   // C#; returns the exit code
        exit_process

        // Where further threads begin: x0 is what ThreadCreate was given.
        function thread_entry
        mov     x29, xzr
        mov     x30, xzr
        bl      thread_start
        mov     x8, #26                         // ThreadExit
        svc     #0
        brk     #0

        function get_thread_entry
        adrp    x0, thread_entry
        add     x0, x0, :lo12:thread_entry
        ret

        .macro  end_with name, code
        function \name
        mov     x0, #\code
        b       program_failed
        .endm

        // What the compiler calls for an error that has no exception here: the program ends, the exit code says why.
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

program_failed:
        exit_process

        .data
        .balign 8
        .globl  __security_cookie
__security_cookie:
        .quad   0x00C0FFEE5EED1DEA
