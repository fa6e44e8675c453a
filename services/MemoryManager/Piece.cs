// One piece of memory that was given out.

using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.MemoryManager;

/// <summary>A piece. All of it but <see cref="IsOwn"/> is in the vault.</summary>
internal sealed class Piece
{
    /// <summary>Most letters of a name.</summary>
    internal const int NameBytes = 16;

    /// <summary>Its number, never used twice: the badge of its page requests.</summary>
    internal uint Id { get; init; }

    /// <summary>Number of the service it belongs to.</summary>
    internal int Owner { get; init; }

    /// <summary>Its name, one of its owner's.</summary>
    internal string Name { get; init; } = "";

    /// <summary>Its bytes: whole pages.</summary>
    internal ulong Bytes { get; init; }

    /// <summary>Bits of the services that may read it.</summary>
    internal ulong Readers { get; private set; }

    /// <summary>Bits of those that may write it, too.</summary>
    internal ulong Writers { get; private set; }

    /// <summary>Where in the archive its contents are.</summary>
    internal ulong FileOffset { get; init; }

    /// <summary>Bytes of the file; 0: it has none, and all its pages.</summary>
    internal ulong FileBytes { get; init; }

    /// <summary>The memory object, with all rights.</summary>
    internal Handle<Memory> Handle { get; init; }

    /// <summary>
    /// This process made it, and its pages are charged to it; else to a predecessor, which the
    /// kernel remembers as long as they are there.
    /// </summary>
    internal bool IsOwn { get; init; }

    /// <summary>From the vault.</summary>
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

    /// <summary>For the vault.</summary>
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

    /// <summary>Lets service <paramref name="number"/> have it.</summary>
    internal void Grant(int number, bool isWritable)
    {
        ulong bit = 1ul << number;
        Readers |= bit;
        Writers = isWritable ? Writers | bit : Writers & ~bit;
    }

    /// <summary>Service <paramref name="number"/> may have it so.</summary>
    internal bool IsFor(int number, bool isWritable) => number == Owner || ((isWritable ? Writers : Readers) & (1ul << number)) != 0;
}
