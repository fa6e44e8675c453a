// Threads.

using RustKernel;
using RustKernel.Runtime;
using RustKernel.User;

namespace System.Threading;

public sealed class Thread
{
    private const int Infinite = -1;
    [ThreadStatic]
    private static Thread? t_current;
    private readonly ThreadStart? _start;
    private readonly ParameterizedThreadStart? _startWith;
    private readonly int _stackBytes;
    private object? _argument;
    private bool _isStarted;
    private volatile bool _isEnded;
    private static int s_lastId;
    private ExecutionContext? _context;

    public Thread(ThreadStart start)
        : this(start, 0)
    {
    }

    public Thread(ThreadStart start, int maxStackSize)
    {
        ArgumentNullException.ThrowIfNull(start);
        _start = start;
        _stackBytes = maxStackSize;
        ManagedThreadId = Interlocked.Increment(ref s_lastId);
    }

    public Thread(ParameterizedThreadStart start)
        : this(start, 0)
    {
    }

    public Thread(ParameterizedThreadStart start, int maxStackSize)
    {
        ArgumentNullException.ThrowIfNull(start);
        _startWith = start;
        _stackBytes = maxStackSize;
        ManagedThreadId = Interlocked.Increment(ref s_lastId);
    }

    // The first thread, which existed before any object.
    private Thread()
    {
        _isStarted = true;
        ManagedThreadId = Interlocked.Increment(ref s_lastId);
    }

    public static Thread CurrentThread => t_current ??= new Thread();

    public int ManagedThreadId { get; }

    public string? Name { get; set; }

    // Set it before the thread starts.
    public bool IsBackground { get; set; }

    public bool IsAlive => _isStarted && !_isEnded;

    public static void MemoryBarrier() => Interlocked.MemoryBarrier();

    public static void Sleep(int millisecondsTimeout) => _ = Kernel.Sleep(Clock.After(millisecondsTimeout));

    public static bool Yield() => Kernel.Yield() == ErrorCode.None;

    public void Start()
    {
        if (_isStarted)
        {
            throw new ThreadStateException("Thread is running or terminated; it cannot restart.");
        }

        _isStarted = true;
        _context = ExecutionContext.Current;
        bool isForeground = !IsBackground;
        if (isForeground)
        {
            Threads.CountForeground(1);
        }

        if (!Threads.Begin(this, (ulong)_stackBytes))
        {
            _isStarted = false;
            Threads.CountForeground(isForeground ? -1 : 0);
            throw new OutOfMemoryException(Threads.WhyNone) { HasLimit = true };
        }
    }

    public void Start(object? parameter)
    {
        _argument = parameter;
        Start();
    }

    public void Join() => _ = Join(Infinite);

    public bool Join(int millisecondsTimeout)
    {
        Deadline deadline = Clock.After(millisecondsTimeout);
        lock (this)
        {
            while (!_isEnded)
            {
                if (!Monitors.Wait(this, deadline) && millisecondsTimeout != Infinite)
                {
                    return _isEnded;
                }
            }
        }

        return true;
    }

    internal void Run()
    {
        t_current = this;
        ExecutionContext.Current = _context;
        if (_start is not null)
        {
            _start();
        }
        else
        {
            _startWith!(_argument);
        }

        bool isForeground = !IsBackground;
        lock (this)
        {
            _isEnded = true;
            Monitor.PulseAll(this);
        }

        if (isForeground)
        {
            Threads.CountForeground(-1);
        }
    }
}
