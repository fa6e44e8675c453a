// The verbs of rk farm, as docs/FARM.md shows them, on a farm of one host with one board.

using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using RustKernel.EndToEnd.Tests;
using RustKernel.Farm.Tests;
using RustKernel.Hil.Farm;
using Xunit;

namespace RustKernel.Farm.EndToEnd.Tests;

public sealed class VerbTests : IDisposable
{
    private const string Board = "desk-1";
    private readonly TemporaryFolder _folder = new();
    private readonly CoordinatorProcess _coordinator;
    private readonly AgentProcess _agent;

    public VerbTests()
    {
        _coordinator = OpenFarm.Serve(_folder.File("farm.db"));
        _agent = new AgentProcess(_folder.Path, $"{_coordinator.Address}", "desk", boards: 1, scale: 1, seconds: 0.5);
    }

    public void Dispose()
    {
        _agent.Dispose();
        _coordinator.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_job_is_submitted_followed_listed_and_kept()
    {
        await BoardIsThereAsync();
        Assert.Contains("# done", Farm("submit", Board, "--suite", "boot"), StringComparison.Ordinal);
        string job = Farm("submit", "--suite", "boot", "--priority", "90", "--retries", "1", "--detach").Trim();
        Assert.Contains("# done", Farm("console", job), StringComparison.Ordinal);
        Assert.Equal("it has ended\n", Farm("cancel", job));
        Assert.Equal(2, Farm("queue").Split('\n').Count(line => line.Contains("pass", StringComparison.Ordinal)));
        using JsonDocument runs = JsonDocument.Parse(Farm("history", "--board", Board, "--json", "-"));
        Assert.Equal(2, runs.RootElement.GetArrayLength());
        string past = $"{runs.RootElement[0].GetProperty("id").GetInt64()}";
        Assert.Contains("pass", Farm("history", "--run", past), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_board_is_taken_out_reserved_and_put_into_groups_and_its_host_drained()
    {
        await BoardIsThereAsync();
        Farm("maintenance", Board, "--out", "a new cable");
        Assert.Contains("maintenance: a new cable", Farm("boards"), StringComparison.Ordinal);
        Farm("maintenance", Board);
        Assert.DoesNotContain("a new cable", Farm("boards"), StringComparison.Ordinal);

        string reserved = Farm("reserve", Board, "--for", "2h", "--reason", "a trial");
        Assert.StartsWith($"{Board} is yours until ", reserved, StringComparison.Ordinal);
        Assert.Equal($"{Board} is released\n", Farm("reserve", Board, "--release"));
        Farm("group", Board, "radio", "lab");
        Farm("group", Board);
        Farm("drain", "desk");
        Farm("drain", "desk", "--undo");

        string audit = Farm("audit");
        Assert.Contains($"board {Board} is out: a new cable", audit, StringComparison.Ordinal);
        Assert.Contains($"released board {Board}", audit, StringComparison.Ordinal);
        Assert.Contains("undrain desk", audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_accounts_and_schedules_are_made_listed_and_removed()
    {
        await BoardIsThereAsync();
        Assert.True(Farm("token", "add", "attic", "--role", "agent").Trim().Length > 16);
        Farm("token", "revoke", "attic");
        Assert.Contains("revoked", Line(Farm("token", "list"), "attic"), StringComparison.Ordinal);

        File.WriteAllText(_folder.File("ann.password"), "a long password");
        Farm("account", "add", "ann", "--role", "submitter", "--group", "radio", "--password-file", _folder.File("ann.password"));
        Assert.Contains("submitter", Line(Farm("account", "list"), "ann"), StringComparison.Ordinal);
        Farm("account", "remove", "ann");
        Assert.DoesNotContain("ann ", Farm("account", "list"), StringComparison.Ordinal);

        Farm("schedule", "add", "nightly", "--cron", "0 2 * * *", "--zone", "Europe/Berlin", "--all", "--suite", "boot");
        Assert.Contains("0 2 * * * Europe/Berlin", Line(Farm("schedule", "list"), "nightly"), StringComparison.Ordinal);
        Farm("schedule", "remove", "nightly");
        Assert.DoesNotContain("nightly", Farm("schedule", "list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_s_own_history_is_imported_once()
    {
        await BoardIsThereAsync();
        string history = _folder.File("history.db");
        ToolResult run = Tool.Rk("test", "qemu-virt", "--suite", "boot", "--history", history, "--log", _folder.Path);
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal("1 of 1 runs were new to the farm\n", Farm("import", "--history", history, "--host", "desk"));
        Assert.Equal("0 of 1 runs were new to the farm\n", Farm("import", "--history", history, "--host", "desk"));
        Assert.Contains("pass", Farm("history", "--board", "qemu-virt"), StringComparison.Ordinal);
    }

    // The first requests of a coordinator compile it, which a busy host may not do within the verbs' own limit.
    private async Task BoardIsThereAsync()
    {
        using FarmClient client = _coordinator.Client();
        await Waiting.UntilAsync(async () => (await client.BoardsAsync(default)).Count > 0);
    }

    private static string Line(string table, string name)
        => table.Split('\n').Single(line => line.StartsWith(name + ' ', StringComparison.Ordinal));

    private string Farm(params string[] words)
    {
        ToolResult result = Tool.Rk(["farm", .. words, "--server", $"{_coordinator.Address}"]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }
}
