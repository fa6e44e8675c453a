// The fast path of message passing: Call to a port where one thread waits, and ReplyReceive to a caller that waits, with nothing else going on. All that is
// unusual goes to the C# (kernel/Core/Ipc/Ports.cs), which does all of this, too, and says what is right: kernel/Core/Ipc/FastPath.cs compares the two.
//
// Every check stands before the first write, so a call that is refused finds everything as its caller left it: the vector has stored all registers. x0 to x17
// stay the message's; SP points to the caller's context, which its Thread begins with. IRQs are masked. Each refusal is counted by its reason (FastRefusal.cs).
// kernel/Core/Ipc/FastPathDecision.cs has the same checks in the same order.
//
// With other CPUs online the path runs under this CPU's gate and nothing else (docs/LOCKS.md): it may touch what this CPU's threads own. Of any other
// thread it reads Home and DeadlinePosition, which only writers change, and finds by Home that it is none of ours.

        .include "Layout.inc"
        .include "Macros.inc"

        // How often a call looks at its gate before it queues for the lock: much longer than a message takes in C#.
        .equ GATE_LOOKS,                4096

        // The port that x0 names in a handle of the process in slot x20, with the right that the caller asks for: x27 the port, w26 its slot, x28 the
        // handle's entry. x23 = the ports, x24 = the processes. Changes x20, x25. The mask keeps a CPU that runs ahead within the table: Spectre variant 1.
        .macro  find_port right, refused
        add     x28, x24, x20, lsl #PROCESS_SHIFT
        ldp     x28, x25, [x28, #PROCESS_HANDLES]       // entries; capacity in the lower half
        and     w26, w0, #HANDLE_INDEX_MASK
        cmp     w26, w25
        b.hs    \refused
        csel    w26, w26, wzr, lo
        add     x28, x28, x26, lsl #HANDLE_ENTRY_SHIFT
        ldp     w25, w26, [x28]                         // generation, object
        lsr     x20, x0, #HANDLE_INDEX_BITS
        cmp     x20, x25
        b.ne    \refused
        ldrh    w25, [x28, #HANDLE_KIND_RIGHTS]
        .ifc \right, send
        and     w25, w25, #0x1FF
        cmp     w25, #(OBJECT_KIND_PORT | (RIGHT_SEND << 8))
        .else
        tbz     w25, #(8 + RIGHT_RECEIVE_BIT), \refused
        and     w25, w25, #0xFF
        cmp     w25, #OBJECT_KIND_PORT
        .endif
        b.ne    \refused
        add     x27, x23, x26, lsl #PORT_SHIFT
        ldrb    w25, [x27, #HEADER_DESTROYED]
        cbnz    w25, \refused
        .endm

        // A finite deadline at or after the next tick is entered in this CPU's list, from which the tick takes those who still wait (Deadlines.cs); an earlier one is
        // for C#. \index is this CPU's index; changes x0, x3, x24, x30 (none of them is the message's any more: handles are for C#). With \taken the
        // port is claimed after the last check and before the first write.
        .macro  note_deadline index, soon, elsewhere, full, back, taken
        ldr     x24, [x18, #CPU_TICK_DUE]
        cmp     x1, x24
        b.lo    \soon
        ldrb    w24, [sp, #THREAD_LAZY_CPU]
        add     w30, \index, #1
        cmp     w24, w30
        b.eq    96f
        cbnz    w24, \elsewhere
        ldr     w24, [x18, #CPU_LAZY_COUNT]
        cmp     w24, #CPU_LAZY_CAPACITY
        b.hs    \full
        .ifnb   \taken
        claim_port \taken
        .endif
        add     x0, x18, #CPU_LAZY
        ldr     w3, [sp, #HEADER_SLOT]
        str     w3, [x0, x24, lsl #2]
        add     w24, w24, #1
        str     w24, [x18, #CPU_LAZY_COUNT]
        strb    w30, [sp, #THREAD_LAZY_CPU]
        str     x1, [sp, #THREAD_LAZY_DEADLINE]
        b       \back
96:
        .ifnb   \taken
        claim_port \taken
        .endif
        str     x1, [sp, #THREAD_LAZY_DEADLINE]
        b       \back
        .endm

        // The running thread becomes the receiver at x27 (FirstReceiver and LastReceiver, one word) if there is none: the last check and the first write.
        // Any CPU may try it, so it is an exchange. It needs no acquire: the stores that follow wait for the load because of the branch, and what is read of
        // the port only writers change. Changes x25, x28.
        .macro  claim_port taken
        ldr     w25, [sp, #HEADER_SLOT]
        orr     x25, x25, x25, lsl #32
98:     ldxr    x28, [x27]
        cbnz    x28, \taken
        stxr    w28, x25, [x27]
        cbnz    w28, 98b
        .endm

        // Takes this CPU's gate, by w19, which is not 0. Changes x20 to x22.
        .macro  take_gate taken
        add     x20, x18, #CPU_GATE
99:     ldaxr   w21, [x20]
        cbnz    w21, \taken
        stxr    w22, w19, [x20]
        cbnz    w22, 99b
        .endm

        .macro  count_refusal
        add     x20, x18, x19, lsl #2
        ldr     w21, [x20, #CPU_FAST_REFUSALS]
        add     w21, w21, #1
        str     w21, [x20, #CPU_FAST_REFUSALS]
        .endm

        .text
        .balign 64
        function fast_call
        mrs     x18, tpidr_el1
        ldr     w19, [x18, #CPU_FAST_MODE]
        cbnz    w19, fast_call_otherwise
fast_call_begin:
        adrp    x19, fast_path_state
        ldr     w20, [sp, #THREAD_PROCESS]
        ldr     w21, [sp, #THREAD_STATE]                // state, stop, base priority, priority
        tst     w21, #THREAD_STOP_MASK
        b.ne    fast_refuse_0
        ldp     x22, x23, [x19, #FAST_THREADS]          // headers of threads; ports
        ldr     x24, [x19, #FAST_PROCESSES]
        find_port send, fast_refuse_1
        add     x27, x27, #PORT_FIRST_RECEIVER
        ldar    w29, [x27]
        cbz     w29, fast_refuse_2
        add     x22, x22, x29, lsl #THREAD_SHIFT        // the receiver
        ldp     w23, w25, [x22, #THREAD_DEADLINE_POSITION - THREAD_HEADER]      // and Home
        ldp     w20, w30, [x18, #CPU_AFFINITY_BIT]      // and Index
        tst     w25, w20
        b.eq    fast_refuse_10
        cbnz    w23, fast_refuse_6
        ldr     w23, [x22, #THREAD_NEXT - THREAD_HEADER]
        cbnz    w23, fast_refuse_3                      // others wait as well
        and     w25, w2, #0x7F                          // words in 3:0, handles in 6:4
        cmp     w25, #8
        b.hi    fast_refuse_4
        ldr     x23, [x22, #THREAD_DONORS - THREAD_HEADER]
        cbnz    x23, fast_refuse_5
        ldp     w19, w23, [x22, #THREAD_PROCESS - THREAD_HEADER]
        tst     w23, #THREAD_STOP_MASK
        b.ne    fast_refuse_7
        lsr     w21, w21, #THREAD_PRIORITY_BIT
        lsr     w25, w23, #THREAD_PRIORITY_BIT
        cmp     w21, w25
        csel    w25, w21, w25, hi                       // what the receiver has from now on
        ldp     w20, w21, [x18, #CPU_READY_LEVELS]      // and Attention
        cbnz    w21, fast_refuse_8
        lsr     w20, w20, w25
        cmp     w20, #1
        b.hi    fast_refuse_9
        add     x20, x24, x19, lsl #PROCESS_SHIFT
        ldr     x20, [x20, #PROCESS_TTBR]
        cbz     x20, fast_refuse_11
        cmn     x1, #1                                  // Never
        b.ne    fast_call_deadline
fast_call_enter:
        ldr     x1, [x28, #HANDLE_BADGE]
        ldr     x24, [x22, #HEADER_IDENTITY - THREAD_HEADER]
        str     x24, [x27, #PORT_SERVER - PORT_FIRST_RECEIVER]
        stlr    xzr, [x27]                              // no first receiver and no last: from here on any CPU may put one there
        str     x24, [sp, #THREAD_DONATES_TO]
        ldr     w24, [sp, #HEADER_SLOT]
        ldr     w28, [sp, #THREAD_CALL_SEQUENCE]
        add     w28, w28, #1
        str     w28, [sp, #THREAD_CALL_SEQUENCE]
        str     w19, [sp, #THREAD_SERVER_PROCESS]
        orr     x5, x24, x28, lsl #32                   // the token
        stp     x24, xzr, [x22, #THREAD_DONORS - THREAD_HEADER]         // and no lazy deadline
        and     w23, w23, #THREAD_BASE_MASK
        orr     w23, w23, w25, lsl #THREAD_PRIORITY_BIT
        orr     w23, w23, #THREAD_RUNNING
        str     w23, [x22, #THREAD_STATE - THREAD_HEADER]
        mov     w24, #THREAD_AWAITING_REPLY
        strb    w24, [sp, #THREAD_STATE]
        str     w26, [sp, #THREAD_WAIT_PORT]
        stp     w29, w19, [x18, #CPU_CURRENT_THREAD]    // and CurrentProcess
        and     x2, x2, #~0xFF80
        orr     x2, x2, #(MESSAGE_KIND_CALL << 8)

        // The running thread, whose context is at SP, has stopped; the one whose header is at x22 goes on, in the address space of x20 (TTBR0_EL1), with the message in x1,
        // x2, x5 and x10 on. What a thread keeps in SIMD registers, FPCR, FPSR and TPIDR_EL0 changes places; q16 and q17 are given away by every call: zeros.
fast_switch:
        sub     x22, x22, #THREAD_HEADER
        mov     x0, xzr
        mov     x3, xzr
        mov     x4, xzr
        store_special x18, sp, x23, x24, x25, x26
        movi    v16.2d, #0
        movi    v17.2d, #0
        add     x23, sp, #CONTEXT_Q0
        move_simd st1, x23
        msr     ttbr0_el1, x20
        isb
        load_special x22, x23, x24, x25
        add     x23, x22, #CONTEXT_Q0
        move_simd ld1, x23

        // Words beyond the message's are the receiver's own.
        mov     sp, x22
        tbnz    w2, #3, 2f
        ands    w23, w2, #7
        b.ne    fast_some_words
        load_registers 10, 16
2:      ldr     w23, [x18, #CPU_FAST_MODE]
        load_registers 6, 8
        cbnz    w23, fast_leave
3:      load_return x19, x20, x21
        load_registers 18, 28
        eret

fast_some_words:
        adr     x24, 4f
        add     x24, x24, x23, lsl #2
        br      x24
4:      ldr     x10, [sp, #80]
        ldr     x11, [sp, #88]
        ldr     x12, [sp, #96]
        ldr     x13, [sp, #104]
        ldr     x14, [sp, #112]
        ldr     x15, [sp, #120]
        ldr     x16, [sp, #128]
        ldr     x17, [sp, #136]
        b       2b

        // Another CPU may take over the thread that stopped: only now is everything of it stored.
fast_leave:
        tbnz    w23, #FAST_CHECKED, 5f
        add     x23, x18, #CPU_GATE
        stlr    wzr, [x23]
        b       3b
5:      store_registers 0, 4
        store_registers 10, 16
        mov     x0, x18
        enter_kernel_stack
        bl      fast_path_taken
        bl      kernel_lock_leave
        b       user_resume

fast_call_deadline:
        note_deadline w30, fast_refuse_12, fast_refuse_13, fast_refuse_14, fast_call_enter

        .balign 64
        function fast_reply_receive
        mrs     x18, tpidr_el1
        ldr     w19, [x18, #CPU_FAST_MODE]
        cbnz    w19, fast_reply_otherwise
fast_reply_begin:
        adrp    x19, fast_path_state
        ldr     w20, [sp, #THREAD_PROCESS]
        ldr     w21, [sp, #THREAD_STATE]
        tst     w21, #THREAD_STOP_MASK
        b.ne    fast_refuse_16
        ldp     x22, x23, [x19, #FAST_THREADS]
        ldp     x24, x25, [x19, #FAST_PROCESSES]        // and the limit of thread slots
        cmp     w5, w25
        b.hs    fast_refuse_17
        csel    w29, w5, wzr, lo                        // Spectre variant 1, as above
        add     x22, x22, x29, lsl #THREAD_SHIFT        // the caller, if the token is good
        ldp     w25, w26, [x22, #THREAD_DEADLINE_POSITION - THREAD_HEADER]      // and Home
        ldp     w28, w6, [x18, #CPU_AFFINITY_BIT]       // and Index
        tst     w26, w28
        b.eq    fast_refuse_28
        cbnz    w25, fast_refuse_21
        ldr     x25, [x22, #THREAD_CALL_SEQUENCE - THREAD_HEADER]       // and ServerProcess
        lsr     x26, x5, #32
        orr     x26, x26, x20, lsl #32
        cmp     x25, x26
        b.ne    fast_refuse_18
        ldp     w19, w30, [x22, #THREAD_PROCESS - THREAD_HEADER]
        and     w25, w30, #0xFFFF                       // and not stopped
        cmp     w25, #THREAD_AWAITING_REPLY
        b.ne    fast_refuse_19
        and     w25, w2, #0x7F
        cmp     w25, #8
        b.hi    fast_refuse_20
        ldr     x25, [sp, #THREAD_DONORS]
        cmp     x25, x29
        b.ne    fast_refuse_22
        find_port receive, fast_refuse_23
        ldp     x25, x28, [x27, #PORT_COUNT]            // Count, FirstNotice; Bits
        orr     x25, x25, x28
        cbnz    x25, fast_refuse_24
        add     x27, x27, #PORT_FIRST_RECEIVER
        lsr     w25, w30, #THREAD_PRIORITY_BIT
        ldp     w28, w20, [x18, #CPU_READY_LEVELS]
        cbnz    w20, fast_refuse_26
        lsr     w28, w28, w25
        cmp     w28, #1
        b.hi    fast_refuse_27
        add     x20, x24, x19, lsl #PROCESS_SHIFT
        ldr     x20, [x20, #PROCESS_TTBR]
        cbz     x20, fast_refuse_29
        cmn     x1, #1
        b.ne    fast_reply_deadline
        claim_port fast_refuse_25
fast_reply_enter:
        lsr     x25, x5, #32
        add     w25, w25, #1
        stp     x25, xzr, [x22, #THREAD_CALL_SEQUENCE - THREAD_HEADER]  // no ServerProcess, no DonatesTo
        str     xzr, [x22, #THREAD_LAZY_DEADLINE - THREAD_HEADER]
        str     xzr, [sp, #THREAD_DONORS]
        str     xzr, [sp, #THREAD_NEXT]                 // and Previous
        and     w21, w21, #THREAD_BASE_MASK
        orr     w21, w21, w21, lsl #8                   // its own priority again
        orr     w21, w21, #THREAD_RECEIVING
        str     w21, [sp, #THREAD_STATE]
        str     w26, [sp, #THREAD_WAIT_PORT]
        mov     w21, #THREAD_RUNNING
        strb    w21, [x22, #THREAD_STATE - THREAD_HEADER]
        stp     w29, w19, [x18, #CPU_CURRENT_THREAD]
        and     x2, x2, #~0xFF80
        mov     x1, xzr
        mov     x5, xzr
        b       fast_switch

fast_reply_deadline:
        note_deadline w6, fast_refuse_30, fast_refuse_31, fast_refuse_32, fast_reply_enter, fast_refuse_25

        // With other CPUs about; else off or checked, under the lock.
fast_call_otherwise:
        cmp     w19, #(1 << FAST_OTHERS)
        b.ne    fast_call_locked
        take_gate fast_gate_taken
        b       fast_call_begin
fast_reply_otherwise:
        cmp     w19, #(1 << FAST_OTHERS)
        b.ne    fast_reply_locked
        take_gate fast_gate_taken
        b       fast_reply_begin
fast_call_locked:
        bl      kernel_lock_enter
        tbnz    w19, #FAST_OFF, user_message_call
        bl      fast_remember
        b       fast_call_begin
fast_reply_locked:
        bl      kernel_lock_enter
        tbnz    w19, #FAST_OFF, user_message_call
        bl      fast_remember
        b       fast_reply_begin

        // A writer of another CPU has the gate, most often for the time of a message: this one waits as long. To queue for the lock at once would close that
        // CPU's gate in turn, and each would keep the other from the fast path for ever. When it takes long, C# queues: a call never starves.
fast_gate_taken:
        mov     w21, #GATE_LOOKS
1:      subs    w21, w21, #1
        b.eq    2f
        ldaxrh  w22, [x20]
        cmp     w22, #0
        b.ne    1b
        ldaxr   w22, [x20]
        cbnz    w22, 1b
        stxr    w22, w19, [x20]
        cbnz    w22, 1b
        cmp     x8, #SYSTEM_CALL_CALL
        b.eq    fast_call_begin
        b       fast_reply_begin
2:      mov     w19, #15
        count_refusal
        bl      kernel_lock_enter
        b       user_message_call

        // C# keeps everything as it is now, to compare with. The message's registers are in the context.
fast_remember:
        mov     x19, x30
        mov     x20, sp
        mov     x0, x18
        enter_kernel_stack
        bl      fast_path_begins
        mov     sp, x20
        mrs     x18, tpidr_el1
        load_registers 0, 16
        ret     x19

        .irp    n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32
fast_refuse_\n:
        mov     w19, #\n
        b       fast_refuse
        .endr

        // To the C#, under the lock. The gate is opened first: who has the lock may wait for it.
fast_refuse:
        count_refusal
        ldr     w21, [x18, #CPU_FAST_MODE]
        tbnz    w21, #FAST_CHECKED, 6f
        cbz     w21, 7f
        add     x20, x18, #CPU_GATE
        stlr    wzr, [x20]
7:      bl      kernel_lock_enter
        b       user_message_call
6:      mov     x20, sp
        mov     x0, x18
        enter_kernel_stack
        mov     x2, x19
        bl      fast_path_refused
        mov     sp, x20
        mrs     x18, tpidr_el1
        ldr     x8, [sp, #64]
        b       user_message_call

        function get_fast_path_state
        adrp    x0, fast_path_state
        ret

        // FastPathState.cs. At a page's start, so that ADRP alone finds it.
        .bss
        .balign 4096
        .globl  fast_path_state
fast_path_state:
        .space  64
