// What a panic printed.

using System.Collections.Generic;

namespace RustKernel.Hil.Protocols;

/// <summary>One panic block, from "PANIC:" to "# panic end".</summary>
public sealed class PanicReport
{
    private const int MaximumLines = 400;
    private readonly List<string> _lines = [];
    private readonly List<string> _again = [];

    internal PanicReport(string reason) => Reason = reason;

    /// <summary>The reason after "PANIC: ".</summary>
    public string Reason { get; }

    /// <summary>The lines of the block, without the first and the last (at most 400).</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>The reasons of panics within the panic.</summary>
    public IReadOnlyList<string> Again => _again;

    /// <summary>True when "# panic end" was read.</summary>
    public bool IsEnded { get; internal set; }

    internal void Add(string line)
    {
        if (_lines.Count < MaximumLines)
        {
            _lines.Add(line);
        }
    }

    internal void AddAgain(string reason) => _again.Add(reason);
}
