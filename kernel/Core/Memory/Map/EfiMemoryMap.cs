// Reads the memory map that UEFI's GetMemoryMap left: descriptors in any order, of a size that the firmware chooses. Checks
// bounds and joins neighbours into banks; changes nothing.

using System;
using System.Buffers.Binary;

namespace RustKernel.Memory.Map;

/// <summary>The descriptors of a map. Any bytes are legal: incomplete descriptors are left out.</summary>
public readonly ref struct EfiMemoryMap
{
    // Type, padding, physical start, virtual start, pages, attributes. [UEFI 2.10 EFI_BOOT_SERVICES.GetMemoryMap()]
    private const int TypeOffset = 0;
    private const int StartOffset = 8;
    private const int PagesOffset = 24;
    private const int AttributesOffset = 32;
    private const int KnownSizeBytes = 40;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _stride;

    /// <summary>
    /// The map in <paramref name="bytes"/>, one descriptor every
    /// <paramref name="descriptorSizeBytes"/> bytes (at least 40, or the map is empty).
    /// </summary>
    public EfiMemoryMap(ReadOnlySpan<byte> bytes, ulong descriptorSizeBytes)
    {
        _bytes = bytes;
        bool isSane = descriptorSizeBytes >= KnownSizeBytes && descriptorSizeBytes <= (ulong)bytes.Length;
        _stride = isSane ? (int)descriptorSizeBytes : 0;
    }

    /// <summary>Whole descriptors in the map.</summary>
    public int Count => _stride == 0 ? 0 : _bytes.Length / _stride;

    /// <summary>The descriptor at <paramref name="index"/>, 0 to <see cref="Count"/> - 1.</summary>
    public EfiMemoryDescriptor Descriptor(int index)
    {
        ReadOnlySpan<byte> descriptor = _bytes.Slice(index * _stride, KnownSizeBytes);
        return new EfiMemoryDescriptor(
            BinaryPrimitives.ReadUInt32LittleEndian(descriptor.Slice(TypeOffset)),
            BinaryPrimitives.ReadUInt64LittleEndian(descriptor.Slice(StartOffset)),
            BinaryPrimitives.ReadUInt64LittleEndian(descriptor.Slice(PagesOffset)),
            BinaryPrimitives.ReadUInt64LittleEndian(descriptor.Slice(AttributesOffset)));
    }

    /// <summary>
    /// The lowest stretch of RAM at or after <paramref name="from"/>, with neighbouring and overlapping descriptors joined,
    /// including the firmware's own memory; <see cref="ErrorCode.NotFound"/> when there is none. Pass the end of the last one to
    /// walk them all.
    /// </summary>
    public Result<MemoryRange> NextBank(ulong from)
    {
        ulong start = ulong.MaxValue;
        for (int i = 0; i < Count; i++)
        {
            EfiMemoryDescriptor descriptor = Descriptor(i);
            if (!descriptor.IsRam || descriptor.Range.EndExclusive <= from)
            {
                continue;
            }

            ulong first = Math.Max(descriptor.Range.Start, from);
            start = Math.Min(start, first);
        }
        if (start == ulong.MaxValue)
        {
            return ErrorCode.NotFound;
        }

        return new MemoryRange(start, EndOfRam(start) - start);
    }

    // Each pass moves the end or is the last one, so there are at most Count + 1; for a sorted map one is enough.
    private ulong EndOfRam(ulong end)
    {
        bool moved = true;
        while (moved)
        {
            moved = false;
            for (int i = 0; i < Count; i++)
            {
                EfiMemoryDescriptor descriptor = Descriptor(i);
                if (!descriptor.IsRam || descriptor.Range.Start > end || descriptor.Range.EndExclusive <= end)
                {
                    continue;
                }

                end = descriptor.Range.EndExclusive;
                moved = true;
            }
        }
        return end;
    }
}
