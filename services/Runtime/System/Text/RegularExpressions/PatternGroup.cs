// A group of a pattern. Named groups are numbered after all others.

namespace System.Text.RegularExpressions;

internal sealed class PatternGroup(string? name)
{
    internal string Name => name ?? Number.ToString();

    internal bool IsNamed => name is not null;

    internal int Number { get; set; } = -1;
}
