// Groups of boards and of those who use them.

using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Hil.Farm;

/// <summary>Which boards are open to whom.</summary>
public static class FarmGroups
{
    /// <summary>The most that a board, a token or an account may be in.</summary>
    public const int Most = 20;

    /// <summary>True when a board of <paramref name="board"/> is open to <paramref name="member"/>.</summary>
    /// <param name="board">The board's groups; none: it is everybody's.</param>
    /// <param name="member">Groups of one who asks; null for an admin, to whom all is open.</param>
    public static bool IsOpen(IReadOnlyList<string> board, IReadOnlyList<string>? member)
        => board.Count == 0 || member is null || board.Intersect(member).Any();

    /// <summary>True when each is a name, and there are not too many.</summary>
    public static bool Are(IReadOnlyList<string> groups) => groups.Count <= Most && groups.All(FarmProtocol.IsName);
}

/// <summary>Puts a board into groups.</summary>
/// <param name="Groups">All that it is in from now on; none: it is everybody's.</param>
/// <param name="Who">Who says so.</param>
public sealed record GroupRequest(IReadOnlyList<string> Groups, string Who);
