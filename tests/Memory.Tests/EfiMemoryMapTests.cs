// The UEFI memory map's reader: classification, joining, and bytes that no firmware should write.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using RustKernel.Memory.Map;
using Xunit;

namespace RustKernel.Memory.Tests;

public sealed class EfiMemoryMapTests
{
    private const ulong WriteBack = 0xF;
    private const ulong Runtime = 1ul << 63;

    [Theory]
    [InlineData(0, WriteBack, EfiMemoryUse.Reserved)]
    [InlineData(1, WriteBack, EfiMemoryUse.Free)]
    [InlineData(2, WriteBack, EfiMemoryUse.Free)]
    [InlineData(3, WriteBack, EfiMemoryUse.Free)]
    [InlineData(4, WriteBack, EfiMemoryUse.Free)]
    [InlineData(5, WriteBack, EfiMemoryUse.Kept)]
    [InlineData(5, WriteBack | Runtime, EfiMemoryUse.Kept)]
    [InlineData(6, WriteBack | Runtime, EfiMemoryUse.Kept)]
    [InlineData(7, WriteBack, EfiMemoryUse.Free)]
    [InlineData(7, 8, EfiMemoryUse.Free)]
    [InlineData(7, 7, EfiMemoryUse.Reserved)]
    [InlineData(7, WriteBack | Runtime, EfiMemoryUse.Reserved)]
    [InlineData(7, WriteBack | (1ul << 18), EfiMemoryUse.Reserved)]
    [InlineData(8, WriteBack, EfiMemoryUse.Reserved)]
    [InlineData(9, WriteBack, EfiMemoryUse.Kept)]
    [InlineData(10, WriteBack, EfiMemoryUse.Kept)]
    [InlineData(11, WriteBack | Runtime, EfiMemoryUse.None)]
    [InlineData(12, WriteBack, EfiMemoryUse.None)]
    [InlineData(14, WriteBack, EfiMemoryUse.None)]
    [InlineData(15, WriteBack, EfiMemoryUse.Reserved)]
    [InlineData(0x80000000, WriteBack, EfiMemoryUse.Reserved)]
    [InlineData(0xFFFFFFFF, ulong.MaxValue, EfiMemoryUse.Reserved)]
    public void TypeAndAttributesDecideTheUse(uint type, ulong attributes, EfiMemoryUse expected) =>
        Assert.Equal(expected, new EfiMemoryDescriptor(type, 0x4000_0000, 16, attributes).Use);

    [Theory]
    [InlineData(0x4000_0000, 0)]
    [InlineData(0x4000_0000, 1ul << 52)]
    [InlineData(0x4000_0000, ulong.MaxValue)]
    [InlineData(0xFFFF_FFFF_FFFF_F000, 2)]
    [InlineData(0x8000_0000_0000_0000, 1ul << 51)]
    public void EmptyAndEndlessDescriptorsAreNothing(ulong start, ulong pages)
    {
        EfiMemoryDescriptor descriptor = new(7, start, pages, WriteBack);
        Assert.Equal(0ul, descriptor.Range.SizeBytes);
        Assert.Equal(EfiMemoryUse.None, descriptor.Use);
        Assert.False(descriptor.IsRam);
    }

    [Fact]
    public void NeighboursInAnyOrderAreOneBankAndGapsSeparate()
    {
        byte[] map = Map(
            48,
            (7, 0x9000_0000, 16),
            (4, 0x4010_0000, 256),
            (5, 0x4000_0000, 256),
            (9, 0x4020_0000, 1),
            (0, 0x4020_1000, 1),
            (7, 0x4020_2000, 2));
        Assert.Equal(
            [(0x4000_0000ul, 0x20_1000ul), (0x4020_2000ul, 0x2000ul), (0x9000_0000ul, 0x1_0000ul)],
            Banks(new EfiMemoryMap(map, 48)));
    }

    [Fact]
    public void OverlappingDescriptorsAreCountedOnce()
    {
        byte[] map = Map(40, (7, 0x1000, 16), (7, 0x3000, 2), (5, 0x8000, 32));
        Assert.Equal([(0x1000ul, 0x2_7000ul)], Banks(new EfiMemoryMap(map, 40)));
    }

