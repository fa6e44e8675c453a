namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>One sector of metadata in memory. <see cref="Base"/> is what the disk holds, if <see cref="Data"/> differs.</summary>
internal sealed class MetadataSector(uint number, SectorKind kind)
{
    public uint Number { get; } = number;

    public SectorKind Kind { get; set; } = kind;

    /// <summary>The present contents.</summary>
    public byte[] Data { get; set; } = new byte[FatLayout.SectorBytes];

    /// <summary>What the disk holds; null if that is <see cref="Data"/>.</summary>
    public byte[]? Base { get; set; }

    /// <summary>The contents before the present operation; null if it did not change the sector.</summary>
    public byte[]? Before { get; set; }

    /// <summary>The stages of writing in which this sector changes, a bit each; computed before the writing.</summary>
    public uint Stages { get; set; }

    /// <summary>The next more recently used sector.</summary>
    public MetadataSector? Newer { get; set; }

    /// <summary>The next less recently used sector.</summary>
    public MetadataSector? Older { get; set; }
}
