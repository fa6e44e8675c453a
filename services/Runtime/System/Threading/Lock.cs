// A lock that is not an object's monitor.

namespace System.Threading;

public sealed class Lock
{
    private readonly object _monitor = new();

    public bool IsHeldByCurrentThread => Monitor.IsEntered(_monitor);

    public void Enter() => Monitor.Enter(_monitor);

    public void Exit() => Monitor.Exit(_monitor);

    public bool TryEnter() => Monitor.TryEnter(_monitor);

    public bool TryEnter(int millisecondsTimeout) => Monitor.TryEnter(_monitor, millisecondsTimeout);

    public bool TryEnter(TimeSpan timeout) => Monitor.TryEnter(_monitor, Tasks.Task.Milliseconds(timeout));

    public Scope EnterScope()
    {
        Enter();
        return new Scope(this);
    }

    public ref struct Scope
    {
        private Lock? _lock;

        internal Scope(Lock held) => _lock = held;

        public void Dispose()
        {
            Lock? held = _lock;
            _lock = null;
            held?.Exit();
        }
    }
}
