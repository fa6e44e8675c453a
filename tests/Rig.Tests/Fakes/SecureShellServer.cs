using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Targets;

namespace RustKernel.Rig.Tests;

/// <summary>A real sshd on a high port, with keys of its own, for the present user.</summary>
internal sealed class SecureShellServer : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rk-sshd-");
    private readonly Process _process;

    public SecureShellServer()
    {
        int port;
        using (TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        foreach (string key in new[] { "host", "user" })
            Run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", File(key));
        System.IO.File.Copy(File("user.pub"), File("authorized"));
        System.IO.File.WriteAllText(File("config"), $"""
            Port {port}
            ListenAddress 127.0.0.1
            HostKey {File("host")}
            AuthorizedKeysFile {File("authorized")}
            PasswordAuthentication no
            StrictModes no
            PidFile none
            PermitRootLogin yes
            LogLevel VERBOSE

            """);
        if (Environment.UserName == "root")
            Directory.CreateDirectory("/run/sshd");
        string sshd = ProgramFinder.Find("sshd") ?? "/usr/sbin/sshd";
        _process = Process.Start(new ProcessStartInfo(sshd, ["-D", "-f", File("config"), "-E", File("log")]) { RedirectStandardError = true })!;
        Host = new HostDefinition("lab", $"{Environment.UserName}@127.0.0.1", port, File("user"), ["StrictHostKeyChecking=no", $"UserKnownHostsFile={File("known")}", "LogLevel=ERROR"]);
        AwaitPort(port);
    }

    public HostDefinition Host { get; }

    public int Logins => System.IO.File.ReadAllLines(File("log")).Count(line => line.Contains("Accepted publickey", StringComparison.Ordinal));

    /// <summary>Cuts every connection, as a network that goes away does.</summary>
    public void Cut() => Run("ssh", [.. SecureShell.Command(Host, []).Skip(1).TakeWhile(word => word != Host.Destination), "-O", "exit", Host.Destination]);

    public void Dispose()
    {
        Cut();
        _process.Kill(entireProcessTree: true);
        Assert.True(_process.WaitForExit(TimeSpan.FromSeconds(30)), "the program did not end");
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)), "the program did not end");
    }

    private static void AwaitPort(int port)
    {
        long end = Environment.TickCount64 + 20_000;
        SpinWait wait = default;
        while (true)
        {
            try
            {
                using TcpClient client = new("127.0.0.1", port);
                return;
            }
            catch (SocketException) when (Environment.TickCount64 < end)
            {
                wait.SpinOnce(sleep1Threshold: 0);
            }
        }
    }

    private string File(string name) => Path.Combine(_folder.FullName, name);
}
