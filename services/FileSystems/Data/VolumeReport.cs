using System.Collections.Generic;

namespace RustKernel.Services.FileSystems.Data;

/// <summary>The result of a check: counts of a volume and its problems.</summary>
public sealed class VolumeReport
{
    /// <summary>The problems, each with file or block; empty on a good volume.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Files, snapshots not counted.</summary>
    public ulong Files { get; internal set; }

    /// <summary>Directories, the root included, snapshots not counted.</summary>
    public ulong Directories { get; internal set; }

    /// <summary>Blocks of data, each read and compared with its checksum, snapshots not counted.</summary>
    public ulong DataBlocks { get; internal set; }

    /// <summary>Nodes of the tree, snapshots not counted.</summary>
    public ulong Nodes { get; internal set; }
}
