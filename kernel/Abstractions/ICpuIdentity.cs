// Which CPU runs this: implemented by an accessor stub on the target, by a fake in tests.

namespace RustKernel;

/// <summary>The calling CPU's name.</summary>
public interface ICpuIdentity
{
    /// <summary>MPIDR_EL1: the CPU's affinity.</summary>
    ulong ReadMPIDR_EL1();
}
