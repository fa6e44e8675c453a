// What one line has started.

using System.Collections.Generic;
using System.IO;
using RustKernel.Services.Shell.Blocks;

namespace RustKernel.Services.Shell;

/// <summary>One program, or several that a pipe connects.</summary>
internal sealed class Job(int number, string line, bool isBackground, bool isRemote)
{
    /// <summary>Its number.</summary>
    internal int Number => number;

    /// <summary>The line.</summary>
    internal string Line => line;

    /// <summary>The prompt does not wait for it.</summary>
    internal bool IsBackground => isBackground;

    /// <summary>The other end of the serial line had it started and wants to hear of its end.</summary>
    internal bool IsRemote => isRemote;

    /// <summary>The programs, in the order of the line.</summary>
    internal List<JobMember> Members { get; } = new();

    /// <summary>Where the first one's input is sent to; null: there is no program.</summary>
    internal StreamClient? Input { get; set; }

    /// <summary>What the other end of the line sends for its input; null: what is typed is its input.</summary>
    internal InputReceiver? Remote { get; } = isRemote ? new InputReceiver() : null;

    /// <summary>The file that what it writes goes to; null: the terminal.</summary>
    internal FileStream? File { get; set; }

    /// <summary>What it has written of a line so far.</summary>
    internal List<byte> Output { get; } = new();

    /// <summary>Bytes that have gone to the other end of the line.</summary>
    internal uint Sent { get; set; }

    /// <summary>The exit code of the last one.</summary>
    internal ulong Code { get; set; }
}
