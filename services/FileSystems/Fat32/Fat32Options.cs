// What a mount may be told.

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>How a volume is mounted.</summary>
public sealed class Fat32Options
{
    /// <summary>The default of <see cref="MetadataSectors"/>: 1 MiB, a directory of 16,000 names of two slots.</summary>
    public const int DefaultMetadataSectors = 2048;

    /// <summary>Whether every change is refused, also on a disk that could be written.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>
    /// Whether an intent log is made at the first change when there is none. Without one, only the
    /// order of writes guards against cuts.
    /// </summary>
    public bool MakeLog { get; init; } = true;

    /// <summary>The most unchanged sectors of FATs and directories that are kept in memory, 512 bytes each.</summary>
    public int MetadataSectors { get; init; } = DefaultMetadataSectors;

    /// <summary>The most pieces of file contents that are kept in memory, 4 KiB each.</summary>
    public int DataLines { get; init; } = 256;

    /// <summary>The time that changes are given; local time. Without a clock it is 1980-01-01.</summary>
    public System.Func<System.DateTime>? Clock { get; init; }

    /// <summary>What is done wrong on purpose.</summary>
    internal BrokenRule Broken { get; init; }
}
