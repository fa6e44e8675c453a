// Reservations: a board for one person.

using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;

namespace RustKernel.Hil.FarmStore;

/// <content>Reservations. They end by the store's clock alone, so they outlive every coordinator.</content>
public sealed partial class SqlFarmStore
{
    /// <inheritdoc/>
    public Task<ReserveReply?> ReserveAsync(string board, ReserveRequest request, bool mayTake, CancellationToken cancel)
        => RunAsync<ReserveReply?>(
            async transaction =>
            {
                ReservedRow? row = await transaction.FirstAsync<ReservedRow>(
                    "SELECT reserved_by AS By, reserved_until AS Until, reservation AS Fence FROM board WHERE name = @board"
                        + _engine.LockRow,
                    new { board }).ConfigureAwait(false);
                if (row is null)
                {
                    return null;
                }

                RequireRight(board, row, request, mayTake, transaction.Now);
                long until = request.Seconds > 0 ? transaction.Now + (request.Seconds * 1000L) : 0;
                await transaction.ExecuteAsync(
                    "UPDATE board SET reserved_by = @by, reserved_until = @until, reserved_reason = @reason, reservation = reservation + 1 "
                        + "WHERE name = @board",
                    new { by = until > 0 ? request.Who : "", until, reason = until > 0 ? request.Reason : "", board })
                    .ConfigureAwait(false);
                await transaction.AuditAsync(request.Who, Deed(board, row, request, until)).ConfigureAwait(false);
                long run = await HolderAsync(transaction, board).ConfigureAwait(false) ?? 0;
                return new ReserveReply(row.Fence + 1, until, run);
            },
            cancel);

    private static void RequireRight(string board, ReservedRow row, ReserveRequest request, bool mayTake, long now)
    {
        bool isHeld = row.By.Length > 0 && row.Until > now;
        if (isHeld && row.By != request.Who && !(mayTake && request.Take))
        {
            throw new ReservedException(
                $"board {board} is reserved by {row.By} until {Moment(row.Until)}: he releases it, or an admin with --take");
        }

        if (row.Fence != request.Fence)
        {
            throw new ReservedException(
                $"board {board} was reserved or released since you looked (number {row.Fence}, not {request.Fence}): look again");
        }

        if (request.Seconds == 0 && !isHeld)
        {
            throw new ReservedException($"board {board} is not reserved");
        }
    }

    private static string Deed(string board, ReservedRow row, ReserveRequest request, long until)
    {
        string whose = row.By.Length > 0 && row.By != request.Who ? $", which was {row.By}'s" : "";
        return until == 0
            ? $"released board {board}{whose}"
            : $"reserved board {board}{whose} until {Moment(until)}{(request.Reason.Length > 0 ? $": {request.Reason}" : "")}";
    }

    /// <summary>Ends reservations whose time is over, and shortens one that became too long because the clock was set back.</summary>
    private async Task<int> EndReservationsAsync(FarmTransaction transaction)
    {
        long longest = transaction.Now + (Reservation.MostSeconds * 1000L);
        await transaction.ExecuteAsync("UPDATE board SET reserved_until = @longest WHERE reserved_until > @longest", new { longest })
            .ConfigureAwait(false);
        System.Collections.Generic.IReadOnlyList<EndedRow> ended = await transaction.QueryAsync<EndedRow>(
            "SELECT name, reserved_by AS By FROM board WHERE reserved_by <> '' AND reserved_until <= @Now ORDER BY name" + _engine.LockRow,
            new { transaction.Now }).ConfigureAwait(false);
        foreach (EndedRow row in ended)
        {
            await transaction.ExecuteAsync(
                "UPDATE board SET reserved_by = '', reserved_until = 0, reserved_reason = '', reservation = reservation + 1 "
                    + "WHERE name = @Name",
                new { row.Name }).ConfigureAwait(false);
            await transaction.AuditAsync(row.By, $"the reservation of board {row.Name} is over").ConfigureAwait(false);
        }

        return ended.Count;
    }

    /// <summary>A moment in words, by the store's clock.</summary>
    internal static string Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        .ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private sealed record ReservedRow
    {
        public string By { get; init; } = "";

        public long Until { get; init; }

        public long Fence { get; init; }
    }

    private sealed record EndedRow
    {
        public string Name { get; init; } = "";

        public string By { get; init; } = "";
    }
}
