// The memory map's sanity rules, and the usable list compared with a plain scan.

using RustKernel.Memory.Frames;
using RustKernel.Memory.Map;
using Xunit;

namespace RustKernel.Memory.Tests;

public sealed class MemoryMapTests
{
    private MemoryMap _map;

    [Theory]
    [InlineData(0x4000_0000, 0, ErrorCode.InvalidArgument)]
    [InlineData(0x4000_0800, 0x1000, ErrorCode.InvalidArgument)]
    [InlineData(0xFFFF_FFFF_FFFF_F000, 0x2000, ErrorCode.InvalidArgument)]
    [InlineData(0xFFFF_FFFF_F000, 0x2000, ErrorCode.NotSupported)]
    [InlineData(0x1_0000_0000_0000, 0x1000, ErrorCode.NotSupported)]
    [InlineData(0xFFFF_FFFF_F000, 0x1000, ErrorCode.None)]
    [InlineData(0, 0x1000, ErrorCode.None)]
    public void BanksAreChecked(ulong start, ulong size, ErrorCode expected)
    {
        Assert.Equal(expected, _map.AddBank(new MemoryRange(start, size)));
        Assert.Equal(expected == ErrorCode.None ? 1 : 0, _map.BankCount);
    }

    [Fact]
    public void OverlappingBanksAreCorruptAndNeighboursAreNot()
    {
        Assert.Equal(ErrorCode.None, _map.AddBank(new MemoryRange(0x8000_0000, 0x1000_0000)));
        Assert.Equal(ErrorCode.Corrupt, _map.AddBank(new MemoryRange(0x8FFF_F000, 0x2000)));
        Assert.Equal(ErrorCode.Corrupt, _map.AddBank(new MemoryRange(0x7FFF_F000, 0x2000_0000)));
        Assert.Equal(ErrorCode.None, _map.AddBank(new MemoryRange(0x9000_0000, 0x1000)));
        Assert.Equal(ErrorCode.None, _map.AddBank(new MemoryRange(0x4000_0000, 0x4000_0000)));
        Assert.Equal(3, _map.BankCount);
        Assert.Equal(0x4000_0000ul, _map.Bank(0).Start);
        Assert.Equal(0x9000_0000ul, _map.Bank(2).Start);
        Assert.Equal(0x4000_0000ul / 4096 + 0x1000_0000 / 4096 + 1, _map.TotalFrames);
    }

    [Fact]
    public void BanksAreRoundedInwardAndReservationsOutward()
    {
        Assert.Equal(ErrorCode.None, _map.AddBank(new MemoryRange(0x4000_0001, 0x3FFF)));
        Assert.Equal(0x4000_1000ul, _map.Bank(0).Start);
        Assert.Equal(0x3000ul, _map.Bank(0).SizeBytes);
        Assert.Equal(ErrorCode.None, _map.Reserve(new MemoryRange(0x4000_1FFF, 2), FrameUse.Initrd));
        Assert.Equal(0x4000_1000ul, _map.Reservation(0).Range.Start);
        Assert.Equal(0x2000ul, _map.Reservation(0).Range.SizeBytes);
    }

    [Fact]
    public void FullTablesSaySo()
    {
        for (ulong i = 0; i < MemoryMap.MaxBanks; i++)
        {
            Assert.Equal(ErrorCode.None, _map.AddBank(new MemoryRange(i << 20, 0x1000)));
        }

        Assert.Equal(ErrorCode.OutOfMemory, _map.AddBank(new MemoryRange(1ul << 40, 0x1000)));
        for (ulong i = 0; i < MemoryMap.MaxReservations; i++)
        {
            Assert.Equal(ErrorCode.None, _map.Reserve(new MemoryRange(i << 20, 0x1000), FrameUse.Firmware));
        }

        Assert.Equal(ErrorCode.OutOfMemory, _map.Reserve(new MemoryRange(1ul << 40, 0x1000), FrameUse.Firmware));
        // A reservation that can be joined still fits.
        Assert.Equal(ErrorCode.None, _map.Reserve(new MemoryRange(0x1000, 0x1000), FrameUse.Firmware));
        Assert.Equal(0x2000ul, _map.Reservation(0).Range.SizeBytes);
    }

    [Fact]
    public void TheFrameAtZeroIsNeverGivenOut()
    {
        Assert.Equal(ErrorCode.None, _map.AddBank(new MemoryRange(0, 0x10000)));
        Assert.Equal(0ul, _map.NextUsable(0).Value.Start);
        Assert.Equal(ErrorCode.None, _map.ReserveNull());
        Assert.Equal(0x1000ul, _map.NextUsable(0).Value.Start);
        Assert.Equal(ErrorCode.None, _map.Reserve(new MemoryRange(0x2000, 0x1000), FrameUse.KernelImage));
        Assert.True(_map.IsReserved(0));
        Assert.False(_map.IsReserved(0x1000));
    }

    [Fact]
    public void ReservationsAreChecked()
    {
        Assert.Equal(ErrorCode.None, _map.Reserve(new MemoryRange(0x1234, 0), FrameUse.Firmware));
        Assert.Equal(0, _map.ReservationCount);
        Assert.Equal(ErrorCode.InvalidArgument, _map.Reserve(new MemoryRange(ulong.MaxValue, 2), FrameUse.Firmware));
        Assert.Equal(ErrorCode.InvalidArgument, _map.Reserve(new MemoryRange(ulong.MaxValue - 10, 5), FrameUse.Firmware));
        Assert.Equal(ErrorCode.NotFound, _map.NextUsable(0).Error);
    }

    [Fact]
    public void UsableRangesAreWhatAScanFinds() => Seeds.Run(606, (random, progress) =>
    {
        for (progress.Step = 0; progress.Step < 3000; progress.Step++)
        {
            MemoryMap map = default;
            var bank = new bool[256];
            var reserved = new bool[256];
            for (int i = random.Next(6); i > 0; i--)
            {
                int first = random.Next(250), count = random.Next(1, 60);
                if (map.AddBank(new MemoryRange((ulong)first << 12, (ulong)count << 12)) != ErrorCode.None)
                {
                    continue;
                }

                for (int f = first; f < first + count && f < 256; f++)
                {
                    bank[f] = true;
                }
            }
            for (int i = random.Next(9); i > 0; i--)
            {
                int first = random.Next(250), count = random.Next(1, 20);
                Assert.Equal(
                    ErrorCode.None,
                    map.Reserve(new MemoryRange(((ulong)first << 12) + 5, ((ulong)count << 12) - 9), (FrameUse)random.Next(3)));
                for (int f = first; f < first + count && f < 256; f++)
                {
                    reserved[f] = true;
                }
            }
            var usable = new bool[512];
            for (ulong from = 0; map.NextUsable(from) is { IsOk: true } range; from = range.Value.EndExclusive)
            {
                Assert.True(range.Value.Start >= from && range.Value.SizeBytes > 0);
                for (ulong f = range.Value.Start >> 12; f < range.Value.EndExclusive >> 12; f++)
                {
                    usable[f] = true;
                }
            }
            for (int f = 0; f < 256; f++)
            {
                Assert.Equal(bank[f] && !reserved[f], usable[f]);
                Assert.Equal(reserved[f], map.IsReserved((ulong)f << 12));
            }
        }
    });
}
