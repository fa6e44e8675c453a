// What is said of each system call of Linux.

using System;

namespace RustKernel.Linux;

/// <summary>How far a call is there.</summary>
internal enum Extent
{
    /// <summary>As Linux has it.</summary>
    Done,

    /// <summary>A part of it; the note says which.</summary>
    Partly,

    /// <summary>Always the same error, which programs take for an answer; the note says which.</summary>
    Refused,
}

/// <summary>A line of docs/LINUX.md, which is made from these (tests/Analyzers.Tests).</summary>
[AttributeUsage(AttributeTargets.Field)]
internal sealed class CallAttribute(string name, Extent extent, string note = "") : Attribute
{
    /// <summary>The call's name.</summary>
    internal string Name => name;

    /// <summary>How far it is there.</summary>
    internal Extent Extent => extent;

    /// <summary>What is different, or missing.</summary>
    internal string Note => note;
}
