namespace RustKernel.Services.Tester;

/// <summary>What the peer does on order: the other side of tests of shared memory and devices.</summary>
[Service(0xFF01)]
internal interface IPeer
{
    /// <summary>
    /// Maps memory "board" of the tester for writing; returns its first word, and replaces that with <paramref name="word"/>.
    /// </summary>
    [Operation(1)]
    Result<ulong> Exchange(ulong word);

    /// <summary>Opens it; returns the error.</summary>
    [Operation(2)]
    ErrorCode TryOpen(bool isWritable);

    /// <summary>Asks for memory of its own, which the manifest does not grant; returns the error.</summary>
    [Operation(3)]
    ErrorCode TryCreate();

    /// <summary>Claims the first device that the manifest names; returns the error.</summary>
    [Operation(4)]
    ErrorCode TryClaim();

    /// <summary>Makes a file, opens it exclusively and keeps it open; InvalidState: that is not possible.</summary>
    [Operation(5)]
    ErrorCode OpenFile(string path);

    /// <summary>
    /// Reads, writes (<see cref="Peer.DiskFill"/>) or discards sectors of the partition that its manifest names; returns the error.
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

    /// <summary>Discards.</summary>
    Discard,
}
