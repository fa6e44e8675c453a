// What programs have left for the kernel to do: one word, so that idle loops and long calls look at one place.

using System.Runtime.CompilerServices;
using System.Threading;

namespace RustKernel.Scheduling;

/// <summary>Flags of pending work. Set and cleared under the kernel lock; whoever sets one sees it without, other CPUs soon.</summary>
public static class Chores
{
    /// <summary>Something is to be taken apart (<see cref="Objects.Teardown"/>).</summary>
    public const uint Ends = 1;

    /// <summary>Text waits for the serial line (<see cref="Ipc.ConsoleLoan.Pump"/>).</summary>
    public const uint Text = 2;

    /// <summary>A change of priorities is to be passed on (<see cref="Donation.Continue"/>).</summary>
    public const uint Loans = 4;

    private static uint s_flags;

    /// <summary>The flags that are set.</summary>
    public static uint Flags
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref s_flags);
    }

    /// <summary>There is something to do.</summary>
    public static void Add(uint flag) => Volatile.Write(ref s_flags, s_flags | flag);

    /// <summary>It is done.</summary>
    public static void Remove(uint flag) => Volatile.Write(ref s_flags, s_flags & ~flag);
}
