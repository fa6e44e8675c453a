// A lab that is a program, started for one run. The ordinary drivers use it like any other lab.

using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Hil.Drivers;

/// <summary>
/// Runs the program of a virtual board, which is disposed of last. The ordinary drivers drive its serial line, power and media through the
/// sockets and files in its folder.
/// </summary>
internal sealed class ProgramLab : IBootMedia
{
    private const string Name = "lab";
    private const string Ready = "ready";
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rk-lab-");
    private readonly ManualResetEventSlim _ready = new();
    private ChildProcess? _process;
    private IBootMedia? _media;

    private ProgramLab()
    {
    }

    /// <summary>Starts the program of <paramref name="target"/>; returns the drivers.</summary>
    /// <exception cref="InfrastructureException">It cannot be started, or is not ready in time.</exception>
    public static Lab Start(EventLogWriter log, TargetDefinition target)
    {
        ProgramLab lab = new();
        try
        {
            return lab.Open(log, target.Lab!);
        }
        catch
        {
            lab.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Prepare(BootJob job, CancellationToken deadline) => _media!.Prepare(job, deadline);

    /// <inheritdoc/>
    public void Dispose()
    {
        _process?.Dispose();
        _media?.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string Find(string program)
    {
        // Next to this program, where a build puts it.
        string own = Path.Combine(AppContext.BaseDirectory, program);
        return File.Exists(own)
            ? own
            : ProgramFinder.Find(program) ?? throw new InfrastructureException($"{program}, which is the lab, is not here");
    }

    private Lab Open(EventLogWriter log, LabDefinition definition)
    {
        LabDefinition there = definition.In(_folder.FullName);
        List<string> words = [];
        foreach (string word in definition.Program)
        {
            words.Add(word.Replace(LabDefinition.FolderMark, _folder.FullName, StringComparison.Ordinal));
        }

        log.Observe(Watch);
        _process = ChildProcess.Start(log, Name, Find(words[0]), words[1..], () => { });
        long end = Environment.TickCount64 + (long)s_startLimit.TotalMilliseconds;
        while (!_ready.Wait(20))
        {
            // The board does not have this fault: its program lists those that it has.
            if (_process.ExitCode == 2)
            {
                throw new ConfigurationException(_process.LastLine);
            }

            if (_process.HasEnded || Environment.TickCount64 > end)
            {
                throw new InfrastructureException(
                    $"{words[0]}, which is the lab, "
                        + $"{(_process.HasEnded ? "ended at once" : $"was not ready within {s_startLimit.TotalSeconds} s")}");
            }
        }

        _media = LabFactory.MediaOf(log, there);
        return new Lab(this, LabFactory.ConsoleOf(log, there), LabFactory.PowerOf(log, there), null)
        {
            Meter = LabFactory.MeterOf(log, there)
        };
    }

    private void Watch(LogEvent logged)
    {
        if (logged.Kind == EventKind.ProcessOutput && logged.Text("name") == Name && logged.Text("text") == Ready)
        {
            _ready.Set();
        }
    }
}
