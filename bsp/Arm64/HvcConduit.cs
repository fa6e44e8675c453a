namespace RustKernel.Arm64;

/// <summary>Firmware calls through HVC: PSCI's way to EL2, when the device tree says method = "hvc".</summary>
public readonly struct HvcConduit : IPsciConduit
{
    /// <inheritdoc/>
    public ulong Call(uint function, ulong argument1, ulong argument2, ulong argument3) =>
        FirmwareCalls.Hvc(function, argument1, argument2, argument3);
}
