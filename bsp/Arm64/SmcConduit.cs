// Firmware calls through SMC.

namespace RustKernel.Arm64;

/// <summary>PSCI's way to EL3, where the device tree says method = "smc".</summary>
public readonly struct SmcConduit : IPsciConduit
{
    /// <inheritdoc/>
    public ulong Call(uint function, ulong argument1, ulong argument2, ulong argument3) =>
        FirmwareCalls.Smc(function, argument1, argument2, argument3);
}
