// RAM by physical address through the direct map: the only way for kernel logic to reach memory that is not a variable of its own.

using System;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>
/// Physical memory at MemoryLayout.DirectMapBase. Callers may only name RAM that start-up mapped: frames of the allocator. An unmapped
/// address faults (and panics) rather than reading something else.
/// </summary>
public readonly unsafe struct DirectMap : IPhysicalMemory
{
    // SAFETY (all members): the address comes from the frame allocator or from a table made of its frames, whose ranges
    // start-up mapped, cacheable and writable. The mask keeps any other number within the direct map's region, or less
    // than a frame (the offset) after it, where nothing is mapped.
    private const ulong AddressMask = MemoryLayout.DirectMapSizeBytes - 1;

    private const ulong FillBlockBytes = 256;

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "fill_words")]
    private static extern void FillWords(ulong* start, ulong sizeBytes, ulong pattern);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cache_clean_and_invalidate")]
    private static extern void CleanAndInvalidate(ulong* start, ulong sizeBytes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Read64(PhysicalAddress address) => *(ulong*)(MemoryLayout.DirectMapBase | (address.Value & AddressMask));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write64(PhysicalAddress address, ulong value) =>
        *(ulong*)(MemoryLayout.DirectMapBase | (address.Value & AddressMask)) = value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Read64(PhysicalAddress address, uint offset) =>
        *(ulong*)((MemoryLayout.DirectMapBase | (address.Value & AddressMask)) + offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write64(PhysicalAddress address, uint offset, ulong value) =>
        *(ulong*)((MemoryLayout.DirectMapBase | (address.Value & AddressMask)) + offset) = value;

    /// <inheritdoc/>
    public void Fill(PhysicalAddress address, ulong sizeBytes, ulong pattern)
    {
        ulong* next = (ulong*)(MemoryLayout.DirectMapBase | (address.Value & AddressMask));
        ulong* end = next + (sizeBytes / sizeof(ulong));
        ulong blocks = sizeBytes & ~(FillBlockBytes - 1);
        if (blocks != 0)
        {
            FillWords(next, blocks, pattern);
            next += blocks / sizeof(ulong);
        }

        while (end - next >= 4)
        {
            next[0] = pattern;
            next[1] = pattern;
            next[2] = pattern;
            next[3] = pattern;
            next += 4;
        }

        while (next < end)
        {
            *next++ = pattern;
        }
    }

    /// <summary>
    /// Makes everything written to <paramref name="sizeBytes"/> bytes from
    /// <paramref name="address"/> on reach RAM, past the caches.
    /// </summary>
    public static void CleanAndInvalidate(PhysicalAddress address, ulong sizeBytes) =>
        CleanAndInvalidate((ulong*)(MemoryLayout.DirectMapBase | (address.Value & AddressMask)), sizeBytes);

    /// <summary>
    /// <paramref name="sizeBytes"/> bytes from <paramref name="address"/> on, which start-up keeps for ever and has mapped into the
    /// direct map (<c>KernelMemory.MapKept</c>). Empty when they would extend beyond it.
    /// </summary>
    public static ReadOnlySpan<byte> KeptBytes(PhysicalAddress address, int sizeBytes)
    {
        bool isWithin = sizeBytes > 0 && address.Value < MemoryLayout.DirectMapSizeBytes
            && (ulong)sizeBytes <= MemoryLayout.DirectMapSizeBytes - address.Value;

        // SAFETY: within the direct map, as just checked; the caller ensures that it is mapped and stays so.
        return isWithin ? new ReadOnlySpan<byte>((byte*)(MemoryLayout.DirectMapBase | address.Value), sizeBytes) : default;
    }

    /// <summary>Virtual address of <paramref name="address"/> in the direct map.</summary>
    public static VirtualAddress ToVirtual(PhysicalAddress address) =>
        new(MemoryLayout.DirectMapBase | (address.Value & AddressMask));
}
