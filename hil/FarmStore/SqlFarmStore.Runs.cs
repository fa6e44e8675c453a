// Runs: their logs and their ends.

using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;

namespace RustKernel.Hil.FarmStore;

/// <content>What agents report of runs.</content>
public sealed partial class SqlFarmStore
{
    /// <inheritdoc/>
    public Task<long> AppendLogAsync(long run, long fence, long offset, ReadOnlyMemory<byte> part, CancellationToken cancel) => RunAsync(
        async transaction =>
        {
            long? known = await transaction.FirstAsync<long?>(
                $"SELECT log_bytes FROM run WHERE id = @run AND fence = @fence{_engine.LockRow}",
                new { run, fence }).ConfigureAwait(false);
            if (known is not { } bytes)
            {
                return -1;
            }

            // An upload whose answer was lost comes again, perhaps with more after the known part.
            if (offset < 0 || offset > bytes || offset + part.Length <= bytes)
            {
                return bytes;
            }

            byte[] content = part[(int)(bytes - offset)..].ToArray();
            await transaction.ExecuteAsync("INSERT INTO log_part VALUES (@run, @bytes, @content)", new { run, bytes, content })
                .ConfigureAwait(false);
            bytes += content.Length;
            await transaction.ExecuteAsync("UPDATE run SET log_bytes = @bytes WHERE id = @run", new { bytes, run }).ConfigureAwait(false);
            return bytes;
        },
        cancel);

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>> ReadLogAsync(long run, long offset, int limit, CancellationToken cancel) => RunAsync(
        async transaction =>
        {
            IReadOnlyList<LogPart> parts = await transaction.QueryAsync<LogPart>(
                "SELECT start, content FROM log_part WHERE run = @run AND start >= COALESCE("
                    + "(SELECT MAX(start) FROM log_part WHERE run = @run AND start <= @offset), 0) AND start < @end ORDER BY start",
                new { run, offset, end = offset + limit }).ConfigureAwait(false);
            using System.IO.MemoryStream all = new();
            foreach (LogPart part in parts)
            {
                int skip = (int)Math.Clamp(offset - part.Start, 0, part.Content.Length);
                int count = (int)Math.Min(part.Content.Length - skip, limit - all.Length);
                all.Write(part.Content, skip, count);
            }

            return (ReadOnlyMemory<byte>)all.ToArray();
        },
        cancel);

    /// <inheritdoc/>
    public Task<FinishReply> FinishAsync(long run, FinishReport report, CancellationToken cancel) => RunAsync(
        async transaction =>
        {
            string? board = await transaction.FirstAsync<string>(
                "SELECT board FROM run WHERE id = @run AND fence = @Fence",
                new { run, report.Fence }).ConfigureAwait(false)
                ?? throw new FarmRequestException($"run {run} has no hold {report.Fence}");
            await LockBoardAsync(transaction, board).ConfigureAwait(false);
            RunRow row = (await ReadRunAsync(transaction, run).ConfigureAwait(false))!;
            return row.State switch
            {
                "claimed" or "running" when row.LeaseUntil >= transaction.Now
                    => await EndAsync(transaction, row, report).ConfigureAwait(false),
                // Its lease has passed, but no coordinator has reaped it yet: the board may be on, but its agent had lost the right to it.
                "claimed" or "running" => await LoseThenKeepAsync(transaction, row, report).ConfigureAwait(false),
                "lost" => await KeepLateAsync(transaction, row, report).ConfigureAwait(false),
                _ => await RepeatAsync(transaction, row, report).ConfigureAwait(false),
            };
        },
        cancel);

    private async Task<FinishReply> EndAsync(FarmTransaction transaction, RunRow row, FinishReport report)
    {
        await transaction.ExecuteAsync(
            "UPDATE run SET state = 'ended', ended = @Now, verdict = @Verdict, reason = @Reason, stage = @Stage WHERE id = @Id",
            new { transaction.Now, report.Verdict, report.Reason, report.Stage, row.Id }).ConfigureAwait(false);
        await KeepAsync(transaction, row.Id, report.Verdict, report.Reason, report.Stage, report.Record).ConfigureAwait(false);
        await NoteChangeAsync(transaction, row.Id, report).ConfigureAwait(false);
        await AuditDeedsAsync(transaction, row, report).ConfigureAwait(false);
        await JudgeBoardAsync(transaction, row, report).ConfigureAwait(false);
        await SettleJobAsync(transaction, row.Job, report.Verdict, report.Reason, report.IsKernelFault).ConfigureAwait(false);
        return new FinishReply("accepted");
    }

