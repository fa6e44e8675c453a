// A store that does not answer or is unreachable; wrong clocks; a job that kills its agents.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using RustKernel.EndToEnd.Tests;
using RustKernel.Farm.Tests;
using RustKernel.Hil.Farm;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.Farm.EndToEnd.Tests;

[Trait("Run", "hil")]
public sealed class OutageTests(PostgresServer server, ITestOutputHelper output) : IClassFixture<PostgresServer>
{
    private const string FakedTime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";
    private readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_database_that_is_down_for_a_while_costs_nothing_and_one_that_stays_down_switches_boards_off()
    {
        using TemporaryFolder folder = new();
        string place = server.NewDatabase();
        using CoordinatorProcess coordinator = OpenFarm.Serve(place, "--time-scale", "0.4");
        using FarmClient client = coordinator.Client();
        // A lease of 12 s, off after 10; a run of 25 s.
        using AgentProcess agent = new(folder.Path, $"{coordinator.Address}", "desk", 1, scale: 0.4, seconds: 25);
        await Waiting.UntilAsync(async () => (await client.BoardsAsync(default)).Count == 1);
        long job = await client.SubmitAsync(Job(), default);
        await RunsAsync(client, job);
        server.Kill();
        await Task.Delay(3000);
        server.Start();
        await Task.Delay(6000);
        Assert.Equal("running", Assert.Single((await client.JobAsync(job, default)).Runs).State);
        long before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        server.Kill();
        string journal = AgentProcess.Journal(folder.Path);
        await Waiting.UntilAsync(() => Task.FromResult(Lines(journal).Any(line => line.StartsWith("off ", StringComparison.Ordinal))));
        string[] off = Lines(journal).First(line => line.StartsWith("off ", StringComparison.Ordinal)).Split(' ');
        Assert.InRange(long.Parse(off[3]) - before - long.Parse(off[4]), 0, 12_000);
        server.Start();
        await Waiting.UntilAsync(async () => (await client.JobAsync(job, default)).State == "finished");
        JobView ended = await client.JobAsync(job, default);
        Assert.Equal(["infrastructure", "pass"], ended.Runs.Select(run => run.Verdict));
        Assert.Empty(FarmHistory.Read(place, journal).Broken());
    }

