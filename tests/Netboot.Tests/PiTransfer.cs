using System.IO;

namespace RustKernel.Flash.Netboot.Tests;

/// <summary>One of the boot ROM's transfers.</summary>
public sealed class PiTransfer(string file, bool isProbe)
{
    public string File => file;

    /// <summary>Ends as soon as it is known that the file exists.</summary>
    public bool IsProbe => isProbe;

    public MemoryStream Data { get; } = new();

    public int ServerPort { get; set; }

    public int BlockSize { get; set; } = 512;

    public ushort Block { get; set; }

    public bool HasEnded { get; set; }

    public bool Exists { get; set; }
}
