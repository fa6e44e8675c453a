// The callee-saved state of a method at one of its calls, as Start.S stores and loads it.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RustKernel.Runtime;

/// <summary>x19 to x30, the stack pointer, the address where the method continues, and the low halves of v8 to v15: 176 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Frame
{
    /// <summary>x19 to x30.</summary>
    internal Registers Saved;

    /// <summary>The stack pointer.</summary>
    internal ulong StackPointer;

    /// <summary>The address after the call, or of the faulting instruction.</summary>
    internal ulong PC;

    /// <summary>d8 to d15.</summary>
    internal Doubles SavedDoubles;

    [InlineArray(12)]
    internal struct Registers
    {
        private ulong _first;
    }

    [InlineArray(8)]
    internal struct Doubles
    {
        private ulong _first;
    }
}
