// What a match is replaced by.

namespace System.Text.RegularExpressions;

public delegate string MatchEvaluator(Match match);
