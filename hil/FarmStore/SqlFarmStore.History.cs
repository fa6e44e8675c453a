// The history of runs, which is kept for ever.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;

namespace RustKernel.Hil.FarmStore;

/// <content>The history: of the farm's runs, and of what hosts had in their own files before.</content>
public sealed partial class SqlFarmStore
{
    private const string PastColumns =
        "SELECT id, run, board, type, host, verb, suites, verdict, reason, stage, build, image, started, seconds, ok, not_ok AS NotOk, "
            + "skipped, system FROM history ";

    /// <inheritdoc/>
    public Task<IReadOnlyList<PastRun>> HistoryAsync(HistoryQuery query, CancellationToken cancel) => RunAsync<IReadOnlyList<PastRun>>(
        async transaction => [.. (await transaction.QueryAsync<PastLine>(
            PastColumns + "WHERE (@Board = '' OR board = @Board) AND (@Verdict = '' OR verdict = @Verdict) "
                + "AND (@Build = '' OR build = @Build) AND (@Suites = '' OR suites = @Suites) ORDER BY started DESC, id DESC LIMIT @Limit",
            query).ConfigureAwait(false)).Select(line => line.ToView([], [], []))],
        cancel);

    /// <inheritdoc/>
    public Task<PastRun?> PastRunAsync(long id, CancellationToken cancel) => RunAsync(
        async transaction =>
        {
            PastLine? line = await transaction.FirstAsync<PastLine>(PastColumns + "WHERE id = @id", new { id }).ConfigureAwait(false);
            return line?.ToView(
                await transaction.QueryAsync<string>("SELECT test FROM history_test WHERE history = @id ORDER BY test", new { id })
                    .ConfigureAwait(false),
                await transaction.QueryAsync<Measurement>(
                    "SELECT name, value, unit FROM history_metric WHERE history = @id ORDER BY name",
                    new { id }).ConfigureAwait(false),
                await transaction.QueryAsync<UsedFile>(
                    "SELECT name, sha256, bytes FROM history_file WHERE history = @id ORDER BY name",
                    new { id }).ConfigureAwait(false));
        },
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MetricPoint>> MetricAsync(string board, string name, int limit, CancellationToken cancel)
        => RunAsync<IReadOnlyList<MetricPoint>>(
            async transaction => [.. (await transaction.QueryAsync<MetricPoint>(
                "SELECT h.id AS Past, h.started, h.build, m.value, m.unit FROM history h JOIN history_metric m ON m.history = h.id "
                    + "WHERE h.board = @board AND m.name = @name AND h.verdict = 'pass' ORDER BY h.started DESC, h.id DESC LIMIT @limit",
                new { board, name, limit }).ConfigureAwait(false)).Reverse()],
            cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<BoardTrend>> MetricsAsync(string board, int runs, CancellationToken cancel)
        => RunAsync<IReadOnlyList<BoardTrend>>(
            async transaction => [.. (await transaction.QueryAsync<MetricLine>(
                "SELECT m.name, m.unit, h.id AS Past, h.started, h.build, m.value FROM (SELECT id, started, build FROM history "
                    + "WHERE board = @board AND verdict = 'pass' ORDER BY started DESC, id DESC LIMIT @runs) h "
                    + "JOIN history_metric m ON m.history = h.id ORDER BY m.name, h.started, h.id",
                new { board, runs }).ConfigureAwait(false))
                .GroupBy(line => line.Name, StringComparer.Ordinal)
                .Select(group => new BoardTrend(group.Key, group.Last().Unit, [.. group.Select(line => line.ToPoint())], []))],
            cancel);

    /// <inheritdoc/>
    public Task<int> ImportAsync(IReadOnlyList<PastRun> runs, string who, CancellationToken cancel) => RunAsync(
        async transaction =>
        {
            int taken = 0;
            foreach (PastRun run in runs)
            {
                taken += await KeepAsync(transaction, run with { Run = 0 }).ConfigureAwait(false) ? 1 : 0;
            }

            if (taken > 0)
            {
                await transaction.AuditAsync(who, $"took in {taken} runs of the past").ConfigureAwait(false);
            }

            return taken;
        },
        cancel);

    /// <inheritdoc/>
    public Task<FarmCounts> CountsAsync(CancellationToken cancel) => RunAsync(
        async transaction => new FarmCounts(
            await transaction.QueryAsync<Count>("SELECT state AS Word, COUNT(*) AS Number FROM job GROUP BY state", new { })
                .ConfigureAwait(false),
            await transaction.QueryAsync<Count>(
                "SELECT verdict AS Word, COUNT(*) AS Number FROM run WHERE verdict <> '' GROUP BY verdict",
                new { }).ConfigureAwait(false),
            await transaction.QueryAsync<Count>(
                "SELECT name AS Word, @Now - seen AS Number FROM host ORDER BY name",
                new { transaction.Now }).ConfigureAwait(false),
            await transaction.FirstAsync<long>(
                "SELECT COALESCE(MAX(@Now - submitted), 0) FROM job WHERE state = 'queued'",
                new { transaction.Now }).ConfigureAwait(false)),
        cancel);

    /// <summary>Remembers the end of a run of the farm.</summary>
    private static async Task KeepAsync(
        FarmTransaction transaction,
        long run,
        string verdict,
        string reason,
        string stage,
        RunRecord? record)
    {
        RanLine ran = (await transaction.FirstAsync<RanLine>(
            "SELECT run.board, board.type, run.host, run.claimed, job.suites FROM run JOIN job ON job.id = run.job "
                + "JOIN board ON board.name = run.board WHERE run.id = @run",
            new { run }).ConfigureAwait(false))!;
        RunRecord kept = record ?? RunRecord.Empty(ran.Claimed, ran.Suites);
        await KeepAsync(transaction, new PastRun(0, run, ran.Board, ran.Type, ran.Host, verdict, reason, stage, kept))
            .ConfigureAwait(false);
    }

    /// <summary>Returns false when it was there already.</summary>
    private static async Task<bool> KeepAsync(FarmTransaction transaction, PastRun past)
    {
        long? id = await transaction.FirstAsync<long?>(
            "INSERT INTO history (run, origin, board, type, host, verb, suites, verdict, reason, stage, build, image, started, "
                + "seconds, ok, not_ok, skipped, system) VALUES (@Run, @origin, @Board, @Type, @Host, @Verb, @Suites, @Verdict, "
                + "@Reason, @Stage, @Build, @Image, @Started, @Seconds, @Ok, @NotOk, @Skipped, @System) "
                + "ON CONFLICT (origin) DO NOTHING RETURNING id",
            new
            {
                past.Run,
                origin = OriginOf(past),
                past.Board,
                past.Type,
                past.Host,
                past.Record.Verb,
                past.Record.Suites,
                past.Verdict,
                past.Reason,
                past.Stage,
                past.Record.Build,
                past.Record.Image,
                past.Record.Started,
                past.Record.Seconds,
                past.Record.Ok,
                past.Record.NotOk,
                past.Record.Skipped,
                past.Record.System,
            }).ConfigureAwait(false);
        if (id is not { } history)
        {
            return false;
        }

        await KeepPartsAsync(transaction, history, past.Record).ConfigureAwait(false);
        return true;
    }

    private static async Task KeepPartsAsync(FarmTransaction transaction, long history, RunRecord record)
    {
        foreach (string test in record.FailedTests.Distinct())
        {
            await transaction.ExecuteAsync("INSERT INTO history_test VALUES (@history, @test)", new { history, test })
                .ConfigureAwait(false);
        }

        foreach (Measurement metric in record.Metrics.DistinctBy(metric => metric.Name))
        {
            await transaction.ExecuteAsync(
                "INSERT INTO history_metric VALUES (@history, @Name, @Value, @Unit)",
                new { history, metric.Name, metric.Value, metric.Unit }).ConfigureAwait(false);
        }

        foreach (UsedFile file in record.Files.DistinctBy(file => file.Name))
        {
            await transaction.ExecuteAsync(
                "INSERT INTO history_file VALUES (@history, @Name, @Sha256, @Bytes)",
                new { history, file.Name, file.Sha256, file.Bytes }).ConfigureAwait(false);
        }
    }

    /// <summary>The identity of a past run when it comes again: a farm run's number, or the content of one from a file.</summary>
    private static string OriginOf(PastRun past)
    {
        if (past.Run != 0)
        {
            return $"run {past.Run}";
        }

        string said = string.Join(
            '\n',
            past.Board,
            past.Host,
            past.Verdict,
            past.Record.Started.ToString(CultureInfo.InvariantCulture),
            past.Record.Seconds.ToString("R", CultureInfo.InvariantCulture),
            past.Record.Suites,
            past.Record.Build);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said)));
    }

    private sealed record RanLine
    {
        public string Board { get; init; } = "";

        public string Type { get; init; } = "";

        public string Host { get; init; } = "";

        public long Claimed { get; init; }

        public string Suites { get; init; } = "";
    }

    private sealed record MetricLine
    {
        public string Name { get; init; } = "";

        public string Unit { get; init; } = "";

        public long Past { get; init; }

        public long Started { get; init; }

        public string Build { get; init; } = "";

        public double Value { get; init; }

        public MetricPoint ToPoint() => new(Past, Started, Build, Value, Unit);
    }

    private sealed record PastLine
    {
        public long Id { get; init; }

        public long Run { get; init; }

        public string Board { get; init; } = "";

        public string Type { get; init; } = "";

        public string Host { get; init; } = "";

        public string Verb { get; init; } = "";

        public string Suites { get; init; } = "";

        public string Verdict { get; init; } = "";

        public string Reason { get; init; } = "";

        public string Stage { get; init; } = "";

        public string Build { get; init; } = "";

        public string Image { get; init; } = "";

        public long Started { get; init; }

        public double Seconds { get; init; }

        public int Ok { get; init; }

        public int NotOk { get; init; }

        public int Skipped { get; init; }

        public string System { get; init; } = "";

        public PastRun ToView(IReadOnlyList<string> tests, IReadOnlyList<Measurement> metrics, IReadOnlyList<UsedFile> files) => new(
            Id,
            Run,
            Board,
            Type,
            Host,
            Verdict,
            Reason,
            Stage,
            new RunRecord(Started, Verb, Suites, Build, Image, Seconds, Ok, NotOk, Skipped, System, tests, metrics, files));
    }
}
