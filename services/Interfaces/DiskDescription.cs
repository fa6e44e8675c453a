namespace RustKernel.Services;

/// <summary>A disk, or the caller's part of one, as a client sees it.</summary>
public struct DiskDescription
{
    /// <summary>Sectors of 512 bytes.</summary>
    public ulong Sectors;

    /// <summary>The sector of the disk at which this part begins.</summary>
    public ulong FirstSector;

    /// <summary>Bytes that the disk prefers to write at once: a multiple of 512.</summary>
    public uint BlockBytes;

    /// <summary>Requests that the disk handles at a time.</summary>
    public uint MostInFlight;

    /// <summary>The disk refuses every write.</summary>
    public bool IsReadOnly;

    /// <summary>Sectors can be discarded.</summary>
    public bool HasDiscard;

    /// <summary>The disk's serial number.</summary>
    [AtMost(20)]
    public string Serial;
}
