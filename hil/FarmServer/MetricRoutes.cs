// Numbers for monitoring.

using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmStore;

namespace RustKernel.Hil.FarmServer;

/// <summary>/metrics in Prometheus' text format. All numbers come from the store, so every coordinator reports the same.</summary>
internal static class MetricRoutes
{
    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder routes)
        => Allowed.To(routes.MapGet("/metrics", ShowAsync), FarmRole.Submitter);

    private static async Task<IResult> ShowAsync(IFarmStore store, CancellationToken cancel)
    {
        IReadOnlyList<BoardView> boards = await store.BoardsAsync(cancel).ConfigureAwait(false);
        FarmCounts counts = await store.CountsAsync(cancel).ConfigureAwait(false);
        StringBuilder text = new();
        Head(text, "farm_boards", "gauge", "Boards by state and health.");
        foreach (IGrouping<(string State, string Health), BoardView> group in boards.GroupBy(board => (board.State, board.Health)))
        {
            Line(text, "farm_boards", $"state=\"{group.Key.State}\",health=\"{group.Key.Health}\"", group.Count());
        }

        Head(text, "farm_jobs", "gauge", "Jobs in the store by state.");
        Lines(text, "farm_jobs", "state", counts.Jobs);
        Head(text, "farm_runs_total", "counter", "Runs that ended, by verdict.");
        Lines(text, "farm_runs_total", "verdict", counts.Runs);
        Head(text, "farm_host_unheard_seconds", "gauge", "Time since a host's agent was heard.");
        foreach (Count host in counts.Unheard)
        {
            Line(text, "farm_host_unheard_seconds", $"host=\"{host.Word}\"", host.Number / 1000.0);
        }

        Head(text, "farm_longest_wait_seconds", "gauge", "How long the job has waited which waits longest.");
        Line(text, "farm_longest_wait_seconds", "", counts.LongestWait / 1000.0);
        return Results.Text(text.ToString(), "text/plain; version=0.0.4");
    }

    private static void Head(StringBuilder text, string name, string type, string help)
        => text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private static void Lines(StringBuilder text, string name, string label, IReadOnlyList<Count> counts)
    {
        foreach (Count count in counts)
        {
            Line(text, name, $"{label}=\"{count.Word}\"", count.Number);
        }
    }

    // Words and names in a farm have only letters that need no escape here.
    private static void Line(StringBuilder text, string name, string labels, double value)
        => text.Append(CultureInfo.InvariantCulture, $"{name}{(labels.Length > 0 ? $"{{{labels}}}" : "")} {value}\n");
}
