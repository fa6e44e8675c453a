using RustKernel.Arm64;
using RustKernel.Exceptions;

namespace RustKernel.Suites;

/// <summary>
/// A handler for the interrupt tests that records its calls. Code outside handlers reads its state through calls, so the compiler cannot
/// keep old values.
/// </summary>
internal sealed class RecordingHandler : InterruptHandler
{
    internal static readonly RecordingHandler Instance = new();

    private static uint s_calls;
    private static uint s_first;
    private static uint s_last;
    private static ulong s_masksInside;

    /// <summary>Calls since <see cref="Reset"/>.</summary>
    internal static uint Calls => System.Threading.Volatile.Read(ref s_calls);

    /// <summary>INTID of the first call.</summary>
    internal static uint First => System.Threading.Volatile.Read(ref s_first);

    /// <summary>INTID of the last call.</summary>
    internal static uint Last => System.Threading.Volatile.Read(ref s_last);

    /// <summary>DAIF as it was in the last call.</summary>
    internal static ulong MasksInside => System.Threading.Volatile.Read(ref s_masksInside);

    /// <summary>Clears everything.</summary>
    internal static void Reset()
    {
        s_calls = 0;
        s_first = 0;
        s_last = 0;
        s_masksInside = 0;
    }

    /// <inheritdoc/>
    public override void Handle(Intid intid)
    {
        s_masksInside = SystemRegisters.ReadDAIF();
        s_last = intid.Value;
        if (s_calls == 0)
        {
            s_first = intid.Value;
        }

        s_calls++;
    }
}
