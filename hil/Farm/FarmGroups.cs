// Groups of boards and of their users.

using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Hil.Farm;

/// <summary>Which boards are open to whom.</summary>
public static class FarmGroups
{
    /// <summary>The most that a board, a token or an account may be in.</summary>
    public const int Most = 20;

    /// <summary>True when a board of <paramref name="board"/> is open to <paramref name="member"/>.</summary>
    /// <param name="board">The board's groups; none: everybody may use it.</param>
    /// <param name="member">The groups of the caller; null for an admin, who may use all boards.</param>
    public static bool IsOpen(IReadOnlyList<string> board, IReadOnlyList<string>? member)
        => board.Count == 0 || member is null || board.Intersect(member).Any();

    /// <summary>True when each is a name, and there are not too many.</summary>
    public static bool Are(IReadOnlyList<string> groups) => groups.Count <= Most && groups.All(FarmProtocol.IsName);
}

/// <summary>Puts a board into groups.</summary>
/// <param name="Groups">All its groups from now on; none: everybody may use it.</param>
/// <param name="Who">Who asks for it.</param>
public sealed record GroupRequest(IReadOnlyList<string> Groups, string Who);
