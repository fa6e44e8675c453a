// What all fake devices share: a window whose accesses have a width, counted and bounded.

using System;

namespace RustKernel.Drivers.Tests;

/// <summary>A working device; an access of a width or at an offset that the hardware lacks fails the test.</summary>
public abstract class FakeDevice
{
    /// <summary>More accesses than any bounded driver makes in one test: stops an endless loop.</summary>
    private const long AccessLimit = 50_000_000;

    public long Accesses { get; private set; }

    public virtual uint Read32(uint offset) => throw Wrong("read32", offset);

    public virtual void Write32(uint offset, uint value) => throw Wrong("write32", offset);

    public virtual byte Read8(uint offset) => throw Wrong("read8", offset);

    public virtual void Write8(uint offset, byte value) => throw Wrong("write8", offset);

    public virtual ushort Read16(uint offset) => throw Wrong("read16", offset);

    public virtual void Write16(uint offset, ushort value) => throw Wrong("write16", offset);

    public virtual ulong Read64(uint offset) => throw Wrong("read64", offset);

    public virtual void Write64(uint offset, ulong value) => throw Wrong("write64", offset);

    /// <summary>How many accesses came before the last call that orders reads.</summary>
    public long OrderedAfter { get; private set; }

    public void OrderReads() => OrderedAfter = Accesses;

    public void Count()
    {
        if (++Accesses > AccessLimit)
        {
            throw new InvalidOperationException("the driver polls without end");
        }
    }

    protected InvalidOperationException Wrong(string access, uint offset)
        => new($"{GetType().Name}: {access} at 0x{offset:x} is not something this device has");
}
