// Cache maintenance for memory shared with devices.

using System;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>Keeps cacheable memory coherent with a device that reads and writes past the caches. [DDI0487 D7.5]</summary>
public readonly struct DeviceMemory : IDeviceMemory
{
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cache_clean_and_invalidate")]
    private static extern void CleanAndInvalidate(ref readonly uint start, nuint sizeBytes);

    /// <inheritdoc/>
    public void CleanAndInvalidate(ReadOnlySpan<uint> buffer)
    {
        if (buffer.Length > 0)
        {
            CleanAndInvalidate(in buffer[0], (nuint)buffer.Length * sizeof(uint));
        }
    }
}
