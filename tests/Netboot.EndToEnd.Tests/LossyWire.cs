using System;
using RustKernel.Flash.Ethernet;

namespace RustKernel.Flash.Netboot.EndToEnd.Tests;

/// <summary>
/// Drops frames to the board as a seeded generator decides, up to a limit. It repeats none: U-Boot
/// 2023.01 stalls on repeated data in windowed transfers.
/// </summary>
public sealed class LossyWire(IFrameLink link, double loss, int limit, int seed) : IFrameLink
{
    private readonly Random _random = new(seed);

    public int Dropped { get; private set; }

    public void Send(ReadOnlySpan<byte> frame)
    {
        if (Dropped < limit && _random.NextDouble() < loss)
        {
            Dropped++;
        }
        else
        {
            link.Send(frame);
        }
    }
}
