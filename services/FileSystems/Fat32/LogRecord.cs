using System;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>One sector in the log: its number and kind, the checks of what it may hold now, and its new image.</summary>
internal sealed record LogRecord(uint Sector, SectorKind Kind, ulong[] Checks, byte[] Image)
{
    /// <summary>Whether the sector may be the result of this log's writing, or of a cut in it.</summary>
    public bool Expects(ReadOnlySpan<byte> found) => Array.IndexOf(Checks, SectorHash.Of(found)) >= 0;
}
