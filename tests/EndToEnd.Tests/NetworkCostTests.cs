// The cost of sockets, in instructions, compared with Linux's: one peer for both, on the same QEMU.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.EndToEnd.Tests;

/// <summary>
/// tests/NetworkCost in a machine that counts. If RK_LINUX names a folder with Debian's kernel (tests/LinuxNetworkCost/run.sh says how to
/// make it), Linux then does the same operations; otherwise its figures are those of docs/PERFORMANCE.md.
/// </summary>
public sealed class NetworkCostTests(ITestOutputHelper output) : IDisposable
{
    private const int Bytes = 16 << 20;
    private const int QuestionBytes = 64;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(30);

    // From docs/PERFORMANCE.md, for machines without its kernel.
    private static readonly Dictionary<string, ulong> s_known = new()
    {
        ["receive_16m"] = 50_168_930,
        ["send_16m"] = 127_238_082,
        ["connect_ask_close"] = 112_531,
    };

    private readonly TemporaryFolder _folder = new();
    private readonly List<TcpListener> _listeners = [];

    public void Dispose()
    {
        _listeners.ForEach(listener => listener.Dispose());
        _folder.Dispose();
    }

    [Fact]
    [Trait("Run", "hil")]
    public void No_operation_of_sockets_costs_more_than_on_Linux()
    {
        string[] ports = [$"{Serve(Give)}", $"{Serve(Take)}", $"{Serve(Answer)}"];
        Dictionary<string, ulong> ours = Ours(ports);
        Dictionary<string, ulong> theirs = Environment.GetEnvironmentVariable("RK_LINUX") is { Length: > 0 } folder
            ? Linux(folder, ports)
            : Known();
        Assert.Equal(s_known.Keys.Order(), ours.Keys.Order());
        Assert.Equal(s_known.Keys.Order(), theirs.Keys.Order());
        string[] dearer = [.. ours.Where(row => row.Value > theirs[row.Key]).Select(row => $"{row.Key}: {row.Value}, {theirs[row.Key]}")];
        Assert.Equal([], dearer);
    }

    private Dictionary<string, ulong> Known()
    {
        output.WriteLine("RK_LINUX names no folder with Linux's kernel: its figures are those of docs/PERFORMANCE.md");
        return s_known;
    }

    private Dictionary<string, ulong> Linux(string folder, string[] ports)
    {
        string script = Path.Combine(Tool.Root, "tests", "LinuxNetworkCost", "run.sh");
        ToolResult result = Tool.Finish(Tool.Start(script, [folder, .. ports]), s_limit);
        Assert.True(result.Output.Contains("netcost: done", StringComparison.Ordinal), result.ToString());
        return Figures(result.Output);
    }

    private Dictionary<string, ulong> Ours(string[] ports)
    {
        using RunningSystem system = new(
            _folder.Path, "--net", "user", "--cpu", "cortex-a72", "--gic", "3", "--memory", "1G", "--smp", "1", "--qemu-arg=-icount",
            "--qemu-arg=shift=0,sleep=on", "--cmdline", "test=boot done=shell", "--timeout", "1800");
        system.Await("net: 10.0.2.15/24 via 10.0.2.2");
        ToolResult sent = system.Run("", "--keep", "tests/NetworkCost");
        Assert.True(sent.ExitCode == 0, sent.ToString());
        return Figures(system.Type($"run networkcost {string.Join(' ', ports)}\r", "netcost: done"));
    }

    private Dictionary<string, ulong> Figures(string text)
    {
        Dictionary<string, ulong> figures = [];
        foreach (Match match in Regex.Matches(text, @"netcost: (\w+) (\d+) \(.*\)"))
        {
            output.WriteLine(match.Value);
            figures[match.Groups[1].Value] = ulong.Parse(match.Groups[2].Value);
        }

        return figures;
    }

    // The port of 127.0.0.1 that the machine reaches at 10.0.2.2.
    private int Serve(Action<Socket> serve)
    {
        TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        _listeners.Add(listener);
        _ = Task.Run(async () =>
        {
            while (true)
            {
                Socket socket = await listener.AcceptSocketAsync();
                _ = Task.Run(() =>
                {
                    using (socket)
                    {
                        serve(socket);
                    }
                });
            }
        });
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Give(Socket socket)
    {
        byte[] bytes = new byte[Bytes];
        new Random(1).NextBytes(bytes);
        socket.Send(bytes);
        socket.Shutdown(SocketShutdown.Send);
        Drain(socket);
    }

    private static void Take(Socket socket) => Drain(socket);

    private static void Answer(Socket socket)
    {
        byte[] bytes = new byte[QuestionBytes];
        for (int at = 0; at < bytes.Length; at += socket.Receive(bytes, at, bytes.Length - at, SocketFlags.None))
        {
        }

        socket.Send(bytes);
        Drain(socket);
    }

    private static void Drain(Socket socket)
    {
        byte[] bytes = new byte[256 * 1024];
        while (socket.Receive(bytes) > 0)
        {
        }
    }
}
