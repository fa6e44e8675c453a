// An agent, its boards and real coordinators.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;
using Xunit;

namespace RustKernel.Farm.Tests;

public sealed class AgentTests : IDisposable
{
    private static readonly CancellationToken s_never = CancellationToken.None;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private readonly string _folder = Directory.CreateTempSubdirectory("rk-farm-agent").FullName;
    private readonly PretendedBoards _boards = new();
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _agents = [];

    private string Place => Path.Combine(_folder, "farm.db");

    public void Dispose()
    {
        _end.Cancel();
        Task.WaitAll([.. _agents], s_patience);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_submitted_job_runs_and_its_console_and_verdict_come_back()
    {
        using CoordinatorProcess coordinator = new(Place);
        using FarmClient client = coordinator.Client();
        StartAgent(client, "pi");
        byte[] image = RandomNumberGenerator.GetBytes(3_000_000);
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(image));
        await client.UploadImageAsync(sha256, image, s_never);
        long job = await SubmitAsync(client, Job() with { Image = sha256, Target = "pi" });
        PretendedRun run = _boards.Next();
        Assert.Equal((job, "pi", "boot"), (run.Assignment.Job, run.Assignment.Board, run.Assignment.Suites));
        Assert.Equal(image, File.ReadAllBytes(run.Image!));
        run.Send("Hello ");
        await Waiting.UntilAsync(async () => (await client.JobAsync(job, s_never)).Runs[0].LogBytes > 0);
        Assert.Equal("running", (await client.JobAsync(job, s_never)).State);
        run.Send("world\n");
        run.End("pass");
        JobView ended = await EndOfAsync(client, job);
        Assert.Equal("pass", ended.Verdict);
        string log = Encoding.UTF8.GetString(await client.LogAsync(ended.Runs[0].Id, 0, s_never));
        Assert.EndsWith("verdict pass\n", log);
        Assert.Equal(log.Length, ended.Runs[0].LogBytes);
        Assert.Equal(log[10..], Encoding.UTF8.GetString(await client.LogAsync(ended.Runs[0].Id, 10, s_never)));
        Assert.Empty(Directory.GetDirectories(Path.Combine(_folder, "agent-desk", "spool")));
    }

    [Fact]
    public async Task A_cancelled_job_ends_on_its_board()
    {
        using CoordinatorProcess coordinator = new(Place, "--time-scale", "0.2");
        using FarmClient client = coordinator.Client();
        StartAgent(client, FarmTimes.Scaled(0.2), "pi");
        long job = await SubmitAsync(client, Job());
        PretendedRun run = _boards.Next();
        Assert.Equal("running", await client.CancelAsync(job, s_never));
        await run.Stopped.WaitAsync(s_patience);
        JobView ended = await EndOfAsync(client, job);
        Assert.Equal("cancelled", ended.Verdict);
    }

    [Fact]
    public async Task A_coordinator_that_is_killed_and_comes_back_costs_no_run_and_no_byte()
    {
        using CoordinatorProcess coordinator = new(Place);
        using FarmClient client = coordinator.Client();
        StartAgent(client, "pi");
        long job = await SubmitAsync(client, Job());
        PretendedRun run = _boards.Next();
        run.Send("before\n");
        await Waiting.UntilAsync(async () => (await client.JobAsync(job, s_never)).Runs[0].LogBytes > 0);
        coordinator.Kill();
        run.Send("meanwhile\n");
        coordinator.Start();
        run.Send("after\n");
        run.End("pass");
        JobView ended = await EndOfAsync(client, job);
        Assert.Equal(("pass", 1), (ended.Verdict, ended.Runs.Count));
        string log = Encoding.UTF8.GetString(await client.LogAsync(ended.Runs[0].Id, 0, s_never));
        Assert.Equal(4, log.Count(letter => letter == '\n'));
    }

    [Fact]
    public async Task Of_two_coordinators_the_other_takes_over()
    {
        using CoordinatorProcess first = new(Place);
        using CoordinatorProcess second = new(Place);
        using FarmClient both = new([first.Address, second.Address], null);
        StartAgent(both, "pi");
        using FarmClient client = second.Client();
        long job = await SubmitAsync(client, Job());
        PretendedRun run = _boards.Next();
        first.Kill();
        run.Send("to the other\n");
        run.End("pass");
        JobView ended = await EndOfAsync(client, job);
        Assert.Equal(("pass", 1), (ended.Verdict, ended.Runs.Count));
    }

    [Fact]
    public async Task An_agent_that_the_farm_is_cut_off_from_switches_off_before_the_board_is_anybody_elses()
    {
        using CoordinatorProcess coordinator = new(Place, "--time-scale", "0.2");
        using FarmClient client = coordinator.Client();
        StartAgent(client, FarmTimes.Scaled(0.2), "pi");
        long job = await SubmitAsync(client, Job());
        PretendedRun run = _boards.Next();
        coordinator.Kill();
        await run.Stopped.WaitAsync(s_patience);
        // Only now can it be claimed again: by an agent that runs when the lease has passed.
        coordinator.Start();
        PretendedRun next = _boards.Next();
        Assert.True(next.Assignment.Fence > run.Assignment.Fence);
        next.End("pass");
        JobView ended = await EndOfAsync(client, job);
        Assert.Equal("pass", ended.Verdict);
        // The first attempt's report is kept, but it is no verdict.
        await Waiting.UntilAsync(async () => (await client.JobAsync(job, s_never)).Runs[0] is { Verdict: "infrastructure" });
    }

