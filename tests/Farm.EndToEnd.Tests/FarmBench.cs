// The farm's cost on this machine; docs/FARM.md has the figures and the command.

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.WebSockets;
using System.Threading;
using System.Threading.Tasks;
using Dapper;
using Npgsql;
using RustKernel.EndToEnd.Tests;
using RustKernel.Farm.Tests;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmStore;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.Farm.EndToEnd.Tests;

[Trait("Run", "soak")]
public sealed class FarmBench(PostgresServer server, ITestOutputHelper output) : IClassFixture<PostgresServer>
{
    private const int Agents = 1000;
    private const int StoreJobs = 1000;
    private const int Callers = 16;
    private const int RealBoards = 2;
    private static readonly CancellationToken s_never = CancellationToken.None;

    [Fact]
    public async Task A_thousand_agents_against_each_store()
    {
        await RunStoreAsync("PostgreSQL", server.NewDatabase(), StoreJobs);
        using TemporaryFolder folder = new();
        await RunStoreAsync("SQLite", folder.File("farm.db"), StoreJobs);
        await RunFullQueueAsync("PostgreSQL", server.NewDatabase());
        await RunFullQueueAsync("SQLite", folder.File("full.db"));
        await RunPlainAsync(server.NewDatabase());
    }

    [Fact]
    public async Task Ten_agents_of_ten_boards_and_two_coordinators()
    {
        using TemporaryFolder folder = new();
        string place = server.NewDatabase();
        using CoordinatorProcess first = OpenFarm.Serve(place);
        using CoordinatorProcess second = OpenFarm.Serve(place);
        string servers = $"{first.Address},{second.Address}";
        AgentProcess[] agents = [.. Enumerable.Range(0, 10)
            .Select(number => new AgentProcess(folder.Path, servers, $"host{number}", 10, 1, 1))];
        Process[] real = [.. Enumerable.Range(0, RealBoards).Select(number => StartReal(servers, $"qemu{number}-"))];
        using FarmClient client = new([first.Address, second.Address], null);
        try
        {
            await Waiting.UntilAsync(async () => (await client.BoardsAsync(s_never)).Count == 100 + RealBoards);
            const int jobs = 400;
            long began = Stopwatch.GetTimestamp();
            List<long> onReal = [];
            for (int number = 0; number < RealBoards; number++)
            {
                onReal.Add(await client.SubmitAsync(Job() with { Target = $"qemu{number}-qemu-virt" }, s_never));
            }

            for (int job = 0; job < jobs; job++)
            {
                await client.SubmitAsync(Job() with { Type = "none" }, s_never);
            }

            await Waiting.UntilAsync(async () =>
            {
                // Looking is work, too.
                await Task.Delay(TimeSpan.FromSeconds(1));
                return (await client.JobsAsync(s_never)).All(job => job.State == "finished");
            });
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            JobView[] booted = [.. await Task.WhenAll(onReal.Select(job => client.JobAsync(job, s_never)))];
            Assert.All(booted, job => Assert.Equal("pass", job.Verdict));
            long together = booted.Min(job => job.Runs[^1].Ended) - booted.Max(job => job.Runs[^1].Claimed);
            Assert.True(together > 0, "the machines did not run at once");
            FarmHistory history = FarmHistory.Read(place, AgentProcess.Journal(folder.Path));
            Assert.Empty(history.Broken());
            Say($"2 coordinators, 10 agents, 100 boards, {jobs} recorded runs of a second: {jobs / seconds:0.0} jobs a second, "
                + $"while {RealBoards} QEMUs booted, {together / 1000.0:0.0} s of it at once");
            Say($"coordinators' memory at most: {Megabytes(first)} and {Megabytes(second)} MB");
        }
        finally
        {
            Array.ForEach(agents, agent => agent.Dispose());
            Array.ForEach(real, End);
        }
    }

