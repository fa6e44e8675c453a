// The machine that rk watch runs: a separate rk run at the same terminal.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using RustKernel.Hil.Drivers;

namespace RustKernel.Hil.Cli.Watching;

/// <summary>Starts and ends the run. Typed keys go to it. It ends when the person leaves, or when rk watch ends it.</summary>
/// <param name="words">The words of rk run.</param>
internal sealed class WatchedMachine(IReadOnlyList<string> words) : IDisposable
{
    private static readonly TimeSpan s_endLimit = TimeSpan.FromSeconds(30);
    private Process? _run;

    /// <summary>The run has ended without being asked to.</summary>
    public bool HasEnded => _run is { HasExited: true };

    /// <summary>The exit status of the run that has ended.</summary>
    public int ExitCode => _run!.ExitCode;

    /// <summary>Boots the present Image, and ends the machine that runs first.</summary>
    /// <exception cref="InfrastructureException">The machine that runs does not end.</exception>
    public void Boot()
    {
        End();
        ProcessStartInfo start = new(Environment.ProcessPath!);
        foreach (string word in words)
        {
            start.ArgumentList.Add(word);
        }

        start.Environment["RK_ROOT"] = Repository.Root;
        _run = Process.Start(start);
    }

    /// <inheritdoc/>
    public void Dispose() => End();

    // In order: the log is closed and the terminal is as it was.
    private void End()
    {
        if (_run is null)
        {
            return;
        }

        if (!_run.HasExited)
        {
            using Process kill = Process.Start("kill", ["-TERM", _run.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            if (!_run.WaitForExit(s_endLimit))
            {
                _run.Kill(entireProcessTree: true);
                throw new InfrastructureException($"rk run did not end within {s_endLimit.TotalSeconds:0} s of SIGTERM; it was killed");
            }
        }

        _run.Dispose();
        _run = null;
    }
}
