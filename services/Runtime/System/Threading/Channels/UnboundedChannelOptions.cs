// Options of a channel that always has room.

namespace System.Threading.Channels;

public sealed class UnboundedChannelOptions : ChannelOptions
{
}
