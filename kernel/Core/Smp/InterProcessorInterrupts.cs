// The interrupts that CPUs send each other. SGI 0: look for work. SGI 1: a call waits in your mailbox. SGI 2: a panic; stop.

using RustKernel.Arm64;
using RustKernel.Exceptions;

namespace RustKernel.Smp;

/// <summary>Handles the three SGIs on the CPU that takes them.</summary>
public sealed class InterProcessorInterrupts : InterruptHandler
{
    /// <summary>Wakes a CPU's idle loop. Has no other effect, so it may be sent at any time.</summary>
    public const uint Wake = 0;

    /// <summary>Makes a CPU serve its call mailbox.</summary>
    public const uint Call = 1;

    /// <summary>Stops a CPU for ever.</summary>
    public const uint Stop = 2;

    /// <summary>The one handler.</summary>
    public static readonly InterProcessorInterrupts Instance = new();

    private InterProcessorInterrupts()
    {
    }

    /// <inheritdoc/>
    public override void Handle(Intid intid)
    {
        if (intid.Value == Call)
        {
            Processors.Serve(ref PerCpu.Current.Call);
        }
        else if (intid.Value == Stop)
        {
            Processors.StopHere();
        }
    }
}
