// Reports to a handler, on the loop of the thread that made it.

using System.Threading;
using RustKernel.Runtime;

namespace System;

public class Progress<T> : IProgress<T>
{
    private readonly EventLoop _loop = EventLoop.Current;
    private readonly Action<T>? _handler;

    public Progress()
    {
    }

    public Progress(Action<T> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _handler = handler;
    }

    public event EventHandler<T>? ProgressChanged;

    void IProgress<T>.Report(T value) => OnReport(value);

    protected virtual void OnReport(T value)
    {
        if (_handler is not null || ProgressChanged is not null)
        {
            ExecutionContext context = ExecutionContext.Capture()!;
            _loop.Post(() => ExecutionContext.Run(context, Tell, value));
        }
    }

    private void Tell(object? value)
    {
        _handler?.Invoke((T)value!);
        ProgressChanged?.Invoke(this, (T)value!);
    }
}
