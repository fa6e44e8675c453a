// Binds bsp/Arm64/Dma.S.

using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Services.Devices;

/// <summary>Cache maintenance, and barriers as a device sees them.</summary>
internal static class DmaOrder
{
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cache_clean_and_invalidate")]
    internal static extern void CleanAndInvalidate(nuint address, nuint bytes);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "dma_order_stores")]
    internal static extern void Stores();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "dma_order_loads")]
    internal static extern void Loads();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "dma_order_all")]
    internal static extern void All();
}
