// The systemd units, and backup and restore as in docs/FARM.md.

using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using RustKernel.EndToEnd.Tests;
using RustKernel.Farm.Tests;
using RustKernel.Hil.Farm;
using Xunit;

namespace RustKernel.Farm.EndToEnd.Tests;

public sealed class UnitTests(PostgresServer server) : IClassFixture<PostgresServer>, IDisposable
{
    private static readonly string s_examples = Path.Combine(Tool.Root, "docs", "examples");
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_units_are_accepted_and_start_commands_that_there_are()
    {
        Directory.CreateSymbolicLink(_folder.File("rustkernel"), Tool.Root);
        string[] units = ["rustkernel-farm.service", "rustkernel-farm-agent.service"];
        foreach (string unit in units)
        {
            string text = File.ReadAllText(Path.Combine(s_examples, unit)).Replace("%h", _folder.Path, StringComparison.Ordinal);
            File.WriteAllText(_folder.File(unit), text);
            Assert.Equal(0, Tool.Rk([.. CommandOf(unit), "--help"]).ExitCode);
        }

        // A container may have no systemd; a person who installs the units has it.
        if (File.Exists("/usr/bin/systemd-analyze"))
        {
            ToolResult verified = Tool.Finish(
                Tool.Start("systemd-analyze", ["verify", .. units.Select(_folder.File)]),
                s_limit);
            Assert.DoesNotContain("rustkernel-farm", verified.Error, StringComparison.Ordinal);
        }
    }

    /// <summary>The units' commands as systemd runs and ends them: through the launcher, SIGINT to the first process.</summary>
    [Fact]
    [Trait("Run", "hil")]
    public async Task The_units_commands_run_a_job_and_end_in_order()
    {
        int port = FreePort();
        Uri address = new($"http://127.0.0.1:{port}");
        string store = _folder.File("farm.db");
        using Process serve = Start([.. CommandOf("rustkernel-farm.service"), "--listen", $"127.0.0.1:{port}", "--store", store]);
        using FarmClient client = new([address], null);
        using Process agent = Start([.. CommandOf("rustkernel-farm-agent.service"), "--server", $"{address}", "--host", "unit-test"]);
        await Waiting.UntilAsync(async () => (await client.BoardsAsync(default)).Count > 0);
        long done = await client.SubmitAsync(Job(), default);
        await Waiting.UntilAsync(async () => (await client.JobAsync(done, default)).State == "finished");
        Assert.Equal("pass", (await client.JobAsync(done, default)).Verdict);
        long cut = await client.SubmitAsync(Job() with { Suites = "all" }, default);
        await Waiting.UntilAsync(async () => (await client.JobAsync(cut, default)).Runs is [{ State: "running" }]);
        Assert.Equal(0, Interrupt(agent));
        JobView view = await client.JobAsync(cut, default);
        Assert.Equal(("infrastructure", "finished"), (view.Runs[0].Verdict, view.State));
        Assert.Contains("the agent was told to end", view.Reason);
        Assert.Equal(0, Interrupt(serve));
        // As in docs/FARM.md; the restored copy is the farm.
        string copy = _folder.File("copy.db");
        Succeed("sqlite3", store, $".backup '{copy}'");
        using CoordinatorProcess restored = new(copy);
        using FarmClient other = restored.Client();
        Assert.Equal("pass", (await other.JobAsync(done, default)).Verdict);
    }

    /// <summary>As in docs/FARM.md: while the farm runs; the restored copy is the farm as it was.</summary>
    [Fact]
    public async Task A_backup_of_postgresql_comes_back_as_the_farm()
    {
        string place = server.NewDatabase(), copy = server.NewDatabase(), file = _folder.File("farm.dump");
        using CoordinatorProcess coordinator = new(place);
        using FarmClient client = coordinator.Client();
        HostAnnouncement host = new("desk", FarmProtocol.Version, "test", [new BoardAnnouncement("pi", "rpi4", "lab", "", [])]);
        long session = (await client.RegisterAsync(host, default)).Session;
        long job = await client.SubmitAsync(Job(), default);
        Assignment run = (await client.WorkAsync(new WorkRequest("desk", session, ["pi"]), default))!;
        await client.AppendLogAsync(new HeldRun(run.Run, run.Fence), 0, "log"u8.ToArray(), default);
        Succeed("pg_dump", "--format=custom", $"--file={file}", place);
        await client.FinishAsync(run.Run, new FinishReport(run.Fence, "pass", "", "", false, 3), default);
        Succeed("pg_restore", "--no-owner", "--exit-on-error", $"--dbname={copy}", file);
        using CoordinatorProcess restored = new(copy);
        using FarmClient other = restored.Client();
        Assert.Equal("log"u8.ToArray(), await other.LogAsync(run.Run, 0, default));
        // A run that ended after the copy is still running in it, and its agent brings the verdict once more.
        Assert.Equal("running", (await other.JobAsync(job, default)).State);
        FinishReport report = new(run.Fence, "pass", "", "", false, 3);
        Assert.Equal("accepted", (await other.FinishAsync(run.Run, report, default)).Outcome);
        Assert.Equal("pass", (await other.JobAsync(job, default)).Verdict);
    }

    private static void Succeed(string program, params string[] arguments)
    {
        ToolResult result = Tool.Finish(Tool.Start(program, arguments), s_limit);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    private static JobRequest Job() => new("", "", [], "boot", "", 50, 0, 0, 0, "test");

    private static string[] CommandOf(string unit) => File.ReadLines(Path.Combine(s_examples, unit))
        .First(line => line.StartsWith("ExecStart=", StringComparison.Ordinal))
        .Split(' ')[1..];

    private static Process Start(string[] arguments)
    {
        Process process = Tool.Start(Path.Combine(Tool.Root, "rk"), arguments);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static int Interrupt(Process process)
    {
        Tool.Finish(Tool.Start("kill", ["-INT", $"{process.Id}"]), s_limit);
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(60)), "it did not end in the time that its unit gives");
        return process.ExitCode;
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