    /// <summary>A coordinator does not show what it cannot see: no list of boards, no free one.</summary>
    [Fact]
    public async Task A_coordinator_that_is_cut_off_from_the_database_says_so_and_the_other_goes_on()
    {
        if (NetworkNamespace.WhyNot is { } whyNot)
        {
            output.WriteLine(whyNot);
            return;
        }

        using TemporaryFolder folder = new();
        using NetworkNamespace host = new();
        NetworkLine people = host.Connect(), database = host.Connect();
        server.Admit(database.Near, database.Far);
        string place = server.NewDatabase();
        string[] prefix = [.. host.Prefix];
        using CoordinatorProcess cut = new(
            place.Replace("127.0.0.1", $"{database.Near}", StringComparison.Ordinal),
            people.Far,
            prefix,
            "--token-file",
            OpenFarm.TokenFile);
        using CoordinatorProcess whole = OpenFarm.Serve(place);
        using FarmClient client = whole.Client();
        using AgentProcess agent = new(folder.Path, $"{cut.Address},{whole.Address}", "desk", 1, scale: 1, seconds: 35);
        await Waiting.UntilAsync(async () => (await client.BoardsAsync(default)).Count == 1);
        long job = await client.SubmitAsync(Job(), default);
        await RunsAsync(client, job);
        using HttpClient http = new() { BaseAddress = cut.Address, Timeout = _patience };
        http.DefaultRequestHeaders.Authorization = new("Bearer", File.ReadAllText(OpenFarm.TokenFile));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("boards")).StatusCode);
        // Silence one way, then no line at all.
        foreach (bool isBoth in new[] { false, true })
        {
            database.Cut(fromThere: isBoth, back: true);
            using HttpResponseMessage answer = await http.GetAsync("boards");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Contains("store postgres:", await answer.Content.ReadAsStringAsync());
            Assert.NotEqual("offline", Assert.Single(await client.BoardsAsync(default)).State);
        }

        database.Mend();
        await Waiting.UntilAsync(async () => (await http.GetAsync("boards")).StatusCode == HttpStatusCode.OK);
        await Waiting.UntilAsync(async () => (await client.JobAsync(job, default)).State == "finished");
        Assert.Equal("pass", Assert.Single((await client.JobAsync(job, default)).Runs).Verdict);
    }

    /// <summary>Hosts' clocks that are an hour late or fast: leases do not depend on them, and displayed times are the store's.</summary>
    [Fact]
    public async Task Hosts_whose_clocks_are_wrong_lose_nothing()
    {
        if (!File.Exists(FakedTime))
        {
            output.WriteLine($"wrong clocks cannot be tried here: {FakedTime} is missing (Debian's libfaketime)");
            return;
        }

        using TemporaryFolder folder = new();
        string place = server.NewDatabase();
        using CoordinatorProcess coordinator = OpenFarm.Serve(place, "--time-scale", "0.2");
        using FarmClient client = coordinator.Client();
        string address = $"{coordinator.Address}";
        // A lease of 6 s, runs of 9 s.
        using AgentProcess late = new(folder.Path, address, "late", 1, 0.2, 9, null, Faked("-1h"));
        using AgentProcess fast = new(folder.Path, address, "fast", 1, 0.2, 9, null, Faked("+1h"));
        await Waiting.UntilAsync(async () => (await client.BoardsAsync(default)).Count == 2);
        long[] jobs =
        [
            await client.SubmitAsync(Job() with { Target = "late-1" }, default),
            await client.SubmitAsync(Job() with { Target = "fast-1" }, default),
        ];
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        foreach (long job in jobs)
        {
            await Waiting.UntilAsync(async () => (await client.JobAsync(job, default)).State == "finished");
            RunView run = Assert.Single((await client.JobAsync(job, default)).Runs);
            Assert.Equal("pass", run.Verdict);
            Assert.InRange(run.Ended, now - 60_000, now + (long)_patience.TotalMilliseconds);
        }

        // The hosts' clocks really were wrong.
        long[] off = [.. Lines(AgentProcess.Journal(folder.Path)).Where(line => line.StartsWith("off ", StringComparison.Ordinal))
            .Select(line => long.Parse(line.Split(' ')[3]) - now).Order()];
        Assert.True(off is [< -3_000_000, > 3_000_000], "the clocks were not faked");
    }

    /// <summary>A job that kills every agent that begins it is set aside after two, and the third host does other work.</summary>
    [Fact]
    public async Task A_job_that_kills_its_agents_is_set_aside_after_two()
    {
        using TemporaryFolder folder = new();
        string place = server.NewDatabase();
        using CoordinatorProcess coordinator = OpenFarm.Serve(place, "--time-scale", "0.2");
        using FarmClient client = coordinator.Client();
        AgentProcess[] agents = [.. Enumerable.Range(0, 3)
            .Select(number => new AgentProcess(folder.Path, $"{coordinator.Address}", $"host{number}", 1, 0.2, 1))];
        await Waiting.UntilAsync(async () => (await client.BoardsAsync(default)).Count == 3);
        long poison = await client.SubmitAsync(Job() with { Suites = "poison", Retries = 10 }, default);
        await Waiting.UntilAsync(async () => (await client.JobAsync(poison, default)).State == "finished");
        JobView ended = await client.JobAsync(poison, default);
        Assert.Equal(("infrastructure", 2), (ended.Verdict, ended.Runs.Count));
        long other = await client.SubmitAsync(Job(), default);
        await Waiting.UntilAsync(async () => (await client.JobAsync(other, default)).State == "finished");
        Assert.Equal("pass", (await client.JobAsync(other, default)).Verdict);
        Assert.Equal(1, agents.Count(agent => agent.IsAlive));
        Array.ForEach(agents, agent => agent.Dispose());
    }

    private static Dictionary<string, string> Faked(string offset) => new() { ["LD_PRELOAD"] = FakedTime, ["FAKETIME"] = offset };

    private static JobRequest Job() => new("", "", [], "boot", "", 50, 2, 0, 0, "test");

    internal static Task RunsAsync(FarmClient client, long job) => Waiting.UntilAsync(
        async () => (await client.JobAsync(job, default)).Runs is [{ State: "running", LogBytes: > 0 }, ..]);

    internal static IEnumerable<string> Lines(string journal) => Directory.Exists(journal)
        ? Directory.EnumerateFiles(journal).SelectMany(File.ReadAllLines)
        : [];
}
