// What a driver hears of its device.

namespace RustKernel.Services;

/// <summary>A device that was claimed.</summary>
public struct DeviceClaim
{
    /// <summary>Physical address of the registers.</summary>
    public ulong Address;

    /// <summary>Offset of the registers in their memory.</summary>
    public ulong Offset;

    /// <summary>Bytes of the registers.</summary>
    public ulong Bytes;

    /// <summary>It has an interrupt.</summary>
    public bool HasInterrupt;

    /// <summary>It looks into the CPUs' caches: without it, its driver keeps memory that both use coherent.</summary>
    public bool IsCoherent;

    /// <summary>Bytes from the start of the registers to the first one: <c>reg-offset</c> of its node, 0 without.</summary>
    public uint FirstRegister;

    /// <summary>Registers are 2 to the power of this many bytes apart: <c>reg-shift</c> of its node, 0 without.</summary>
    public uint RegisterShift;

    /// <summary>Bytes of an access to a register: <c>reg-io-width</c> of its node, 1 without.</summary>
    public uint AccessBytes;

    /// <summary>The name that the device and the manifest's <c>drives=</c> have in common: which driver it wants.</summary>
    [AtMost(40)]
    public string Name;
}
