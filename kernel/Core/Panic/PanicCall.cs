// panic=cpu: a panic on another CPU.

using RustKernel.Smp;

namespace RustKernel.Panic;

/// <summary>Panics on the CPU that runs it.</summary>
internal sealed class PanicCall : CrossCall
{
    /// <summary>Its function number.</summary>
    internal const uint Number = 0;

    internal static readonly PanicCall Instance = new();

    private PanicCall()
    {
    }

    /// <inheritdoc/>
    public override ulong Run(ulong argument)
    {
        KernelPanic.Because("asked for by panic=cpu"u8);
        return argument;
    }
}
