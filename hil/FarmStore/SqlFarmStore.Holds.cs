// Holds of boards: claimed, begun, lost.

using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;

namespace RustKernel.Hil.FarmStore;

/// <content>Who has a board, and since which fence.</content>
public sealed partial class SqlFarmStore
{
    // A job with this many lost attempts is not tried again: it may be what kills the agents.
    private const int LostAttempts = 2;

    // Of the jobs that fit, the one with the highest priority, where ten minutes of waiting count as one. Among equals, a job of the user
    // with the fewest runs; among these, the oldest.
    private const string MostUrgentJob =
        "SELECT j.id, j.suites, j.image, j.timeout_seconds AS TimeoutSeconds FROM job j LEFT JOIN "
            + "(SELECT submitter, COUNT(*) AS runs FROM job WHERE state = 'running' GROUP BY submitter) u ON u.submitter = j.submitter "
            + "WHERE j.state = 'queued' AND j.not_before <= @Now AND j.queue_until > @Now "
            + "AND (@holder = '' OR j.submitter = @holder) "
            + "AND (j.target = '' OR j.target = @board) AND (j.type = '' OR j.type = @Type) "
            + "AND NOT EXISTS (SELECT 1 FROM job_tag t WHERE t.job = j.id AND NOT EXISTS "
            + "(SELECT 1 FROM board_tag b WHERE b.board = @board AND b.tag = t.tag)) "
            + "AND (j.any_board = 1 OR NOT EXISTS (SELECT 1 FROM board_group g WHERE g.board = @board) OR EXISTS "
            + "(SELECT 1 FROM board_group g JOIN job_group h ON h.word = g.word WHERE g.board = @board AND h.job = j.id)) "
            + "ORDER BY j.priority + (@Now - j.submitted) / 600000 DESC, COALESCE(u.runs, 0), j.id LIMIT 1";

    /// <inheritdoc/>
    public Task<Assignment?> ClaimAsync(string host, long session, string board, CancellationToken cancel) => RunAsync<Assignment?>(
        async transaction =>
        {
            BoardRow? row = await transaction.FirstAsync<BoardRow>(
                "SELECT host, type, present, fence, health, checks, check_at AS CheckAt, reserved_by AS ReservedBy, "
                    + $"reserved_until AS ReservedUntil FROM board WHERE name = @board{_engine.LockRow}",
                new { board }).ConfigureAwait(false);
            int draining = await RequireSessionAsync(transaction, host, session).ConfigureAwait(false);
            if (row is null || row.Host != host || row.Present == 0 || row.Health == "maintenance" || draining != 0)
            {
                return null;
            }

            if (await HolderAsync(transaction, board).ConfigureAwait(false) is not null)
            {
                return null;
            }

            JobRow? job = row.Health != "good"
                ? await DueCheckAsync(transaction, board, row).ConfigureAwait(false)
                : await transaction.FirstAsync<JobRow>(
                    MostUrgentJob + _engine.LockFreeJob,
                    new { transaction.Now, board, row.Type, holder = row.HolderAt(transaction.Now) }).ConfigureAwait(false);
            return job is null ? null : await HoldAsync(transaction, host, session, board, row.Fence + 1, job).ConfigureAwait(false);
        },
        cancel);

    /// <inheritdoc/>
    public Task<bool> StartAsync(long run, long fence, CancellationToken cancel) => RunAsync(
        async transaction => await transaction.ExecuteAsync(
            "UPDATE run SET state = 'running', lease_until = @until WHERE id = @run AND fence = @fence "
                + "AND state IN ('claimed', 'running') AND lease_until >= @Now",
            new { run, fence, until = LeaseFrom(transaction.Now), transaction.Now }).ConfigureAwait(false) > 0,
        cancel);

    /// <inheritdoc/>
    public async Task<int> ReapAsync(CancellationToken cancel)
    {
        int ended = 0;
        foreach (long run in await RunAsync(PassedAsync, cancel).ConfigureAwait(false))
        {
            ended += await RunAsync(transaction => LoseAsync(transaction, run), cancel).ConfigureAwait(false);
        }

        ended += await RunAsync(EndReservationsAsync, cancel).ConfigureAwait(false);
        return ended + await RunAsync(EndWaitingAsync, cancel).ConfigureAwait(false);
    }

