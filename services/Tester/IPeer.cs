// What the peer does on order.

namespace RustKernel.Services.Tester;

/// <summary>The other side of tests about shared memory and devices.</summary>
[Service(0xFF01)]
internal interface IPeer
{
    /// <summary>
    /// Maps memory "board" of the tester for writing; its first word, in whose place <paramref name="word"/> comes second.
    /// </summary>
    [Operation(1)]
    Result<ulong> Exchange(ulong word);

    /// <summary>Opens it; the error is the answer.</summary>
    [Operation(2)]
    ErrorCode TryOpen(bool isWritable);

    /// <summary>Asks for memory of its own, though the manifest grants none; the error is the answer.</summary>
    [Operation(3)]
    ErrorCode TryCreate();

    /// <summary>Claims the first device that the manifest names; the error is the answer.</summary>
    [Operation(4)]
    ErrorCode TryClaim();

    /// <summary>Makes a file, opens it alone and keeps it so; InvalidState: that cannot be.</summary>
    [Operation(5)]
    ErrorCode OpenFile(string path);

    /// <summary>
    /// Reads, writes (<see cref="Peer.DiskFill"/>) or drops sectors of the partition that its manifest names; the error is the answer.
    /// </summary>
    [Operation(6)]
    ErrorCode UseDisk(DiskUse use, ulong sector, uint count);

    /// <summary>Connects to a port of this machine, listens at the next one, and keeps both.</summary>
    [Operation(7)]
    ErrorCode OpenSockets(ushort port);
}

/// <summary>What the peer does to its disk.</summary>
internal enum DiskUse : byte
{
    /// <summary>Reads.</summary>
    Read,

    /// <summary>Writes.</summary>
    Write,

    /// <summary>Drops.</summary>
    Discard,
}
