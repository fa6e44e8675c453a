// A part of a pattern, as it was read.

using System.Collections.Generic;

namespace System.Text.RegularExpressions;

internal sealed class PatternNode(PatternKind kind)
{
    internal PatternKind Kind => kind;

    /// <summary>What it is made of: of a loop, a group or a look one.</summary>
    internal List<PatternNode> Parts { get; } = [];

    /// <summary>Of a character's place.</summary>
    internal CharacterSet? Set { get; init; }

    /// <summary>Of a group, or a reference to one.</summary>
    internal PatternGroup? Group { get; init; }

    /// <summary>Of an assertion: the letter that it is written with.</summary>
    internal char Letter { get; init; }

    /// <summary>Of a loop.</summary>
    internal int Least { get; init; }

    /// <summary>Of a loop; negative: without end.</summary>
    internal int Most { get; init; }

    internal bool IsLazy { get; init; }

    internal bool IgnoresCase { get; init; }

    /// <summary>Of a look: to the left; it fails when its part matches; it moves on over its part.</summary>
    internal bool IsBehind { get; init; }

    internal bool IsNegative { get; init; }

    internal bool IsAtomic { get; init; }
}
