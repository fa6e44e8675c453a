// A sequence of awaited items with a token, or with ConfigureAwait.

using System.Collections.Generic;
using System.Threading;

namespace System.Runtime.CompilerServices;

public readonly struct ConfiguredCancelableAsyncEnumerable<T>
{
    private readonly IAsyncEnumerable<T> _items;
    private readonly CancellationToken _cancel;

    internal ConfiguredCancelableAsyncEnumerable(IAsyncEnumerable<T> items, CancellationToken cancel)
    {
        _items = items;
        _cancel = cancel;
    }

    public ConfiguredCancelableAsyncEnumerable<T> ConfigureAwait(bool continueOnCapturedContext) => this;

    public ConfiguredCancelableAsyncEnumerable<T> WithCancellation(CancellationToken cancellationToken) => new(_items, cancellationToken);

    public Enumerator GetAsyncEnumerator() => new(_items.GetAsyncEnumerator(_cancel));

    public readonly struct Enumerator
    {
        private readonly IAsyncEnumerator<T> _items;

        internal Enumerator(IAsyncEnumerator<T> items) => _items = items;

        public T Current => _items.Current;

        public ConfiguredValueTaskAwaitable<bool> MoveNextAsync() => _items.MoveNextAsync().ConfigureAwait(false);

        public ConfiguredValueTaskAwaitable DisposeAsync() => _items.DisposeAsync().ConfigureAwait(false);
    }
}
