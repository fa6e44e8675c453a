// Can cancel its token. Callbacks run in the call of Cancel, the last registered first.

using System.Collections.Generic;
using RustKernel.Runtime;

namespace System.Threading;

public class CancellationTokenSource : IDisposable
{
    private readonly List<Action> _callbacks = new();
    private volatile bool _isCanceled;

    public CancellationTokenSource()
    {
    }

    public CancellationTokenSource(int millisecondsDelay) => CancelAfter(millisecondsDelay);

    public CancellationTokenSource(TimeSpan delay) => CancelAfter(delay);

    internal static CancellationTokenSource Canceled
    {
        get
        {
            CancellationTokenSource source = new();
            source.Cancel();
            return source;
        }
    }

    public static CancellationTokenSource CreateLinkedTokenSource(CancellationToken token1, CancellationToken token2) =>
        CreateLinkedTokenSource([token1, token2]);

    public static CancellationTokenSource CreateLinkedTokenSource(params CancellationToken[] tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        CancellationTokenSource linked = new();
        foreach (CancellationToken token in tokens)
        {
            _ = token.Register(linked.Cancel);
        }

        return linked;
    }

    public bool IsCancellationRequested => _isCanceled;

    public CancellationToken Token => new(this);

    public void Cancel()
    {
        Action[] callbacks;
        lock (_callbacks)
        {
            if (_isCanceled)
            {
                return;
            }

            _isCanceled = true;
            callbacks = _callbacks.ToArray();
            _callbacks.Clear();
        }

        for (int i = callbacks.Length; i-- > 0;)
        {
            callbacks[i]();
        }
    }

    public void CancelAfter(int millisecondsDelay)
    {
        if (millisecondsDelay != Timeout.Infinite)
        {
            EventLoop.Current.At(Clock.After(millisecondsDelay), Cancel);
        }
    }

    public void Cancel(bool throwOnFirstException) => Cancel();

    public System.Threading.Tasks.Task CancelAsync()
    {
        Cancel();
        return System.Threading.Tasks.Task.CompletedTask;
    }

    public void CancelAfter(TimeSpan delay) => CancelAfter((int)delay.TotalMilliseconds);

    public void Dispose()
    {
    }

    internal CancellationTokenRegistration Add(Action callback)
    {
        lock (_callbacks)
        {
            if (!_isCanceled)
            {
                _callbacks.Add(callback);
                return new CancellationTokenRegistration(this, callback);
            }
        }

        callback();
        return default;
    }

    internal void Remove(Action callback)
    {
        lock (_callbacks)
        {
            _ = _callbacks.Remove(callback);
        }
    }
}
