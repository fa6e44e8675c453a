// How much data may be in the network. [RFC 5681, RFC 6582, RFC 6928]

namespace RustKernel.Services.Internet.Tcp;

/// <summary>NewReno: congestion window, slow-start threshold, recovery. All in bytes.</summary>
internal sealed class CongestionControl
{
    private uint _counted;
    private int _size = 536;

    public long Window { get; private set; } = 536;

    public long Threshold { get; private set; } = long.MaxValue;

    /// <summary>A loss is being repaired.</summary>
    public bool IsRecovering { get; private set; }

    /// <summary>The end of what was sent when the last loss was noticed: until that is acknowledged, no loss is new.</summary>
    public uint RecoveryPoint { get; private set; }

    /// <summary>The initial window, ten segments. [RFC 6928 2]</summary>
    public static long InitialWindow(int size) => Smaller(10L * size, 2L * size > 14600 ? 2L * size : 14600);

    /// <summary>Begins a connection; <paramref name="wasSynLost"/>: with one segment. [RFC 5681 3.1]</summary>
    public void Begin(int size, bool wasSynLost, uint firstNumber)
    {
        _size = size;
        Window = wasSynLost ? size : InitialWindow(size);
        RecoveryPoint = firstNumber;
    }

    /// <summary>Moves <see cref="RecoveryPoint"/> along with acknowledgments: 2 GiB later it would otherwise lie ahead again.</summary>
    public void PassRecoveryPoint(uint acknowledged)
    {
        if (!IsRecovering && Sequence.IsBefore(RecoveryPoint, acknowledged))
        {
            RecoveryPoint = acknowledged;
        }
    }

    /// <summary>Changes the size of segments: the path takes only smaller ones.</summary>
    public void Resize(int size) => _size = size;

    /// <summary>New data was acknowledged, and nothing is being repaired. [RFC 5681 3.1, 3.3.3]</summary>
    public void Acknowledge(uint bytes, bool isWindowUsed)
    {
        if (!isWindowUsed)
        {
            return;
        }

        if (Window < Threshold)
        {
            Window += bytes < _size ? bytes : _size;
            return;
        }

        _counted += bytes;
        if (_counted >= Window)
        {
            _counted -= (uint)Window;
            Window += _size;
        }
    }

    /// <summary>Begins fast recovery. [RFC 6582 3.2 step 2, RFC 6675 5 step 4]</summary>
    public void EnterRecovery(uint flight, uint sentUpTo, bool hasSack)
    {
        IsRecovering = true;
        RecoveryPoint = sentUpTo;
        Threshold = Larger(flight / 2, 2L * _size);
        Window = hasSack ? Threshold : Threshold + (3L * _size);
    }

    /// <summary>One more segment has left the network. [RFC 6582 3.2 step 3]</summary>
    public void Inflate() => Window += _size;

    /// <summary>Part of the loss is repaired. [RFC 6582 3.2 step 5]</summary>
    public void PartialAcknowledge(uint bytes) => Window = Larger(Window - bytes + (bytes >= _size ? _size : 0), _size);

    /// <summary>The whole loss is repaired.</summary>
    public void LeaveRecovery(uint flight, bool hasSack)
    {
        IsRecovering = false;
        Window = hasSack ? Threshold : Smaller(Threshold, Larger(flight, _size) + _size);
        _counted = 0;
    }

    /// <summary>
    /// The retransmission timer expired; <paramref name="isFirst"/>: for the first time for this segment. [RFC 5681 3.1 (4)]
    /// </summary>
    public void TimeOut(uint flight, uint sentUpTo, bool isFirst)
    {
        Threshold = isFirst ? Larger(flight / 2, 2L * _size) : Threshold;
        Window = _size;
        IsRecovering = false;
        RecoveryPoint = sentUpTo;
        _counted = 0;
    }

    /// <summary>Nothing was sent for longer than a time-out. [RFC 5681 4.1]</summary>
    public void Restart() => Window = Smaller(Window, InitialWindow(_size));

    private static long Smaller(long a, long b) => a < b ? a : b;

    private static long Larger(long a, long b) => a > b ? a : b;
}
