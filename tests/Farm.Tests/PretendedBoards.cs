using System;
using System.Collections.Concurrent;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;

namespace RustKernel.Farm.Tests;

/// <summary>Boards that the tests control: runs that continue until a test says how they end.</summary>
internal sealed class PretendedBoards : IBoardRunner
{
    /// <summary>Started runs, for tests to take.</summary>
    public BlockingCollection<PretendedRun> Begun { get; } = [];

    public IBoardRun Start(Assignment assignment, string? image, string folder)
    {
        PretendedRun run = new(assignment, image, Path.Combine(folder, "log.jsonl"));
        Begun.Add(run);
        return run;
    }

    // The simulated log's last line is its verdict.
    public FinishReport Judge(Assignment assignment, string folder, RunEnding ending)
    {
        string log = Path.Combine(folder, "log.jsonl");
        string[] lines = File.Exists(log) ? File.ReadAllLines(log) : [];
        string verdict = lines.Length > 0 && lines[^1].StartsWith("verdict ", StringComparison.Ordinal) ? lines[^1][8..] : "infrastructure";
        long bytes = File.Exists(log) ? new FileInfo(log).Length : 0;
        return new FinishReport(assignment.Fence, verdict, ending.Text, "", verdict == "fail", bytes);
    }

    /// <summary>The next run that starts.</summary>
    public PretendedRun Next()
        => Begun.TryTake(out PretendedRun? run, TimeSpan.FromMinutes(3))
            ? run
            : throw new TimeoutException("no run began in three minutes");
}

/// <summary>A run.</summary>
internal sealed class PretendedRun(Assignment assignment, string? image, string log) : IBoardRun
{
    private readonly TaskCompletionSource<RunEnding> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Assignment Assignment => assignment;

    public string? Image => image;

    public Task<RunEnding> Ended => _ended.Task;

    /// <summary>Completes when the agent asks it to end.</summary>
    public Task Stopped => _stopped.Task;

    public void Write(string text) => File.AppendAllText(log, text);

    /// <summary>The machine sends <paramref name="text"/>.</summary>
    public void Send(string text)
        => Write($$"""{"t":1,"kind":"serial.rx","data":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}}"}""" + "\n");

    public void End(string verdict)
    {
        Write($"verdict {verdict}\n");
        _ended.TrySetResult(new RunEnding(false, ""));
    }

    public void Renewed()
    {
    }

    public void Stop()
    {
        _stopped.TrySetResult();
        _ended.TrySetResult(new RunEnding(false, "stopped"));
    }

    public void Kill() => Stop();

    public void Dispose()
    {
    }
}