    [Fact]
    public async Task From_the_machines_byte_to_a_reader_and_from_one_coordinator_to_the_other()
    {
        using TemporaryFolder folder = new();
        string place = server.NewDatabase();
        using CoordinatorProcess first = OpenFarm.Serve(place);
        using CoordinatorProcess second = OpenFarm.Serve(place);
        using FarmClient client = new([first.Address, second.Address], null);
        using CancellationTokenSource end = new();
        PretendedBoards boards = new();
        HostAnnouncement host = new("desk", FarmProtocol.Version, "bench", [new BoardAnnouncement("pi", "rpi4", "lab", "", [])]);
        FarmAgent agent = new(client, host, boards, FarmTimes.Default, TimeProvider.System, folder.File("agent"), _ => { });
        Task running = Task.Run(() => agent.RunAsync(end.Token));
        await Waiting.UntilAsync(async () => (await client.BoardsAsync(s_never)).Count == 1);
        await client.SubmitAsync(Job(), s_never);
        PretendedRun run = boards.Next();
        await ReportConsoleAsync("the same coordinator", first.Address, run, 100);
        await ReportConsoleAsync("the other coordinator", second.Address, run, 20);
        using FarmClient other = new([first.Address, second.Address], null);
        await other.BoardsAsync(s_never);
        first.Kill();
        Say($"failover, coordinator killed: {await AnswerAsync(other):0} ms");
        first.Start();
        using FarmClient third = new([first.Address, second.Address], null);
        await third.BoardsAsync(s_never);
        first.Signal("STOP");
        Say($"failover, coordinator stands still: {await AnswerAsync(third):0} ms");
        first.Signal("CONT");
        run.End("pass");
        await end.CancelAsync();
        await running;
    }

    /// <summary>An agent with an emulated board that boots the kernel.</summary>
    private static Process StartReal(string servers, string prefix)
    {
        Process agent = Tool.Start(
            Tool.Path,
            [
                "farm", "agent", "--server", servers, "--token-file", OpenFarm.TokenFile, "--host", $"{prefix}host", "--prefix", prefix,
                "--board", "qemu-virt",
            ]);
        agent.OutputDataReceived += (_, _) => { };
        agent.ErrorDataReceived += (_, _) => { };
        agent.BeginOutputReadLine();
        agent.BeginErrorReadLine();
        return agent;
    }

    private static void End(Process agent)
    {
        Tool.Finish(Tool.Start("kill", ["-INT", $"{agent.Id}"]), TimeSpan.FromMinutes(1));
        agent.WaitForExit(TimeSpan.FromMinutes(1));
        agent.Dispose();
    }

    private static JobRequest Job() => new("", "", [], "boot", "", 50, 0, 0, 0, "bench");

    private static long Megabytes(CoordinatorProcess coordinator) => long.Parse(
        File.ReadLines($"/proc/{coordinator.ProcessId}/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture) / 1024;

    private static async Task<double> AnswerAsync(FarmClient client)
    {
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await client.BoardsAsync(s_never);
                return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }
            catch (FarmUnreachableException)
            {
                // The next call goes to the other coordinator.
            }
        }
    }

    private async Task RunStoreAsync(string name, string place, int jobs)
    {
        await using SqlFarmStore store = await SqlFarmStore.OpenAsync(place, FarmTimes.Default, s_never);
        long[] sessions = new long[Agents];
        long began = Stopwatch.GetTimestamp();
        await EachAsync(Enumerable.Range(0, Agents), async number => sessions[number] = await store.RegisterAsync(
            new HostAnnouncement($"h{number}", 1, "bench", [new BoardAnnouncement($"b{number}", "rpi4", "lab", "", [])]),
            s_never));
        double registered = Stopwatch.GetElapsedTime(began).TotalSeconds;
        began = Stopwatch.GetTimestamp();
        await EachAsync(Enumerable.Range(0, jobs), _ => store.SubmitAsync(Job(), s_never));
        double submitted = Stopwatch.GetElapsedTime(began).TotalSeconds;
        ConcurrentBag<double> claims = [];
        byte[] log = new byte[4096];
        int done = 0;
        began = Stopwatch.GetTimestamp();
        await EachAsync(Enumerable.Range(0, jobs), async number =>
        {
            int host = number % Agents;
            long asked = Stopwatch.GetTimestamp();
            Assignment? run = await store.ClaimAsync($"h{host}", sessions[host], $"b{host}", s_never);
            claims.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            if (run is not null)
            {
                await store.StartAsync(run.Run, run.Fence, s_never);
                await store.AppendLogAsync(run.Run, run.Fence, 0, log, s_never);
                await store.RenewAsync(new RenewRequest($"h{host}", sessions[host], [new HeldRun(run.Run, run.Fence)]), s_never);
                await store.FinishAsync(run.Run, new FinishReport(run.Fence, "pass", "", "", false, log.Length), s_never);
                Interlocked.Increment(ref done);
            }
        });
        double ran = Stopwatch.GetElapsedTime(began).TotalSeconds;
        double[] sorted = [.. claims.Order()];
        Say($"{name}, {Agents} agents: {Agents / registered:0} registrations, {jobs / submitted:0} submissions, {done / ran:0} whole runs "
            + $"a second (claim, start, log, renewal, verdict); claim {At(sorted, 0.5)} ms, p99 {At(sorted, 0.99)} ms");
    }

