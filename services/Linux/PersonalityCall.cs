// How a program makes calls of the kernel: the protocol between it and the personality. Compiled into both.

using System.Runtime.CompilerServices;

namespace RustKernel.Linux;

/// <summary>
/// System call <see cref="Number"/>: x0 is a call of the kernel, or one of those below; x1 the address of <see cref="Registers"/>. Errors
/// of Linux: EPERM: a program may not make the call (see the column in docs/SYSCALLS.md); EFAULT. The first register gets the kernel's own
/// error.
/// </summary>
internal static class PersonalityCall
{
    /// <summary>Far above Linux's own numbers: "RK".</summary>
    internal const ulong Number = 0x524B;

    /// <summary>Writes the process's start words (StartBlock).</summary>
    internal const ulong Start = 0x1000;

    /// <summary>Writes CNTVCT_EL0 to the second register.</summary>
    internal const ulong Counter = 0x1001;

    /// <summary>
    /// MemoryMap at a free address. Registers: the object, offset, bytes, and PROT_READ, PROT_WRITE, PROT_EXEC; then the error and the
    /// address. munmap unmaps it.
    /// </summary>
    internal const ulong Map = 0x1002;

    /// <summary>x0 to x7, then x10 to x17: arguments and results.</summary>
    [InlineArray(Count)]
    internal struct Registers
    {
        /// <summary>The number of registers.</summary>
        internal const int Count = 16;

        /// <summary>The index of x10.</summary>
        internal const int Words = 8;

        private ulong _first;
    }
}
