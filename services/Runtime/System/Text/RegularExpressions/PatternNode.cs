// A parsed part of a pattern.

using System.Collections.Generic;

namespace System.Text.RegularExpressions;

internal sealed class PatternNode(PatternKind kind)
{
    internal PatternKind Kind => kind;

    /// <summary>Its parts; a loop, a group or a lookaround has one.</summary>
    internal List<PatternNode> Parts { get; } = [];

    /// <summary>For a character.</summary>
    internal CharacterSet? Set { get; init; }

    /// <summary>For a group, or a reference to one.</summary>
    internal PatternGroup? Group { get; init; }

    /// <summary>For an assertion: the letter that stands for it.</summary>
    internal char Letter { get; init; }

    /// <summary>For a loop.</summary>
    internal int Least { get; init; }

    /// <summary>For a loop; negative: unlimited.</summary>
    internal int Most { get; init; }

    internal bool IsLazy { get; init; }

    internal bool IgnoresCase { get; init; }

    /// <summary>For a lookaround: to the left; it fails if its part matches; it moves past its part.</summary>
    internal bool IsBehind { get; init; }

    internal bool IsNegative { get; init; }

    internal bool IsAtomic { get; init; }
}
