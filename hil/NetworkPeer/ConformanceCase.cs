// One case.

using System;

namespace RustKernel.Hil.NetworkPeer;

/// <summary>A case: what a host must do, where that is written, and a script that finds out.</summary>
/// <param name="Group">The group, which is a test of suite network.</param>
/// <param name="Name">A unique name that begins with document and section, such as <c>rfc9293.3.10.7.1-…</c>.</param>
/// <param name="Run">Throws <see cref="CaseException"/> when the machine does something else.</param>
internal sealed record ConformanceCase(string Group, string Name, Action<CaseHost> Run)
{
    /// <summary>It takes minutes: not part of a usual run.</summary>
    public bool IsLong { get; init; }

    /// <summary>After it, the machine has used up its messages of that second: challenges, errors.</summary>
    public bool UsesUpLimits { get; init; }

    /// <summary>It is about services, not only about the stack: a machine in this process has no services.</summary>
    public bool NeedsServices { get; init; }
}
