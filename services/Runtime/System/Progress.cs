// Reports to a handler, on the loop of the thread that made it.

using System.Threading.Tasks;

namespace System;

public class Progress<T> : IProgress<T>
{
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

    protected virtual void OnReport(T value) => Task.Run(() =>
    {
        _handler?.Invoke(value);
        ProgressChanged?.Invoke(this, value);
    });
}