    [Fact]
    public async Task A_coordinator_that_stands_still_with_an_upload_in_its_hands_keeps_no_board_on()
    {
        using CoordinatorProcess coordinator = new(Place, "--time-scale", "0.2");
        using FarmClient client = coordinator.Client();
        StartAgent(client, FarmTimes.Scaled(0.2), "pi");
        long job = await SubmitAsync(client, Job());
        PretendedRun run = _boards.Next();
        coordinator.Signal("STOP");
        run.Send("nobody answers to this\n");
        // An upload may take two minutes; the board must be off after five seconds.
        await run.Stopped.WaitAsync(TimeSpan.FromSeconds(100));
        coordinator.Signal("CONT");
        await Waiting.UntilAsync(async () => await client.CancelAsync(job, s_never) == "finished");
    }

    [Fact]
    public async Task What_a_dead_agent_left_is_kept_by_the_next_one_as_evidence()
    {
        using CoordinatorProcess coordinator = new(Place);
        using FarmClient client = coordinator.Client();
        StartAgent(client, "pi");
        long job = await SubmitAsync(client, Job());
        PretendedRun run = _boards.Next();
        run.Send("the last words\n");
        string spool = Path.Combine(_folder, "agent-desk", "spool");
        await Waiting.UntilAsync(() => Task.FromResult(Directory.EnumerateFiles(spool, "log.jsonl", SearchOption.AllDirectories).Any()));
        // A copy of what a killed agent would leave, for another agent of the same host to find.
        Copy(Directory.GetDirectories(spool)[0], Path.Combine(_folder, "agent-other", "spool", "left"));
        run.End("pass");
        Assert.Equal("pass", (await EndOfAsync(client, job)).Verdict);
        _ = RunAgent(client, FarmTimes.Scaled(0.2), "other", "pi2");
        await Waiting.UntilAsync(() => Task.FromResult(
            Directory.GetDirectories(Path.Combine(_folder, "agent-other", "spool")).Length == 0));
        JobView after = await client.JobAsync(job, s_never);
        Assert.Equal(("pass", 1), (after.Verdict, after.Runs.Count));
    }

    [Fact]
    public async Task A_second_agent_of_the_same_host_ends_the_first()
    {
        using CoordinatorProcess coordinator = new(Place, "--time-scale", "0.2");
        using FarmClient client = coordinator.Client();
        Task first = RunAgent(client, FarmTimes.Scaled(0.2), "desk", "pi");
        await Waiting.UntilAsync(async () => (await client.BoardsAsync(s_never)).Count == 1);
        _ = RunAgent(client, FarmTimes.Scaled(0.2), "desk", "pi");
        FarmRefusedException refused = await Assert.ThrowsAsync<FarmRefusedException>(() => first.WaitAsync(s_patience));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("another agent of host desk", refused.Message);
    }

    /// <summary>The host's clock jumps by hours at every look, as when it is set in the middle of a run.</summary>
    [Fact]
    public async Task A_clock_that_jumps_while_a_run_goes_on_ends_no_hold()
    {
        using CoordinatorProcess coordinator = new(Place, "--time-scale", "0.1");
        using FarmClient client = coordinator.Client();
        _ = RunAgent(client, FarmTimes.Scaled(0.1), "desk", new JumpingClock(), "pi");
        long job = await SubmitAsync(client, Job());
        PretendedRun run = _boards.Next();
        // Longer than a lease, which is 3 s.
        await Task.Delay(TimeSpan.FromSeconds(4));
        run.End("pass");
        JobView ended = await EndOfAsync(client, job);
        Assert.Equal(("pass", 1), (ended.Verdict, ended.Runs.Count));
    }

    private static JobRequest Job() => new("", "", [], "boot", "", 50, 2, 0, 0, "test");

    private void StartAgent(FarmClient client, params string[] boards) => StartAgent(client, FarmTimes.Default, boards);

    private void StartAgent(FarmClient client, FarmTimes times, params string[] boards) => _ = RunAgent(client, times, "desk", boards);

    private Task RunAgent(FarmClient client, FarmTimes times, string host, params string[] boards)
        => RunAgent(client, times, host, TimeProvider.System, boards);

    private Task RunAgent(FarmClient client, FarmTimes times, string host, TimeProvider clock, params string[] boards)
    {
        HostAnnouncement announcement = new(
            host,
            FarmProtocol.Version,
            "test",
            [.. boards.Select(board => new BoardAnnouncement(board, "rpi4", "lab", "a board", []))]);
        FarmAgent agent = new(client, announcement, _boards, times, clock, Path.Combine(_folder, "agent-" + host), _ => { });
        Task running = Task.Run(() => agent.RunAsync(_end.Token));
        _agents.Add(running.ContinueWith(_ => { }, TaskScheduler.Default));
        return running;
    }

    /// <summary>Submits once the agent's boards are registered.</summary>
    private static async Task<long> SubmitAsync(FarmClient client, JobRequest job)
    {
        await Waiting.UntilAsync(async () => (await client.BoardsAsync(s_never)).Count > 0);
        return await client.SubmitAsync(job, s_never);
    }

    private static async Task<JobView> EndOfAsync(FarmClient client, long job)
    {
        JobView? view = null;
        await Waiting.UntilAsync(async () => (view = await client.JobAsync(job, s_never)).State == "finished");
        return view!;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    private sealed class JumpingClock : TimeProvider
    {
        private int _looks;

        public override DateTimeOffset GetUtcNow()
            => base.GetUtcNow() + TimeSpan.FromHours(Interlocked.Increment(ref _looks) % 2 == 0 ? 1 : -1);
    }
}