    /// <summary>Runs whose lease has passed. A lease of a clock that was set back is shortened first.</summary>
    private async Task<System.Collections.Generic.IReadOnlyList<long>> PassedAsync(FarmTransaction transaction)
    {
        long longest = transaction.Now + (long)_times.LongestLease.TotalMilliseconds;
        await transaction.ExecuteAsync(
            "UPDATE run SET lease_until = @longest WHERE state IN ('claimed', 'running') AND lease_until > @longest",
            new { longest }).ConfigureAwait(false);
        return await transaction.QueryAsync<long>(
            "SELECT id FROM run WHERE state IN ('claimed', 'running') AND lease_until < @Now ORDER BY id",
            new { transaction.Now }).ConfigureAwait(false);
    }

    private async Task<int> LoseAsync(FarmTransaction transaction, long run)
    {
        string? board = await transaction.FirstAsync<string>("SELECT board FROM run WHERE id = @run", new { run }).ConfigureAwait(false);
        await LockBoardAsync(transaction, board!).ConfigureAwait(false);
        RunRow row = (await ReadRunAsync(transaction, run).ConfigureAwait(false))!;
        // Another coordinator has renewed or reaped it in the meantime.
        if (row.State is not ("claimed" or "running") || row.LeaseUntil >= transaction.Now)
        {
            return 0;
        }

        string reason = $"host {row.Host} was not heard until the lease ended: its agent, the host or the network is down";
        await transaction.ExecuteAsync(
            "UPDATE run SET state = 'lost', ended = @Now, verdict = 'infrastructure', reason = @reason WHERE id = @run",
            new { transaction.Now, reason, run }).ConfigureAwait(false);
        await KeepAsync(transaction, run, "infrastructure", reason, "", record: null).ConfigureAwait(false);
        await transaction.ExecuteAsync("UPDATE board SET fence = fence + 1 WHERE name = @board", new { board }).ConfigureAwait(false);
        await SettleJobAsync(transaction, row.Job, "infrastructure", reason, isKernelFault: false).ConfigureAwait(false);
        return 1;
    }

    private static Task<int> EndWaitingAsync(FarmTransaction transaction) => transaction.ExecuteAsync(
        "UPDATE job SET state = 'finished', ended = @Now, verdict = 'infrastructure', "
            + "reason = 'no board that fits became free in the time it may wait' WHERE state = 'queued' AND queue_until <= @Now",
        new { transaction.Now });

    private async Task<Assignment> HoldAsync(FarmTransaction transaction, string host, long session, string board, long fence, JobRow job)
    {
        await transaction.ExecuteAsync("UPDATE board SET fence = @fence WHERE name = @board", new { fence, board }).ConfigureAwait(false);
        await transaction.ExecuteAsync("UPDATE job SET state = 'running' WHERE id = @Id", new { job.Id }).ConfigureAwait(false);
        int attempt = 1 + await transaction.FirstAsync<int>("SELECT COUNT(*) FROM run WHERE job = @Id", new { job.Id })
            .ConfigureAwait(false);
        long run = await transaction.FirstAsync<long>(
            "INSERT INTO run (job, attempt, board, host, session, fence, state, lease_until, claimed) "
                + "VALUES (@Id, @attempt, @board, @host, @session, @fence, 'claimed', @until, @Now) RETURNING id",
            new { job.Id, attempt, board, host, session, fence, until = LeaseFrom(transaction.Now), transaction.Now })
                .ConfigureAwait(false);
        return new Assignment(run, job.Id, attempt, board, fence, job.Suites, job.Image, job.TimeoutSeconds);
    }

    private static Task<long?> HolderAsync(FarmTransaction transaction, string board) => transaction.FirstAsync<long?>(
        "SELECT id FROM run WHERE board = @board AND state IN ('claimed', 'running')",
        new { board });

    private Task LockBoardAsync(FarmTransaction transaction, string board)
        => transaction.FirstAsync<string>($"SELECT name FROM board WHERE name = @board{_engine.LockRow}", new { board });

    private sealed record BoardRow
    {
        public string Host { get; init; } = "";

        public string Type { get; init; } = "";

        public int Present { get; init; }

        public long Fence { get; init; }

        public string Health { get; init; } = "";

        public int Checks { get; init; }

        public long CheckAt { get; init; }

        public string ReservedBy { get; init; } = "";

        public long ReservedUntil { get; init; }

        /// <summary>The only person who may use it at <paramref name="now"/>; empty for everybody.</summary>
        public string HolderAt(long now) => ReservedUntil > now ? ReservedBy : "";
    }

    private sealed record JobRow
    {
        public long Id { get; init; }

        public string Suites { get; init; } = "";

        public string Image { get; init; } = "";

        public int TimeoutSeconds { get; init; }
    }
}
