// Real .NET as a service of the system and as its client: neither caller nor callee notices.

using System;
using System.IO;
using System.Linq;
using System.Text;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>
/// tests/LinuxServices: Server is ICalculator, IHello and an interface of its own; Client calls all; Outside is both as one program,
/// from a project that has only the package.
/// </summary>
public sealed class NativeBridgeTests : IDisposable
{
    private const string Server = """
        program=server
        personality=linux
        may=archive
        start=demand
        restart=always
        watch=30
        uses=memory disk
        partition=whole
        shared=64K
        memory=32M
        objects=600
        handles=600
        """;

    // The client's request, in sectors.
    private const int InvertedFrom = 64 * 512;
    private const int InvertedTo = 640 * 512;
    private const int InvertedBytes = 40 * 512;

    private const string Plain = "program=hello\nstart=demand\nrestart=always\nmemory=1M\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // One program is both client and server, because publishing takes longer than running.
    [Fact]
    public void A_project_outside_with_the_package_calls_a_plain_service_and_serves_an_interface_of_its_own()
    {
        string program = Publish(PackedBridge.Make(_folder));
        string client = _folder.File("Client");
        File.Copy(program, client);
        File.Copy(Path.Combine(Tool.Root, Project("Client"), "Client.service"), client + ".service");
        Call(program, client, "client");
    }

    [Fact]
    [Trait("Run", "hil")]
    public void A_client_of_its_own_calls_a_server_of_its_own() => Call(Publish(Project("Server")), Project("Client"));

    // The calculator of suite services is real .NET, and its callers are plain: started on demand, killed, not running, flooded.
    [Fact]
    [Trait("Run", "hil")]
    public void A_service_in_real_NET_passes_the_suite_of_services()
    {
        string archive = Archive(Publish(Project("Server")), ("tests.manifest", "backoff=0\nlimit=0\nwatch=5\n"));
        ToolResult result = Tool.Rk(
            ["test", "qemu-virt", "--suite", "services", "--timeout", "600", .. AddedArchive.Options(archive)]);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    private static string Project(string name) => Path.Combine("tests", "LinuxServices", name);

    // What rk exec publishes.
    private static string Publish(string project)
    {
        string name = Path.GetFileName(project);
        ToolResult result = Tool.Rk("exec", "qemu-virt", project, "--", "greet", "two  words");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("Hello, two words!\n", result.Output);
        return Path.Combine(Tool.Root, "artifacts", "exec", name, name);
    }

    // The client is real .NET, the greeter plain, the calculator real .NET: it ends during a request and is started again. It reads
    // and writes a disk.
    private void Call(string server, string client, params string[] words)
    {
        string archive = Archive(server, ("hello.service", Plain));
        string disk = _folder.File("disk.img");
        byte[] sectors = new byte[1 << 20];
        new Random(1).NextBytes(sectors);
        File.WriteAllBytes(disk, sectors);
        ToolResult result = Tool.Rk(["exec", "qemu-virt", client, "--archive", archive, "--disk", disk, "--", .. words]);
        Assert.True(result.ExitCode == 0, result.ToString());

        // The server's last output comes in between.
        string[] expected = File.ReadAllLines(Path.Combine(Tool.Root, Project("Client"), "expected.txt"));
        Assert.Equal(expected, result.Output.Split('\n').Where(expected.Contains));
        for (int i = 0; i < InvertedBytes; i++)
        {
            sectors[InvertedTo + i] = (byte)~sectors[InvertedFrom + i];
        }

        Assert.True(sectors.AsSpan().SequenceEqual(File.ReadAllBytes(disk)), "the disk has other bytes than the server was asked to write");
    }

    // The built archive without the calculator's manifest, after the added files.
    private string Archive(string server, (string Name, string Text) added)
    {
        byte[] built = AddedArchive.Built;
        int at = built.AsSpan().IndexOf("calculator.service\0"u8);
        Assert.True(at > 0, "the calculator's manifest is in the archive");
        "calculator.removed"u8.CopyTo(built.AsSpan(at));
        string file = _folder.File("archive.cpio");
        AddedArchive.Write(
            file,
            built,
            ("server", File.ReadAllBytes(server)),
            ("calculator.service", Encoding.ASCII.GetBytes(Server)),
            (added.Name, Encoding.ASCII.GetBytes(added.Text)));
        return file;
    }
}
