// A device that behaves like the hardware: it sees the same accesses from the driver.

using System.Collections.Generic;
using RustKernel.Drivers.Tests;

namespace RustKernel.FwCfg.Tests;

internal sealed class FakeFwCfg : FakeDevice
{
    private const uint Data = 0;
    private const uint Selector = 8;
    private byte[] _item = [];
    private int _next;

    /// <summary>The bytes of each item, by its number.</summary>
    public Dictionary<ushort, byte[]> Items { get; } = [];

    public override byte Read8(uint offset) => offset != Data
        ? throw Wrong("read8", offset)
        : _next < _item.Length ? _item[_next++] : (byte)0;

    public override void Write16(uint offset, ushort value)
    {
        if (offset != Selector)
        {
            throw Wrong("write16", offset);
        }

        ushort key = (ushort)((value << 8) | (value >> 8));
        _item = Items.TryGetValue(key, out byte[]? item) ? item : [];
        _next = 0;
    }
}
