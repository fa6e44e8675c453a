// Where a transfer goes.

using System;

namespace RustKernel.Services.Shell.Blocks;

/// <summary>What a receiver does with what it receives.</summary>
public abstract class BlockSink
{
    /// <summary>A transfer begins; one that was under way is given up. Null, or why it is refused.</summary>
    public abstract string? Begin(BlockOffer offer);

    /// <summary>The next piece, at <paramref name="at"/> of the whole; it lies within what was offered.</summary>
    public abstract void Write(int at, ReadOnlySpan<byte> piece);

    /// <summary>All has arrived. Null, or why it is refused: above all another hash than was offered.</summary>
    public abstract string? End();
}
