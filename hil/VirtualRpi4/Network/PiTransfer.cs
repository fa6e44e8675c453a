// One of the boot ROM's transfers.

using System;
using System.IO;

namespace RustKernel.Hil.VirtualRpi4.Network;

/// <summary>A file being fetched.</summary>
/// <param name="file">The name asked for.</param>
/// <param name="isProbe">Ends as soon as it is known whether the file exists.</param>
internal sealed class PiTransfer(string file, bool isProbe)
{
    /// <summary>The name asked for.</summary>
    public string File => file;

    /// <summary>Ends as soon as it is known whether the file exists.</summary>
    public bool IsProbe => isProbe;

    /// <summary>What has arrived.</summary>
    public MemoryStream Data { get; } = new();

    /// <summary>The server's port for this transfer; 0 before its first answer.</summary>
    public int ServerPort { get; set; }

    /// <summary>Bytes of a block.</summary>
    public int BlockSize { get; set; } = 512;

    /// <summary>The last block received.</summary>
    public ushort Block { get; set; }

    /// <summary>True when it is over.</summary>
    public bool HasEnded { get; set; }

    /// <summary>True when the server has the file.</summary>
    public bool Exists { get; set; }

    /// <summary>When the last packet that made progress was sent or received.</summary>
    public TimeSpan LastProgress { get; set; }

    /// <summary>When a packet was last sent.</summary>
    public TimeSpan LastSent { get; set; }
}
