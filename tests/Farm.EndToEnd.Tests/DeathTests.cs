// Processes that die in the middle of each of the farm's transactions.

using System;
using System.Linq;
using System.Threading.Tasks;
using RustKernel.EndToEnd.Tests;
using RustKernel.Farm.Tests;
using RustKernel.Hil.Farm;
using Xunit;

namespace RustKernel.Farm.EndToEnd.Tests;

public sealed class DeathTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    // A lease of 6 s.
    private const double Scale = 0.2;
    private const string Renewed = "OLD.state = 'running' AND NEW.state = 'running'";

    // The transactions of a job, in order.
    private static readonly (string Statement, string Condition)[] s_transactions =
    [
        ("BEFORE INSERT ON run", "true"),
        ("BEFORE UPDATE ON run", "OLD.state = 'claimed' AND NEW.state = 'running'"),
        ("BEFORE UPDATE OF log_bytes ON run", "true"),
        ("BEFORE UPDATE OF lease_until ON run", Renewed),
        ("BEFORE UPDATE ON run", "NEW.state = 'ended'"),
    ];

    /// <summary>While it claims, begins, sends a log, renews, reports: the job ends on its board, with what the dead agent left.</summary>
    [Fact]
    public async Task An_agent_that_is_killed_in_any_state_costs_an_attempt_at_most()
    {
        using TemporaryFolder folder = new();
        string place = server.NewDatabase();
        using CoordinatorProcess coordinator = OpenFarm.Serve(place, "--time-scale", "0.2");
        using FarmClient client = coordinator.Client();
        AgentProcess[] agents = [.. s_transactions
            .Select((_, number) => new AgentProcess(folder.Path, $"{coordinator.Address}", $"host{number}", 1, Scale, 3))];
        try
        {
            await Waiting.UntilAsync(async () => (await client.BoardsAsync(default)).Count == agents.Length);
            JobView[] ended = await Task.WhenAll(agents.Select((agent, number) => KillAsync(client, place, agent, number)));
            foreach (JobView job in ended)
            {
                Assert.Equal("pass", job.Verdict);
                Assert.InRange(job.Runs.Count, 1, 2);
            }

            // A run whose agent was killed is lost, and the host's next agent has brought what it left.
            Assert.Equal(["infrastructure", "pass"], ended[3].Runs.Select(run => run.Verdict));
            Assert.True(ended[3].Runs[0].LogBytes > 0);
            await Waiting.UntilAsync(() => Task.FromResult(agents.All(agent => agent.Spooled.Length == 0)));
            Assert.Empty(FarmHistory.Read(place, AgentProcess.Journal(folder.Path)).Broken());
        }
        finally
        {
            Array.ForEach(agents, agent => agent.Dispose());
        }
    }

    /// <summary>The only coordinator, or PostgreSQL, dies in each transaction of a job: one job, one run, which passes.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Run", "hil")]
    public async Task Servers_that_are_killed_in_every_transaction_of_a_job_cost_nothing(bool isDatabase)
    {
        using TemporaryFolder folder = new();
        string place = server.NewDatabase();
        using CoordinatorProcess coordinator = OpenFarm.Serve(place, "--time-scale", "1");
        using FarmClient client = coordinator.Client();
        // Renewed after 10 s.
        using AgentProcess agent = new(folder.Path, $"{coordinator.Address}", "desk", 1, scale: 1, seconds: 15);
        await Waiting.UntilAsync(async () => (await client.BoardsAsync(default)).Count == 1);
        JobRequest request = Job("desk-1") with { Key = "once" };
        StatementGate gate = new(place, 20, "BEFORE INSERT ON job");
        Task<long> submitting = SubmitAsync(client, request);
        for (int step = 0; step <= s_transactions.Length; step++)
        {
            await gate.ReachedAsync();
            Kill(coordinator, isDatabase);
            if (isDatabase)
            {
                server.Start();
            }

            // The next gate is closed before anything continues.
            StatementGate? next = step < s_transactions.Length
                ? new(place, 21 + step, s_transactions[step].Statement, s_transactions[step].Condition)
                : null;
            gate.Dispose();
            if (!isDatabase)
            {
                coordinator.Start();
            }

            gate = next!;
        }

        long number = await submitting;
        await Waiting.UntilAsync(async () => (await client.JobAsync(number, default)).State == "finished");
        Assert.Equal(number, Assert.Single(await client.JobsAsync(default)).Id);
        Assert.Equal("pass", Assert.Single((await client.JobAsync(number, default)).Runs).Verdict);
        Assert.Empty(FarmHistory.Read(place, AgentProcess.Journal(folder.Path)).Broken());
    }

    /// <summary>Cancelled while it is claimed, while it begins and while it is judged: one verdict.</summary>
    [Fact]
    public async Task A_job_that_is_cancelled_in_the_middle_of_anything_ends_once()
    {
        using TemporaryFolder folder = new();
        string place = server.NewDatabase();
        using CoordinatorProcess coordinator = OpenFarm.Serve(place, "--time-scale", "0.2");
        using FarmClient client = coordinator.Client();
        using AgentProcess agent = new(folder.Path, $"{coordinator.Address}", "desk", 3, Scale, 4);
        await Waiting.UntilAsync(async () => (await client.BoardsAsync(default)).Count == 3);
        string[] verdicts = await Task.WhenAll(new[] { 0, 1, 4 }.Select(async (step, number) =>
        {
            string board = $"desk-{number + 1}";
            StatementGate gate = Gate(place, 30 + step, step, board);
            long job = await client.SubmitAsync(Job(board), default);
            await gate.ReachedAsync();
            Task<string> cancelling = client.CancelAsync(job, default);
            await Task.Delay(300);
            gate.Dispose();
            await cancelling;
            await Waiting.UntilAsync(async () => (await client.JobAsync(job, default)).State == "finished");
            // Again, after the end: nothing changes.
            string verdict = (await client.JobAsync(job, default)).Verdict;
            Assert.Equal("finished", await client.CancelAsync(job, default));
            Assert.Equal(verdict, (await client.JobAsync(job, default)).Verdict);
            return verdict;
        }));
        Assert.Equal(["cancelled", "cancelled"], verdicts[..2]);
        // A verdict from before the cancel stands.
        Assert.Contains(verdicts[2], new[] { "pass", "cancelled" });
        Assert.Empty(FarmHistory.Read(place, AgentProcess.Journal(folder.Path)).Broken());
    }

    private static async Task<JobView> KillAsync(FarmClient client, string place, AgentProcess agent, int step)
    {
        string board = $"{agent.Host}-1";
        StatementGate gate = Gate(place, step + 1, step, board);
        long job = await client.SubmitAsync(Job(board), default);
        await gate.ReachedAsync();
        agent.Kill();
        gate.Dispose();
        agent.Start();
        await Waiting.UntilAsync(async () => (await client.JobAsync(job, default)).State == "finished");
        return await client.JobAsync(job, default);
    }

    private static StatementGate Gate(string place, int key, int step, string board)
        => new(place, key, s_transactions[step].Statement, $"NEW.board = '{board}' AND {s_transactions[step].Condition}");

    private void Kill(CoordinatorProcess coordinator, bool isDatabase)
    {
        if (isDatabase)
        {
            server.Kill();
        }
        else
        {
            coordinator.Kill();
        }
    }

    private static async Task<long> SubmitAsync(FarmClient client, JobRequest request)
    {
        long job = 0;
        await Waiting.UntilAsync(async () => (job = await client.SubmitAsync(request, default)) > 0);
        return job;
    }

    private static JobRequest Job(string board) => new(board, "", [], "boot", "", 50, 2, 0, 0, "test");
}
