// The kind of a part of a pattern.

namespace System.Text.RegularExpressions;

internal enum PatternKind
{
    Character,
    Sequence,
    Choice,
    Loop,
    Group,
    Look,
    Assertion,
    Reference,
}
