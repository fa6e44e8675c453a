// Both ends of a channel with one type of items.

namespace System.Threading.Channels;

public abstract class Channel<T> : Channel<T, T>
{
}
