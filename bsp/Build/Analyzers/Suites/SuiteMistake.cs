using Microsoft.CodeAnalysis;

namespace RustKernel.Build.Analyzers.Suites;

/// <summary>A mistake in the declaration of a suite, and its place.</summary>
public sealed class SuiteMistake
{
    /// <summary>A mistake.</summary>
    public SuiteMistake(string text, Location location)
    {
        Text = text;
        Location = location;
    }

    /// <summary>The mistake and what was expected.</summary>
    public string Text { get; }

    /// <summary>Its place; none for a mistake of several places together.</summary>
    public Location Location { get; }
}
