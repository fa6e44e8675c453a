// The runtime's record of a thread, one page, found by TPIDR_EL0. Never freed: a lock may still refer to it.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RustKernel.User;

namespace RustKernel.Runtime;

/// <summary>A thread. Start.S knows the offset of the free lists.</summary>
[StructLayout(LayoutKind.Explicit, Size = 4096)]
internal unsafe struct ThreadBlock
{
    // SAFETY (whole type): blocks live as long as the process; links are changed under the lock of their list.
    /// <summary>Largest object with a free list in each thread.</summary>
    internal const int LargestListed = 512;

    /// <summary>Classes with thread-static fields.</summary>
    internal const int MaximumStatics = 384;

    /// <summary>The most runtime locks for which one thread may ever wait.</summary>
    internal const int MaximumLocks = 4;

    private const int StaticsOffset = 1024;

    /// <summary>The next running thread.</summary>
    [FieldOffset(0)]
    internal ThreadBlock* Next;

    /// <summary>The end of its stack.</summary>
    [FieldOffset(8)]
    internal ulong StackEnd;

    /// <summary>The kernel's thread; 0 for the first one until it begins a second.</summary>
    [FieldOffset(16)]
    internal Handle<RustKernel.User.Thread> Handle;

    /// <summary>The port at which it waits; 0 before its first wait.</summary>
    [FieldOffset(24)]
    internal Handle<Port> Port;

    /// <summary>The Thread object.</summary>
    [FieldOffset(32)]
    internal nint Object;

    /// <summary>Exceptions being thrown or handled.</summary>
    [FieldOffset(40)]
    internal Throw* Exceptions;

    /// <summary>The next thread that waits for a monitor.</summary>
    [FieldOffset(56)]
    internal ThreadBlock* WaitNext;

    /// <summary>The monitor's object.</summary>
    [FieldOffset(64)]
    internal nint WaitObject;

    /// <summary>1 for the first thread.</summary>
    [FieldOffset(72)]
    internal uint Id;

    /// <summary>It waits for a pulse, not to enter.</summary>
    [FieldOffset(80)]
    internal bool WaitsForPulse;

    /// <summary>What it waited for has come.</summary>
    [FieldOffset(84)]
    internal int IsSignaled;

    /// <summary>The lowest address of its stack; nothing is mapped below. Start.S reads it.</summary>
    [FieldOffset(96)]
    internal ulong StackLow;

    /// <summary>The start (the upper end) of the stack on which an overflow is reported. Start.S reads it.</summary>
    [FieldOffset(104)]
    internal ulong EmergencyStack;

    /// <summary>Its places in the lists of the runtime's locks.</summary>
    [FieldOffset(112)]
    internal PlaceTable LockPlaces;

    /// <summary>Free slots by size in bytes, each zero except for the link.</summary>
    [FieldOffset(256)]
    internal FreeTable Free;

    /// <summary>The objects with thread-static fields.</summary>
    internal nint* Statics => (nint*)((byte*)Unsafe.AsPointer(ref this) + StaticsOffset);

    [InlineArray(MaximumLocks)]
    internal struct PlaceTable
    {
        private LockPlace _first;
    }

    [InlineArray((LargestListed / 8) + 1)]
    internal struct FreeTable
    {
        private ulong _first;
    }
}
