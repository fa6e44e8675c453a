namespace RustKernel.Services.Internet.Tcp;

/// <summary>What identifies a connection: both ends. The local address is the interface's, or the one in a loop-back packet.</summary>
internal readonly record struct TcpKey(InternetAddress Local, ushort LocalPort, InternetAddress Remote, ushort RemotePort)
{
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;

    // Each segment is looked up by its key, and the compiler's own comparison would call a comparer for each field.
    private ulong Ports => ((ulong)LocalPort << 16) | RemotePort;

    /// <summary>Whether both ends are the same.</summary>
    public bool Equals(TcpKey other) =>
        Ports == other.Ports
        && Remote.Low == other.Remote.Low && Local.Low == other.Local.Low
        && Remote.High == other.Remote.High && Local.High == other.Local.High;

    /// <summary>From the ports and the end of the peer's address. Tables use the lowest bits: each input affects them.</summary>
    public override int GetHashCode() => (int)(((((ulong)Remote.IPv4 << 32) | Ports) * Multiplier) >> 32);
}
