// One server under comparison.

using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using RustKernel.Flash.Tftp;

namespace RustKernel.Flash.TftpSpeed;

/// <summary>Runs until it is disposed; answers at <see cref="Port"/> of the loopback interface.</summary>
internal sealed class Server : IDisposable
{
    private readonly Process? _process;
    private readonly TftpUdpHost? _own;

    private Server(string name, int port, string program, params string[] arguments)
    {
        Name = name;
        Port = port;
        _process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                RedirectStandardInput = true
            })!;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        AwaitPort();
    }

    private Server(string folder)
    {
        Name = "ours";
        BootViews views = new([new BootView { Name = "all", Folders = [folder] }], _ => null);
        _own = new TftpUdpHost(new IPEndPoint(IPAddress.Loopback, 0), new TftpPolicy { MaximumTransfersPerClient = 200 }, views, _ => { });
        Port = _own.Endpoint.Port;
    }

    public string Name { get; }

    public int Port { get; }

    /// <summary>Starts all of them, serving <paramref name="folder"/>; ours comes first.</summary>
    public static Server[] StartAll(string folder) =>
    [
        new(folder),
        new("tftpd-hpa", 1069, "in.tftpd", "-L", "-u", "root", "-a", "127.0.0.1:1069", "-s", folder),
        new(
            "atftpd",
            1169,
            "atftpd",
            "--daemon",
            "--no-fork",
            "--port",
            "1169",
            "--bind-address",
            "127.0.0.1",
            "--user",
            "root.root",
            "--maxthread",
            "200",
            "--logfile",
            "/dev/null",
            folder),
        new(
            "dnsmasq",
            69,
            "dnsmasq",
            "--keep-in-foreground",
            "--conf-file=/dev/null",
            "--pid-file=",
            "--user=root",
            "--port=0",
            "--log-facility=/dev/null",
            "--enable-tftp",
            $"--tftp-root={folder}",
            "--tftp-max=200"),
    ];

    public void Dispose()
    {
        _own?.Dispose();
        if (_process is null)
        {
            return;
        }

        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    // A request for a file that does not exist: any answer means that the server listens.
    private void AwaitPort()
    {
        using Socket probe = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 200 };
        byte[] answer = new byte[600];
        bool answered = SpinWait.SpinUntil(
            () =>
            {
                try
                {
                    probe.SendTo("\0\u0001none\0octet\0"u8.ToArray(), new IPEndPoint(IPAddress.Loopback, Port));
                    EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                    return probe.ReceiveFrom(answer, ref from) > 0;
                }
                catch (SocketException)
                {
                    return false;
                }
            },
            TimeSpan.FromMinutes(15));
        if (!answered || _process!.HasExited)
        {
            throw new InvalidOperationException($"{Name} does not answer");
        }
    }
}
