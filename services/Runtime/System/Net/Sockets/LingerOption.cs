// Whether Close waits until everything is sent, and for how long.

namespace System.Net.Sockets;

public class LingerOption
{
    public LingerOption(bool enable, int seconds)
    {
        Enabled = enable;
        LingerTime = seconds;
    }

    public bool Enabled { get; set; }

    public int LingerTime { get; set; }

    public override bool Equals(object? comparand) =>
        comparand is LingerOption other && Enabled == other.Enabled && LingerTime == other.LingerTime;

    public override int GetHashCode() => HashCode.Combine(Enabled, LingerTime);
}
