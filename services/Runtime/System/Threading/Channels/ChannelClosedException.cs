// No more items come, or may be written.

namespace System.Threading.Channels;

public class ChannelClosedException : InvalidOperationException
{
    public ChannelClosedException()
        : base("The channel has been closed.")
    {
    }

    public ChannelClosedException(string? message)
        : base(message)
    {
    }

    public ChannelClosedException(Exception? innerException)
        : base("The channel has been closed.", innerException)
    {
    }

    public ChannelClosedException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
