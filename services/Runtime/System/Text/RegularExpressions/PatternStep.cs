// One step of a pattern's program.

namespace System.Text.RegularExpressions;

internal readonly record struct PatternStep(PatternAction Action, int X, int Y, CharacterSet? Set, bool IsBack);
