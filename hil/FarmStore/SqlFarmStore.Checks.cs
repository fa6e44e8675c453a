// Checks: the farm's own runs that let a board back in.

using System.Threading.Tasks;
using RustKernel.Hil.Farm;

namespace RustKernel.Hil.FarmStore;

/// <content>
/// A board that failures took out is checked automatically: when its time has come, its agent's next request for work gets a short run.
/// That happens in the transaction that locks the board's row, so exactly one coordinator does it.
/// </content>
public sealed partial class SqlFarmStore
{
    // This many failures of the rig in a row take a board out.
    private const int BoardFailures = 3;

    /// <summary>Who submits the farm's own jobs.</summary>
    private const string Farm = "the farm";

    // Power, boot protocol and console: all that a rig has to do.
    private const string CheckSuites = "boot";
    private const string CheckKind = "check";

    /// <summary>The check of <paramref name="board"/>, if its time has come and no one has reserved it.</summary>
    private async Task<JobRow?> DueCheckAsync(FarmTransaction transaction, string board, BoardRow row)
    {
        if (row.Health != "bad" || row.CheckAt == 0 || row.CheckAt > transaction.Now || row.HolderAt(transaction.Now).Length > 0)
        {
            return null;
        }

        // If this one is lost with its host, the next one comes automatically.
        await transaction.ExecuteAsync(
            "UPDATE board SET check_at = @next WHERE name = @board",
            new { next = NextCheck(transaction, row.Checks), board }).ConfigureAwait(false);
        long job = await transaction.FirstAsync<long>(
            "INSERT INTO job (kind, target, type, suites, image, priority, retries, timeout_seconds, submitter, submitted, not_before, "
                + "queue_until, state) VALUES (@CheckKind, @board, '', @CheckSuites, '', 100, 0, 0, @Farm, @Now, @Now, @Now, 'running') "
                + "RETURNING id",
            new { CheckKind, board, CheckSuites, Farm, transaction.Now }).ConfigureAwait(false);
        return new JobRow { Id = job, Suites = CheckSuites };
    }

    /// <summary>What a run's end says about its board.</summary>
    private Task JudgeBoardAsync(FarmTransaction transaction, RunRow row, FinishReport report)
        => row.Kind == CheckKind ? JudgeCheckAsync(transaction, row, report) : CountFailureAsync(transaction, row, report);

    /// <summary>
    /// A board that passes its check is back; another waits longer for the next. A person's decision in the meantime is kept.
    /// </summary>
    private async Task JudgeCheckAsync(FarmTransaction transaction, RunRow row, FinishReport report)
    {
        if (report.Verdict == "pass")
        {
            int back = await transaction.ExecuteAsync(
                "UPDATE board SET health = 'good', health_reason = '', failures = 0, checks = 0, check_at = 0 "
                    + "WHERE name = @Board AND health = 'bad'",
                new { row.Board }).ConfigureAwait(false);
            await AuditCheckAsync(back, $"board {row.Board} is back: its check, run {row.Id}, passed").ConfigureAwait(false);
            return;
        }

        int failed = await transaction.ExecuteAsync(
            "UPDATE board SET checks = checks + 1, check_at = @next WHERE name = @Board AND health = 'bad'",
            new { next = NextCheck(transaction, row.Checks + 1), row.Board }).ConfigureAwait(false);
        await AuditCheckAsync(failed, $"board {row.Board} did not pass its check, run {row.Id}: {report.Reason}").ConfigureAwait(false);

        Task AuditCheckAsync(int changed, string what) => changed > 0 ? transaction.AuditAsync(Farm, what) : Task.CompletedTask;
    }

    /// <summary>A board that fails the rig again and again is taken out; any other verdict shows that it works.</summary>
    private async Task CountFailureAsync(FarmTransaction transaction, RunRow row, FinishReport report)
    {
        bool isFailure = report.Verdict == "infrastructure" && row.CancelledBy.Length == 0;
        int failures = isFailure ? row.Failures + 1 : 0;
        await transaction.ExecuteAsync("UPDATE board SET failures = @failures WHERE name = @Board", new { failures, row.Board })
            .ConfigureAwait(false);
        if (failures < BoardFailures)
        {
            return;
        }

        string reason = $"{failures} runs in a row failed by the rig, the last one with: {report.Reason}";
        int taken = await transaction.ExecuteAsync(
            "UPDATE board SET health = 'bad', health_reason = @reason, checks = 0, check_at = @next "
                + "WHERE name = @Board AND health = 'good'",
            new { reason, next = NextCheck(transaction, 0), row.Board }).ConfigureAwait(false);
        if (taken > 0)
        {
            await transaction.AuditAsync(Farm, $"board {row.Board} is out: {reason}").ConfigureAwait(false);
        }
    }

    private long NextCheck(FarmTransaction transaction, int checks)
        => transaction.Now + (long)_times.CheckPauseAfter(checks).TotalMilliseconds;
}
