// What a client of a disk has.

namespace RustKernel.Services;

/// <summary>A disk, or the caller's part of one.</summary>
public struct DiskDescription
{
    /// <summary>Sectors of 512 bytes.</summary>
    public ulong Sectors;

    /// <summary>Where on the disk its sector 0 is.</summary>
    public ulong FirstSector;

    /// <summary>Bytes that the disk likes to write at once: a multiple of 512.</summary>
    public uint BlockBytes;

    /// <summary>Requests that the disk works on at a time.</summary>
    public uint MostInFlight;

    /// <summary>Every write is refused.</summary>
    public bool IsReadOnly;

    /// <summary>Sectors can be discarded.</summary>
    public bool HasDiscard;

    /// <summary>The disk's serial number.</summary>
    [AtMost(20)]
    public string Serial;
}
