// The last match of a group, and all its earlier ones.

namespace System.Text.RegularExpressions;

public class Group : Capture
{
    internal Group(string text, string name, CaptureCollection? captures)
        : base(text, 0, 0)
    {
        Name = name;
        Captures = captures ?? new CaptureCollection([]);
        Success = Captures.Count > 0;
        if (Success)
        {
            Index = Captures[^1].Index;
            Length = Captures[^1].Length;
        }
    }

    public bool Success { get; }

    public string Name { get; }

    public CaptureCollection Captures { get; }
}
