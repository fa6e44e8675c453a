// What happens to a written item if a bounded channel has no room.

namespace System.Threading.Channels;

public enum BoundedChannelFullMode
{
    Wait = 0,
    DropNewest = 1,
    DropOldest = 2,
    DropWrite = 3,
}
