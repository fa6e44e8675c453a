// What a handler learns of its signal.

using System.Runtime.InteropServices;

namespace RustKernel.Linux.Signals;

/// <summary>The part of siginfo_t that is used. [include/uapi/asm-generic/siginfo.h]</summary>
[StructLayout(LayoutKind.Sequential, Size = 128)]
internal struct SignalInfo
{
    /// <summary>The signal.</summary>
    internal int Number;

    /// <summary>errno: 0.</summary>
    internal int Error;

    /// <summary>Why: SI_TKILL, SEGV_MAPERR ...</summary>
    internal int Code;

    internal int Padding;

    /// <summary>The address of a fault; of a kill, the sender's process (low half).</summary>
    internal ulong Address;
}
