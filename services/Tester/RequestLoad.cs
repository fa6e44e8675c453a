using System;
using System.Threading;
using RustKernel.User;
using Thread = System.Threading.Thread;

namespace RustKernel.Services.Tester;

/// <summary>
/// Requests in flight when a service ends. Clients, each a thread, send the next request as soon as they have an answer, until
/// <see cref="End"/> or an error. So a service that is slower than its clients ends with a request from each. If it is faster, for example
/// on the same CPU, all but the first are held (<see cref="Hold"/>): the others' requests come while the service handles one from the
/// first.
/// </summary>
internal sealed class RequestLoad
{
    private const ulong LooksInMillisecond = 100;
    private readonly Func<int, ErrorCode> _request;
    private readonly ErrorCode[] _results;
    private readonly Thread[] _threads;
    private readonly object _gate = new();
    private int _ready;
    private int _begun;
    private bool _isHeld;
    private bool _isOpen;
    private volatile bool _isOver;

    /// <summary>This many clients; <paramref name="request"/> sends the request of one of them and waits for its answer.</summary>
    internal RequestLoad(int clients, Func<int, ErrorCode> request)
    {
        _request = request;
        _results = new ErrorCode[clients];
        Answered = new bool[clients];
        _threads = new Thread[clients];
    }

    /// <summary>The clients that had a request answered without an error.</summary>
    internal bool[] Answered { get; }

    /// <summary>The result of each client's last request. After <see cref="Join"/>.</summary>
    internal ReadOnlySpan<ErrorCode> Results => _results;

    /// <summary>Clients whose last request has failed. After <see cref="Join"/>.</summary>
    internal int Failed => _results.Length - Count(ErrorCode.None);

    /// <summary>Clients whose request the service had taken when it ended. After <see cref="Join"/>.</summary>
    internal int Taken => Count(ErrorCode.ServerEnded);

    /// <summary>
    /// Starts all, and lets them send once all are on their CPUs: beside a more urgent service a later one would not get there. With one
    /// request each, they end by themselves; <paramref name="cpus"/>: 0: any.
    /// </summary>
    internal void Begin(uint priority, uint cpus, bool repeats)
    {
        _isOver = !repeats;
        for (int i = 0; i < _threads.Length; i++)
        {
            Start(i, priority, cpus);
        }

        WaitFor(ref _ready, _threads.Length);
        Open();
    }

    /// <summary>
    /// Starts all. Each sends one request. When that is answered, the first client continues by itself, and the others wait for
    /// <see cref="Open"/> to send one more.
    /// </summary>
    internal void Hold(uint first, uint priority, uint cpus)
    {
        _isHeld = true;
        for (int i = 0; i < _threads.Length; i++)
        {
            Start(i, i == 0 ? first : priority, cpus);
        }

        WaitFor(ref _ready, _threads.Length - 1);
        WaitFor(ref _begun, 1);
    }

    /// <summary>Lets the waiting clients send.</summary>
    internal void Open()
    {
        lock (_gate)
        {
            _isOpen = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until each has sent its first request after that, or is about to.</summary>
    internal void WaitForAll() => WaitFor(ref _begun, _threads.Length);

    /// <summary>After its next answer, each thread stops.</summary>
    internal void End() => _isOver = true;

    /// <summary>Waits for all.</summary>
    internal void Join()
    {
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }
    }

    private void Start(int client, uint priority, uint cpus)
    {
        _threads[client] = new Thread(() =>
        {
            Check.Ok(Kernel.ThreadSetSchedule(default, priority, cpus));
            _results[client] = _isHeld ? SendHeld(client) : SendAgain(client, waits: true);
        });
        _threads[client].Start();
    }

    private ErrorCode SendHeld(int client)
    {
        ErrorCode result = Send(client);
        if (result == ErrorCode.None)
        {
            return SendAgain(client, waits: client != 0);
        }

        // The service ended early: no one waits for this client.
        _ = client == 0 ? 0 : Interlocked.Increment(ref _ready);
        _ = Interlocked.Increment(ref _begun);
        return result;
    }

    private ErrorCode SendAgain(int client, bool waits)
    {
        if (waits)
        {
            Wait();
        }

        _ = Interlocked.Increment(ref _begun);
        ErrorCode result;
        do
        {
            result = Send(client);
        }
        while (result == ErrorCode.None && !_isOver && !(_isHeld && waits));

        return result;
    }

    private void Wait()
    {
        _ = Interlocked.Increment(ref _ready);
        lock (_gate)
        {
            while (!_isOpen)
            {
                _ = Monitor.Wait(_gate);
            }
        }
    }

    private ErrorCode Send(int client)
    {
        ErrorCode result = _request(client);
        if (result == ErrorCode.None)
        {
            Volatile.Write(ref Answered[client], true);
        }

        return result;
    }

    private void WaitFor(ref int count, int wanted)
    {
        // Often at first, then less often: on a slow host, checking every few microseconds would starve those it waits for.
        ulong end = Own.Milliseconds + World.LongestMilliseconds;
        ulong rest = Own.Ticks(1) / LooksInMillisecond;
        while (Volatile.Read(ref count) < wanted && Own.Milliseconds < end)
        {
            _ = Kernel.Sleep(new Deadline(Kernel.ReadCounter() + rest));
            rest = Math.Min(2 * rest, Own.Ticks(1));
        }

        Check.That(Volatile.Read(ref count) >= wanted);
    }

    private int Count(ErrorCode wanted)
    {
        int count = 0;
        foreach (ErrorCode result in _results)
        {
            count += result == wanted ? 1 : 0;
        }

        return count;
    }
}
