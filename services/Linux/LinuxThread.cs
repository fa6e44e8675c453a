// What the personality knows of a thread of the program. Entry.S knows the layout of the first part.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RustKernel.Linux.Signals;
using RustKernel.User;

namespace RustKernel.Linux;

/// <summary>A thread's block: its registers while the personality serves it, and its state. It lies at the top of its stack here.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LinuxThread
{
    /// <summary>Bytes that a block and the stack below it have.</summary>
    internal const ulong StackBytes = 64 * 1024;

    /// <summary>Bytes of the block.</summary>
    internal const ulong Bytes = 768;

    /// <summary>x0 to x30; of a call, x16 is not among them (<see cref="ProgramX16"/>).</summary>
    internal fixed ulong X[31];

    /// <summary>SP.</summary>
    internal ulong Sp;

    /// <summary>Where the program goes on; filled when it is asked for.</summary>
    internal ulong ProgramCounter;

    /// <summary>N, Z, C and V in bits 31:28.</summary>
    internal ulong Flags;

    /// <summary>q16 and q17, which compiled code of the personality uses.</summary>
    internal fixed ulong Simd[4];

    /// <summary>Signals that wait for this thread, bit number - 1.</summary>
    internal long Pending;

    /// <summary>Signals that it holds back.</summary>
    internal ulong Blocked;

    /// <summary>TPIDR_EL0 that a new thread begins with.</summary>
    internal ulong ThreadPointer;

    /// <summary>The program's x16; filled with <see cref="ProgramCounter"/>.</summary>
    internal ulong ProgramX16;

    /// <summary>x0 of the call that is served, for a call that is made again after a signal.</summary>
    internal ulong FirstArgument;

    /// <summary>The kernel's thread; none: the block is free.</summary>
    internal Handle<Thread> Handle;

    /// <summary>Where it waits.</summary>
    internal Handle<Port> Port;

    /// <summary>Its number, as Linux has it.</summary>
    internal int Number;

    /// <summary>1: the block is used.</summary>
    internal int IsUsed;

    /// <summary>A word that becomes 0 and is woken when the thread ends; 0: none.</summary>
    internal ulong ClearedAtEnd;

    /// <summary>The stack for signals, its bytes (0: none).</summary>
    internal ulong SignalStack;

    /// <summary>Bytes of <see cref="SignalStack"/>.</summary>
    internal ulong SignalStackBytes;

    /// <summary>The word that it waits for; 0: it does not wait for one.</summary>
    internal ulong WaitsAt;

    /// <summary>Which of the wakers' bits count.</summary>
    internal uint WaitBits;

    /// <summary>1: somebody has taken it off the list of those that wait.</summary>
    internal int IsWoken;

    /// <summary>The next in the same list; 0: none.</summary>
    internal ulong NextWaiter;

    /// <summary>1: it waits for a pipe, at its port (<see cref="Files.Pipes"/>).</summary>
    internal int WaitsForFile;

    /// <summary>Where the last access that was made again had failed.</summary>
    internal ulong RepeatedFault;

    /// <summary>How often in a row.</summary>
    internal int Repeats;

    /// <summary>1: the call that is served was broken off by a signal and is made again or ends with EINTR.</summary>
    internal int IsBrokenOff;

    /// <summary>The fault that is to be delivered as a signal; number 0: none.</summary>
    internal SignalInfo Fault;

    /// <summary>The block at <paramref name="address"/>.</summary>
    // SAFETY: addresses of blocks come from Threads, which has mapped them, and from x16, which the kernel keeps.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ref LinuxThread At(ulong address) => ref *(LinuxThread*)address;

    /// <summary>Where this block is.</summary>
    // SAFETY: blocks lie at fixed addresses; nothing moves them.
    internal readonly ulong Address => (ulong)Unsafe.AsPointer(ref Unsafe.AsRef(in this));

    /// <summary>Signals that are to be delivered now.</summary>
    internal readonly ulong Deliverable => (ulong)Pending & ~Blocked;

    /// <summary>Asks the kernel where the program goes on. Once in an upcall: it is kept in the block.</summary>
    internal void FetchProgramCounter()
    {
        if (Kernel.UpcallInfo(default, out UpcallInfoResults info) == ErrorCode.None)
        {
            ProgramCounter = info.Pc;
            ProgramX16 = info.X16;
            X[16] = info.X16;
        }
    }

    /// <summary>The program goes on at <see cref="ProgramCounter"/> with <see cref="ProgramX16"/>.</summary>
    internal readonly void StoreProgramCounter() => _ = Kernel.UpcallRedirect(ProgramCounter, ProgramX16);
}
