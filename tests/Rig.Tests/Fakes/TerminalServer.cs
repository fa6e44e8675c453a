using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using RustKernel.Hil.Drivers;

namespace RustKernel.Rig.Tests;

/// <summary>A real ser2net that offers <paramref name="pty"/> by RFC 2217 on a free port.</summary>
internal sealed class TerminalServer(Pty pty) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rk-ser2net-");
    private readonly int _port = FreePort();
    private Process? _process;

    public string Address => $"127.0.0.1:{_port}";

    /// <summary>Starts the program and waits until it answers.</summary>
    public void Start()
    {
        string configuration = Path.Combine(_folder.FullName, "ser2net.yaml");
        File.WriteAllText(configuration, $"""
            connection: &board
              accepter: telnet(rfc2217=true),tcp,127.0.0.1,{_port}
              connector: serialdev(nouucplock=true),{pty.Path},9600n81,local
              options:
                kickolduser: true

            """);
        string program = ProgramFinder.Find("ser2net") ?? "/usr/sbin/ser2net";
        _process = Process.Start(
            new ProcessStartInfo(program, ["-n", "-d", "-c", configuration])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true
            })!;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        AwaitPort();
    }

    /// <summary>Ends the program, as a host that goes down does.</summary>
    public void Stop()
    {
        if (_process is null)
        {
            return;
        }

        _process.Kill(entireProcessTree: true);
        Assert.True(_process.WaitForExit(TimeSpan.FromSeconds(30)), "ser2net did not end");
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Stop();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    private void AwaitPort()
    {
        long end = Environment.TickCount64 + 20_000;
        SpinWait wait = default;
        while (true)
        {
            try
            {
                using TcpClient client = new("127.0.0.1", _port);
                return;
            }
            catch (SocketException) when (Environment.TickCount64 < end && !_process!.HasExited)
            {
                wait.SpinOnce();
            }
        }
    }
}
