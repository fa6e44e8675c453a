// Schedules: jobs that the farm starts at set times.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Cronos;
using RustKernel.Hil.Farm;

namespace RustKernel.Hil.FarmStore;

/// <content>
/// A schedule's row has its next time and a number that grows when it fires. A coordinator fires it in the transaction that sets both, so
/// exactly one coordinator does. Only the store's clock decides when.
/// </content>
public sealed partial class SqlFarmStore
{
    // Missed times are counted up to this number: a schedule of every minute has this many in a week.
    private const int MostMissed = 10_080;

    private const string ScheduleColumns =
        "SELECT name, cron, zone, for_all AS ForAll, target, type, tags, suites, image, priority, retries, "
            + "timeout_seconds AS TimeoutSeconds, queue_seconds AS QueueSeconds, created_by AS CreatedBy, next, fence, "
            + "COALESCE((SELECT MAX(id) FROM round WHERE round.schedule = schedule.name), 0) AS Round FROM schedule ";

    /// <inheritdoc/>
    public Task<long> AddScheduleAsync(ScheduleRequest request, string who, CancellationToken cancel)
    {
        CronExpression cron = ParseCron(request.Cron);
        TimeZoneInfo zone = FindZone(request.Zone);
        return RunAsync(
            async transaction =>
            {
                await RequireBoardAsync(transaction, request.Job).ConfigureAwait(false);
                long next = Next(cron, zone, transaction.Now)
                    ?? throw new FarmRequestException($"{request.Cron} never comes: no day is so");
                int added = await transaction.ExecuteAsync(
                    "INSERT INTO schedule (name, cron, zone, for_all, target, type, tags, suites, image, priority, retries, "
                        + "timeout_seconds, queue_seconds, created_by, created, next) VALUES (@Name, @Cron, @Zone, @all, @Target, @Type, "
                        + "@tags, @Suites, @Image, @Priority, @Retries, @TimeoutSeconds, @QueueSeconds, @who, @Now, @next) "
                        + "ON CONFLICT (name) DO NOTHING",
                    new
                    {
                        request.Name,
                        request.Cron,
                        request.Zone,
                        all = request.IsForAll ? 1 : 0,
                        request.Job.Target,
                        request.Job.Type,
                        tags = string.Join(' ', request.Job.Tags.Distinct()),
                        request.Job.Suites,
                        request.Job.Image,
                        request.Job.Priority,
                        request.Job.Retries,
                        request.Job.TimeoutSeconds,
                        request.Job.QueueSeconds,
                        who,
                        transaction.Now,
                        next,
                    }).ConfigureAwait(false);
                if (added == 0)
                {
                    throw new FarmRequestException($"there is a schedule {request.Name} already: remove it first");
                }

                await transaction.AuditAsync(who, $"added schedule {request.Name}: {request.Cron} {request.Zone}").ConfigureAwait(false);
                return next;
            },
            cancel);
    }

