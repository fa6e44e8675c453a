// One piece of memory that was given out.

using RustKernel.User;

namespace RustKernel.Services.MemoryManager;

/// <summary>A piece. All of it but <see cref="IsOwn"/> is in the vault.</summary>
internal sealed class Piece
{
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
    internal ulong Handle { get; init; }

    /// <summary>
    /// This process made it, and its pages are charged to it; else to a predecessor, which the
    /// kernel remembers as long as they are there.
    /// </summary>
    internal bool IsOwn { get; init; }

    /// <summary>From the vault.</summary>
    internal static Piece From(in VaultRecord record)
    {
        Message words = new() { Words = record.Words };
        return new Piece
        {
            Id = (uint)words.Words[0],
            Owner = (int)(words.Words[0] >> 32),
            Name = MessageText.GetName(in words, 1),
            Bytes = words.Words[3],
            Readers = words.Words[4],
            Writers = words.Words[5],
            FileOffset = words.Words[6],
            FileBytes = words.Words[7],
            Handle = record.Handle,
        };
    }

    /// <summary>For the vault.</summary>
    internal VaultRecord ToRecord()
    {
        Message words = default;
        words.Words[0] = Id | ((ulong)Owner << 32);
        MessageText.PutName(ref words, 1, Name);
        words.Words[3] = Bytes;
        words.Words[4] = Readers;
        words.Words[5] = Writers;
        words.Words[6] = FileOffset;
        words.Words[7] = FileBytes;
        return new VaultRecord { Words = words.Words, Handle = Handle };
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
