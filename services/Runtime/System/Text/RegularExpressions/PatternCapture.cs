// What a group matched.

namespace System.Text.RegularExpressions;

internal readonly record struct PatternCapture(int Group, int Start, int End);
