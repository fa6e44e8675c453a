// Options of a channel with room for a limited number of items.

namespace System.Threading.Channels;

public sealed class BoundedChannelOptions : ChannelOptions
{
    private int _capacity;
    private BoundedChannelFullMode _mode;

    public BoundedChannelOptions(int capacity) => Capacity = capacity;

    public int Capacity
    {
        get => _capacity;
        set => _capacity = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    public BoundedChannelFullMode FullMode
    {
        get => _mode;
        set => _mode = value is >= BoundedChannelFullMode.Wait and <= BoundedChannelFullMode.DropWrite
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value));
    }
}
