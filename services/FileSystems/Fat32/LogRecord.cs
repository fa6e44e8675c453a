// One sector in the log.

using System;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>A sector's number and kind, the checks of what it may hold now, and what it is to hold.</summary>
internal sealed record LogRecord(uint Sector, SectorKind Kind, ulong[] Checks, byte[] Image)
{
    /// <summary>Whether the sector is as this log's writing may have left it.</summary>
    public bool Expects(ReadOnlySpan<byte> found) => Array.IndexOf(Checks, SectorHash.Of(found)) >= 0;
}
