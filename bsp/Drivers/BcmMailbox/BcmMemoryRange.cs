// A range of RAM as the firmware tells it.

namespace RustKernel.Drivers.BcmMailbox;

/// <summary>Base and size in bytes, 32 bits each.</summary>
public readonly struct BcmMemoryRange
{
    /// <summary>The range of <paramref name="sizeBytes"/> from <paramref name="start"/>.</summary>
    public BcmMemoryRange(uint start, uint sizeBytes)
    {
        Start = new PhysicalAddress(start);
        SizeBytes = sizeBytes;
    }

    /// <summary>First byte.</summary>
    public PhysicalAddress Start { get; }

    /// <summary>Length in bytes.</summary>
    public uint SizeBytes { get; }
}
