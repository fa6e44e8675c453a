// The C# side of the tick in assembly (TickPath.S), for the mode that compares.

using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>
/// Handles the tick on a CPU whose <see cref="CpuBlock.TickLine"/> names its INTID: with a GICv3, the virtual timer, and
/// a period without a fraction.
/// </summary>
public static class TickPath
{
    /// <summary>Takes a tick of the calling CPU, whose block is <paramref name="cpu"/>, IRQs masked. Ends no interrupt.</summary>
    /// <param name="cpu">The block.</param>
    /// <param name="now">The CNTVCT_EL0 that the decision used.</param>
    /// <returns>0; otherwise the reason why nothing has changed.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "tick_path_take")]
    public static extern ulong Take(ref CpuBlock cpu, ref ulong now);

    /// <summary>Not 0: the running thread, whose registers are at <paramref name="context"/>, would continue after a tick.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "tick_path_goes_on")]
    public static extern ulong GoesOn(ref CpuBlock cpu, ref UserContext context);
}
