using System;
using RustKernel.Services.FileSystems.Memory;

namespace RustKernel.FileSystems.Tests.Temporary;

/// <summary>An array that outlives its file systems. The file system that uses it ends at one of its accesses to the memory.</summary>
internal sealed class EndingArena(byte[] bytes) : Arena
{
    /// <summary>Accesses since <see cref="EndAfter"/> was set.</summary>
    public int Looks { get; private set; }

    /// <summary>The writer ends at the access after this many; negative: never.</summary>
    public int EndAfter
    {
        get;
        set => (field, Looks) = (value, 0);
    } = -1;

    public override Span<byte> Bytes => Looks++ == EndAfter ? throw new WriterEndedException() : bytes;
}
