using RustKernel.Arm64;
using RustKernel.Diagnostics;

namespace RustKernel.Boot;

/// <summary>Waits by the kernel's clock: polls the counter until it is time; interrupts may be masked.</summary>
internal readonly struct ClockPause : IPause
{
    private const uint MillisecondsPerSecond = 1000;

    /// <inheritdoc/>
    public void Milliseconds(uint count)
    {
        ulong end = KernelClock.ElapsedTicks + (count * KernelClock.FrequencyHz / MillisecondsPerSecond);
        while (KernelClock.ElapsedTicks < end)
        {
            Cpu.Relax();
        }
    }
}
