// What a transfer is for.

namespace RustKernel.Services.Shell.Blocks;

/// <summary>The purposes of an offer. A receiver refuses those that it does not know.</summary>
public enum BlockPurpose : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A program with its manifest, to be kept under its name.</summary>
    Program = 1,

    /// <summary>The same, to be kept and started with the words as its arguments.</summary>
    ProgramToRun = 2,
}
