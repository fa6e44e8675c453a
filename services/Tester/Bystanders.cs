using System;
using System.Runtime.CompilerServices;
using RustKernel.User;

namespace RustKernel.Services.Tester;

/// <summary>
/// The services beside the one that misbehaves: they must answer in time during that, and have the same resources afterwards.
/// </summary>
internal sealed class Bystanders
{
    // Answers take microseconds, unless a more urgent offender must be ended first.
    private const ulong AnswerMilliseconds = 2_000;

    private const ulong RestMilliseconds = 2;

    // A collector may hold a block more or less; an offence that leaks leaves hundreds.
    private const uint HandlesOfHeaps = 6;
    private static readonly string[] s_names = ["calculator", "console", "devices", "shell", "init"];
    private readonly CalculatorClient _calculator = new(InitClient.PortOf("calculator")) { TimeoutTicks = Own.Ticks(AnswerMilliseconds) };
    private readonly ConsoleClient _console = new(InitClient.PortOf("console")) { TimeoutTicks = Own.Ticks(AnswerMilliseconds) };
    private readonly DevicesClient _devices = new(InitClient.PortOf("devices")) { TimeoutTicks = Own.Ticks(AnswerMilliseconds) };
    private readonly ServiceState[] _before = new ServiceState[s_names.Length];
    private readonly ulong _framesBefore;
    private ulong _longestTicks;
    private uint _answers;

    internal Bystanders()
    {
        World.StartCalculator();
        MustAnswer();
        for (int i = 0; i < s_names.Length; i++)
        {
            _before[i] = World.State(World.Find(s_names[i]));
        }

        _framesBefore = World.FramesOfServicesAndFree();
    }

    /// <summary>Asks each once; all must answer.</summary>
    internal void MustAnswer([CallerLineNumber] int line = 0)
    {
        Result<ulong> sum = default;
        Check.Ok(Timed(() => (sum = _calculator.Add(_answers, 5)).Error), line);
        Check.Equal(_answers + 5ul, sum.Value, line);
        Check.Ok(Timed(() => _devices.List(0, out _)), line);
        Check.Ok(Timed(() => _console.Write(default).Error), line);
        Check.That(InitClient.Describe(0) is not null, line);
        _answers++;
    }

    /// <summary>Asks them until <paramref name="offender"/> has been ended and restarted.</summary>
    internal void MustAnswerUntilRestart(int offender, [CallerLineNumber] int line = 0)
    {
        ulong end = Own.Milliseconds + World.LongestMilliseconds;
        while (World.State(offender).Restarts == 0 && Check.ExitCode == 0)
        {
            MustAnswer(line);
            Check.That(Own.Milliseconds < end, line);

            // The offender is less urgent than this test: let it run now.
            Own.Sleep(RestMilliseconds);
        }

        Check.Ok(InitClient.LastEnd(offender, out ExitCause cause, out _, out _, out _), line);
        Check.Equal((ulong)ExitCause.Killed, (ulong)cause, line);
    }

    /// <summary>The offender has been ended for good, no other service was, and none has more than before.</summary>
    internal void MustBeUnharmed([CallerLineNumber] int line = 0)
    {
        World.End("offender");
        MustAnswer(line);
        for (int i = 0; i < s_names.Length; i++)
        {
            ServiceState now = World.State(World.Find(s_names[i]));
            Check.Equal(_before[i].Restarts, now.Restarts, line);
            Check.That(now.IsRunning, line);
            Check.That(now.Handles <= _before[i].Handles + HandlesOfHeaps, line);
            Check.That(now.Objects <= _before[i].Objects + HandlesOfHeaps, line);
        }

        ulong frames = World.FramesThatCameBack(_framesBefore);
        Check.That(frames + World.FramesOfPools >= _framesBefore, line);
        Console.WriteLine($"  # services: {_answers} times four answers, the longest after {_longestTicks * 1_000_000 / Own.Hertz} us; "
            + $"free frames and services' {frames} ({_framesBefore})");
    }

    private ErrorCode Timed(Func<ErrorCode> call)
    {
        ulong start = Kernel.ReadCounter();
        ErrorCode error = call();
        _longestTicks = Math.Max(_longestTicks, Kernel.ReadCounter() - start);
        return error;
    }
}
