// What happens to what is written when a bounded channel has no room.

namespace System.Threading.Channels;

public enum BoundedChannelFullMode
{
    Wait = 0,
    DropNewest = 1,
    DropOldest = 2,
    DropWrite = 3,
}
