namespace RustKernel;

/// <summary>Which CPU is running this. An accessor stub implements it on the target, a fake in tests.</summary>
public interface ICpuIdentity
{
    /// <summary>MPIDR_EL1: the CPU's affinity.</summary>
    ulong ReadMPIDR_EL1();
}