    /// <inheritdoc/>
    public Task<bool> RemoveScheduleAsync(string name, string who, CancellationToken cancel) => RunAsync(
        async transaction =>
        {
            int removed = await transaction.ExecuteAsync("DELETE FROM schedule WHERE name = @name", new { name }).ConfigureAwait(false);
            if (removed > 0)
            {
                await transaction.AuditAsync(who, $"removed schedule {name}").ConfigureAwait(false);
            }

            return removed > 0;
        },
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ScheduleView>> SchedulesAsync(CancellationToken cancel) => RunAsync<IReadOnlyList<ScheduleView>>(
        async transaction => [.. (await transaction.QueryAsync<ScheduleRow>(ScheduleColumns + "ORDER BY name", new { })
            .ConfigureAwait(false)).Select(row => row.ToView())],
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoundView>> RoundsAsync(int limit, CancellationToken cancel) => RunAsync<IReadOnlyList<RoundView>>(
        transaction => transaction.QueryAsync<RoundView>(
            "SELECT id, schedule, due, began, missed FROM round ORDER BY id DESC LIMIT @limit",
            new { limit }),
        cancel);

    /// <inheritdoc/>
    public Task<RoundView?> RoundAsync(long round, CancellationToken cancel) => RunAsync(
        async transaction =>
        {
            RoundView? view = await transaction.FirstAsync<RoundView>(
                "SELECT id, schedule, due, began, missed FROM round WHERE id = @round",
                new { round }).ConfigureAwait(false);
            if (view is null)
            {
                return null;
            }

            long before = await transaction.FirstAsync<long>(
                "SELECT COALESCE(MAX(id), 0) FROM round WHERE schedule = @Schedule AND id < @round",
                new { view.Schedule, round }).ConfigureAwait(false);
            Dictionary<string, string> earlier = (await RoundJobsAsync(transaction, before).ConfigureAwait(false))
                .Where(job => job.Board.Length > 0)
                .GroupBy(job => job.Board)
                .ToDictionary(group => group.Key, group => group.Last().Verdict);
            return view with
            {
                Jobs = [.. (await RoundJobsAsync(transaction, round).ConfigureAwait(false))
                    .Select(job => job with { Before = earlier.GetValueOrDefault(job.Board, "") })],
            };
        },
        cancel);

    /// <inheritdoc/>
    public async Task<int> FireAsync(CancellationToken cancel)
    {
        int fired = 0;
        FarmRequestException? wrong = null;
        foreach (string name in await RunAsync(DueAsync, cancel).ConfigureAwait(false))
        {
            try
            {
                fired += await RunAsync(transaction => FireAsync(transaction, name), cancel).ConfigureAwait(false) ? 1 : 0;
            }
            catch (FarmRequestException e)
            {
                // This host may lack a time zone that another has; the other schedules continue.
                wrong = new FarmRequestException($"schedule {name} cannot begin here: {e.Message}");
            }
        }

        return wrong is null || fired > 0 ? fired : throw wrong;
    }

    private static Task<IReadOnlyList<string>> DueAsync(FarmTransaction transaction) => transaction.QueryAsync<string>(
        "SELECT name FROM schedule WHERE next > 0 AND next <= @Now ORDER BY next",
        new { transaction.Now });

    /// <summary>Makes the jobs of a schedule's latest time. Earlier ones that every coordinator missed are only counted.</summary>
    private static async Task<bool> FireAsync(FarmTransaction transaction, string name)
    {
        ScheduleRow? row = await transaction.FirstAsync<ScheduleRow>(ScheduleColumns + "WHERE name = @name", new { name })
            .ConfigureAwait(false);
        if (row is null || row.Next == 0 || row.Next > transaction.Now)
        {
            return false;
        }

        CronExpression cron = ParseCron(row.Cron);
        TimeZoneInfo zone = FindZone(row.Zone);
        long due = row.Next;
        int missed = 0;
        while (Next(cron, zone, due) is { } later && later <= transaction.Now && missed < MostMissed)
        {
            due = later;
            missed++;
        }

        // Another coordinator that looked at the same row has set the number already; then this changes nothing.
        int isMine = await transaction.ExecuteAsync(
            "UPDATE schedule SET next = @next, fence = fence + 1 WHERE name = @name AND fence = @Fence",
            new { next = Next(cron, zone, Math.Max(due, transaction.Now)) ?? 0, name, row.Fence }).ConfigureAwait(false);
        if (isMine == 0)
        {
            return false;
        }

        long round = await transaction.FirstAsync<long>(
            "INSERT INTO round (schedule, due, began, missed) VALUES (@name, @due, @Now, @missed) RETURNING id",
            new { name, due, transaction.Now, missed }).ConfigureAwait(false);
        int jobs = await AddRoundJobsAsync(transaction, row, round).ConfigureAwait(false);
        string late = missed > 0 ? $", after {missed} times that no coordinator was there for" : "";
        await transaction.AuditAsync(Farm, $"schedule {name} began round {round} with {jobs} jobs{late}").ConfigureAwait(false);
        return true;
    }

    private static async Task<int> AddRoundJobsAsync(FarmTransaction transaction, ScheduleRow row, long round)
    {
        if (!row.IsForAll)
        {
            await AddRoundJobAsync(transaction, row, round, row.Target, "").ConfigureAwait(false);
            return 1;
        }

        ILookup<string, string> tags = (await transaction
            .QueryAsync<Tag>("SELECT board AS Owner, tag AS Word FROM board_tag", new { })
            .ConfigureAwait(false)).ToLookup(tag => tag.Owner, tag => tag.Word);
        BoardHealth[] boards = [.. (await transaction.QueryAsync<BoardHealth>(
            "SELECT name, health, health_reason AS Reason FROM board WHERE present = 1 AND (@Target = '' OR name = @Target) "
                + "AND (@Type = '' OR type = @Type) ORDER BY name",
            new { row.Target, row.Type }).ConfigureAwait(false)).Where(board => !row.Words.Except(tags[board.Name]).Any())];
        foreach (BoardHealth board in boards)
        {
            string isOut = board.Health == "good" ? "" : $"the board is out: {board.Reason}";
            await AddRoundJobAsync(transaction, row, round, board.Name, isOut).ConfigureAwait(false);
        }

        return boards.Length;
    }

    /// <summary>Makes one job. If its board is out, the job ends before it starts, and the report says so.</summary>
    private static async Task AddRoundJobAsync(FarmTransaction transaction, ScheduleRow row, long round, string target, string isOut)
    {
        int wait = row.QueueSeconds > 0 ? row.QueueSeconds : SecondsOfDay;
        long job = await transaction.FirstAsync<long>(
            "INSERT INTO job (target, type, suites, image, priority, retries, timeout_seconds, submitter, submitted, not_before, "
                + "queue_until, round, state, verdict, reason, ended) VALUES (@target, @Type, @Suites, @Image, @Priority, @Retries, "
                + "@TimeoutSeconds, @CreatedBy, @Now, @Now, @until, @round, @state, @verdict, @isOut, @ended) RETURNING id",
            new
            {
                target,
                row.Type,
                row.Suites,
                row.Image,
                row.Priority,
                row.Retries,
                row.TimeoutSeconds,
                row.CreatedBy,
                transaction.Now,
                until = transaction.Now + (wait * 1000L),
                round,
                state = isOut.Length > 0 ? "finished" : "queued",
                verdict = isOut.Length > 0 ? "infrastructure" : "",
                isOut,
                ended = isOut.Length > 0 ? transaction.Now : 0,
            }).ConfigureAwait(false);
        foreach (string tag in row.Words)
        {
            await transaction.ExecuteAsync("INSERT INTO job_tag VALUES (@job, @tag)", new { job, tag }).ConfigureAwait(false);
        }
    }

    private static Task<IReadOnlyList<RoundJob>> RoundJobsAsync(FarmTransaction transaction, long round)
        => transaction.QueryAsync<RoundJob>(
            "SELECT job.id AS Job, COALESCE((SELECT run.board FROM run WHERE run.job = job.id ORDER BY run.id DESC LIMIT 1), job.target) "
                + "AS Board, job.state, job.verdict, job.reason FROM job WHERE job.round = @round AND @round > 0 ORDER BY Board, job.id",
            new { round });

    private static CronExpression ParseCron(string text)
        => CronExpression.TryParse(text, CronFormat.Standard, out CronExpression? cron)
            ? cron
            : throw new FarmRequestException(
                $"\"{text}\" is no time: give minute, hour, day of the month, month, day of the week, such as \"0 2 * * *\"");

    private static TimeZoneInfo FindZone(string zone)
        => TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? found)
            ? found
            : throw new FarmRequestException($"the coordinator knows no time zone {zone}; UTC and names such as Europe/Berlin are known");

    private static long? Next(CronExpression cron, TimeZoneInfo zone, long after)
        => cron.GetNextOccurrence(DateTimeOffset.FromUnixTimeMilliseconds(after), zone)?.ToUnixTimeMilliseconds();

    private sealed record BoardHealth
    {
        public string Name { get; init; } = "";

        public string Health { get; init; } = "";

        public string Reason { get; init; } = "";
    }

    private sealed record ScheduleRow
    {
        public string Name { get; init; } = "";

        public string Cron { get; init; } = "";

        public string Zone { get; init; } = "";

        public int ForAll { get; init; }

        public string Target { get; init; } = "";

        public string Type { get; init; } = "";

        public string Tags { get; init; } = "";

        public string Suites { get; init; } = "";

        public string Image { get; init; } = "";

        public int Priority { get; init; }

        public int Retries { get; init; }

        public int TimeoutSeconds { get; init; }

        public int QueueSeconds { get; init; }

        public string CreatedBy { get; init; } = "";

        public long Next { get; init; }

        public long Fence { get; init; }

        public long Round { get; init; }

        public bool IsForAll => ForAll != 0;

        public string[] Words => Tags.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        public ScheduleView ToView() => new()
        {
            Name = Name,
            Cron = Cron,
            Zone = Zone,
            IsForAll = IsForAll,
            Target = Target,
            Type = Type,
            Tags = Tags,
            Suites = Suites,
            CreatedBy = CreatedBy,
            Next = Next,
            Round = Round,
        };
    }
}
