// A real board in use by this process.

using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Drivers.Leases;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli;

/// <summary>
/// Holds the board's lease, and a guard: a small separate process that switches the board off if this one dies before it can. Emulated
/// targets need neither.
/// </summary>
internal sealed class BoardHold : IDisposable
{
    private static readonly TimeSpan s_guardLimit = TimeSpan.FromSeconds(20);
    private readonly BoardLease? _lease;
    private Process? _guard;

    private BoardHold(BoardLease? lease) => _lease = lease;

    /// <summary>Takes <paramref name="target"/>'s board; waits in line for up to <paramref name="wait"/>.</summary>
    /// <exception cref="InfrastructureException">The board did not become free, or the wait was interrupted.</exception>
    public static BoardHold Take(TargetDefinition target, string verb, TimeSpan wait, bool isGuarded, CancellationToken interrupt)
    {
        if (target.Lab is not { } lab)
        {
            return new BoardHold(null);
        }

        try
        {
            BoardLease lease = BoardLease.Take(
                LeaseFolder.Default,
                [target.Name, .. lab.Resources()],
                $"rk {verb} {target.Name}",
                wait,
                message => Console.Error.WriteLine($"rk: {message}"),
                interrupt);
            BoardHold hold = new(lease);
            // A lab that is a program ends when this process does.
            if (isGuarded && lab.Program.Count == 0 && !target.Strategy.LeavesOn && lab.Power.Driver != "manual")
            {
                hold.StartGuard(target);
            }

            return hold;
        }
        catch (OperationCanceledException)
        {
            throw new InfrastructureException($"interrupted while waiting for {target.Name}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_guard is not null)
        {
            try
            {
                _guard.StandardInput.WriteLine(Verbs.GuardVerb.Release);
                _guard.StandardInput.Close();
                _guard.WaitForExit(s_guardLimit);
            }
            catch (IOException)
            {
                // The guard was killed. The board is off, since the run has ended in order.
            }

            _guard.Dispose();
        }

        _lease?.Dispose();
    }

    private void StartGuard(TargetDefinition target)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, ["guard", target.Name])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true
        };
        start.Environment["RK_ROOT"] = Repository.Root;
        _guard = Process.Start(start);
        // Its first line says that it has the guard's lock and is watching.
        Task<string?> first = _guard!.StandardOutput.ReadLineAsync();
        if (!first.Wait(s_guardLimit))
        {
            _guard.Kill();
        }

        if (!first.IsCompleted || first.Result is null)
        {
            throw new InfrastructureException($"the guard that would switch {target.Name} off if this process died did not start");
        }
    }
}
