using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>
/// The two ways to call firmware or a hypervisor. SMC calling convention: function number and up to three arguments in,
/// one result out. [DEN0028 2.5]
/// </summary>
public static class FirmwareCalls
{
    /// <summary>Calls the hypervisor (EL2). Undefined without one: use it only as the device tree says.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "firmware_hvc")]
    public static extern ulong Hvc(ulong function, ulong argument0, ulong argument1, ulong argument2);

    /// <summary>Calls the secure monitor (EL3). Undefined when EL3 has none or disabled it.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "firmware_smc")]
    public static extern ulong Smc(ulong function, ulong argument0, ulong argument1, ulong argument2);
}
