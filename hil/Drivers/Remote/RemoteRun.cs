// A command on a host that does one thing and ends.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Renci.SshNet;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Hil.Drivers.Remote;

/// <summary>Runs a command there within a deadline, its output in the log like a local program's.</summary>
internal static class RemoteRun
{
    private const int MaximumText = 64 * 1024;

    /// <summary>
    /// Runs <paramref name="command"/> on <paramref name="host"/>; returns what it wrote to its
    /// standard output (the first 64 KiB).
    /// </summary>
    /// <exception cref="InfrastructureException">The host cannot be reached or was lost, or the
    /// command ended with another status than 0.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="deadline"/> passed first; the command is ended.</exception>
    public static string Execute(
        EventLogWriter log,
        string name,
        HostDefinition host,
        IReadOnlyList<string> command,
        CancellationToken deadline)
    {
        SshClient client = SshHost.Of(host).Client(deadline);
        try
        {
            SshCommand running = client.CreateCommand(RemoteCommand.Join(command));
            try
            {
                log.Append(
                    EventKind.ProcessStart,
                    new JsonObject
                    {
                        ["name"] = name,
                        ["host"] = host.Name,
                        ["command"] = new JsonArray([.. command.Select(word => (JsonNode)word)])
                    });
                return Await(log, name, host, command[0], running, deadline);
            }
            finally
            {
                SshHost.End(running);
            }
        }
        catch (Exception e) when (SshHost.IsConnectionFailure(e))
        {
            // The remains of the connection may still look connected.
            SshHost.Of(host).Dispose();
            throw new InfrastructureException($"host {host.Name} was lost while {command[0]} ran there: {e.Message}");
        }
    }

    private static string Await(
        EventLogWriter log,
        string name,
        HostDefinition host,
        string program,
        SshCommand running,
        CancellationToken deadline)
    {
        Task ended = running.ExecuteAsync(deadline);
        Task<string> output = Task.Run(() => Read(running.OutputStream), CancellationToken.None);
        Task<string> errors = Task.Run(() => Read(running.ExtendedOutputStream), CancellationToken.None);
        ended.GetAwaiter().GetResult();
        string last = Log(log, name, "stderr", errors.GetAwaiter().GetResult());
        string text = output.GetAwaiter().GetResult();
        last = Log(log, name, "stdout", text) is { Length: > 0 } line && last.Length == 0 ? line : last;
        log.Append(EventKind.ProcessExit, new JsonObject { ["name"] = name, ["host"] = host.Name, ["code"] = running.ExitStatus });
        string how = running.ExitStatus is { } status ? $"status {status}" : $"signal {running.ExitSignal}";
        return running.ExitStatus == 0 ? text : throw new InfrastructureException($"{program} on {host.Name} ended with {how}: {last}");
    }

    /// <summary>Reads to the end, so that the command never blocks, and keeps the beginning.</summary>
    private static string Read(Stream stream)
    {
        byte[] buffer = new byte[16 * 1024];
        using MemoryStream kept = new();
        for (int count = stream.Read(buffer); count > 0; count = stream.Read(buffer))
        {
            kept.Write(buffer, 0, Math.Min(count, MaximumText - (int)kept.Length));
        }

        return Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
    }

    /// <summary>Logs the lines of <paramref name="text"/>; returns the last one.</summary>
    private static string Log(EventLogWriter log, string name, string stream, string text)
    {
        string last = "";
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            last = line;
            log.Append(EventKind.ProcessOutput, new JsonObject { ["name"] = name, ["stream"] = stream, ["text"] = line });
        }

        return last;
    }
}
