namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>Options of a mount.</summary>
public sealed class Fat32Options
{
    /// <summary>The default of <see cref="MetadataSectors"/>: 1 MiB, a directory of 16,000 names of two slots.</summary>
    public const int DefaultMetadataSectors = 2048;

    /// <summary>Refuses every change, even on a writable disk.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>
    /// Makes an intent log at the first change if there is none. Without one, only the order of writes protects against cuts.
    /// </summary>
    public bool MakeLog { get; init; } = true;

    /// <summary>The most unchanged sectors of FATs and directories in memory, 512 bytes each.</summary>
    public int MetadataSectors { get; init; } = DefaultMetadataSectors;

    /// <summary>The most pieces of file contents in memory, 4 KiB each.</summary>
    public int DataLines { get; init; } = 256;

    /// <summary>The time stamp for changes, as local time. Without a clock it is 1980-01-01.</summary>
    public System.Func<System.DateTime>? Clock { get; init; }

    /// <summary>The rule broken on purpose.</summary>
    internal BrokenRule Broken { get; init; }
}
