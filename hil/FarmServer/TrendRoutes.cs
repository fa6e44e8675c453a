// A board's metrics over its runs.

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
using RustKernel.Hil.History;

namespace RustKernel.Hil.FarmServer;

/// <summary>/boards/B/trends, /boards/B/trend and /boards/B/metric: tables for all, charts for browsers with scripts.</summary>
internal static class TrendRoutes
{
    private const int RunsShown = 100;
    private const int PointsShown = 500;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder pages = routes.MapGroup("/boards/{board}");
        Allowed.To(pages, FarmRole.Submitter);
        pages.MapGet("/trends", AllAsync);
        pages.MapGet("/trend", OneAsync);
        pages.MapGet("/metric", MetricAsync);
    }

    private static async Task<IResult> AllAsync(string board, HttpContext context, IFarmStore store, CancellationToken cancel)
    {
        if (!FarmProtocol.IsName(board))
        {
            return PeopleRoutes.Missing("that is no board's name");
        }

        // Metrics that moved come first, the latest of them at the top.
        BoardTrend[] trends = [.. (await store.MetricsAsync(board, RunsShown, cancel).ConfigureAwait(false))
            .Select(Judge)
            .OrderByDescending(trend => trend.Steps.Count > 0 ? trend.Points[trend.Steps[^1].Index].Started : 0)];
        return PageRoutes.WantsPage(context.Request)
            ? PageRoutes.Page<TrendsPage>(new() { [nameof(TrendsPage.Board)] = board, [nameof(TrendsPage.Trends)] = trends })
            : Results.Json(trends, FarmJson.Default.IReadOnlyListBoardTrend);
    }

    private static async Task<IResult> OneAsync(string board, string name, IFarmStore store, CancellationToken cancel)
        => Results.Json(await TrendAsync(board, name, store, cancel).ConfigureAwait(false), FarmJson.Default.BoardTrend);

    private static async Task<IResult> MetricAsync(
        string board,
        string name,
        HttpContext context,
        IFarmStore store,
        CancellationToken cancel)
    {
        BoardTrend trend = await TrendAsync(board, name, store, cancel).ConfigureAwait(false);
        return PageRoutes.WantsPage(context.Request)
            ? PageRoutes.Page<MetricPage>(new() { [nameof(MetricPage.Board)] = board, [nameof(MetricPage.Trend)] = trend })
            : Results.Json(trend.Points, FarmJson.Default.IReadOnlyListMetricPoint);
    }

    private static async Task<BoardTrend> TrendAsync(string board, string name, IFarmStore store, CancellationToken cancel)
    {
        IReadOnlyList<MetricPoint> points = await store.MetricAsync(board, name, PointsShown, cancel).ConfigureAwait(false);
        return Judge(new BoardTrend(name, points.LastOrDefault()?.Unit ?? "", points, []));
    }

    /// <summary>As `rk history` judges it.</summary>
    private static BoardTrend Judge(BoardTrend trend) => trend with
    {
        Steps = [.. ChangePoints.Find([.. trend.Points.Select(point => point.Value)])
            .Select(change => new TrendStep(change.Index, change.Before, change.After))],
    };
}
