// The eight ways to device registers, bound to the stubs in Mmio.S. Drivers never see this: they get an IRegisterBus.

using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>Single device accesses by virtual address: each call is exactly one load or store of its width.</summary>
internal static class Mmio
{
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "mmio_read8")]
    internal static extern byte Read8(nuint address);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "mmio_read16")]
    internal static extern ushort Read16(nuint address);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "mmio_read32")]
    internal static extern uint Read32(nuint address);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "mmio_read64")]
    internal static extern ulong Read64(nuint address);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "mmio_write8")]
    internal static extern void Write8(nuint address, byte value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "mmio_write16")]
    internal static extern void Write16(nuint address, ushort value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "mmio_write32")]
    internal static extern void Write32(nuint address, uint value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "mmio_write64")]
    internal static extern void Write64(nuint address, ulong value);
}
