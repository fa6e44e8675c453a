// Runs of the past.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmServer.Pages;
using RustKernel.Hil.FarmStore;

namespace RustKernel.Hil.FarmServer;

/// <summary>/history, /matrix, a board's badge.</summary>
internal static class HistoryRoutes
{
    private const int RunsShown = 100;
    private const int MostImported = 100;

    // The badge shows the latest run whose verdict is about the kernel.
    private const int RunsOfBadge = 20;
    private static readonly string[] s_verdicts = ["pass", "fail", "flaky", "usage", "infrastructure"];

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder pages = routes.MapGroup("");
        Allowed.To(pages, FarmRole.Submitter);
        pages.MapGet("/history", ListAsync);
        pages.MapGet("/history/{id:long}", ShowAsync);
        routes.MapPost("/history", ImportAsync);
        pages.MapGet("/matrix", MatrixAsync);
        pages.MapGet("/badges/{board}.svg", BadgeAsync);
    }

    /// <summary>Refuses a record that is too large, or that no log can have.</summary>
    /// <exception cref="FarmRequestException">It is such a record.</exception>
    internal static void Check(RunRecord record)
    {
        IEnumerable<string> texts =
        [
            record.Verb, record.Suites, record.Build, record.System, .. record.FailedTests,
            .. record.Metrics.SelectMany(metric => new[] { metric.Name, metric.Unit }), .. record.Files.Select(file => file.Name),
        ];
        int entries = Math.Max(record.FailedTests.Count, Math.Max(record.Metrics.Count, record.Files.Count));
        if (entries > RunRecord.MostEntries || texts.Any(text => text.Length > RunRecord.MostText))
        {
            throw new FarmRequestException(
                $"a run's record has at most {RunRecord.MostEntries} tests, metrics and files, and texts of at most "
                    + $"{RunRecord.MostText} letters");
        }

        bool isHash = record.Files.Select(file => file.Sha256).Append(record.Image)
            .All(hash => hash.Length == 0 || FarmProtocol.IsSha256(hash));
        bool isNumber = record.Metrics.Select(metric => metric.Value).Append(record.Seconds).All(double.IsFinite);
        if (!isHash || !isNumber || record.Started < 0 || record.Ok < 0 || record.NotOk < 0 || record.Skipped < 0)
        {
            throw new FarmRequestException("a run's record has a number or a hash that is none");
        }
    }

    private static async Task<IResult> ListAsync(
        HttpContext context,
        IFarmStore store,
        string? board,
        string? verdict,
        string? build,
        string? suites,
        int? limit,
        CancellationToken cancel)
    {
        if (limit is < 1 or > HistoryQuery.MostRuns)
        {
            throw new FarmRequestException($"limit is 1 to {HistoryQuery.MostRuns}");
        }

        HistoryQuery query = new(board ?? "", verdict ?? "", build ?? "", suites ?? "", limit ?? RunsShown);
        IReadOnlyList<PastRun> runs = await store.HistoryAsync(query, cancel).ConfigureAwait(false);
        return PageRoutes.WantsPage(context.Request)
            ? PageRoutes.Page<HistoryPage>(new() { [nameof(HistoryPage.Query)] = query, [nameof(HistoryPage.Runs)] = runs })
            : Results.Json(runs, FarmJson.Default.IReadOnlyListPastRun);
    }

    private static async Task<IResult> ShowAsync(long id, HttpContext context, IFarmStore store, CancellationToken cancel)
    {
        if (await store.PastRunAsync(id, cancel).ConfigureAwait(false) is not { } past)
        {
            return PeopleRoutes.Missing($"the history has no run {id}");
        }

        return PageRoutes.WantsPage(context.Request)
            ? PageRoutes.Page<PastPage>(new() { [nameof(PastPage.Past)] = past })
            : Results.Json(past, FarmJson.Default.PastRun);
    }

    private static async Task<ImportReply> ImportAsync(
        IReadOnlyList<PastRun> runs,
        IFarmStore store,
        HttpContext context,
        CancellationToken cancel)
    {
        if (runs.Count > MostImported)
        {
            throw new FarmRequestException($"at most {MostImported} runs at once");
        }

        foreach (PastRun run in runs)
        {
            string[] names = [run.Board, run.Host, .. run.Type.Length > 0 ? [run.Type] : Array.Empty<string>()];
            if (!names.All(FarmProtocol.IsName) || !s_verdicts.Contains(run.Verdict))
            {
                throw new FarmRequestException("a run of the past has a board, type, host or verdict that is none");
            }

            if (run.Reason.Length > RunRecord.MostText || run.Stage.Length > RunRecord.MostText)
            {
                throw new FarmRequestException($"a reason or stage has at most {RunRecord.MostText} letters");
            }

            Check(run.Record);
        }

        return new ImportReply(await store.ImportAsync(runs, Caller.Of(context).Or("a person"), cancel).ConfigureAwait(false));
    }

    private static async Task<IResult> MatrixAsync(HttpContext context, IFarmStore store, CancellationToken cancel)
    {
        HistoryQuery all = new("", "", "", "", HistoryQuery.MostRuns);
        Matrix matrix = Matrix.Of(await store.HistoryAsync(all, cancel).ConfigureAwait(false));
        return PageRoutes.WantsPage(context.Request)
            ? PageRoutes.Page<MatrixPage>(new() { [nameof(MatrixPage.Matrix)] = matrix })
            : Results.Json(matrix.Cells, FarmJson.Default.IReadOnlyListPastRun);
    }

    private static async Task<IResult> BadgeAsync(string board, string? suites, IFarmStore store, CancellationToken cancel)
    {
        if (!FarmProtocol.IsName(board))
        {
            return PeopleRoutes.Missing("that is no board's name");
        }

        IReadOnlyList<PastRun> runs = await store.HistoryAsync(new HistoryQuery(board, "", "", suites ?? "", RunsOfBadge), cancel)
            .ConfigureAwait(false);
        string verdict = runs.FirstOrDefault(run => run.Verdict != "infrastructure")?.Verdict ?? "unknown";
        return Results.Text(Badge.Of(board, verdict), "image/svg+xml");
    }
}
