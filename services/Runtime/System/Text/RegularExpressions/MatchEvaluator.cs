// Returns the replacement of a match.

namespace System.Text.RegularExpressions;

public delegate string MatchEvaluator(Match match);
