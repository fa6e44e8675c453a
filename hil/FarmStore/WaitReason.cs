// Why a job waits.

using System.Collections.Generic;
using System.Linq;
using RustKernel.Hil.Farm;

namespace RustKernel.Hil.FarmStore;

/// <summary>Says it in words: "2 boards fit: 1 running, 1 in maintenance (SD slot)".</summary>
internal static class WaitReason
{
    /// <summary>The reason, by the boards that fit.</summary>
    /// <param name="boards">These boards.</param>
    /// <param name="submitter">Who submitted the job: that person's own reservations do not block it.</param>
    public static string Of(IReadOnlyList<BoardView> boards, string submitter)
    {
        if (boards.Count == 0)
        {
            return "no board that fits is announced at present";
        }

        string states = string.Join(
            ", ",
            boards.GroupBy(board => StateOf(board, submitter)).OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.Key}"));
        return $"{boards.Count} {(boards.Count == 1 ? "board fits" : "boards fit")}: {states}";
    }

    private static string StateOf(BoardView board, string submitter) => board switch
    {
        { State: "offline" } => $"offline (host {board.Host})",
        { Health: "maintenance" } => $"in maintenance ({board.HealthReason})",
        { Health: "bad" } => "taken out by failures",
        { Reservation: { } reserved } when reserved.By != submitter
            => $"reserved by {reserved.By} until {SqlFarmStore.Moment(reserved.Until)}",
        { State: "reserved" } => "free",
        _ => board.State,
    };
}
