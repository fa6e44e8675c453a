// What a client may reach, and the memory it shares with the disk.

using RustKernel.Services.Devices;
using RustKernel.Services.Storage;

namespace RustKernel.Services.Disk;

/// <summary>A client: a service, whatever process it has now.</summary>
internal sealed class DiskUser
{
    /// <summary>Blocks of memory that a client may have.</summary>
    internal const int MostBlocks = 8;

    /// <summary>The disk that its part is on.</summary>
    internal required Drive Drive { get; init; }

    /// <summary>The part's first sector.</summary>
    internal required ulong First { get; init; }

    /// <summary>The part's sectors.</summary>
    internal required ulong Count { get; init; }

    /// <summary>Its blocks.</summary>
    internal DiskBlock?[] Blocks { get; } = new DiskBlock?[MostBlocks];

    /// <summary>Requests that are not answered.</summary>
    internal int InFlight { get; set; }
}

/// <summary>A block of memory.</summary>
/// <param name="Window">As the disk sees it.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Mapped">As this service sees it, where it maintains the caches or moves the bytes itself; else null.</param>
internal sealed record DiskBlock(DmaWindow Window, uint Bytes, MappedMemory? Mapped);
