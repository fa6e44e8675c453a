// The few symbols that compiled code calls and that have no C# form, for programs without a collector. What is missing here
// is missing on purpose: RhpNew*, RhpThrowEx, RhpInitialDynamicInterfaceDispatch stay undefined, so that the linker refuses
// a kernel that allocates, throws or dispatches through an interface, and names the function.

        .include "Macros.inc"

        .text
        .balign 16
        // Reference stores: x14 destination, x15 reference; x14 advances. Store-release, so that another CPU that sees the
        // reference sees what it refers to.
        function RhpAssignRefArm64
        function RhpCheckedAssignRefArm64
        stlr    x15, [x14]
        add     x14, x14, #8
        ret

        // The same from memory: x13 source, both advance.
        function RhpByRefAssignRefArm64
        ldr     x15, [x13], #8
        stlr    x15, [x14]
        add     x14, x14, #8
        ret

        // Transitions between managed and native code: there is nothing to tell anyone.
        function RhpReversePInvoke
        function RhpReversePInvokeReturn
        ret

        // Where a damaged stack cookie leads.
        function RhpFallbackFailFast
        b       rt_stack_smashed

        .data
        .balign 8
        .globl  __security_cookie
__security_cookie:
        .quad   0x00C0FFEE5EED1DEA
