// One sector of metadata in memory.

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>A cached sector. <see cref="Base"/> is what the disk holds, when <see cref="Data"/> differs.</summary>
internal sealed class MetadataSector(uint number, SectorKind kind)
{
    public uint Number { get; } = number;

    public SectorKind Kind { get; set; } = kind;

    /// <summary>What holds now.</summary>
    public byte[] Data { get; set; } = new byte[FatLayout.SectorBytes];

    /// <summary>What the disk holds; null when that is <see cref="Data"/>.</summary>
    public byte[]? Base { get; set; }

    /// <summary>What held before the operation at work; null when it did not change the sector.</summary>
    public byte[]? Before { get; set; }

    /// <summary>The stages of writing in which this sector changes, a bit each; made when they are written.</summary>
    public uint Stages { get; set; }

    /// <summary>The neighbour that was used later.</summary>
    public MetadataSector? Newer { get; set; }

    /// <summary>The neighbour that was used earlier.</summary>
    public MetadataSector? Older { get; set; }
}
