using System;
using System.Threading;
using RustKernel.User;
using Thread = System.Threading.Thread;

namespace RustKernel.Services.Tester;

/// <summary>
/// A constant load: a thread each calls calculator, devices and console without a pause. The threads are less urgent than the services,
/// which could not restart otherwise. Each call must return its answer, or the error of a service that ended during it.
/// </summary>
internal sealed class Load : IDisposable
{
    private const uint TesterPriority = 18;
    private const uint LoadPriority = 10;
    private const int MoreAnswers = 20;
    private readonly ConsoleClient _console = new(InitClient.PortOf("console")) { TimeoutTicks = Own.Ticks(World.LongestMilliseconds) };
    private readonly Handle<Port> _calculatorPort = InitClient.PortOf("calculator");
    private readonly Handle<Port> _devicesPort = InitClient.PortOf("devices");
    private readonly Thread[] _threads;
    private volatile bool _isOver;
    private int _answers;
    private int _errors;
    private int _wrong;

    internal Load()
    {
        _threads = [new Thread(AskCalculator), new Thread(AskDevices), new Thread(AskConsole)];
        foreach (Thread thread in _threads)
        {
            thread.Start();
        }

        Settle(TesterPriority);
    }

    /// <summary>Answers so far.</summary>
    internal int Answers => Volatile.Read(ref _answers);

    /// <summary>Asks each of the three once; returns the first error.</summary>
    internal ErrorCode AskAll()
    {
        ErrorCode error = World.Add(20, 22, out ulong sum);
        if (error == ErrorCode.None && sum != 42)
        {
            return ErrorCode.Corrupt;
        }

        error = error == ErrorCode.None ? World.Devices.List(0, out _) : error;
        return error == ErrorCode.None ? _console.Write(default).Error : error;
    }

    /// <summary>There must soon be twenty more than <paramref name="answers"/>, all correct.</summary>
    internal void MustGoOn(int answers)
    {
        ulong end = Own.Milliseconds + World.LongestMilliseconds;
        while (Answers - answers < MoreAnswers && Own.Milliseconds < end)
        {
            Own.Sleep(1);
        }

        Check.That(Answers - answers >= MoreAnswers);
        Check.Equal(0, (ulong)Volatile.Read(ref _wrong));
    }

    /// <summary>Ends the calls and reports the results.</summary>
    internal void End()
    {
        _isOver = true;
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }

        Check.Equal(0, (ulong)_wrong);
        Console.WriteLine($"  # restart: under load {_answers} answers, {_errors} errors in flight");
    }

    /// <inheritdoc/>
    public void Dispose() => _isOver = true;

    // In a test everything runs on the boot CPU; threads begin anywhere, so the first call moves the thread there.
    private static void Settle(uint priority) => _ = Kernel.ThreadSetSchedule(default, priority, 1);

    private void AskCalculator()
    {
        Settle(LoadPriority);
        CalculatorClient calculator = new(_calculatorPort) { TimeoutTicks = Own.Ticks(World.LongestMilliseconds) };
        for (uint i = 0; !_isOver; i++)
        {
            Result<ulong> sum = calculator.Add(i, 7);
            Note(sum.Error, !sum.IsOk || sum.Value == i + 7ul);
        }
    }

    private void AskDevices()
    {
        Settle(LoadPriority);
        DevicesClient devices = new(_devicesPort) { TimeoutTicks = Own.Ticks(World.LongestMilliseconds) };
        while (!_isOver)
        {
            Note(devices.List(0, out _), isRight: true);
        }
    }

    private void AskConsole()
    {
        Settle(LoadPriority);
        ConsoleClient console = new(_console.Port) { TimeoutTicks = Own.Ticks(World.LongestMilliseconds) };
        while (!_isOver)
        {
            Note(console.Write(default).Error, isRight: true);
        }
    }

    private void Note(ErrorCode error, bool isRight)
    {
        if (!isRight || error is not (ErrorCode.None or ErrorCode.ServerEnded))
        {
            _ = Interlocked.Increment(ref _wrong);
        }

        _ = Interlocked.Increment(ref error == ErrorCode.None ? ref _answers : ref _errors);
    }
}
