// Real .NET as a service of the system and as its client: whoever calls or is called cannot tell.

using System;
using System.IO;
using System.Linq;
using System.Text;
using RustKernel.Build.BootArchive;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>tests/LinuxServices: Server is ICalculator and IHello, Client calls both.</summary>
public sealed class NativeBridgeTests : IDisposable
{
    private const string Server = """
        program=server
        personality=linux
        may=archive
        start=demand
        restart=always
        watch=30
        memory=32M
        objects=600
        handles=600
        """;

    private const string Plain = "program=hello\nstart=demand\nrestart=always\nmemory=1M\n";
    private const int PageBytes = 4096;
    private const int HeadBytes = 120;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The client is real .NET, the greeter plain, the calculator real .NET: it ends while it is asked, and is started again.
    [Fact]
    public void A_program_in_real_NET_calls_a_plain_service_and_one_like_itself()
    {
        string archive = Archive(("hello.service", Plain));
        ToolResult result = Tool.Rk("exec", "qemu-virt", Project("Client"), "--archive", archive);
        Assert.True(result.ExitCode == 0, result.ToString());

        // The server's last words come in between.
        string[] expected = File.ReadAllLines(Path.Combine(Tool.Root, Project("Client"), "expected.txt"));
        Assert.Equal(expected, result.Output.Split('\n').Where(expected.Contains));
    }

    // The calculator of suite services is real .NET, and its callers plain: started on demand, killed, not running, flooded.
    [Fact]
    [Trait("Run", "hil")]
    public void A_service_in_real_NET_passes_the_suite_of_services()
    {
        string archive = Archive(("tests.manifest", "backoff=0\nlimit=0\nwatch=5\n"));
        ToolResult result = Tool.Rk(
            "test", "qemu-virt", "--suite", "services", "--timeout", "600", "--qemu-arg=-initrd", "--qemu-arg=" + archive);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    private static string Project(string name) => Path.Combine("tests", "LinuxServices", name);

    // What rk exec publishes.
    private static byte[] Publish()
    {
        ToolResult result = Tool.Rk("exec", "qemu-virt", Project("Server"), "--", "greet", "two  words");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("Hello, two words!\n", result.Output);
        return File.ReadAllBytes(Path.Combine(Tool.Root, "artifacts", "exec", "Server", "Server"));
    }

    // The built archive, with the calculator's manifest taken out; in front, what is added.
    private string Archive((string Name, string Text) added)
    {
        byte[] built = File.ReadAllBytes(Path.Combine(Tool.Root, "artifacts", "boot.cpio"));
        int at = built.AsSpan().IndexOf("calculator.service\0"u8);
        Assert.True(at > 0, "the calculator's manifest is in the archive");
        "calculator.removed"u8.CopyTo(built.AsSpan(at));
        string file = _folder.File("archive.cpio");
        using FileStream output = File.Create(file);
        CpioWriter writer = new(output);
        writer.Add("server", Publish());
        writer.Add("calculator.service", Encoding.ASCII.GetBytes(Server));
        writer.Add(added.Name, Encoding.ASCII.GetBytes(added.Text));
        writer.Add("ballast", new byte[(2 * PageBytes) - ((output.Position + HeadBytes) % PageBytes)]);
        output.Write(built);
        return file;
    }
}
