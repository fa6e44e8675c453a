// The wire under the cases.

using System;

namespace RustKernel.Hil.NetworkPeer;

/// <summary>
/// Carries frames between the peer and one machine. Two kinds: a stack in this process, whose time moves only when the peer waits, and a
/// machine at the other end of a socket, whose time is that of the world.
/// </summary>
internal interface IWire
{
    /// <summary>Microseconds of the wire's clock.</summary>
    long Now { get; }

    /// <summary>Time stops until <see cref="Next"/> waits, so arrival times can be judged exactly.</summary>
    bool IsExact { get; }

    /// <summary>A frame goes to the machine.</summary>
    void Send(ReadOnlySpan<byte> frame);

    /// <summary>The next frame of the machine's; null: none within <paramref name="within"/> microseconds.</summary>
    Frame? Next(long within);
}
