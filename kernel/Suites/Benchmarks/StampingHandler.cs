// The handler of benchmark interrupt.line_to_handler.

using System.Threading;
using RustKernel.Arm64;
using RustKernel.Exceptions;

namespace RustKernel.Suites.Benchmarks;

/// <summary>Notes the instruction count before it does anything else.</summary>
internal sealed class StampingHandler : InterruptHandler
{
    internal static readonly StampingHandler Instance = new();

    private static ulong s_stamp;
    private static uint s_calls;

    private StampingHandler()
    {
    }

    /// <summary>PMEVCNTR0_EL0 in the last call.</summary>
    internal static ulong Stamp => s_stamp;

    /// <summary>Calls since <see cref="Reset"/>.</summary>
    internal static uint Calls => Volatile.Read(ref s_calls);

    /// <summary>Forgets the calls.</summary>
    internal static void Reset() => Volatile.Write(ref s_calls, 0);

    /// <inheritdoc/>
    public override void Handle(Intid intid)
    {
        s_stamp = SystemRegisters.ReadPMEVCNTR0_EL0();
        Volatile.Write(ref s_calls, s_calls + 1);
    }
}
