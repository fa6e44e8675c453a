// ConfigureAwait for await using.


namespace System.Runtime.CompilerServices;

public readonly struct ConfiguredAsyncDisposable
{
    private readonly IAsyncDisposable _source;

    internal ConfiguredAsyncDisposable(IAsyncDisposable source) => _source = source;

    public ConfiguredValueTaskAwaitable DisposeAsync() => _source.DisposeAsync().ConfigureAwait(false);
}
