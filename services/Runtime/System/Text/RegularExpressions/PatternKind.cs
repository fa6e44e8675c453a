// What a part of a pattern is.

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
