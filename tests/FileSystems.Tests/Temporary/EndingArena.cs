// Memory whose writer ends.

using System;
using RustKernel.Services.FileSystems.Memory;

namespace RustKernel.FileSystems.Tests.Temporary;

/// <summary>An array that outlives its file systems. The one that uses it ends at one of its looks at the memory.</summary>
internal sealed class EndingArena(byte[] bytes) : Arena
{
    /// <summary>Looks since <see cref="EndAfter"/> was set.</summary>
    public int Looks { get; private set; }

    /// <summary>The writer ends at the look after so many; negative: never.</summary>
    public int EndAfter
    {
        get;
        set => (field, Looks) = (value, 0);
    } = -1;

    public override Span<byte> Bytes => Looks++ == EndAfter ? throw new WriterEndedException() : bytes;
}
