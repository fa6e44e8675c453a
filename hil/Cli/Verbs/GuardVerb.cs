// rk guard: started by rk itself.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Drivers.Leases;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>
/// Waits at its standard input for the word that all is well. If the input ends without it, the board's user has died, and the guard
/// switches the board off.
/// </summary>
internal static class GuardVerb
{
    /// <summary>The word.</summary>
    public const string Release = "release";

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);
    private const int Attempts = 5;

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Argument<string> target = new("TARGET");
        Command command = new("guard", "Switch a board off when its user's rk dies; rk starts this itself.") { Hidden = true };
        command.Arguments.Add(target);
        command.SetAction(parsed => Guard(BoardCatalog.Load(Repository.Root).Target(parsed.GetValue(target)!)));
        return command;
    }

    private static int Guard(TargetDefinition target)
    {
        // A signal that ends the user (Ctrl-C, hang-up, the terminal's end) must not end the guard.
        List<PosixSignalRegistration> signals = [];
        foreach (PosixSignal signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
        {
            signals.Add(PosixSignalRegistration.Create(signal, context => context.Cancel = true));
        }

        using GuardLock held = GuardLock.Take(LeaseFolder.Default, target.Name);
        Console.WriteLine("watching");
        bool isReleased = Console.In.ReadLine() == Release;
        if (!isReleased)
        {
            SwitchOff(target);
        }

        signals.ForEach(signal => signal.Dispose());
        return ExitStatus.Pass;
    }

    private static void SwitchOff(TargetDefinition target)
    {
        using EventLogWriter log = EventLogWriter.Create(RunLogs.Create(null, target.Name + "-guard").PathOf(1, 1), "rk guard");
        using IPower power = LabFactory.PowerOf(log, target.Lab!);
        for (int attempt = 1; attempt <= Attempts; attempt++)
        {
            using CancellationTokenSource deadline = new(target.Strategy.PowerLimit);
            try
            {
                power.Off(deadline.Token);
                return;
            }
            catch (Exception e) when (e is InfrastructureException or OperationCanceledException or IOException)
            {
                log.Append(EventKind.Failure, new System.Text.Json.Nodes.JsonObject { ["what"] = "power", ["reason"] = e.Message });
                deadline.Token.WaitHandle.WaitOne(s_pause);
            }
        }
    }
}
