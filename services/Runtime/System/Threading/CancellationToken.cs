// Whether somebody wants something to end.

namespace System.Threading;

public readonly struct CancellationToken
{
    private readonly CancellationTokenSource? _source;

    internal CancellationToken(CancellationTokenSource source) => _source = source;

    public static CancellationToken None => default;

    public bool IsCancellationRequested => _source is not null && _source.IsCancellationRequested;

    public bool CanBeCanceled => _source is not null;

    public void ThrowIfCancellationRequested()
    {
        if (IsCancellationRequested)
        {
            throw new OperationCanceledException();
        }
    }

    public CancellationTokenRegistration Register(Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return _source is null ? default : _source.Add(callback);
    }
}
