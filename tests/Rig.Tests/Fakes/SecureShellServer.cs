using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Drivers.Remote;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Rig.Tests.Fakes;

/// <summary>
/// A real sshd on a high port, with its own keys, for the present user; with a client's configuration and known_hosts.
/// </summary>
internal sealed class SecureShellServer : IDisposable
{
    public static readonly string[] KeyTypes = ["ed25519", "ecdsa", "rsa"];
    private static readonly Lazy<DirectoryInfo> s_keys = new(MakeKeys);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rk-sshd-");
    private readonly Process _process;
    private readonly int _port = FreePort.Next();
    private Process? _agent;

    public SecureShellServer()
    {
        foreach (string key in Directory.GetFiles(s_keys.Value.FullName))
        {
            System.IO.File.Copy(key, File(Path.GetFileName(key)));
        }

        System.IO.File.WriteAllLines(
            File("authorized"),
            KeyTypes.Select(type => System.IO.File.ReadAllText(File($"user-{type}.pub")).Trim()));
        System.IO.File.WriteAllText(File("config"), $"""
            Port {_port}
            ListenAddress 127.0.0.1
            HostKey {File("host-ed25519")}
            HostKey {File("host-ecdsa")}
            HostKey {File("host-rsa")}
            AuthorizedKeysFile {File("authorized")}
            PasswordAuthentication no
            StrictModes no
            PidFile none
            PermitRootLogin yes
            MaxStartups 100
            Subsystem sftp internal-sftp
            LogLevel VERBOSE
            SetEnv HOME={_folder.FullName}

            """);
        Know("ed25519");
        Configure("");
        if (Environment.UserName == "root")
        {
            Directory.CreateDirectory("/run/sshd");
        }

        string sshd = ProgramFinder.Find("sshd") ?? "/usr/sbin/sshd";
        _process = Process.Start(
            new ProcessStartInfo(sshd, ["-D", "-f", File("config"), "-E", File("log")]) { RedirectStandardError = true })!;
        AwaitPort(_port);
    }

    /// <summary>For the rig's own client.</summary>
    public HostDefinition Host =>
        new("lab", $"{Environment.UserName}@127.0.0.1", _port, File("user-ed25519"), [], IsOpenSsh: false)
        {
            Configuration = File("client")
        };

    /// <summary>For the system's ssh.</summary>
    public HostDefinition OpenSshHost => Host with { IsOpenSsh = true, Options = ["LogLevel=ERROR"] };

    public int Logins =>
        System.IO.File.ReadAllLines(File("log")).Count(line => line.Contains("Accepted publickey", StringComparison.Ordinal));

    /// <summary>Its name in known_hosts.</summary>
    public string Name => $"[127.0.0.1]:{_port}";

    public string File(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Making RSA keys takes seconds, so all servers of this process share them.</summary>
    private static DirectoryInfo MakeKeys()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("rk-ssh-keys-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        foreach (string name in KeyTypes.SelectMany(type => new[] { "host-" + type, "user-" + type }))
        {
            Run("ssh-keygen", "-q", "-t", name.Split('-')[1], "-N", "", "-f", Path.Combine(folder.FullName, name));
        }

        return folder;
    }

    /// <summary>A key of <paramref name="type"/> in the file <paramref name="name"/>.</summary>
    public void MakeKey(string name, string type, string passPhrase) =>
        Run("ssh-keygen", "-q", "-t", type, "-N", passPhrase, "-f", File(name));

    /// <summary>
    /// Makes known_hosts: the server's key of <paramref name="type"/>, under <paramref name="name"/> if not its own.
    /// </summary>
    public void Know(string type, string? name = null)
        => System.IO.File.WriteAllText(
            File("known"),
            $"{name ?? Name} {string.Join(' ', System.IO.File.ReadAllText(File($"host-{type}.pub")).Split(' ')[..2])}\n");

    /// <summary>Hides the names in known_hosts, as ssh-keygen -H does.</summary>
    public void HashKnown() => Run("ssh-keygen", "-q", "-H", "-f", File("known"));

    /// <summary>The client's configuration: <paramref name="text"/>, and its known_hosts for every host. {port} is this server's.</summary>
    public void Configure(string text)
        => System.IO.File.WriteAllText(
            File("client"),
            $"{text.Replace("{port}", _port.ToString(null, null), StringComparison.Ordinal)}\nHost *\n  UserKnownHostsFile "
                + $"{File("known")}\n  IdentityAgent none\n");

    /// <summary>Starts an agent with the key <paramref name="key"/>; returns its socket.</summary>
    public string StartAgent(string key)
    {
        string socket = File("agent");
        _agent = Process.Start(new ProcessStartInfo("ssh-agent", ["-D", "-a", socket]) { RedirectStandardOutput = true })!;
        SpinWait.SpinUntil(() => System.IO.File.Exists(socket), Recording.Patience);
        ProcessStartInfo add = new("ssh-add", ["-q", File(key)]) { RedirectStandardError = true };
        add.Environment["SSH_AUTH_SOCK"] = socket;
        Run(add);
        return socket;
    }

    public void StopAgent()
    {
        _agent?.Kill();
        _agent?.WaitForExit();
        _agent?.Dispose();
        _agent = null;
        System.IO.File.Delete(File("agent"));
    }

    /// <summary>Cuts every connection, like a network failure.</summary>
    public void Cut()
    {
        foreach (string status in Directory.GetDirectories("/proc").Select(folder => Path.Combine(folder, "stat")))
        {
            if (ParentOf(status) == _process.Id)
            {
                Kill(int.Parse(Path.GetFileName(Path.GetDirectoryName(status))!, null));
            }
        }
    }

    /// <summary>Ends the server itself, and every connection with it.</summary>
    public void GoAway()
    {
        _process.Kill(entireProcessTree: true);
        Assert.True(_process.WaitForExit(Recording.Patience), "the program did not end");
    }

    public void Dispose()
    {
        SshHost.Of(Host).Dispose();
        GoAway();
        _process.Dispose();
        StopAgent();
        _folder.Delete(recursive: true);
    }

    private static int ParentOf(string status)
    {
        try
        {
            // pid (name) state parent: a name may contain anything but the last parenthesis.
            string text = System.IO.File.ReadAllText(status);
            return int.Parse(text[(text.LastIndexOf(')') + 2)..].Split(' ')[1], null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }

    private static void Kill(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It ended by itself.
        }
    }

    private static void Run(string program, params string[] arguments) =>
        Run(new ProcessStartInfo(program, arguments) { RedirectStandardError = true });

    private static void Run(ProcessStartInfo start)
    {
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(Recording.Patience), "the program did not end");
        Assert.True(process.ExitCode == 0, errors);
    }

    private static void AwaitPort(int port)
    {
        long end = Environment.TickCount64 + (long)Recording.Patience.TotalMilliseconds;
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
}
