// ASP.NET Core's template, unchanged, on this system's TCP, with requests from the host.

using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

public sealed class WebApplicationTests : IDisposable
{
    private const int Requests = 40;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [Trait("Run", "hil")]
    [InlineData("1")]
    [InlineData("2")]
    public async Task The_template_of_ASP_NET_Core_answers(string cpus)
    {
        string project = _folder.File("web");
        ToolResult made = Tool.Finish(Tool.Start("dotnet", ["new", "web", "-o", project, "--no-restore"]), s_limit);
        Assert.True(made.ExitCode == 0, made.ToString());
        using Process machine = Tool.Start(
            Tool.Path,
            [
                "exec", "qemu-virt", project, "--quota", "200M", "--smp", cpus, "--net", "user", "--forward", "0:5000",
                "--log", _folder.Path, "--", "--urls", "http://*:5000",
            ]);
        try
        {
            ConsoleText console = new(machine);
            machine.ErrorDataReceived += (_, _) => { };
            machine.BeginErrorReadLine();
            _ = console.WaitFor("Application started.", s_limit);
            await AskAsync(Port());
        }
        finally
        {
            machine.Kill(entireProcessTree: true);
            await machine.WaitForExitAsync();
        }
    }

    private static async Task AskAsync(int port)
    {
        using HttpClient client = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = s_limit };
        Assert.Equal("Hello World!", await client.GetStringAsync(new Uri("/", UriKind.Relative)));
        using HttpResponseMessage none = await client.GetAsync(new Uri("/none", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Contains(none.Headers.Server, server => server.Product?.Name == "Kestrel");

        // Parallel connections.
        Uri page = new("/", UriKind.Relative);
        string[] answers = await Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => client.GetStringAsync(page)));
        Assert.All(answers, answer => Assert.Equal("Hello World!", answer));
    }

    // The free port that QEMU took, from the log.
    private int Port()
    {
        string log = File.ReadAllText(Directory.GetFiles(_folder.Path, "*.jsonl").Single());
        return int.Parse(Regex.Match(log, @"127\.0\.0\.1:(\d+) leads to port 5000 of the machine").Groups[1].Value);
    }
}
