// One key of a driver's section in rig.yaml.

using System.Collections.Generic;

namespace RustKernel.Hil.Targets.Settings;

/// <summary>One definition of a key, for the reader, the editors' schema, the documentation and rk rig init.</summary>
/// <param name="Name">As written in the file.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Help">One line about it.</param>
public sealed record DriverKey(string Name, KeyKind Kind, string Help)
{
    /// <summary>True when it must be there.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The value of a missing key, as the file would have it.</summary>
    public string Default { get; init; } = "";

    /// <summary>The smallest number.</summary>
    public int Minimum { get; init; }

    /// <summary>The greatest number.</summary>
    public int Maximum { get; init; } = int.MaxValue;

    /// <summary>The only texts allowed; empty for any.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
}
