// A program's first instructions, its system calls, and the parts of the runtime that C# cannot be: calls whose registers are
// all in use (interface dispatch, reference stores), the capture and restoring of frames for exceptions, the collector's spill.

        .include "Native/Common.S"

        // Callee-saved state at x9, as C# has it in Frame.cs: x19-x30, sp, pc, d8-d15.
        .macro  move_frame op, base
        \op     x19, x20, [\base]
        \op     x21, x22, [\base, #16]
        \op     x23, x24, [\base, #32]
        \op     x25, x26, [\base, #48]
        \op     x27, x28, [\base, #64]
        \op     x29, x30, [\base, #80]
        \op     d8, d9, [\base, #112]
        \op     d10, d11, [\base, #128]
        \op     d12, d13, [\base, #144]
        \op     d14, d15, [\base, #160]
        .endm

        .macro  store_frame base
        move_frame stp, \base
        .endm

        .macro  load_frame base
        move_frame ldp, \base
        .endm

        .text
        .balign 16
        function _start
        mov     x29, xzr
        mov     x30, xzr
        mov     x9, sp                          // the stack's end
        store_start_block
        mov     x0, sp
        mov     x1, x9
        bl      program_start                   // C#; returns the exit code
        exit_process

        function get_initializer_names
        adrp    x0, initializer_names
        add     x0, x0, :lo12:initializer_names
        ret

        function get_initializer_names_end
        adrp    x0, initializer_names_end
        add     x0, x0, :lo12:initializer_names_end
        ret

        function get_type_names
        adrp    x0, type_names
        add     x0, x0, :lo12:type_names
        ret

        function get_type_names_end
        adrp    x0, type_names_end
        add     x0, x0, :lo12:type_names_end
        ret

        // Goes on with the program on the stack that ends at x0: nothing of the present one is needed again but the way back.
        function continue_on
        stp     x29, x30, [sp, #-16]!
        mov     x9, sp
        mov     sp, x0
        stp     x9, xzr, [sp, #-16]!
        mov     x29, xzr
        bl      program_continue
        ldr     x9, [sp]
        mov     sp, x9
        ldp     x29, x30, [sp], #16
        ret

        function get_modules
        adrp    x0, _modules_start
        add     x0, x0, :lo12:_modules_start
        ret

        function get_unwind_table
        adrp    x0, unwind_table
        add     x0, x0, :lo12:unwind_table
        ret

        function get_image_start
        adrp    x0, _image_start
        add     x0, x0, :lo12:_image_start
        ret

        function get_build_id
        adrp    x0, _build_id
        add     x0, x0, :lo12:_build_id
        ret

        function get_image_end
        adrp    x0, _image_end
        add     x0, x0, :lo12:_image_end
        ret

        function get_upcall_entry
        adrp    x0, upcall_entry
        add     x0, x0, :lo12:upcall_entry
        ret

        function get_funclet_return
        adrp    x0, funclet_return
        add     x0, x0, :lo12:funclet_return
        ret

        function get_cached_dispatch
        adrp    x0, cached_dispatch
        add     x0, x0, :lo12:cached_dispatch
        ret

        // x0 = function, x1 = its argument: calls it with a pointer to 96 bytes of the callee-saved registers in x1, for the collector.
        function call_with_registers
        stp     x29, x30, [sp, #-112]!
        mov     x29, sp
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        stp     x25, x26, [sp, #64]
        stp     x27, x28, [sp, #80]
        mov     x0, sp
        bl      collect_on_stack
        ldp     x29, x30, [sp], #112
        ret

        // A new object: x0 type, x1 bytes (a multiple of 8). The thread's list of that size has slots that are zero but for the link. The slot is taken by one store;
        // a thread that the collector stopped between reading the list and that store begins again (x0 and x1 are still as they were).
        .equ    FREE_LISTS, 256                 // ThreadBlock.Free
        .equ    LARGEST_LISTED, 512
        function RhpNewFinalizable
        adrp    x2, finalizable_allocator
        ldr     x2, [x2, :lo12:finalizable_allocator]
        cbz     x2, RhpNewFast
        br      x2

        // The address of the word that says who makes objects with finalizers; 0 in a program without any.
        function get_finalizable_allocator
        adrp    x0, finalizable_allocator
        add     x0, x0, :lo12:finalizable_allocator
        ret

        function RhpNewFast
        ldr     w1, [x0, #4]                    // base size
        function allocate_object
        cmp     x1, #LARGEST_LISTED
        b.hi    1f
        mrs     x2, tpidr_el0
        add     x3, x2, x1
        ldr     x4, [x3, #FREE_LISTS]
object_window:
        cbz     x4, 1f
        ldr     x5, [x4]
        str     x0, [x4, #8]
        str     x5, [x3, #FREE_LISTS]
object_window_end:
        str     xzr, [x4]
        add     x0, x4, #8
        ret
1:      b       allocate_slowly

        // The same for an array: x0 type, x1 length.
        function RhpNewArrayFast
        function RhpNewPtrArrayFast
        cmp     x1, #LARGEST_LISTED
        b.hs    1f
        ldrh    w6, [x0]                        // component size
        ldr     w7, [x0, #4]
        madd    w6, w6, w1, w7
        add     w6, w6, #7
        and     x6, x6, #0xFFFFFFF8
        cmp     x6, #LARGEST_LISTED
        b.hi    1f
        mrs     x2, tpidr_el0
        add     x3, x2, x6
        ldr     x4, [x3, #FREE_LISTS]
array_window:
        cbz     x4, 1f
        ldr     x5, [x4]
        str     x0, [x4, #8]
        str     w1, [x4, #16]
        str     x5, [x3, #FREE_LISTS]
array_window_end:
        str     xzr, [x4]
        add     x0, x4, #8
        ret
1:      b       new_array_slowly

        function get_allocation_windows
        adrp    x0, allocation_windows
        add     x0, x0, :lo12:allocation_windows
        ret

        // Where a thread begins: x0 its block.
        function thread_entry
        msr     tpidr_el0, x0
        mov     x29, xzr
        mov     x30, xzr
        bl      thread_start                    // C#
        mov     x8, #26                         // ThreadExit
        svc     #0
        brk     #0

        function get_thread_entry
        adrp    x0, thread_entry
        add     x0, x0, :lo12:thread_entry
        ret

        function read_thread_pointer
        mrs     x0, tpidr_el0
        ret

        function write_thread_pointer
        msr     tpidr_el0, x0
        ret

        // An interface call's cell {code, information} in x11, object in x0. Once a cell has a cache block {type, code, information} the type
        // is compared first. The two loads of the cell are not ordered: a block pointer has low bits 00, what the compiler left has not.
        function cached_dispatch
        ldr     x9, [x11, #8]
        ldr     x10, [x0]
        tst     x9, #3
        b.ne    RhpInitialDynamicInterfaceDispatch
        ldp     x12, x13, [x9]
        cmp     x10, x12
        b.ne    RhpInitialDynamicInterfaceDispatch
        br      x13

        function RhpInitialDynamicInterfaceDispatch
        ldr     x10, [x0]                       // a null object faults here, before the stack moves
        stp     x29, x30, [sp, #-240]!
        mov     x29, sp
        stp     x0, x1, [sp, #16]
        stp     x2, x3, [sp, #32]
        stp     x4, x5, [sp, #48]
        stp     x6, x7, [sp, #64]
        str     x8, [sp, #80]
        stp     q0, q1, [sp, #96]
        stp     q2, q3, [sp, #128]
        stp     q4, q5, [sp, #160]
        stp     q6, q7, [sp, #192]
        mov     x1, x11
        bl      resolve_interface_call
        mov     x9, x0
        ldp     q0, q1, [sp, #96]
        ldp     q2, q3, [sp, #128]
        ldp     q4, q5, [sp, #160]
        ldp     q6, q7, [sp, #192]
        ldp     x0, x1, [sp, #16]
        ldp     x2, x3, [sp, #32]
        ldp     x4, x5, [sp, #48]
        ldp     x6, x7, [sp, #64]
        ldr     x8, [sp, #80]
        ldp     x29, x30, [sp], #240
        br      x9

        // throw: the exception in x0. The thrower's frame as it is at the call goes to C#, which does not come back.
        function RhpThrowEx
        mov     x9, sp
        sub     sp, sp, #176
        store_frame sp
        str     x9, [sp, #96]
        str     x30, [sp, #104]
        mov     x1, sp
        bl      throw_exception
        brk     #0

        function RhpRethrow
        mov     x9, sp
        sub     sp, sp, #176
        store_frame sp
        str     x9, [sp, #96]
        str     x30, [sp, #104]
        mov     x0, sp
        bl      rethrow_exception
        brk     #0

        // A fault, on the faulting thread's own stack: x0 class, x1 PC, x2 address; everything else as it was.
        // An overflow of the stack is told on a stack of its own, by the first thread that has one: a fault in what lies below
        // the stack, or a stack pointer that leaves no room here.
        .equ    STACK_LOW, 96                   // ThreadBlock.StackLow
        .equ    EMERGENCY_STACK, 104            // ThreadBlock.EmergencyStack
        .equ    BELOW_STACK, 65536
        function upcall_entry
        mrs     x9, tpidr_el0
        ldr     x10, [x9, #STACK_LOW]
        sub     x11, sp, #1024
        cmp     x11, x10
        b.lo    overflow
        cmp     x2, x10
        b.hs    1f
        sub     x10, x10, #BELOW_STACK
        cmp     x2, x10
        b.hs    overflow
1:      mov     x9, sp
        sub     sp, sp, #192
        store_frame sp
        str     x9, [sp, #96]
        str     x1, [sp, #104]
        stp     x0, x2, [sp, #176]
        mov     x8, #34                         // UpcallDone
        svc     #0
        ldp     x0, x1, [sp, #176]
        mov     x2, sp
        bl      throw_fault
        brk     #0

overflow:
        ldr     x10, [x9, #EMERGENCY_STACK]
        sub     x11, x10, #16                   // a word that says who has the stack
2:      ldaxr   w12, [x11]
        cbnz    w12, 3f
        mov     w12, #1
        stlxr   w13, w12, [x11]
        cbnz    w13, 2b
        dmb     ish
        sub     x9, x10, #208
        store_frame x9
        mov     x11, sp
        str     x11, [x9, #96]
        str     x1, [x9, #104]
        mov     sp, x9
        mov     x8, #34                         // UpcallDone
        svc     #0
        mov     x0, sp
        bl      stack_overflow
        brk     #0
3:      mov     x8, #34
        svc     #0
4:      mov     x8, #1                          // Yield: the process ends
        svc     #0
        b       4b

        // Runs a handler: x0 exception, x1 its code, x2 the frame it belongs to. The unwinder knows funclet_return.
        function call_funclet
        sub     sp, sp, #176
        store_frame sp
        mov     x9, x1
        ldp     x19, x20, [x2]
        ldp     x21, x22, [x2, #16]
        ldp     x23, x24, [x2, #32]
        ldp     x25, x26, [x2, #48]
        ldp     x27, x28, [x2, #64]
        ldr     x29, [x2, #80]
        ldp     d8, d9, [x2, #112]
        ldp     d10, d11, [x2, #128]
        ldp     d12, d13, [x2, #144]
        ldp     d14, d15, [x2, #160]
        blr     x9
        .globl  funclet_return
funclet_return:
        load_frame sp
        add     sp, sp, #176
        ret

        // Goes on in frame x0 with x0 = x1: its registers, stack pointer and PC.
        function resume_frame
        mov     x9, x0
        load_frame x9
        ldp     x10, x11, [x9, #96]
        mov     sp, x10
        mov     x0, x1
        br      x11

        function RhpFallbackFailFast
        mov     x0, #0xE010
        mov     x8, #17
        svc     #0
        brk     #0

        .section .rodata
        .balign 8
allocation_windows:
        .quad   object_window, object_window_end, allocate_object
        .quad   array_window, array_window_end, RhpNewArrayFast

        .data
        .balign 8
        .globl  __security_cookie
__security_cookie:
        .quad   0x00C0FFEE5EED1DEA
        .globl  RhpTrapThreads
RhpTrapThreads:
        .quad   0
finalizable_allocator:
        .quad   0