    private async Task<FinishReply> LoseThenKeepAsync(FarmTransaction transaction, RunRow row, FinishReport report)
    {
        await LoseAsync(transaction, row.Id).ConfigureAwait(false);
        return await KeepLateAsync(transaction, row, report).ConfigureAwait(false);
    }

    private static async Task<FinishReply> KeepLateAsync(FarmTransaction transaction, RunRow row, FinishReport report)
    {
        await transaction.ExecuteAsync(
            "UPDATE run SET late_verdict = @Verdict, late_reason = @Reason WHERE id = @Id AND late_verdict = ''",
            new { report.Verdict, report.Reason, row.Id }).ConfigureAwait(false);
        return new FinishReply("late");
    }

    private static async Task<FinishReply> RepeatAsync(FarmTransaction transaction, RunRow row, FinishReport report)
    {
        if (row.Verdict == report.Verdict && row.Reason == report.Reason)
        {
            return new FinishReply("repeated");
        }

        await transaction.AuditAsync(
            row.Host,
            $"run {row.Id} ended as {row.Verdict}; a second report says {report.Verdict}: {report.Reason}").ConfigureAwait(false);
        return new FinishReply("conflicting");
    }

    /// <summary>After an attempt: the job ends with its verdict, or waits for the next when only the rig failed.</summary>
    private async Task SettleJobAsync(FarmTransaction transaction, long job, string verdict, string reason, bool isKernelFault)
    {
        JobEnd end = (await transaction.FirstAsync<JobEnd>(
            "SELECT retries, cancelled_by AS CancelledBy, (SELECT COUNT(*) FROM run WHERE run.job = job.id) AS Attempts, "
                + "(SELECT COUNT(*) FROM run WHERE run.job = job.id AND run.state = 'lost') AS Lost FROM job WHERE id = @job",
            new { job }).ConfigureAwait(false))!;
        bool isRig = verdict == "infrastructure" && !isKernelFault;
        if (end.CancelledBy.Length > 0 && isRig)
        {
            verdict = "cancelled";
            reason = $"cancelled by {end.CancelledBy}";
        }
        else if (isRig && end.Lost >= LostAttempts)
        {
            reason = $"set aside after {end.Lost} attempts whose hosts were lost, perhaps by it: {reason}";
        }
        else if (isRig && end.Attempts <= end.Retries)
        {
            await transaction.ExecuteAsync(
                "UPDATE job SET state = 'queued', not_before = @next WHERE id = @job",
                new { next = transaction.Now + (long)_times.RetryPause.TotalMilliseconds, job }).ConfigureAwait(false);
            return;
        }

        await transaction.ExecuteAsync(
            "UPDATE job SET state = 'finished', ended = @Now, verdict = @verdict, reason = @reason WHERE id = @job",
            new { transaction.Now, verdict, reason, job }).ConfigureAwait(false);
    }

    private static Task<RunRow?> ReadRunAsync(FarmTransaction transaction, long run) => transaction.FirstAsync<RunRow>(
        "SELECT run.id, run.job, run.board, run.host, run.state, run.lease_until AS LeaseUntil, run.verdict, run.reason, "
            + "job.cancelled_by AS CancelledBy, job.kind, board.failures, board.checks "
            + "FROM run JOIN job ON job.id = run.job JOIN board ON board.name = run.board "
            + "WHERE run.id = @run",
        new { run });

    private sealed record RunRow
    {
        public long Id { get; init; }

        public long Job { get; init; }

        public string Board { get; init; } = "";

        public string Host { get; init; } = "";

        public string State { get; init; } = "";

        public long LeaseUntil { get; init; }

        public string Verdict { get; init; } = "";

        public string Reason { get; init; } = "";

        public string CancelledBy { get; init; } = "";

        public string Kind { get; init; } = "";

        public int Failures { get; init; }

        public int Checks { get; init; }
    }

    private sealed record JobEnd
    {
        public int Retries { get; init; }

        public string CancelledBy { get; init; } = "";

        public int Attempts { get; init; }

        public int Lost { get; init; }
    }

    private sealed record LogPart
    {
        public long Start { get; init; }

        public byte[] Content { get; init; } = [];
    }
}
