// One request on its way through a driver. Pure; runs under .NET, too.

namespace RustKernel.Services.Disk;

/// <summary>What a disk is asked for.</summary>
internal enum DiskOperation
{
    /// <summary>Reads sectors.</summary>
    Read,

    /// <summary>Writes sectors.</summary>
    Write,

    /// <summary>Makes earlier writes of the same client durable.</summary>
    Flush,

    /// <summary>Drops sectors.</summary>
    Discard,

    /// <summary>Asks for the serial number.</summary>
    Serial,
}

/// <summary>A request and what became of it.</summary>
/// <typeparam name="TMemory">Memory that the device reaches.</typeparam>
internal class DiskRequest<TMemory>
    where TMemory : struct, IDmaMemory
{
    /// <summary>What is asked for.</summary>
    internal DiskOperation Operation { get; init; }

    /// <summary>Number of the client that asks; negative: the driver itself.</summary>
    internal int Client { get; init; } = -1;

    /// <summary>The first sector, of the disk.</summary>
    internal ulong Sector { get; init; }

    /// <summary>Sectors.</summary>
    internal uint Count { get; init; }

    /// <summary>Where the bytes are, of a read or a write.</summary>
    internal TMemory Data { get; init; }

    /// <summary>Where in that memory.</summary>
    internal uint Offset { get; init; }

    /// <summary>What became of it, once it is done.</summary>
    internal ErrorCode Result { get; set; }

    /// <summary>Sectors of a discard that are dropped already.</summary>
    internal uint Progress { get; set; }

    /// <summary>Sectors of a discard that the device has in its hands.</summary>
    internal uint Piece { get; set; }

    /// <summary>How often a reset of the device took it out of the device's hands.</summary>
    internal int Resets { get; set; }

    /// <summary>Counter value at which it has taken too long; while the device has it.</summary>
    internal ulong Deadline { get; set; }

    /// <summary>It was asked for after all requests with a smaller one.</summary>
    internal ulong Order { get; set; }
}
