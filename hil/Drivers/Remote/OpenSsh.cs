// Commands on other machines through OpenSSH's client, for what the package cannot do.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Hil.Drivers.Remote;

/// <summary>
/// Makes ssh command lines. All of one user's connections to a host share one (ControlMaster), which stays for a minute, so
/// that a command costs a round trip and not a login. Never asks for a password.
/// </summary>
public static class OpenSsh
{
    /// <summary>The command line that runs <paramref name="command"/> on <paramref name="host"/>.</summary>
    public static IReadOnlyList<string> Command(HostDefinition host, IReadOnlyList<string> command)
    {
        List<string> words =
        [
            "ssh", "-T", "-o", "BatchMode=yes", "-o", "ControlMaster=auto", "-o", $"ControlPath={ControlFolder()}/%C", "-o",
            "ControlPersist=60",
            "-o", "ConnectTimeout=10", "-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=3",
        ];
        if (host.Configuration.Length > 0)
        {
            words.AddRange(["-F", Home(host.Configuration)]);
        }

        if (host.Port > 0)
        {
            words.AddRange(["-p", host.Port.ToString(CultureInfo.InvariantCulture)]);
        }

        if (host.Identity.Length > 0)
        {
            words.AddRange(["-i", Home(host.Identity)]);
        }

        words.AddRange(host.Options.SelectMany(option => new[] { "-o", option }));
        words.AddRange([host.Destination, "--", RemoteCommand.Join(command)]);
        return words;
    }

    private static string Home(string path)
        => path.StartsWith("~/", StringComparison.Ordinal)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..])
            : path;

    // Sockets have short paths; only the user may connect to them.
    private static string ControlFolder()
    {
        string parent = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime && Directory.Exists(runtime)
            ? runtime
            : Path.GetTempPath();
        string folder = Path.Combine(parent, $"rk-ssh-{Environment.UserName}");
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return folder;
    }
}
