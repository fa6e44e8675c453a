using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.MemoryManager;

/// <summary>A piece of memory given out. The vault holds all of it but <see cref="IsOwn"/>.</summary>
internal sealed class Piece
{
    /// <summary>Most letters of a name.</summary>
    internal const int NameBytes = 16;

    /// <summary>Its number, never reused: the badge of its page requests.</summary>
    internal uint Id { get; init; }

    /// <summary>Number of the service that owns it.</summary>
    internal int Owner { get; init; }

    /// <summary>Its name, unique among those of its owner.</summary>
    internal string Name { get; init; } = "";

    /// <summary>Its bytes: whole pages.</summary>
    internal ulong Bytes { get; init; }

    /// <summary>Bits of the services that may read it.</summary>
    internal ulong Readers { get; private set; }

    /// <summary>Bits of those that may write it, too.</summary>
    internal ulong Writers { get; private set; }

    /// <summary>The offset of its contents in the archive.</summary>
    internal ulong FileOffset { get; init; }

    /// <summary>Bytes of the file; 0: it has no file, and all its pages are there.</summary>
    internal ulong FileBytes { get; init; }

    /// <summary>The memory object, with all rights.</summary>
    internal Handle<Memory> Handle { get; init; }

    /// <summary>
    /// This process made it, and its pages are charged to it; else they are charged to a predecessor, which the kernel remembers while they
    /// exist.
    /// </summary>
    internal bool IsOwn { get; init; }

    /// <summary>Reads a piece from the vault.</summary>
    internal static Piece From(in VaultRecord record)
    {
        Payload data = record.Read();
        return new Piece
        {
            Id = (uint)record.Key,
            Owner = (int)data.Read(1),
            Name = data.ReadShortText(NameBytes),
            Bytes = data.Read(4),
            Readers = data.Read(8),
            Writers = data.Read(8),
            FileOffset = data.Read(8),
            FileBytes = data.Read(4),
            Handle = record.Handle.As<Memory>(),
        };
    }

    /// <summary>The piece as a record for the vault.</summary>
    internal VaultRecord ToRecord()
    {
        Payload data = VaultRecord.Begin(Id);
        data.Write((ulong)Owner, 1);
        data.WriteShort(Name, NameBytes);
        data.Write(Bytes, 4);
        data.Write(Readers, 8);
        data.Write(Writers, 8);
        data.Write(FileOffset, 8);
        data.Write(FileBytes, 4);
        return new VaultRecord(data, Handle);
    }

    /// <summary>Permits service <paramref name="number"/> to open it.</summary>
    internal void Grant(int number, bool isWritable)
    {
        ulong bit = 1ul << number;
        Readers |= bit;
        Writers = isWritable ? Writers | bit : Writers & ~bit;
    }

    /// <summary>Whether service <paramref name="number"/> may open it, or open it for writing.</summary>
    internal bool IsFor(int number, bool isWritable) => number == Owner || ((isWritable ? Writers : Readers) & (1ul << number)) != 0;
}
