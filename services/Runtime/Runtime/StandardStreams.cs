// Where Console reads and writes.

namespace RustKernel.Runtime;

/// <summary>Standard input and output of a program that was started with them. The framework's ConsoleProgram sets them.</summary>
public abstract class StandardStreams
{
    /// <summary>The process's; null: what is written goes to the log, and there is nothing to read.</summary>
    public static StandardStreams? Current { get; set; }

    /// <summary>Writes text as UTF-8; waits for room.</summary>
    public abstract void Write(string? text);

    /// <summary>Waits for a line, which comes without its end; null after the last.</summary>
    public abstract string? ReadLine();
}
