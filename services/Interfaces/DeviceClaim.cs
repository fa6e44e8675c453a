namespace RustKernel.Services;

/// <summary>A device that a driver has claimed, as the driver sees it.</summary>
public struct DeviceClaim
{
    /// <summary>Physical address of the registers.</summary>
    public ulong Address;

    /// <summary>Offset of the registers in their memory.</summary>
    public ulong Offset;

    /// <summary>Bytes of the registers.</summary>
    public ulong Bytes;

    /// <summary>The device has an interrupt.</summary>
    public bool HasInterrupt;

    /// <summary>The device snoops the CPUs' caches. If it does not, its driver maintains the caches for memory that both use.</summary>
    public bool IsCoherent;

    /// <summary>Bytes from the start of the registers to the first one: <c>reg-offset</c> of its node; 0 if absent.</summary>
    public uint FirstRegister;

    /// <summary>Registers are 2 to the power of this many bytes apart: <c>reg-shift</c> of its node; 0 if absent.</summary>
    public uint RegisterShift;

    /// <summary>Bytes of an access to a register: <c>reg-io-width</c> of its node; 1 if absent.</summary>
    public uint AccessBytes;

    /// <summary>The name that the device shares with <c>drives=</c> of the manifest: it selects the driver.</summary>
    [AtMost(40)]
    public string Name;
}