    [Theory]
    [InlineData(0ul, 0)]
    [InlineData(39ul, 0)]
    [InlineData(40ul, 2)]
    [InlineData(41ul, 2)]
    [InlineData(48ul, 2)]
    [InlineData(96ul, 1)]
    [InlineData(97ul, 0)]
    [InlineData(1ul << 32, 0)]
    [InlineData((1ul << 32) + 48, 0)]
    [InlineData(ulong.MaxValue, 0)]
    public void DescriptorSizesAreChecked(ulong stride, int expected) =>
        Assert.Equal(expected, new EfiMemoryMap(new byte[96], stride).Count);

    [Fact]
    public void CutMapsLoseTheirLastDescriptor()
    {
        byte[] map = Map(48, (7, 0x1000, 1), (7, 0x3000, 1));
        Assert.Equal([(0x1000ul, 0x1000ul)], Banks(new EfiMemoryMap(map.AsSpan(0, 95), 48)));
        Assert.Equal(0, new EfiMemoryMap(default, 48).Count);
        Assert.Equal(ErrorCode.NotFound, new EfiMemoryMap(default, 48).NextBank(0).Error);
    }

    [Fact]
    public void AnyBytesGiveOrderedBanksThatAMapCanTake() => Seeds.Run(707, (random, progress) =>
    {
        for (progress.Step = 0; progress.Step < 2000; progress.Step++)
        {
            byte[] bytes = new byte[random.Next(0, 600)];
            random.NextBytes(bytes);
            ulong stride = random.Next(4) == 0 ? (ulong)random.NextInt64() : (ulong)random.Next(30, 80);
            EfiMemoryMap map = new(bytes, stride);
            for (int i = 0; i < map.Count && random.Next(3) != 0; i++)
            {
                // Plausible in the fields that decide, so that not everything is refused at once.
                Span<byte> descriptor = bytes.AsSpan(i * (int)stride);
                BinaryPrimitives.WriteUInt32LittleEndian(descriptor, (uint)random.Next(0, 16));
                BinaryPrimitives.WriteUInt64LittleEndian(descriptor[8..], (ulong)random.Next(0, 64) << 12);
                BinaryPrimitives.WriteUInt64LittleEndian(descriptor[24..], (ulong)random.Next(0, 8));
            }

            ulong last = 0;
            foreach ((ulong start, ulong size) in Banks(map))
            {
                Assert.True(start >= last && size > 0 && start + size > start);
                last = start + size;
            }

            for (ulong page = 0; page < 80; page++)
            {
                Assert.Equal(IsRam(map, page << 12), Covers(map, page << 12));
            }
        }
    });

    private static bool IsRam(EfiMemoryMap map, ulong address)
    {
        for (int i = 0; i < map.Count; i++)
        {
            if (map.Descriptor(i).IsRam && map.Descriptor(i).Range.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Covers(EfiMemoryMap map, ulong address)
    {
        foreach ((ulong start, ulong size) in Banks(map))
        {
            if (address - start < size)
            {
                return true;
            }
        }

        return false;
    }

    private static List<(ulong Start, ulong Size)> Banks(EfiMemoryMap map)
    {
        List<(ulong, ulong)> banks = [];
        for (Result<MemoryRange> bank = map.NextBank(0); bank.IsOk; bank = map.NextBank(bank.Value.EndExclusive))
        {
            Assert.True(bank.Value.SizeBytes > 0, "a walk over the banks would never end");
            banks.Add((bank.Value.Start, bank.Value.SizeBytes));
        }

        return banks;
    }

    private static byte[] Map(int stride, params (uint Type, ulong Start, ulong Pages)[] descriptors)
    {
        byte[] bytes = new byte[stride * descriptors.Length];
        for (int i = 0; i < descriptors.Length; i++)
        {
            Span<byte> descriptor = bytes.AsSpan(i * stride);
            BinaryPrimitives.WriteUInt32LittleEndian(descriptor, descriptors[i].Type);
            BinaryPrimitives.WriteUInt64LittleEndian(descriptor[8..], descriptors[i].Start);
            BinaryPrimitives.WriteUInt64LittleEndian(descriptor[24..], descriptors[i].Pages);
            BinaryPrimitives.WriteUInt64LittleEndian(descriptor[32..], WriteBack);
        }

        return bytes;
    }
}
