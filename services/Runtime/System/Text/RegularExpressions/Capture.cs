// A part of a text that an expression matched.

namespace System.Text.RegularExpressions;

public class Capture
{
    internal Capture(string text, int index, int length)
    {
        Text = text;
        Index = index;
        Length = length;
    }

    public int Index { get; private protected set; }

    public int Length { get; private protected set; }

    public string Value => Text.Substring(Index, Length);

    public ReadOnlySpan<char> ValueSpan => Text.AsSpan(Index, Length);

    internal string Text { get; }

    public override string ToString() => Value;
}
