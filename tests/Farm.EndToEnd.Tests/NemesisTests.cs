// A farm whose parts are killed and stopped at random: no board is held twice, nothing is lost, everything ends.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using RustKernel.EndToEnd.Tests;
using RustKernel.Farm.Tests;
using RustKernel.Hil.Farm;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.Farm.EndToEnd.Tests;

public sealed class NemesisTests(PostgresServer server, ITestOutputHelper output) : IClassFixture<PostgresServer>
{
    // A lease of 6 s: long enough for a busy machine, short enough to expire while the nemesis works.
    private const double Scale = 0.2;
    private const int Hosts = 3;
    private const int BoardsOfHost = 3;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_half = TimeSpan.FromMinutes(30);

    [Fact]
    public Task With_one_seed_and_each_strike_once()
        => FightAsync(int.Parse(Environment.GetEnvironmentVariable("FARM_SEED") ?? "1"), rounds: 1, jobs: 16);

    [Fact]
    [Trait("Run", "soak")]
    public async Task For_half_an_hour_with_many_seeds()
    {
        long begun = Stopwatch.GetTimestamp();
        for (int seed = 2; Stopwatch.GetElapsedTime(begun) < s_half; seed++)
        {
            await FightAsync(seed, rounds: 6, jobs: 150);
        }
    }

    private async Task FightAsync(int seed, int rounds, int jobs)
    {
        Random random = new(seed);
        using TemporaryFolder folder = new();
        string place = server.NewDatabase();
        CoordinatorProcess[] coordinators = [.. Enumerable.Range(0, 2).Select(_ => Coordinator(place))];
        output.WriteLine(NetworkNamespace.WhyNot ?? "hosts are network namespaces");
        HostLines[] lines = [.. Enumerable.Range(0, Hosts).Select(_ => HostLines.To([.. coordinators.Select(one => one.Address)]))];
        AgentProcess[] agents = [.. lines.Select((ways, number) => new AgentProcess(
            folder.Path,
            string.Join(',', ways.Coordinators),
            $"host{number}",
            BoardsOfHost,
            Scale,
            SecondsOf(number),
            ways.Prefix))];
        using FarmClient client = new([.. coordinators.Select(coordinator => coordinator.Address)], null);
        try
        {
            await Waiting.UntilAsync(async () => (await client.BoardsAsync(default)).Count == Hosts * BoardsOfHost);
            Task<List<long>> submitting = SubmitAsync(client, random.Next(), jobs);
            for (int round = 0; round < rounds; round++)
            {
                await Task.WhenAll(
                    StrikeAgentsAsync(new Random(random.Next()), agents, lines),
                    StrikeServersAsync(new Random(random.Next()), coordinators));
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
            Array.ForEach(coordinators, coordinator => coordinator.Dispose());
        }
    }

    // Runs of the last host, whose agent is killed, are longer than a lease: a run that did not end with its agent would still be on
    // when its board is held again.
    private static double SecondsOf(int host) => host == Hosts - 1 ? 9 : 1.5;

    private static CoordinatorProcess Coordinator(string place) => OpenFarm.Serve(place, "--time-scale", "0.2");

    /// <summary>Submits during the fight; sends a request without an answer again, as a person would.</summary>
    internal static async Task<List<long>> SubmitAsync(FarmClient client, int seed, int jobs)
    {
        Random random = new(seed);
        List<long> submitted = [];
        for (int job = 0; job < jobs; job++)
        {
            JobRequest request = new("", "", [], "boot", "", random.Next(101), 10, 0, 0, $"user{random.Next(4)}");
            await Waiting.UntilAsync(async () =>
            {
                submitted.Add(await client.SubmitAsync(request, default));
                return true;
            });
            await Task.Delay(200);
        }

        return submitted;
    }

    /// <summary>Kills one agent, stops one, cuts off one's host, in random order.</summary>
    private static async Task StrikeAgentsAsync(Random random, AgentProcess[] agents, HostLines[] lines)
    {
        int[] kinds = [0, 1, 2];
        random.Shuffle(kinds);
        foreach (int kind in kinds)
        {
            await Task.Delay(random.Next(200, 1500));
            AgentProcess agent = kind == 0 ? agents[^1] : agents[random.Next(agents.Length)];
            if (kind == 0)
            {
                agent.Kill();
                await Task.Delay(random.Next(1500));
                agent.Start();
            }
            else if (kind == 2)
            {
                await CutTests.CutAsync(random, lines[random.Next(lines.Length)], isAll: false, random.Next(1000, 8000));
            }
            else
            {
                // Sometimes longer than a lease: what it started must end without it.
                agent.Signal("STOP");
                await Task.Delay(random.Next(3000, 8000));
                agent.Signal("CONT");
            }
        }
    }

    /// <summary>Kills one coordinator, both, PostgreSQL, in random order.</summary>
    private async Task StrikeServersAsync(Random random, CoordinatorProcess[] coordinators)
    {
        int[] kinds = [1, 2, 0];
        random.Shuffle(kinds);
        foreach (int kind in kinds)
        {
            await Task.Delay(random.Next(200, 1500));
            if (kind == 0)
            {
                server.Kill();
                await Task.Delay(random.Next(1000));
                server.Start();
                continue;
            }

            CoordinatorProcess[] killed = kind == 2 ? coordinators : [coordinators[random.Next(coordinators.Length)]];
            Array.ForEach(killed, one => one.Kill());
            await Task.Delay(random.Next(kind * 2000));
            Array.ForEach(killed, one => one.Start());
        }
    }
}
