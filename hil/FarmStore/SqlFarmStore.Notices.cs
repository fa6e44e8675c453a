// Notices: changed verdicts to be sent elsewhere.

using System.Collections.Generic;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;

namespace RustKernel.Hil.FarmStore;

/// <content>
/// A notice is written in the transaction that changed the verdict, so none is lost. A coordinator with an address sends it at least once.
/// The number of attempts is its fence: only one of two coordinators makes the next.
/// </content>
public sealed partial class SqlFarmStore
{
    private const long NoticeLimit = 3_600_000;
    private const long NoticeKept = 7L * 24 * 3_600_000;

    // The pause after the first attempt. It doubles with each further one, up to five minutes.
    private const long FirstPause = 15_000;
    private const int MostPauseDoublings = 4;

    /// <inheritdoc/>
    public Task<Notice?> TakeNoticeAsync(CancellationToken cancel) => RunAsync<Notice?>(
        async transaction =>
        {
            await GiveUpAsync(transaction).ConfigureAwait(false);
            NoticeRow? row = await transaction.FirstAsync<NoticeRow>(
                "SELECT id, body, attempts FROM notice WHERE state = 'waiting' AND not_before <= @Now ORDER BY id LIMIT 1",
                new { transaction.Now }).ConfigureAwait(false);
            if (row is null)
            {
                return null;
            }

            long pause = FirstPause << System.Math.Min(row.Attempts, MostPauseDoublings);
            int isMine = await transaction.ExecuteAsync(
                "UPDATE notice SET attempts = attempts + 1, not_before = @next WHERE id = @Id AND attempts = @Attempts "
                    + "AND state = 'waiting'",
                new { next = transaction.Now + pause, row.Id, row.Attempts }).ConfigureAwait(false);
            return isMine == 0 ? null : new Notice(row.Id, row.Body, row.Attempts + 1, transaction.Now);
        },
        cancel);

    /// <inheritdoc/>
    public Task EndNoticeAsync(long notice, CancellationToken cancel) => RunAsync(
        transaction => transaction.ExecuteAsync("UPDATE notice SET state = 'told' WHERE id = @notice", new { notice }),
        cancel);

    /// <summary>Adds a notice if a board's verdict of these suites differs from the last one that was about the kernel.</summary>
    private static async Task NoteChangeAsync(FarmTransaction transaction, long run, FinishReport report)
    {
        if (report.Verdict is not ("pass" or "fail" or "flaky"))
        {
            return;
        }

        ChangedRow row = (await transaction.FirstAsync<ChangedRow>(
            "SELECT h.id, h.board, h.type, h.host, h.suites, h.build, h.started, (SELECT b.verdict FROM history b WHERE b.board = h.board "
                + "AND b.suites = h.suites AND b.id < h.id AND b.verdict IN ('pass', 'fail', 'flaky') ORDER BY b.id DESC LIMIT 1) AS Was "
                + "FROM history h WHERE h.run = @run",
            new { run }).ConfigureAwait(false))!;
        if (row.Was is null || row.Was == report.Verdict)
        {
            return;
        }

        VerdictChange change = new(
            row.Board,
            row.Type,
            row.Host,
            row.Suites,
            row.Build,
            run,
            row.Was,
            report.Verdict,
            report.Reason,
            transaction.Now);
        string body = JsonSerializer.Serialize(change, FarmJson.Default.VerdictChange);
        await transaction.ExecuteAsync(
            "INSERT INTO notice (made, body, state, not_before) VALUES (@Now, @body, 'waiting', @Now)",
            new { transaction.Now, body }).ConfigureAwait(false);
    }

    /// <summary>A notice that could not be sent within an hour is useless, and after a week it is deleted.</summary>
    private static async Task GiveUpAsync(FarmTransaction transaction)
    {
        IReadOnlyList<long> late = await transaction.QueryAsync<long>(
            "SELECT id FROM notice WHERE state = 'waiting' AND made < @limit AND attempts > 0",
            new { limit = transaction.Now - NoticeLimit }).ConfigureAwait(false);
        foreach (long id in late)
        {
            await transaction.AuditAsync(Farm, $"gave up telling notice {id}: its address did not take it in an hour")
                .ConfigureAwait(false);
        }

        await transaction.ExecuteAsync(
            "UPDATE notice SET state = 'given up' WHERE state = 'waiting' AND made < @limit",
            new { limit = transaction.Now - NoticeLimit }).ConfigureAwait(false);
        await transaction.ExecuteAsync("DELETE FROM notice WHERE made < @limit", new { limit = transaction.Now - NoticeKept })
            .ConfigureAwait(false);
    }

    private sealed record NoticeRow
    {
        public long Id { get; init; }

        public string Body { get; init; } = "";

        public int Attempts { get; init; }
    }

    private sealed record ChangedRow
    {
        public long Id { get; init; }

        public string Board { get; init; } = "";

        public string Type { get; init; } = "";

        public string Host { get; init; } = "";

        public string Suites { get; init; } = "";

        public string Build { get; init; } = "";

        public long Started { get; init; }

        public string? Was { get; init; }
    }
}
