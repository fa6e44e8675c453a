using System;
using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Farm.EndToEnd.Tests;

/// <summary>
/// A host's lines, one to each coordinator, which can be cut. If the test may make network namespaces, a host is one, and packets are
/// dropped; otherwise a program of the test's own stands between agent and coordinator.
/// </summary>
internal abstract class HostLines : IDisposable
{
    /// <summary>The coordinators' addresses for the host.</summary>
    public abstract IReadOnlyList<Uri> Coordinators { get; }

    /// <summary>The command that starts a program of the host; empty for none.</summary>
    public virtual IReadOnlyList<string> Prefix => [];

    /// <summary>Lines for a host.</summary>
    public static HostLines To(params Uri[] coordinators)
        => NetworkNamespace.WhyNot is null ? new NamespaceLines(coordinators) : new CarriedLines(coordinators);

    /// <summary>Stops carrying to this coordinator, or back from it.</summary>
    public abstract void Cut(int coordinator, bool there, bool back);

    /// <summary>Repairs all lines.</summary>
    public abstract void Mend();

    public abstract void Dispose();
}

/// <summary>For a host in a namespace of its own: packets are dropped.</summary>
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

/// <summary>For a host that is this machine: bytes are swallowed.</summary>
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