    /// <summary>A claim reads every waiting job: the cost by their number.</summary>
    private async Task RunFullQueueAsync(string name, string place)
    {
        await using SqlFarmStore store = await SqlFarmStore.OpenAsync(place, FarmTimes.Default, s_never);
        BoardAnnouncement[] boards = [.. Enumerable.Range(0, 200)
            .Select(number => new BoardAnnouncement($"b{number}", "rpi4", "lab", "", []))];
        long session = await store.RegisterAsync(new HostAnnouncement("desk", 1, "bench", boards), s_never);
        int board = 0, waiting = 0;
        foreach (int jobs in new[] { 100, 1000, 10_000 })
        {
            await EachAsync(Enumerable.Range(0, jobs - waiting), _ => store.SubmitAsync(Job(), s_never));
            List<double> claims = [];
            for (int claim = 0; claim < 50; claim++)
            {
                long asked = Stopwatch.GetTimestamp();
                Assert.NotNull(await store.ClaimAsync("desk", session, $"b{board++}", s_never));
                claims.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }

            waiting = jobs - claims.Count;
            double[] sorted = [.. claims.Order()];
            Say($"{name}, {jobs} jobs waiting, one caller: a claim {At(sorted, 0.5)} ms, p99 {At(sorted, 0.99)} ms");
        }
    }

    /// <summary>The minimal queue in PostgreSQL.</summary>
    private async Task RunPlainAsync(string place)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(PostgresAddress.Parse(place));
        await using (NpgsqlConnection connection = await source.OpenConnectionAsync())
        {
            await connection.ExecuteAsync("CREATE TABLE q (id BIGINT PRIMARY KEY, state INTEGER NOT NULL)");
            await connection.ExecuteAsync("CREATE INDEX q_open ON q (id) WHERE state = 0");
            await connection.ExecuteAsync("INSERT INTO q SELECT n, 0 FROM generate_series(1, 20000) n");
        }

        ConcurrentBag<double> claims = [];
        long began = Stopwatch.GetTimestamp();
        await EachAsync(Enumerable.Range(0, 20_000), async _ =>
        {
            long asked = Stopwatch.GetTimestamp();
            await using NpgsqlConnection connection = await source.OpenConnectionAsync();
            await connection.ExecuteAsync(
                "UPDATE q SET state = 1 WHERE id = (SELECT id FROM q WHERE state = 0 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)");
            claims.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        });
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        double[] sorted = [.. claims.Order()];
        Say($"PostgreSQL alone, one statement a claim: {20_000 / seconds:0} claims a second; "
            + $"{At(sorted, 0.5)} ms, p99 {At(sorted, 0.99)} ms");
    }

    private async Task ReportConsoleAsync(string through, Uri address, PretendedRun run, int lines)
    {
        using ClientWebSocket socket = new();
        UriBuilder place = new(address) { Scheme = "ws", Path = $"runs/{run.Assignment.Run}/console" };
        await socket.ConnectAsync(place.Uri, s_never);
        byte[] buffer = new byte[65_536];
        List<double> times = [];
        for (int line = 0; line < lines; line++)
        {
            long began = Stopwatch.GetTimestamp();
            string word = $"{through} {line};";
            run.Send(word);
            string got = "";
            while (!got.EndsWith(word, StringComparison.Ordinal))
            {
                ValueWebSocketReceiveResult part = await socket.ReceiveAsync(buffer.AsMemory(), s_never);
                got = System.Text.Encoding.UTF8.GetString(buffer, 8, part.Count - 8);
            }

            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        double[] sorted = [.. times.Order()];
        Say($"from a byte in the event log to a reader of {through}: {At(sorted, 0.5)} ms, p99 {At(sorted, 0.99)} ms");
    }

    private static string At(double[] sorted, double share)
        => sorted[(int)(share * (sorted.Length - 1))].ToString("0.0", CultureInfo.InvariantCulture);

    private static Task EachAsync<T>(IEnumerable<T> all, Func<T, Task> action)
        => Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (one, _) => await action(one));

    private void Say(string text) => output.WriteLine(text);
}
