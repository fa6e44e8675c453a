// A handler's stack frame: siginfo and ucontext, in Linux's layout for AArch64.

using System.Runtime.InteropServices;

namespace RustKernel.Linux.Signals;

/// <summary>struct rt_sigframe. [arch/arm64/include/uapi/asm/sigcontext.h, ucontext.h; arch/arm64/kernel/signal.c]</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SignalFrame
{
    internal SignalInfo Info;
    internal ulong Flags;
    internal ulong Link;
    internal ulong StackAddress;
    internal uint StackFlags;
    internal uint StackPadding;
    internal ulong StackBytes;
    internal ulong Blocked;
    internal fixed ulong BlockedRest[15];
    internal ulong MachinePadding;
    internal ulong FaultAddress;
    internal fixed ulong X[31];
    internal ulong Sp;
    internal ulong ProgramCounter;
    internal ulong State;
    internal ulong StatePadding;
    internal uint SimdMagic;
    internal uint SimdBytes;
    internal uint Fpsr;
    internal uint Fpcr;
    internal fixed ulong Simd[64];
    internal uint SyndromeMagic;
    internal uint SyndromeBytes;
    internal ulong Syndrome;
    internal ulong End;
    internal fixed ulong Reserved[((4096 - 528 - 16 - 8) / 8)];
    internal ulong FrameX29;
    internal ulong FrameX30;
}
