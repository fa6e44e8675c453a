using System.Runtime.InteropServices;

namespace RustKernel.Linux.Signals;

/// <summary>What a handler learns about its signal: the used part of siginfo_t. [include/uapi/asm-generic/siginfo.h]</summary>
[StructLayout(LayoutKind.Sequential, Size = 128)]
internal struct SignalInfo
{
    /// <summary>The signal.</summary>
    internal int Number;

    /// <summary>errno: 0.</summary>
    internal int Error;

    /// <summary>The cause: SI_TKILL, SEGV_MAPERR ...</summary>
    internal int Code;

    internal int Padding;

    /// <summary>The address of a fault; for a kill, the sender's process (low half).</summary>
    internal ulong Address;
}
