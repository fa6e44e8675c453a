// A farm whose hosts are cut off, in one direction or both: nothing is held or on twice, everything ends.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using RustKernel.EndToEnd.Tests;
using RustKernel.Farm.Tests;
using RustKernel.Hil.Farm;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.Farm.EndToEnd.Tests;

public sealed class CutTests(PostgresServer server, ITestOutputHelper output) : IClassFixture<PostgresServer>
{
    // A lease of 6 s, and power off after 5: cuts are shorter and longer than that.
    private const double Scale = 0.2;
    private const int Hosts = 3;
    private const int BoardsOfHost = 2;

    [Fact]
    public Task With_one_seed() => FightAsync(1, cuts: 3, jobs: 12);

    [Fact]
    [Trait("Run", "soak")]
    public async Task With_many_seeds()
    {
        for (int seed = 2; seed < 22; seed++)
        {
            await FightAsync(seed, cuts: 8, jobs: 60);
        }
    }

    private async Task FightAsync(int seed, int cuts, int jobs)
    {
        Random random = new(seed);
        using TemporaryFolder folder = new();
        string place = server.NewDatabase();
        using CoordinatorProcess first = new(place, "--time-scale", "0.2");
        using CoordinatorProcess second = new(place, "--time-scale", "0.2");
        CutLine[][] lines = [.. Enumerable.Range(0, Hosts).Select(_ => new[] { new CutLine(first.Address), new CutLine(second.Address) })];
        // Runs of the last host are longer than a lease: one that went on while its host is cut off would be on twice.
        AgentProcess[] agents = [.. lines.Select((ways, number) => new AgentProcess(
            folder.Path,
            string.Join(',', ways.Select(way => way.Address)),
            $"host{number}",
            BoardsOfHost,
            Scale,
            number == Hosts - 1 ? 9 : 1.5))];
        using FarmClient client = new([first.Address, second.Address], null);
        try
        {
            await Waiting.UntilAsync(async () => (await client.BoardsAsync(default)).Count == Hosts * BoardsOfHost);
            Task<List<long>> submitting = NemesisTests.SubmitAsync(client, random.Next(), jobs);
            for (int cut = 0; cut < cuts; cut++)
            {
                await CutAsync(random, lines, cut);
            }

            List<long> submitted = await submitting;
            await Waiting.UntilAsync(async () => (await client.JobsAsync(default)).All(job => job.State == "finished"));
            FarmHistory history = FarmHistory.Read(place, AgentProcess.Journal(folder.Path));
            output.WriteLine($"seed {seed}: {submitted.Count} jobs, {history.Runs} runs, {history.Lost} lost");
            Assert.Empty(history.Broken());
            Assert.True(history.Runs >= submitted.Count, "fewer runs than jobs");
        }
        finally
        {
            Array.ForEach(agents, agent => agent.Dispose());
            Array.ForEach(lines, ways => Array.ForEach(ways, way => way.Dispose()));
        }
    }

    /// <summary>The last host, or one by chance, is cut off: there, back, or both; from one coordinator, or from all.</summary>
    private static async Task CutAsync(Random random, CutLine[][] lines, int number)
    {
        await Task.Delay(random.Next(500, 1500));
        CutLine[] ways = number == 0 ? lines[^1] : lines[random.Next(lines.Length)];
        CutLine[] cut = number == 0 || random.Next(3) > 0 ? ways : [ways[random.Next(ways.Length)]];
        (bool there, bool back) = number == 0 ? (false, true) : random.Next(3) switch
        {
            0 => (true, false),
            1 => (false, true),
            _ => (true, true),
        };
        Array.ForEach(cut, way => way.Cut(there, back));
        await Task.Delay(number == 0 ? 8000 : random.Next(2000, 9000));
        Array.ForEach(cut, way => way.Mend());
    }
}
