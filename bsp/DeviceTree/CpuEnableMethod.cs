namespace RustKernel.DeviceTree;

/// <summary>How a CPU is started: the value of "enable-method". [Linux binding arm/cpus]</summary>
public enum CpuEnableMethod
{
    /// <summary>The tree does not say.</summary>
    None = 0,

    /// <summary>"psci": CPU_ON by hvc or smc, as the psci node says.</summary>
    Psci = 1,

    /// <summary>"spin-table": store the entry address at cpu-release-addr.</summary>
    SpinTable = 2,

    /// <summary>Another method.</summary>
    Unknown = 3,

    /// <summary>"brcm,bcm2836-smp": store the entry address in mailbox 3 of the core. [Linux binding brcm,bcm2836-smp]</summary>
    BcmMailbox = 4,
}
