// Debian's clients with the server on real sockets of the loopback interface.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace RustKernel.Flash.Tftp.Tests;

public sealed class ClientTests : IDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(15);
    private static readonly string[] s_clients = ["tftp", "atftp", "atftp-window", "curl", "busybox", "busybox-large"];
    private readonly string _folder = Directory.CreateTempSubdirectory("rk-tftp-").FullName;
    private readonly List<TftpRequestRecord> _log = [];

    public static TheoryData<string, int> Sizes
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (string client in s_clients)
            {
                foreach (int size in new[] { 0, 1, 511, 512, 513, 3_000_000 })
                {
                    data.Add(client, size);
                }
            }

            return data;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_size_arrives_with_every_client(string client, int size)
    {
        using TftpUdpHost host = Serve(IPAddress.Loopback);
        FetchAndCompare(host, client, "127.0.0.1", size);
    }

    [Theory]
    [InlineData("tftp")]
    [InlineData("atftp")]
    [InlineData("curl-512")]
    [InlineData("busybox")]
    public void Rollover_at_48_MB_in_blocks_of_512(string client)
    {
        using TftpUdpHost host = Serve(IPAddress.Loopback);
        FetchAndCompare(host, client, "127.0.0.1", 48_000_000);
    }

    [Fact]
    public void IPv6_works()
    {
        using TftpUdpHost host = Serve(IPAddress.IPv6Loopback);
        FetchAndCompare(host, "curl", "[::1]", 100_000);
    }

    [Fact]
    public void Twenty_clients_at_once_are_all_served()
    {
        using TftpUdpHost host = Serve(IPAddress.Loopback);
        byte[] bytes = Write(200_000);
        // One process that fetches them all in parallel: blocked threads in this process would slow the server.
        List<string> arguments = ["-sS", "--parallel", "--parallel-max", "20"];
        for (int i = 0; i < 20; i++)
        {
            arguments.AddRange(["-o", Path.Combine(_folder, $"out{i}"), $"tftp://127.0.0.1:{host.Endpoint.Port}/file"]);
        }

        Run("curl", arguments);
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(_folder, $"out{i}")));
        }
    }

    [Fact]
    public void A_client_that_fell_silent_or_that_is_busy_keeps_nobody_waiting()
    {
        using TftpUdpHost host = Serve(IPAddress.Loopback);
        byte[] bytes = Write(3_000_000);
        using Socket silent = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 180_000 };
        using Socket other = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 180_000 };
        byte[] packet = new byte[600];
        silent.SendTo(Packets.Request("file"), host.Endpoint);
        Assert.Equal(516, silent.Receive(packet));
        // One client in lockstep at full speed, and occasional requests of another, which are answered at once.
        EndPoint peer = new IPEndPoint(IPAddress.Any, 0);
        other.SendTo(Packets.Request("file"), host.Endpoint);
        List<TimeSpan> waits = [];
        for (ushort block = 1; block <= 2000; block++)
        {
            Assert.Equal(516, other.ReceiveFrom(packet, ref peer));
            Assert.Equal(bytes[(block - 1) * 512], packet[4]);
            other.SendTo(Packets.Acknowledgment(block), peer);
            if (block % 100 != 0)
            {
                continue;
            }

            long asked = Stopwatch.GetTimestamp();
            silent.SendTo(Packets.Request("none"), host.Endpoint);
            do
            {
                Assert.True(silent.Receive(packet) > 0);
            }
            while (packet[1] != (byte)TftpOpcode.Error);
            waits.Add(Stopwatch.GetElapsedTime(asked));
        }

        // A busy host delays a single request; a server that waits for its silent client delays all.
        Assert.InRange(waits.Order().ElementAt(waits.Count / 2), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_port_that_is_taken_is_an_error_at_the_start()
    {
        using TftpUdpHost host = Serve(IPAddress.Loopback);
        Assert.Throws<SocketException>(() => new TftpUdpHost(host.Endpoint, new TftpPolicy(), new Files(_ => null), _ => { }));
    }

    private static string[] Arguments(string client, string host, int port, string output) => client switch
    {
        "tftp" => ["tftp", "-m", "binary", host, $"{port}", "-c", "get", "file", output],
        "atftp" => ["atftp", "--get", "-r", "file", "-l", output, host, $"{port}"],
        "atftp-window" => [
            "atftp",
            "--option",
            "windowsize 8",
            "--option",
            "blksize 1428",
            "--get",
            "-r",
            "file",
            "-l",
            output,
            host,
            $"{port}"
        ],
        "curl" => ["curl", "-sS", "--tftp-blksize", "1024", "-o", output, $"tftp://{host}:{port}/file"],
        "curl-512" => ["curl", "-sS", "--tftp-no-options", "-o", output, $"tftp://{host}:{port}/file"],
        "busybox" => ["busybox", "tftp", "-g", "-r", "file", "-l", output, host, $"{port}"],
        "busybox-large" => ["busybox", "tftp", "-b", "1400", "-g", "-r", "file", "-l", output, host, $"{port}"],
        _ => throw new ArgumentOutOfRangeException(nameof(client)),
    };

    private static void Run(string program, IEnumerable<string> arguments)
    {
        Process process;
        try
        {
            process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Fail($"{program} is not installed: make install-deps installs it");
            return;
        }

        using (process)
        {
            Task<string> error = process.StandardError.ReadToEndAsync();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(s_deadline))
            {
                process.Kill();
                Assert.Fail($"{program} did not end");
            }

            Assert.True(process.ExitCode == 0, $"{program}: {error.Result}{output.Result}");
        }
    }

    private TftpUdpHost Serve(IPAddress address)
    {
        BootViews views = new([new BootView { Name = "all", Folders = [_folder] }], _ => null);
        return new TftpUdpHost(new IPEndPoint(address, 0), new TftpPolicy(), views, _log.Add);
    }

    private byte[] Write(int size)
    {
        byte[] bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        File.WriteAllBytes(Path.Combine(_folder, "file"), bytes);
        return bytes;
    }

    private void FetchAndCompare(TftpUdpHost host, string client, string address, int size)
    {
        byte[] bytes = Write(size);
        string output = Path.Combine(_folder, "out");
        string[] command = Arguments(client, address, host.Endpoint.Port, output);
        Run(command[0], command[1..]);
        // curl makes no file for zero bytes.
        byte[] received = size == 0 && !File.Exists(output) ? [] : File.ReadAllBytes(output);
        Assert.True(bytes.AsSpan().SequenceEqual(received), $"{client}: {received.Length} of {size} bytes, or other ones");
        // The last acknowledgment may still be under way when the client has ended.
        Assert.True(SpinWait.SpinUntil(() => Ended(host) == 1, s_deadline));
        Assert.Contains(_log.Single().Verdict, new[] { TftpVerdict.Served, TftpVerdict.Unconfirmed });
    }

    private int Ended(TftpUdpHost host)
    {
        int count = 0;
        host.Inspect(_ => count = _log.Count);
        return count;
    }
}
