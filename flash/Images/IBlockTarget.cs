// Where an image is written to.

using System;

namespace RustKernel.Flash.Images;

/// <summary>A card or a file, open for writing. Errors are IOException, as the system reports them.</summary>
public interface IBlockTarget : IDisposable
{
    /// <summary>Its name for people, as in /dev/sdb.</summary>
    string Name { get; }

    /// <summary>True when bytes that were never written read as zero; false when they keep what was there.</summary>
    bool IsBlank { get; }

    /// <summary>Bytes of a sector: what a partition table on it counts in.</summary>
    int SectorBytes { get; }

    /// <summary>Bytes it has room for; 0 when it grows.</summary>
    long Capacity { get; }

    /// <summary>Writes all of <paramref name="data"/>.</summary>
    void Write(long offset, ReadOnlySpan<byte> data);

    /// <summary>Returns when everything written is on the medium.</summary>
    void Flush();

    /// <summary>Forgets what the system remembers of the medium, so that reading asks the medium itself.</summary>
    void DropCache();

    /// <summary>Fills <paramref name="data"/>; fewer bytes only at the end.</summary>
    int Read(long offset, Span<byte> data);

    /// <summary>Called once, after everything was compared.</summary>
    void Finish(long length);
}
