// The lines of a host to the coordinators, which can be cut.

using System;
using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Farm.EndToEnd.Tests;

/// <summary>
/// A host's lines, one to each coordinator. A host is a network namespace where the test may make one, and packets are dropped; elsewhere
/// a program of the test's own stands between agent and coordinator.
/// </summary>
internal abstract class HostLines : IDisposable
{
    /// <summary>Coordinators as the host sees them.</summary>
    public abstract IReadOnlyList<Uri> Coordinators { get; }

    /// <summary>What a program of the host is started with; empty for nothing.</summary>
    public virtual IReadOnlyList<string> Prefix => [];

    /// <summary>Lines for a host.</summary>
    public static HostLines To(params Uri[] coordinators)
        => NetworkNamespace.WhyNot is null ? new NamespaceLines(coordinators) : new CarriedLines(coordinators);

    /// <summary>Nothing is carried to this coordinator, or back from it, from now on.</summary>
    public abstract void Cut(int coordinator, bool there, bool back);

    /// <summary>All lines are whole again.</summary>
    public abstract void Mend();

    public abstract void Dispose();
}

/// <summary>Of a host in a namespace of its own: packets are dropped.</summary>
internal sealed class NamespaceLines : HostLines
{
    private readonly NetworkNamespace _host = new();
    private readonly List<NetworkLine> _lines = [];

    public NamespaceLines(IReadOnlyList<Uri> coordinators)
    {
        foreach (Uri _ in coordinators)
        {
            _lines.Add(_host.Connect());
        }

        Coordinators = [.. coordinators.Zip(_lines, (at, line) => new Uri($"http://{line.Near}:{at.Port}"))];
    }

    public override IReadOnlyList<Uri> Coordinators { get; }

    public override IReadOnlyList<string> Prefix => _host.Prefix;

    public override void Cut(int coordinator, bool there, bool back) => _lines[coordinator].Cut(there, back);

    public override void Mend() => _lines.ForEach(line => line.Mend());

    public override void Dispose() => _host.Dispose();
}

/// <summary>Of a host that is this machine: bytes are swallowed.</summary>
internal sealed class CarriedLines : HostLines
{
    private readonly CutLine[] _lines;

    public CarriedLines(IReadOnlyList<Uri> coordinators)
    {
        _lines = [.. coordinators.Select(coordinator => new CutLine(coordinator))];
    }

    public override IReadOnlyList<Uri> Coordinators => [.. _lines.Select(line => line.Address)];

    public override void Cut(int coordinator, bool there, bool back) => _lines[coordinator].Cut(there, back);

    public override void Mend() => Array.ForEach(_lines, line => line.Mend());

    public override void Dispose() => Array.ForEach(_lines, line => line.Dispose());
}
