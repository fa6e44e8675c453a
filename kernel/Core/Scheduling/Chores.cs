// Work that programs have left for the kernel: one word, so that idle loops, long calls and the tick (TickPath.S) look in one place.

using System.Runtime.CompilerServices;
using System.Threading;
using RustKernel.Arm64;
using RustKernel.Diagnostics;

namespace RustKernel.Scheduling;

/// <summary>
/// Flags of pending work. Set and cleared under the kernel lock; the CPU that sets one sees it without a barrier, other CPUs soon.
/// </summary>
public static class Chores
{
    /// <summary>Something must be taken apart (<see cref="Objects.Teardown"/>).</summary>
    public const uint Ends = 1;

    /// <summary>Text waits for the serial line (<see cref="Ipc.ConsoleLoan.Pump"/>).</summary>
    public const uint Text = 2;

    /// <summary>A change of priorities must be passed on (<see cref="Donation.Continue"/>).</summary>
    public const uint Loans = 4;

    // How often idle CPUs poll a line that was full: every 3 bytes at 115200 baud, before the smallest FIFO (8) is empty.
    private const ulong LooksPerSecond = 4_000;

    private static ulong s_textDue;

    /// <summary>The flags that are set.</summary>
    public static uint Flags
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref FastPathState.Current.Chores);
    }

    /// <summary>
    /// Counter value from which the serial line may have room for text that waits. Until then <see cref="AreDue"/> ignores the text.
    /// </summary>
    public static ulong TextDue => Volatile.Read(ref s_textDue);

    /// <summary>
    /// True when a step would do something. False while only text waits and the line was full a moment ago: a caller
    /// would then take the lock for nothing. May be read without the lock.
    /// </summary>
    public static bool AreDue
    {
        get
        {
            uint flags = Flags;
            return (flags & ~Text) != 0 || (flags != 0 && KernelClock.ReadCounter() >= TextDue);
        }
    }

    /// <summary>
    /// Text waits. <paramref name="hasRoom"/>: only for a CPU with time; otherwise for the line, which is polled again in 250
    /// microseconds. Under the kernel lock.
    /// </summary>
    public static void PostponeText(bool hasRoom) =>
        Volatile.Write(ref s_textDue, hasRoom ? 0 : KernelClock.ReadCounter() + (KernelClock.FrequencyHz / LooksPerSecond));

    /// <summary>Adds work.</summary>
    public static void Add(uint flag) => Volatile.Write(ref FastPathState.Current.Chores, FastPathState.Current.Chores | flag);

    /// <summary>The work is done.</summary>
    public static void Remove(uint flag) => Volatile.Write(ref FastPathState.Current.Chores, FastPathState.Current.Chores & ~flag);
}
