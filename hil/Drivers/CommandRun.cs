// A program that does one thing and ends.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using RustKernel.Hil.Drivers.Remote;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Hil.Drivers;

/// <summary>Runs a program to its end within a deadline, its output in the log.</summary>
internal static class CommandRun
{
    /// <summary>
    /// Runs <paramref name="command"/> on <paramref name="host"/>, or here when that is null;
    /// returns what it wrote to its standard output.
    /// </summary>
    /// <exception cref="InfrastructureException">It is missing, the host cannot be reached, or it
    /// ended with another status than 0; the message has its last line.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="deadline"/> passed first; the program is ended.</exception>
    public static string Execute(
        EventLogWriter log,
        string name,
        HostDefinition? host,
        IReadOnlyList<string> command,
        CancellationToken deadline)
        => host is null ? Execute(log, name, command, deadline)
            : host.IsOpenSsh ? Execute(log, name, OpenSsh.Command(host, command), deadline)
            : RemoteRun.Execute(log, name, host, command, deadline);

    /// <summary>Runs <paramref name="command"/>; returns what it wrote to its standard output.</summary>
    /// <exception cref="InfrastructureException">It is missing or ended with another status than 0;
    /// the message has its last line.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="deadline"/> passed first; the program is ended.</exception>
    public static string Execute(EventLogWriter log, string name, IReadOnlyList<string> command, CancellationToken deadline)
    {
        string program = ProgramFinder.Find(command[0])
            ?? throw new InfrastructureException($"{command[0]}, which driver {name} runs, is not installed or not in PATH");
        using ChildProcess process = ChildProcess.Start(log, name, program, [.. command.Skip(1)], () => { });
        process.WaitForEnd(deadline);
        return process.ExitCode == 0
            ? process.OutputText
            : throw new InfrastructureException($"{Path.GetFileName(program)} ended with status {process.ExitCode}: {process.LastLine}");
    }
}
