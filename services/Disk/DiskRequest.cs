// One request on its way through a driver. Pure; also runs under .NET.

namespace RustKernel.Services.Disk;

/// <summary>What a request asks of a disk.</summary>
internal enum DiskOperation
{
    /// <summary>Reads sectors.</summary>
    Read,

    /// <summary>Writes sectors.</summary>
    Write,

    /// <summary>Makes earlier writes of the same client durable.</summary>
    Flush,

    /// <summary>Discards sectors.</summary>
    Discard,

    /// <summary>Asks for the serial number.</summary>
    Serial,
}

/// <summary>A request and its outcome.</summary>
/// <typeparam name="TMemory">Memory that the device reaches.</typeparam>
internal class DiskRequest<TMemory>
    where TMemory : struct, IDmaMemory
{
    /// <summary>The operation.</summary>
    internal DiskOperation Operation { get; init; }

    /// <summary>Number of the client; negative: the driver itself.</summary>
    internal int Client { get; init; } = -1;

    /// <summary>The first sector, counted on the disk.</summary>
    internal ulong Sector { get; init; }

    /// <summary>Sectors.</summary>
    internal uint Count { get; init; }

    /// <summary>The memory of the data, for a read or write.</summary>
    internal TMemory Data { get; init; }

    /// <summary>The offset in that memory.</summary>
    internal uint Offset { get; init; }

    /// <summary>The outcome, once the request is finished.</summary>
    internal ErrorCode Result { get; set; }

    /// <summary>Sectors of a discard that the device has discarded.</summary>
    internal uint Progress { get; set; }

    /// <summary>Sectors of a discard that the device is working on.</summary>
    internal uint Piece { get; set; }

    /// <summary>How often a reset has taken it away from the device.</summary>
    internal int Resets { get; set; }

    /// <summary>Counter value at which it has taken too long, while the device has it.</summary>
    internal ulong Deadline { get; set; }

    /// <summary>Requests are numbered in the order in which they were made.</summary>
    internal ulong Order { get; set; }
}
