// Whether cancellation was requested.

namespace System.Threading;

public readonly struct CancellationToken : IEquatable<CancellationToken>
{
    private readonly CancellationTokenSource? _source;

    internal CancellationToken(CancellationTokenSource source) => _source = source;

    public CancellationToken(bool canceled) => _source = canceled ? CancellationTokenSource.Canceled : null;

    public static CancellationToken None => default;

    public bool IsCancellationRequested => _source is not null && _source.IsCancellationRequested;

    public bool CanBeCanceled => _source is not null;

    public void ThrowIfCancellationRequested()
    {
        if (IsCancellationRequested)
        {
            throw new OperationCanceledException(this);
        }
    }

    public CancellationTokenRegistration Register(Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return _source is null ? default : _source.Add(callback);
    }

    public CancellationTokenRegistration Register(Action<object?> callback, object? state)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return Register(() => callback(state));
    }

    public static bool operator ==(CancellationToken left, CancellationToken right) => left._source == right._source;

    public static bool operator !=(CancellationToken left, CancellationToken right) => left._source != right._source;

    public bool Equals(CancellationToken other) => this == other;

    public override bool Equals(object? other) => other is CancellationToken token && this == token;

    public override int GetHashCode() => _source is null ? 0 : _source.GetHashCode();
}
