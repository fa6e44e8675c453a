namespace RustKernel.Services.Shell.Blocks;

/// <summary>The purpose of a transfer. A receiver refuses those that it does not know.</summary>
public enum BlockPurpose : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Keep a program with its manifest under its name.</summary>
    Program = 1,

    /// <summary>Keep the program and start it, with the words as its arguments.</summary>
    ProgramToRun = 2,
}
