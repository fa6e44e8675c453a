// A mistake in the declaration of a suite.

using Microsoft.CodeAnalysis;

namespace RustKernel.Build.Analyzers.Suites;

/// <summary>What is wrong, and where.</summary>
public sealed class SuiteMistake
{
    /// <summary>A mistake.</summary>
    public SuiteMistake(string text, Location location)
    {
        Text = text;
        Location = location;
    }

    /// <summary>What is wrong and what was expected.</summary>
    public string Text { get; }

    /// <summary>Where; none for what several places make together.</summary>
    public Location Location { get; }
}
