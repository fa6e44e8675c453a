using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.NetworkInformation;
using System.Threading;
using RustKernel.Hil.Drivers;

namespace RustKernel.Rig.Tests.Fakes;

/// <summary>A real ser2net that offers <paramref name="pty"/> by RFC 2217 on a free port.</summary>
internal sealed class TerminalServer(Pty pty) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rk-ser2net-");
    private readonly int _port = FreePort.Next();
    private Process? _process;

    public string Address => $"127.0.0.1:{_port}";

    /// <summary>Starts the program and waits until it listens.</summary>
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

    /// <summary>Ends the program, as when a host goes down.</summary>
    public void Stop()
    {
        if (_process is null)
        {
            return;
        }

        _process.Kill(entireProcessTree: true);
        Assert.True(_process.WaitForExit(Recording.Patience), "ser2net did not end");
        _process.Dispose();
        _process = null;
        pty.EndExclusiveUse();
    }

    public void Dispose()
    {
        Stop();
        _folder.Delete(recursive: true);
    }

    // A test connection would make this side its user. The rig's connection, which then replaces it or is refused, would begin with a
    // cut line.
    private void AwaitPort()
        => Assert.True(
            SpinWait.SpinUntil(() => _process!.HasExited || IsListening(), Recording.Patience) && !_process!.HasExited,
            "ser2net does not listen");

    private bool IsListening()
        => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == _port);
}
