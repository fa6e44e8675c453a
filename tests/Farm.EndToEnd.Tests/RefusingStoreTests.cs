// A store that works but takes nothing.

using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading.Tasks;
using RustKernel.EndToEnd.Tests;
using RustKernel.Farm.Tests;
using RustKernel.Hil.Farm;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.Farm.EndToEnd.Tests;

[Trait("Run", "hil")]
public sealed class RefusingStoreTests(PostgresServer server, ITestOutputHelper output) : IClassFixture<PostgresServer>
{
    private const int Attempts = 50;
    private static readonly JobRequest s_job = new("", "", [], "boot", "", 50, 2, 0, 0, "test");

    [Theory]
    [InlineData("read-only", "read-only transaction")]
    [InlineData("connections", "too many connections")]
    [InlineData("full", "No space left on device")]
    public async Task A_database_that_refuses_is_said_and_the_run_keeps_what_it_has_to_say(string how, string words)
    {
        using TemporaryFolder folder = new();
        using FullDisk? disk = how == "full" ? FullDisk.TryMake() : null;
        if (how == "full" && disk is null)
        {
            output.WriteLine("a full disk cannot be tried here: no file system can be mounted");
            return;
        }

        string place = server.NewDatabase(disk?.Path);
        using CoordinatorProcess coordinator = OpenFarm.Serve(place);
        using FarmClient client = coordinator.Client();
        using AgentProcess agent = new(folder.Path, $"{coordinator.Address}", "desk", 1, scale: 1, seconds: 4);
        await Waiting.UntilAsync(async () => (await client.BoardsAsync(default)).Count == 1);
        long job = await client.SubmitAsync(s_job, default);
        await OutageTests.RunsAsync(client, job);
        using (server.Refuse(place, how))
        {
            await RefusesAsync(client, words);
            await Waiting.UntilAsync(() => Task.FromResult(OutageTests.Lines(AgentProcess.Journal(folder.Path))
                .Any(line => line.StartsWith("off ", StringComparison.Ordinal))));
        }

        await Waiting.UntilAsync(async () => (await client.JobAsync(job, default)).State == "finished");
        RunView run = Assert.Single((await client.JobAsync(job, default)).Runs);
        Assert.Equal("pass", run.Verdict);
        string recorded = Path.Combine(AppContext.BaseDirectory, "recorded.jsonl");
        Assert.Equal(new FileInfo(recorded).Length, run.LogBytes);
    }

    /// <summary>Takes neither an image nor a job; old connections first report that they were ended.</summary>
    private static async Task RefusesAsync(FarmClient client, string words)
    {
        // A large one, because a few rows may still fit.
        byte[] image = RandomNumberGenerator.GetBytes(2_000_000);
        string said = "";
        for (int attempt = 0; attempt < Attempts && !said.Contains(words, StringComparison.Ordinal); attempt++)
        {
            said = (await Assert.ThrowsAsync<FarmUnreachableException>(async () =>
            {
                await client.UploadImageAsync(Convert.ToHexStringLower(SHA256.HashData(image)), image, default);
                await client.SubmitAsync(s_job, default);
            })).Message;
            if (said.Contains("HTTP status 503", StringComparison.Ordinal) && words.Contains("connections", StringComparison.Ordinal))
            {
                // The question whether the image exists has an answer without words.
                said = (await Assert.ThrowsAsync<FarmUnreachableException>(() => client.SubmitAsync(s_job, default))).Message;
            }
        }

        Assert.Contains(words, said);
    }
}
