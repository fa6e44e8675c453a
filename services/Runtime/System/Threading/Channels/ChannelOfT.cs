// Both ends of a channel of one kind of items.

namespace System.Threading.Channels;

public abstract class Channel<T> : Channel<T, T>
{
}
