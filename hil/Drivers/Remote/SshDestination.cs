// A host of the rig, looked up in the user's ssh configuration.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Hil.Drivers.Remote;

/// <summary>Where a host is, and the user and keys to log in with.</summary>
/// <param name="Name">Its name or address.</param>
/// <param name="Port">Its port.</param>
/// <param name="User">The user there.</param>
/// <param name="Identities">Files of keys, in order; some may not exist.</param>
/// <param name="Jump">The host to go through; empty for none.</param>
/// <param name="Agent">The agent's socket; empty for none.</param>
/// <param name="KnownHosts">Its key must be in one of these files.</param>
internal sealed record SshDestination(
    string Name,
    int Port,
    string User,
    IReadOnlyList<string> Identities,
    string Jump,
    string Agent,
    KnownHosts KnownHosts)
{
    private static readonly string[] s_defaultKeys = ["~/.ssh/id_ed25519", "~/.ssh/id_ecdsa", "~/.ssh/id_rsa"];

    /// <summary>The configuration that <paramref name="host"/> is looked up in.</summary>
    /// <exception cref="InfrastructureException">It cannot be read.</exception>
    public static SshConfig ConfigOf(HostDefinition host) =>
        SshConfig.Load(Home(host.Configuration.Length > 0 ? host.Configuration : "~/.ssh/config"));

    /// <summary>What <paramref name="host"/> and <paramref name="config"/> say together; the rig's own file comes first.</summary>
    public static SshDestination Of(HostDefinition host, SshConfig config)
    {
        SshDestination found = Of(host.Destination, config);
        return found with
        {
            Port = host.Port > 0 ? host.Port : found.Port,
            Identities = host.Identity.Length > 0 ? [Home(host.Identity)] : found.Identities,
        };
    }

    /// <summary>[USER@]HOST[:PORT], as in ProxyJump, with what <paramref name="config"/> says.</summary>
    public static SshDestination Of(string destination, SshConfig config)
    {
        string user = "", alias = destination;
        int at = destination.LastIndexOf('@');
        if (at >= 0)
        {
            (user, alias) = (destination[..at], destination[(at + 1)..]);
        }

        int port = 0, colon = alias.LastIndexOf(':');
        if (colon > 0 && alias.IndexOf(':', StringComparison.Ordinal) == colon && int.TryParse(alias[(colon + 1)..], out port))
        {
            alias = alias[..colon];
        }

        string[] identities =
            [.. config
                .Values(alias, "identityfile")
                .DefaultIfEmpty("")
                .SelectMany(file => file.Length > 0 ? [file] : s_defaultKeys)
                .Select(Home)];
        string jump = config.Value(alias, "proxyjump") is { } through && through != "none" ? through : "";
        string[] known = config.Value(alias, "userknownhostsfile") is { } files
            ? [.. files.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Home)]
            : [Home("~/.ssh/known_hosts")];
        return new SshDestination(
            config.Value(alias, "hostname")?.Replace("%h", alias, StringComparison.Ordinal) ?? alias,
            port > 0 ? port : config.Port(alias),
            user.Length > 0 ? user : config.Value(alias, "user") ?? Environment.UserName,
            identities,
            jump,
            config.Value(alias, "identityagent") switch
            {
                null =>
                Environment.GetEnvironmentVariable("SSH_AUTH_SOCK") ?? "",
                "none" => "", { } path => Home(path)
            },
            new KnownHosts([.. known, "/etc/ssh/ssh_known_hosts"]));
    }

    private static string Home(string path)
        => path.StartsWith("~/", StringComparison.Ordinal)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..])
            : path;
}
