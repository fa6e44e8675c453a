// Power by PSCI firmware: what QEMU virt and most boards have. [DEN0022 5]

using RustKernel.Arm64;

namespace RustKernel;

/// <summary>Power off and restart through PSCI 0.2 or newer, by the conduit that the device tree names.</summary>
internal sealed class PsciPower : MachinePower
{
    private const ulong SystemOff = 0x8400_0008;
    private const ulong SystemReset = 0x8400_0009;

    private bool _throughHvc;

    internal static readonly PsciPower Instance = new();

    /// <summary>Sets the conduit: hvc when <paramref name="throughHvc"/>, else smc.</summary>
    internal void Attach(bool throughHvc) => _throughHvc = throughHvc;

    /// <inheritdoc/>
    public override ErrorCode PowerOff() => Call(SystemOff);

    /// <inheritdoc/>
    public override ErrorCode Reboot() => Call(SystemReset);

    private ErrorCode Call(ulong function)
    {
        // Neither function returns when it works.
        _ = _throughHvc ? FirmwareCalls.Hvc(function, 0, 0, 0) : FirmwareCalls.Smc(function, 0, 0, 0);
        return ErrorCode.NotSupported;
    }
}
