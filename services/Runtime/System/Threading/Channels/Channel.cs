// Makes channels.

namespace System.Threading.Channels;

public static class Channel
{
    public static Channel<T> CreateUnbounded<T>() => new QueueChannel<T>(int.MaxValue, BoundedChannelFullMode.Wait, null);

    public static Channel<T> CreateUnbounded<T>(UnboundedChannelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return CreateUnbounded<T>();
    }

    public static Channel<T> CreateBounded<T>(int capacity) => CreateBounded<T>(new BoundedChannelOptions(capacity));

    public static Channel<T> CreateBounded<T>(BoundedChannelOptions options) => CreateBounded<T>(options, null);

    public static Channel<T> CreateBounded<T>(BoundedChannelOptions options, Action<T>? itemDropped)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new QueueChannel<T>(options.Capacity, options.FullMode, itemDropped);
    }
}
