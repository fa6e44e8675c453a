// What the personality knows about a thread of the program. Entry.S knows the layout of the first part.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RustKernel.Linux.Signals;
using RustKernel.User;

namespace RustKernel.Linux;

/// <summary>
/// A thread's block: its state, and its registers while the personality serves it. It lies at the top of the thread's stack here.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LinuxThread
{
    /// <summary>Bytes of a block and the stack below it.</summary>
    internal const ulong StackBytes = 64 * 1024;

    /// <summary>Bytes of the block.</summary>
    internal const ulong Bytes = 768;

    /// <summary>x0 to x30; in a call, without x16 (<see cref="ProgramX16"/>).</summary>
    internal fixed ulong X[31];

    /// <summary>SP.</summary>
    internal ulong Sp;

    /// <summary>Where the program continues; filled on demand.</summary>
    internal ulong ProgramCounter;

    /// <summary>N, Z, C and V in bits 31:28.</summary>
    internal ulong Flags;

    /// <summary>q16 and q17, which the personality's compiled code uses.</summary>
    internal fixed ulong Simd[4];

    /// <summary>Pending signals of this thread, bit number - 1.</summary>
    internal long Pending;

    /// <summary>Signals that it blocks.</summary>
    internal ulong Blocked;

    /// <summary>The initial TPIDR_EL0 of a new thread.</summary>
    internal ulong ThreadPointer;

    /// <summary>The program's x16; filled with <see cref="ProgramCounter"/>.</summary>
    internal ulong ProgramX16;

    /// <summary>x0 of the present call, to repeat it after a signal.</summary>
    internal ulong FirstArgument;

    /// <summary>The kernel's thread; none: the block is free.</summary>
    internal Handle<Thread> Handle;

    /// <summary>The port at which it waits.</summary>
    internal Handle<Port> Port;

    /// <summary>Its number in Linux.</summary>
    internal int Number;

    /// <summary>1: the block is used.</summary>
    internal int IsUsed;

    /// <summary>A word that becomes 0 and is woken when the thread ends; 0: none.</summary>
    internal ulong ClearedAtEnd;

    /// <summary>The stack for signals; see <see cref="SignalStackBytes"/>.</summary>
    internal ulong SignalStack;

    /// <summary>Bytes of <see cref="SignalStack"/>; 0: there is none.</summary>
    internal ulong SignalStackBytes;

    /// <summary>The address of the word that it waits for; 0: none.</summary>
    internal ulong WaitsAt;

    /// <summary>The wakers' bits that count.</summary>
    internal uint WaitBits;

    /// <summary>1: it was taken off the list of waiters.</summary>
    internal int IsWoken;

    /// <summary>The next in the same list; 0: none.</summary>
    internal ulong NextWaiter;

    /// <summary>1: it waits for a pipe, at its port (<see cref="Files.Pipes"/>).</summary>
    internal int WaitsForFile;

    /// <summary>The address of the last failed access that was repeated.</summary>
    internal ulong RepeatedFault;

    /// <summary>How often it was repeated in a row.</summary>
    internal int Repeats;

    /// <summary>1: a signal interrupted the present call, which is repeated or ends with EINTR.</summary>
    internal int IsBrokenOff;

    /// <summary>A fault to be delivered as a signal; number 0: none.</summary>
    internal SignalInfo Fault;

    /// <summary>The block at <paramref name="address"/>.</summary>
    // SAFETY: addresses of blocks come from Threads, which has mapped them, and from x16, which the kernel keeps.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ref LinuxThread At(ulong address) => ref *(LinuxThread*)address;

    /// <summary>The address of this block.</summary>
    // SAFETY: blocks lie at fixed addresses; nothing moves them.
    internal readonly ulong Address => (ulong)Unsafe.AsPointer(ref Unsafe.AsRef(in this));

    /// <summary>Signals that can be delivered now.</summary>
    internal readonly ulong Deliverable => (ulong)Pending & ~Blocked;

    /// <summary>Asks the kernel where the program continues, once in an upcall: the block keeps it.</summary>
    internal void FetchProgramCounter()
    {
        if (Kernel.UpcallInfo(default, out UpcallInfoResults info) == ErrorCode.None)
        {
            ProgramCounter = info.Pc;
            ProgramX16 = info.X16;
            X[16] = info.X16;
        }
    }

    /// <summary>Makes the program continue at <see cref="ProgramCounter"/> with <see cref="ProgramX16"/>.</summary>
    internal readonly void StoreProgramCounter() => _ = Kernel.UpcallRedirect(ProgramCounter, ProgramX16);
}
