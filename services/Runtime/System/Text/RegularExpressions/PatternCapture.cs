// One capture of a group.

namespace System.Text.RegularExpressions;

internal readonly record struct PatternCapture(int Group, int Start, int End);
