// One match of an expression, which can find the next.

using System.Collections.Generic;

namespace System.Text.RegularExpressions;

public class Match : Group
{
    private readonly Regex? _regex;
    private GroupCollection? _groups;
    private readonly List<PatternCapture> _all;

    internal Match(Regex? regex, string text, int start, int end, List<PatternCapture> all)
        : base(text, "0", regex is null ? null : new CaptureCollection([new Capture(text, start, end - start)]))
    {
        _regex = regex;
        _all = all;
    }

    /// <summary>The failed match.</summary>
    public static Match Empty { get; } = new(null, "", 0, 0, []);

    public virtual GroupCollection Groups => _groups ??= new GroupCollection(MakeGroups(), _regex?.Numbers ?? [0]);

    public Match NextMatch() => _regex?.Next(this) ?? this;

    public virtual string Result(string replacement)
    {
        ArgumentNullException.ThrowIfNull(replacement);
        if (!Success)
        {
            throw new NotSupportedException("Result cannot be called on a failed Match.");
        }

        StringBuilder text = new();
        Replacement.Append(text, replacement, this);
        return text.ToString();
    }

    private Group[] MakeGroups()
    {
        if (_regex is null)
        {
            return [this];
        }

        int[] numbers = _regex.Numbers;
        Group[] groups = new Group[numbers.Length];
        groups[0] = this;
        for (int i = 1; i < groups.Length; i++)
        {
            List<Capture> captures = [];
            foreach (PatternCapture capture in _all)
            {
                if (capture.Group == numbers[i])
                {
                    captures.Add(new Capture(Text, capture.Start, capture.End - capture.Start));
                }
            }

            groups[i] = new Group(Text, _regex.GroupNameFromNumber(numbers[i]), new CaptureCollection(captures));
        }

        return groups;
    }
}
