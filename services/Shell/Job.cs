using System.Collections.Generic;
using System.IO;
using RustKernel.Services.Shell.Blocks;

namespace RustKernel.Services.Shell;

/// <summary>What one line has started: one program, or several that a pipe connects.</summary>
internal sealed class Job(int number, string line, bool isBackground, bool isRemote)
{
    /// <summary>Its number.</summary>
    internal int Number => number;

    /// <summary>The line.</summary>
    internal string Line => line;

    /// <summary>The prompt does not wait for it.</summary>
    internal bool IsBackground => isBackground;

    /// <summary>The other end of the serial line had it started and wants to be notified of its end.</summary>
    internal bool IsRemote => isRemote;

    /// <summary>The programs, in the order of the line.</summary>
    internal List<JobMember> Members { get; } = new();

    /// <summary>Receives the first program's input; null: there is no program.</summary>
    internal StreamClient? Input { get; set; }

    /// <summary>Input from the other end of the line; null: its input is typed.</summary>
    internal InputReceiver? Remote { get; } = isRemote ? new InputReceiver() : null;

    /// <summary>The file for its output; null: the terminal.</summary>
    internal FileStream? File { get; set; }

    /// <summary>The current line of its output so far.</summary>
    internal List<byte> Output { get; } = new();

    /// <summary>Bytes that have been sent to the other end of the line.</summary>
    internal uint Sent { get; set; }

    /// <summary>The exit code of the last program.</summary>
    internal ulong Code { get; set; }
}
