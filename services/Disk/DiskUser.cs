using RustKernel.Services.Devices;
using RustKernel.Services.Storage;

namespace RustKernel.Services.Disk;

/// <summary>A client: a service, whichever process it has now. What it may reach, and the memory that it shares with the disk.</summary>
internal sealed class DiskUser
{
    /// <summary>Blocks of memory that a client may have.</summary>
    internal const int MostBlocks = 8;

    /// <summary>The disk that contains its part.</summary>
    internal required Drive Drive { get; init; }

    /// <summary>The part's first sector.</summary>
    internal required ulong First { get; init; }

    /// <summary>The part's sectors.</summary>
    internal required ulong Count { get; init; }

    /// <summary>Its blocks.</summary>
    internal DiskBlock?[] Blocks { get; } = new DiskBlock?[MostBlocks];

    /// <summary>Requests not yet answered.</summary>
    internal int InFlight { get; set; }
}

/// <summary>A block of memory.</summary>
/// <param name="Window">The block as the disk sees it.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Mapped">The block as this service sees it, if it maintains the caches or moves the bytes itself; else null.</param>
internal sealed record DiskBlock(DmaWindow Window, uint Bytes, MappedMemory? Mapped);
