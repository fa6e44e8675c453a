// One host of the rig through Renci.SshNet.

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Threading;
using Renci.SshNet;
using Renci.SshNet.Common;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Hil.Drivers.Remote;

/// <summary>
/// Logs in by key and keeps the connection: all commands and serial lines of this process to a host
/// share it. A lost connection is made again at the next use. Thread-safe.
/// </summary>
internal sealed class SshHost : IDisposable
{
    private const int MostJumps = 4;
    private static readonly TimeSpan s_connectLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_keepAlive = TimeSpan.FromSeconds(5);
    private static readonly ConcurrentDictionary<string, SshHost> s_hosts = new();
    private readonly HostDefinition _definition;
    private readonly Lock _gate = new();
    private readonly List<IDisposable> _jumps = [];
    private SshClient? _client;

    private SshHost(HostDefinition definition) => _definition = definition;

    /// <summary>This process's connection to <paramref name="definition"/>.</summary>
    public static SshHost Of(HostDefinition definition)
        => s_hosts.GetOrAdd(
            $"{definition.Destination} {definition.Port} {definition.Identity} {definition.Configuration}",
            _ => new SshHost(definition));

    /// <summary>A client that is logged in. The caller does not dispose of it.</summary>
    /// <exception cref="InfrastructureException">The host cannot be reached, its key is not the known one, or it accepts none of the user's
    /// keys.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="deadline"/> passed first.</exception>
    public SshClient Client(CancellationToken deadline)
    {
        lock (_gate)
        {
            if (_client is { IsConnected: true } client)
            {
                return client;
            }

            Close();
            SshConfig config = SshDestination.ConfigOf(_definition);
            return _client = Login(SshDestination.Of(_definition, config), config, 0, info => new SshClient(info), _jumps, deadline);
        }
    }

    /// <summary>A client for files, a login of its own. The caller disposes of it, and then of <paramref name="jumps"/>.</summary>
    /// <exception cref="InfrastructureException">As with <see cref="Client"/>.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="deadline"/> passed first.</exception>
    public SftpClient Files(List<IDisposable> jumps, CancellationToken deadline)
    {
        SshConfig config = SshDestination.ConfigOf(_definition);
        return Login(SshDestination.Of(_definition, config), config, 0, info => new SftpClient(info), jumps, deadline);
    }

    /// <summary>What the package throws when a connection cannot be made or is lost.</summary>
    public static bool IsConnectionFailure(Exception e) =>
        e is SshException
            or SocketException
            or IOException
            or ObjectDisposedException
            or InvalidOperationException
            or CryptographicException;

    /// <summary>
    /// Disposes of <paramref name="part"/> of a connection. That says good-bye to a server that may have gone, over a session that another
    /// thread may be closing.
    /// </summary>
    public static void End(IDisposable? part)
    {
        try
        {
            part?.Dispose();
        }
        catch (Exception e) when (IsConnectionFailure(e))
        {
            // It has ended.
        }
    }

    /// <summary>Closes the connection; the next use makes another.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            Close();
        }
    }

    private void Close()
    {
        End(_client);
        _client = null;
        for (int index = _jumps.Count - 1; index >= 0; index--)
        {
            End(_jumps[index]);
        }

        _jumps.Clear();
    }

    private T Login<T>(
        SshDestination to,
        SshConfig config,
        int depth,
        Func<ConnectionInfo, T> make,
        List<IDisposable> jumps,
        CancellationToken deadline)
        where T : BaseClient
    {
        (string name, int port) = to.Jump.Length > 0 ? Through(to, config, depth + 1, jumps, deadline) : (to.Name, to.Port);
        ConnectionInfo info = new(name, port, to.User, new PrivateKeyAuthenticationMethod(to.User, Keys(to))) { Timeout = s_connectLimit };
        Prefer(info.HostKeyAlgorithms, to.KnownHosts.Kinds(to.Name, to.Port));
        T client = make(info);
        string? refusal = null;
        client.HostKeyReceived += (_, received) =>
        {
            refusal = to.KnownHosts.Refusal(to.Name, to.Port, received.HostKeyName, received.HostKey, received.FingerPrintSHA256);
            received.CanTrust = refusal is null;
        };
        client.KeepAliveInterval = s_keepAlive;
        try
        {
            client.ConnectAsync(deadline).GetAwaiter().GetResult();
            return client;
        }
        catch (Exception e) when (IsConnectionFailure(e))
        {
            End(client);
            throw new InfrastructureException(
                $"host {_definition.Name} ({to.User}@{to.Name}:{to.Port}) cannot be reached: {refusal ?? e.Message}");
        }
    }

    /// <summary>Opens a port here that leads through the jump host; returns its address.</summary>
    private (string Name, int Port) Through(
        SshDestination to,
        SshConfig config,
        int depth,
        List<IDisposable> jumps,
        CancellationToken deadline)
    {
        if (depth > MostJumps)
        {
            throw new InfrastructureException($"host {_definition.Name}: more than {MostJumps} jumps; does ProxyJump go in a circle?");
        }

        string[] path = to.Jump.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        SshDestination last = SshDestination.Of(path[^1], config);
        if (path.Length > 1)
        {
            last = last with { Jump = string.Join(',', path[..^1]) };
        }

        SshClient jump = Login(last, config, depth, info => new SshClient(info), jumps, deadline);
        jumps.Add(jump);
        ForwardedPortLocal forward = new("127.0.0.1", to.Name, (uint)to.Port);
        jump.AddForwardedPort(forward);
        forward.Start();
        jumps.Add(forward);
        return ("127.0.0.1", (int)forward.BoundPort);
    }

    private IPrivateKeySource[] Keys(SshDestination to)
    {
        List<IPrivateKeySource> keys = [];
        List<string> unusable = [];
        foreach (string file in to.Identities.Where(File.Exists))
        {
            try
            {
                keys.Add(new PrivateKeyFile(file));
            }
            catch (Exception e) when (e is SshException or IOException or UnauthorizedAccessException or NotSupportedException)
            {
                unusable.Add(e is SshPassPhraseNullOrEmptyException
                    ? $"{file} has a pass phrase (ssh-add gives it to your agent)"
                    : $"{file}: {e.Message}");
            }
        }

        if (SshAgent.Find(to.Agent) is { } agent)
        {
            keys.Add(agent);
        }

        if (keys.Count > 0)
        {
            return [.. keys];
        }

        string looked = unusable.Count > 0
            ? string.Join("; ", unusable)
            : $"none of {string.Join(", ", to.Identities)} is there, and no agent has one";
        throw new InfrastructureException($"host {_definition.Name}: no key to log in with: {looked}");
    }

    /// <summary>Keeps only the kinds of keys by which the host is known. Host certificates are not checked, so none is asked for.</summary>
    private static void Prefer(
        IDictionary<string, Func<byte[], Renci.SshNet.Security.KeyHostAlgorithm>> algorithms,
        IReadOnlyList<string> known)
    {
        foreach (string name in algorithms.Keys.ToArray())
        {
            string kind = name.StartsWith("rsa-", StringComparison.Ordinal) ? "ssh-rsa" : name;
            if (name.Contains("-cert-", StringComparison.Ordinal) || (known.Count > 0 && !known.Contains(kind)))
            {
                algorithms.Remove(name);
            }
        }
    }
}
