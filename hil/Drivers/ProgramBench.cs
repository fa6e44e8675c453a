// A bench that is a program: started for one run, spoken to like any other bench.

using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Drivers;

/// <summary>
/// The program of a virtual board, as the last thing of a bench to go: its serial line, power and media are driven by the ordinary
/// drivers, on what it offers in its folder.
/// </summary>
internal sealed class ProgramBench : IBootMedia
{
    private const string Name = "bench";
    private const string Ready = "ready";
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rk-bench-");
    private readonly ManualResetEventSlim _ready = new();
    private ChildProcess? _process;
    private IBootMedia? _media;

    private ProgramBench()
    {
    }

    /// <summary>Starts the program of <paramref name="target"/>; returns the drivers.</summary>
    /// <exception cref="InfrastructureException">It cannot be started, or is not ready in time.</exception>
    public static Bench Start(EventLogWriter log, TargetDefinition target)
    {
        ProgramBench bench = new();
        try
        {
            return bench.Open(log, target.Bench!);
        }
        catch
        {
            bench.Dispose();
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
        // Beside this program, where a build puts it.
        string own = Path.Combine(AppContext.BaseDirectory, program);
        return File.Exists(own)
            ? own
            : ProgramFinder.Find(program) ?? throw new InfrastructureException($"{program}, which is the bench, is not here");
    }

    private Bench Open(EventLogWriter log, BenchDefinition definition)
    {
        BenchDefinition there = definition.In(_folder.FullName);
        List<string> words = [];
        foreach (string word in definition.Program)
        {
            words.Add(word.Replace(BenchDefinition.FolderMark, _folder.FullName, StringComparison.Ordinal));
        }

        log.Observe(Watch);
        _process = ChildProcess.Start(log, Name, Find(words[0]), words[1..], () => { });
        long end = Environment.TickCount64 + (long)s_startLimit.TotalMilliseconds;
        while (!_ready.Wait(20))
        {
            // A fault that the board does not have: its program lists those that it has.
            if (_process.ExitCode == 2)
            {
                throw new ConfigurationException(_process.LastLine);
            }

            if (_process.HasEnded || Environment.TickCount64 > end)
            {
                throw new InfrastructureException(
                    $"{words[0]}, which is the bench, "
                        + $"{(_process.HasEnded ? "ended at once" : $"was not ready within {s_startLimit.TotalSeconds} s")}");
            }
        }

        _media = BenchFactory.MediaOf(log, there);
        return new Bench(this, BenchFactory.ConsoleOf(log, there), BenchFactory.PowerOf(log, there), null)
        {
            Meter = BenchFactory.MeterOf(log, there)
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
