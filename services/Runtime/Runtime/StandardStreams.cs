namespace RustKernel.Runtime;

/// <summary>
/// Console's standard input and output, in a program that was started with them. The framework's ConsoleProgram sets them.
/// </summary>
public abstract class StandardStreams
{
    /// <summary>The process's streams; null: output goes to the log, and there is no input.</summary>
    public static StandardStreams? Current { get; set; }

    /// <summary>Writes text as UTF-8; waits for room.</summary>
    public abstract void Write(string? text);

    /// <summary>Waits for a line and returns it without its end; null after the last.</summary>
    public abstract string? ReadLine();
}
