// Power through PSCI firmware, which QEMU virt and most boards have. [DEN0022 5]

using RustKernel.Drivers.Psci;

namespace RustKernel.Boot;

/// <summary>Power off and restart through PSCI 0.2 or newer.</summary>
/// <typeparam name="TConduit">HVC or SMC, as the device tree says.</typeparam>
internal sealed class PsciPower<TConduit> : MachinePower
    where TConduit : struct, IPsciConduit
{
    /// <inheritdoc/>
    public override ErrorCode PowerOff() => new Psci<TConduit>(PsciFunctions.Standard).SystemOff();

    /// <inheritdoc/>
    public override ErrorCode Reboot() => new Psci<TConduit>(PsciFunctions.Standard).SystemReset();
}
