// A farm whose hosts are cut off, in one direction or both: no board is held or on twice, everything ends.

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
    // A lease of 6 s, and power off after 5: some cuts are shorter and some longer than that.
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
        using CoordinatorProcess first = OpenFarm.Serve(place, "--time-scale", "0.2");
        using CoordinatorProcess second = OpenFarm.Serve(place, "--time-scale", "0.2");
        output.WriteLine(NetworkNamespace.WhyNot ?? "hosts are network namespaces");
        HostLines[] lines = [.. Enumerable.Range(0, Hosts).Select(_ => HostLines.To(first.Address, second.Address))];
        // Runs of the last host are longer than a lease: a run that continued while its host is cut off would be on twice.
        AgentProcess[] agents = [.. lines.Select((ways, number) => new AgentProcess(
            folder.Path,
            string.Join(',', ways.Coordinators),
            $"host{number}",
            BoardsOfHost,
            Scale,
            number == Hosts - 1 ? 9 : 1.5,
            ways.Prefix))];
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
            Array.ForEach(lines, ways => ways.Dispose());
        }
    }

    /// <summary>Cuts off the last host, or a random one: there, back, or both; from one coordinator, or from all.</summary>
    private static async Task CutAsync(Random random, HostLines[] lines, int number)
    {
        await Task.Delay(random.Next(500, 1500));
        HostLines host = number == 0 ? lines[^1] : lines[random.Next(lines.Length)];
        await CutAsync(random, host, isAll: number == 0, number == 0 ? 8000 : random.Next(2000, 9000));
    }

    /// <summary>Cuts a host off in a random way for a while; <paramref name="isAll"/>: it hears nothing from any coordinator.</summary>
    internal static async Task CutAsync(Random random, HostLines host, bool isAll, int milliseconds)
    {
        int one = isAll || random.Next(3) > 0 ? -1 : random.Next(host.Coordinators.Count);
        (bool there, bool back) = isAll ? (false, true) : random.Next(3) switch
        {
            0 => (true, false),
            1 => (false, true),
            _ => (true, true),
        };
        for (int coordinator = 0; coordinator < host.Coordinators.Count; coordinator++)
        {
            if (one < 0 || one == coordinator)
            {
                host.Cut(coordinator, there, back);
            }
        }

        await Task.Delay(milliseconds);
        host.Mend();
    }
}
