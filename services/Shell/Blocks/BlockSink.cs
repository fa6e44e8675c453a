using System;

namespace RustKernel.Services.Shell.Blocks;

/// <summary>What a receiver does with the data that it receives.</summary>
public abstract class BlockSink
{
    /// <summary>A transfer begins; an unfinished one is abandoned. Null, or the reason for refusing it.</summary>
    public abstract string? Begin(BlockOffer offer);

    /// <summary>The next piece, at <paramref name="at"/> of the whole; it lies within the offered size.</summary>
    public abstract void Write(int at, ReadOnlySpan<byte> piece);

    /// <summary>All has arrived. Null, or the reason for refusing it: above all a different hash.</summary>
    public abstract string? End();
}
