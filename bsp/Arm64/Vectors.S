// The exception vectors. Each entry from the kernel stores the whole interrupted state as an ExceptionFrame on the stack and
// calls exception_dispatch(frame, vector) in C#; when that returns, the state is restored and the exception left. Those from EL0
// store into the running thread and go on in UserEntry.S.
// A kernel stack overflow is found before memory is touched and goes on on the CPU's emergency stack.

        .include "Layout.inc"
        .include "Macros.inc"

        .macro  save_first index
        stp     x0, x1, [sp]
        mov     x1, #\index
        b       exception_common
        .endm

        // With SP_EL0, which the kernel never uses: SP_EL1 is the kernel stack.
        .macro  vector_plain index
        .balign 128
        sub     sp, sp, #FRAME_SIZE
        save_first \index
        .endm

        // From the kernel itself: SP may have run into the guard. Swap x0 and SP by arithmetic, test the guard bit, swap back.
        .macro  vector_checked index
        .balign 128
        sub     sp, sp, #FRAME_SIZE
        add     sp, sp, x0
        sub     x0, sp, x0
        tbz     x0, #STACK_GUARD_BIT, 1f
        sub     x0, sp, x0
        sub     sp, sp, x0
        save_first \index
1:      msr     tpidrro_el0, x0                 // the bad stack pointer
        sub     x0, sp, x0
        msr     tpidr_el0, x0                   // the interrupted x0
        mrs     x0, tpidrro_el0
        and     x0, x0, #~(STACK_SLOT_SIZE - 1)
        add     x0, x0, #EMERGENCY_STACK_TOP, lsl #0
        mov     sp, x0
        mrs     x0, tpidr_el0
        sub     sp, sp, #FRAME_SIZE
        save_first (\index | 0x100)
        .endm

        // An IRQ that interrupts the kernel goes on in TickPath.S.
        .macro  vector_kernel_irq
        .balign 128
        sub     sp, sp, #FRAME_SIZE
        add     sp, sp, x0
        sub     x0, sp, x0
        tbz     x0, #STACK_GUARD_BIT, 1f
        sub     x0, sp, x0
        sub     sp, sp, x0
        stp     x0, x1, [sp]
        b       kernel_irq
1:      sub     x0, sp, x0                      // overflow: take the way of the other entries, which find it again
        sub     sp, sp, x0
        add     sp, sp, #FRAME_SIZE
        b       kernel_irq_overflow
        .endm

        // From EL0: SP_EL1 points to the running thread's UserContext (UserEntry.S). The general registers, SP_EL0, ELR, SPSR. x0 to x17 stay as they were.
        .macro  vector_user
        .balign 128
        store_registers 0, 16
        store_thread
        .endm

        .macro  vector_user_other index
        vector_user
        mov     x5, #\index
        b       user_other
        .endm

        .section .vectors, "ax", %progbits
        .balign 2048
        .globl exception_vectors
        .type  exception_vectors, %function
exception_vectors:
        vector_plain    0                       // current level with SP_EL0: synchronous, IRQ, FIQ, SError
        vector_plain    1
        vector_plain    2
        vector_plain    3
        vector_checked  4                       // current level with SP_ELx
        vector_kernel_irq
        vector_checked  6
        vector_checked  7
        vector_user                             // lower level, AArch64
        mrs     x18, esr_el1
        b       user_synchronous
        .balign 128                             // an IRQ: the tick needs few registers (TickPath.S)
        store_registers 0, 6
        b       user_irq
        vector_user_other 10
        vector_user_other 11
        vector_user_other 12                    // lower level, AArch32
        vector_user_other 13
        vector_user_other 14
        vector_user_other 15
        .balign 128
exception_vectors_end:
        .size  exception_vectors, . - exception_vectors

        .type   kernel_irq_overflow, %function
kernel_irq_overflow:
        vector_checked  5
        .size   kernel_irq_overflow, . - kernel_irq_overflow

        .text
        .type  exception_common, %function
exception_common:
        store_registers 2, 28
        add     x2, sp, #FRAME_SIZE
        tbz     x1, #8, 1f
        mrs     x2, tpidrro_el0                 // overflow: what SP was when it ran out
        add     x2, x2, #FRAME_SIZE
1:      stp     x30, x2, [sp, #FRAME_X30_SP]
        mrs     x2, elr_el1
        mrs     x3, spsr_el1
        stp     x2, x3, [sp, #FRAME_ELR_SPSR]
        mrs     x2, esr_el1
        mrs     x3, far_el1
        stp     x2, x3, [sp, #FRAME_ESR_FAR]
        str     x1, [sp, #FRAME_VECTOR]
        stp     q16, q17, [sp, #FRAME_Q16_Q17]  // the only SIMD registers kernel code uses
        mov     x0, sp
        bl      exception_dispatch

        ldp     q16, q17, [sp, #FRAME_Q16_Q17]
        ldp     x2, x3, [sp, #FRAME_ELR_SPSR]
        msr     elr_el1, x2
        msr     spsr_el1, x3
        ldr     x30, [sp, #FRAME_X30_SP]
        load_registers 0, 28
        add     sp, sp, #FRAME_SIZE
        eret
        .size  exception_common, . - exception_common
