// Commands on other machines, through OpenSSH.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Drivers;

/// <summary>
/// Makes ssh command lines. All of one user's connections to a host share one (ControlMaster), which stays for a minute, so
/// that a command costs a round trip and not a login. Never asks for a password.
/// </summary>
public static class SecureShell
{
    /// <summary>The command line that runs <paramref name="command"/> on <paramref name="host"/>.</summary>
    public static IReadOnlyList<string> Command(HostDefinition host, IReadOnlyList<string> command)
    {
        List<string> words =
        [
            "ssh", "-T", "-o", "BatchMode=yes", "-o", "ControlMaster=auto", "-o", $"ControlPath={ControlFolder()}/%C", "-o", "ControlPersist=60",
            "-o", "ConnectTimeout=10", "-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=3",
        ];
        if (host.Port > 0)
            words.AddRange(["-p", host.Port.ToString(CultureInfo.InvariantCulture)]);
        if (host.Identity.Length > 0)
            words.AddRange(["-i", Home(host.Identity)]);
        words.AddRange(host.Options.SelectMany(option => new[] { "-o", option }));
        words.AddRange([host.Destination, "--", Join(command)]);
        return words;
    }

    /// <summary>What reads and writes the tty <paramref name="device"/> on another machine: a shell and stty, nothing to install there.</summary>
    public static IReadOnlyList<string> TerminalCommand(string device, int baud)
    {
        string quoted = Quote(device);
        string rate = baud.ToString(CultureInfo.InvariantCulture);
        // The port is opened first and kept open, or stty's settings would be lost when it closes the port. A shell gives programs in the
        // background no input, hence descriptor 4; when the input ends, ssh has gone, and the reader must let go of the port.
        return ["sh", "-c", $"exec 3<>{quoted} 4<&0 && stty -F {quoted} {rate} raw -echo -hupcl clocal cread && {{ {{ cat <&4 >&3; kill $$; }} & exec cat <&3; }}"];
    }

    /// <summary><paramref name="command"/> as one line for the other machine's shell, every word whole.</summary>
    public static string Join(IReadOnlyList<string> command) => string.Join(' ', command.Select(Quote));

    private static string Quote(string word) => "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    private static string Home(string path)
        => path.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..]) : path;

    // Sockets have short paths; only the user may connect to them.
    private static string ControlFolder()
    {
        string parent = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime && Directory.Exists(runtime) ? runtime : Path.GetTempPath();
        string folder = Path.Combine(parent, $"rk-ssh-{Environment.UserName}");
        if (!OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }
}
