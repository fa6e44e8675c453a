using System;
using RustKernel.Services.FileSystems.Memory;
using RustKernel.Services.Storage;

namespace RustKernel.Services.Temporary;

/// <summary>The boot archive, mapped read-only: writing to it is a fault.</summary>
internal sealed class ArchiveArena : Arena
{
    private readonly MappedMemory _memory;

    private ArchiveArena(MappedMemory memory) => _memory = memory;

    /// <inheritdoc/>
    public override Span<byte> Bytes => _memory.Bytes;

    /// <summary>Maps the archive. NotFound: the manifest does not say <c>may=archive</c>; the errors of mapping.</summary>
    internal static ErrorCode Open(out ArchiveArena? arena)
    {
        ErrorCode error = MappedMemory.Open(Own.Archive, isWritable: false, out MappedMemory? memory);
        arena = memory is null ? null : new ArchiveArena(memory);
        return error;
    }
}
