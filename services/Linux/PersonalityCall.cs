// How a program makes calls of the kernel: what it and the personality agree on. Compiled into both.

using System.Runtime.CompilerServices;

namespace RustKernel.Linux;

/// <summary>
/// System call <see cref="Number"/>: x0 is a call of the kernel, or one of those below; x1 the address of <see cref="Registers"/>. Errors
/// of Linux: EPERM, the call is none that a program may make (the column in docs/SYSCALLS.md); EFAULT. The kernel's own error is in the
/// first register.
/// </summary>
internal static class PersonalityCall
{
    /// <summary>Far above Linux's own numbers: "RK".</summary>
    internal const ulong Number = 0x524B;

    /// <summary>Writes the words that the process was started with (StartBlock).</summary>
    internal const ulong Start = 0x1000;

    /// <summary>Writes CNTVCT_EL0 to the second register.</summary>
    internal const ulong Counter = 0x1001;

    /// <summary>
    /// MemoryMap at an address that is free. Registers: the object, offset, bytes, and PROT_READ, PROT_WRITE, PROT_EXEC; then the error and
    /// the address. munmap takes it away.
    /// </summary>
    internal const ulong Map = 0x1002;

    /// <summary>x0 to x7, then x10 to x17: what the calls take and give.</summary>
    [InlineArray(Count)]
    internal struct Registers
    {
        /// <summary>How many.</summary>
        internal const int Count = 16;

        /// <summary>Where x10 is.</summary>
        internal const int Words = 8;

        private ulong _first;
    }
}
