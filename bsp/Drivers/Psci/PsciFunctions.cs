namespace RustKernel.Drivers.Psci;

/// <summary>The function numbers of a PSCI implementation; 0: there is no such function. [DEN0022, Function prototypes]</summary>
public readonly struct PsciFunctions
{
    private PsciFunctions(uint version, uint cpuOn, uint cpuOff, uint affinityInfo, uint systemOff, uint systemReset)
    {
        Version = version;
        CpuOn = cpuOn;
        CpuOff = cpuOff;
        AffinityInfo = affinityInfo;
        SystemOff = systemOff;
        SystemReset = systemReset;
    }

    /// <summary>PSCI 0.2 and later (compatible arm,psci-0.2 or arm,psci-1.0): fixed numbers, 64-bit calls where they exist.</summary>
    public static PsciFunctions Standard => new(0x8400_0000, 0xC400_0003, 0x8400_0002, 0xC400_0004, 0x8400_0008, 0x8400_0009);

    /// <summary>PSCI_VERSION.</summary>
    public uint Version { get; }

    /// <summary>CPU_ON.</summary>
    public uint CpuOn { get; }

    /// <summary>CPU_OFF.</summary>
    public uint CpuOff { get; }

    /// <summary>AFFINITY_INFO.</summary>
    public uint AffinityInfo { get; }

    /// <summary>SYSTEM_OFF.</summary>
    public uint SystemOff { get; }

    /// <summary>SYSTEM_RESET.</summary>
    public uint SystemReset { get; }

    /// <summary>
    /// PSCI 0.1 (compatible arm,psci): the numbers are the node's cpu_on and cpu_off, 0 where it
    /// lacks one; the rest did not exist yet.
    /// </summary>
    public static PsciFunctions FromTree(uint cpuOn, uint cpuOff) => new(0, cpuOn, cpuOff, 0, 0, 0);
}
