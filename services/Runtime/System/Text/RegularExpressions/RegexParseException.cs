// A pattern that is not a regular expression.

namespace System.Text.RegularExpressions;

public sealed class RegexParseException : ArgumentException
{
    internal RegexParseException(string pattern, int offset, string reason)
        : base($"Invalid pattern '{pattern}' at offset {offset}. {reason}") => Offset = offset;

    public int Offset { get; }
}
