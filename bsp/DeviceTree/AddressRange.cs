namespace RustKernel.DeviceTree;

/// <summary>A range of addresses in bytes, memory or registers, that does not wrap round. The last byte is at most 2^64-1.</summary>
public readonly struct AddressRange
{
    private AddressRange(ulong start, ulong sizeBytes)
    {
        Start = start;
        SizeBytes = sizeBytes;
    }

    /// <summary>The first address.</summary>
    public ulong Start { get; }

    /// <summary>Length in bytes; may be 0.</summary>
    public ulong SizeBytes { get; }

    /// <summary>The first address as a physical one.</summary>
    public PhysicalAddress StartAddress => new(Start);

    /// <summary>The last address in the range; meaningless when it is empty.</summary>
    public ulong Last => Start + (SizeBytes - 1);

    /// <summary>The range, or <see cref="ErrorCode.Corrupt"/> when it would extend beyond 2^64.</summary>
    public static Result<AddressRange> Create(ulong start, ulong sizeBytes)
    {
        if (sizeBytes > 0 && start > ulong.MaxValue - (sizeBytes - 1))
        {
            return ErrorCode.Corrupt;
        }

        return new AddressRange(start, sizeBytes);
    }

    /// <summary>True when both share an address.</summary>
    public bool Overlaps(AddressRange other) =>
        SizeBytes > 0 && other.SizeBytes > 0 && Start <= other.Last && other.Start <= Last;
}
