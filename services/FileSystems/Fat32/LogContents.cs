using System.Collections.Generic;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>The log as <see cref="IntentLog.Read"/> found it.</summary>
internal sealed class LogContents
{
    /// <summary>None if the header is damaged or belongs to another volume.</summary>
    public LogState State { get; set; }

    /// <summary>Counts the writes of the log.</summary>
    public uint Sequence { get; set; }

    /// <summary>Checks of the FSInfo sector: one of the two matches unless another system wrote to the volume.</summary>
    public ulong InfoBefore { get; set; }

    public ulong InfoAfter { get; set; }

    /// <summary>Whether all records and images are there.</summary>
    public bool IsWhole { get; set; }

    /// <summary>The first cluster of a chain that must still be freed; 0: none.</summary>
    public uint Freeing { get; set; }

    public List<LogRecord> Records { get; } = [];
}
