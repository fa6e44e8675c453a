using System;
using RustKernel.Services.FileSystems.Memory;

namespace RustKernel.FileSystems.Tests.Parity;

/// <summary>The memory of a file system in memory: an array that outlives each of its file systems.</summary>
internal sealed class ArrayArena(int bytes) : Arena
{
    private readonly byte[] _bytes = new byte[bytes];

    public override Span<byte> Bytes => _bytes;
}
