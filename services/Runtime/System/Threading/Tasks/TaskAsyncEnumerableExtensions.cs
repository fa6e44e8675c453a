// How a sequence of awaited items is enumerated.

using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace System.Threading.Tasks;

public static class TaskAsyncEnumerableExtensions
{
    public static ConfiguredAsyncDisposable ConfigureAwait(this IAsyncDisposable source, bool continueOnCapturedContext) => new(source);

    public static ConfiguredCancelableAsyncEnumerable<T> ConfigureAwait<T>(
        this IAsyncEnumerable<T> source, bool continueOnCapturedContext) => new(source, default);

    public static ConfiguredCancelableAsyncEnumerable<T> WithCancellation<T>(
        this IAsyncEnumerable<T> source, CancellationToken cancellationToken) => new(source, cancellationToken);

    public static IEnumerable<T> ToBlockingEnumerable<T>(this IAsyncEnumerable<T> source, CancellationToken cancellationToken = default)
    {
        IAsyncEnumerator<T> items = source.GetAsyncEnumerator(cancellationToken);
        try
        {
            while (items.MoveNextAsync().AsTask().GetAwaiter().GetResult())
            {
                yield return items.Current;
            }
        }
        finally
        {
            items.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
