// The log as it was found.

using System.Collections.Generic;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>What <see cref="IntentLog.Read"/> found.</summary>
internal sealed class LogContents
{
    /// <summary>None when the header is damaged or of another volume.</summary>
    public LogState State { get; set; }

    /// <summary>Counts the writes of the log.</summary>
    public uint Sequence { get; set; }

    /// <summary>Checks of the FSInfo sector: one of the two holds unless another system wrote to the volume.</summary>
    public ulong InfoBefore { get; set; }

    public ulong InfoAfter { get; set; }

    /// <summary>Whether records and images are all there.</summary>
    public bool IsWhole { get; set; }

    /// <summary>The first cluster of a chain that is still to be freed; 0 for none.</summary>
    public uint Freeing { get; set; }

    public List<LogRecord> Records { get; } = [];
}
