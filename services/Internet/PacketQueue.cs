namespace RustKernel.Services.Internet;

/// <summary>A list of packets, first in, first out.</summary>
internal sealed class PacketQueue
{
    private Packet? _first;
    private Packet? _last;

    public int Count { get; private set; }

    public void Add(Packet packet)
    {
        packet.Next = null;
        if (_last is null)
        {
            _first = packet;
        }
        else
        {
            _last.Next = packet;
        }

        _last = packet;
        Count++;
    }

    public Packet? Take()
    {
        Packet? packet = _first;
        if (packet is not null)
        {
            _first = packet.Next;
            _last = _first is null ? null : _last;
            Count--;
        }

        return packet;
    }
}
