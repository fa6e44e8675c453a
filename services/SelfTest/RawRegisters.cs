// The raw registers of a system call: for measurements, and for attacks that no stub would make.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RustKernel.User.SelfTest;

/// <summary>x0 to x7 and x10 to x17, in and out. Probes.S knows the layout.</summary>
[StructLayout(LayoutKind.Sequential, Size = 128)]
internal struct RawRegisters
{
    /// <summary>x0 to x7.</summary>
    internal Registers X;

    /// <summary>x10 to x17: a message's words.</summary>
    internal Registers Words;

    /// <summary>Arguments in order.</summary>
    internal RawRegisters(ulong x0, ulong x1 = 0, ulong x2 = 0, ulong x3 = 0, ulong x4 = 0, ulong x5 = 0)
    {
        this = default;
        X[0] = x0;
        X[1] = x1;
        X[2] = x2;
        X[3] = x3;
        X[4] = x4;
        X[5] = x5;
    }

    /// <summary>Eight registers.</summary>
    [InlineArray(8)]
    internal struct Registers
    {
        private ulong _first;
    }
}
