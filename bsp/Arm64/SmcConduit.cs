namespace RustKernel.Arm64;

/// <summary>Firmware calls through SMC: PSCI's way to EL3, when the device tree says method = "smc".</summary>
public readonly struct SmcConduit : IPsciConduit
{
    /// <inheritdoc/>
    public ulong Call(uint function, ulong argument1, ulong argument2, ulong argument3) =>
        FirmwareCalls.Smc(function, argument1, argument2, argument3);
}
