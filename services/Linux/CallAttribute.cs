// What docs/LINUX.md says about each system call of Linux.

using System;

namespace RustKernel.Linux;

/// <summary>How far a call is implemented.</summary>
internal enum Extent
{
    /// <summary>As in Linux.</summary>
    Done,

    /// <summary>In part; the note says which.</summary>
    Partly,

    /// <summary>Always the same error, which programs accept as an answer; the note says which.</summary>
    Refused,
}

/// <summary>A line of docs/LINUX.md, which tests/Analyzers.Tests generates from these attributes.</summary>
[AttributeUsage(AttributeTargets.Field)]
internal sealed class CallAttribute(string name, Extent extent, string note = "") : Attribute
{
    /// <summary>The call's name.</summary>
    internal string Name => name;

    /// <summary>How far it is implemented.</summary>
    internal Extent Extent => extent;

    /// <summary>What differs, or is missing.</summary>
    internal string Note => note;
}
