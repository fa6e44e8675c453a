// Unit tests: every documented error and the promises about cost, totals and laziness.

using System.Collections.Generic;
using System.Linq;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Map;
using Xunit;

namespace RustKernel.Memory.Tests;

public sealed class FrameAllocatorTests
{
    private const ulong MiB = 1ul << 20;
    private const ulong GiB = 1ul << 30;

    private readonly EmulatedMachine _machine = new();
    private FrameAllocator<HostMemory> _frames;

    private void Start(IEnumerable<MemoryRange> banks, params Reservation[] reservations)
    {
        MemoryMap map = default;
        foreach (MemoryRange bank in banks)
        {
            Assert.Equal(ErrorCode.None, map.AddBank(bank));
            _machine.Ram.Add(bank);
        }
        foreach (Reservation r in reservations)
        {
            Assert.Equal(ErrorCode.None, map.Reserve(r.Range, r.Use));
        }

        Assert.Equal(ErrorCode.None, _frames.Initialize(in map, new HostMemory(_machine)));
    }

    private PhysicalAddress One(FrameUse use = FrameUse.Test)
    {
        Result<PhysicalAddress> frame = _frames.Allocate(use);
        Assert.Equal(ErrorCode.None, frame.Error);
        return frame.Value;
    }

    // Every second frame of a gigabyte is taken: two are contiguous only where the test frees them.
    [Fact]
    public void ASmallRunIsFoundOrRefusedInBoundedTime()
    {
        const int most = 700;
        Start([new MemoryRange(0x4000_0000, 1 * GiB)]);
        List<PhysicalAddress> frames = [];
        while (_frames.Allocate(FrameUse.Test) is { IsOk: true } frame)
        {
            frames.Add(frame.Value);
            Assert.InRange((ulong)frames.Count, 1ul, GiB / FrameSize.Bytes);
        }

        for (int i = 0; i < frames.Count; i += 2)
        {
            Assert.Equal(ErrorCode.None, _frames.Free(frames[i], FrameUse.Test));
        }

        for (ulong count = 2; count <= FrameAllocator<HostMemory>.MostSmallFrames; count++)
        {
            _machine.Reads = 0;
            Assert.Equal(ErrorCode.OutOfMemory, _frames.AllocateSmallRun(count, FrameUse.Test).Error);
            Assert.InRange(_machine.Reads, 1, most);
        }

        // Three in a row, across a boundary of two bitmap words, in a distant block: each search continues where the last one ended.
        int border = frames.FindIndex(100_001, address => (address.Value & 0x3_FFFF) == 0x3_F000);
        Assert.Equal(ErrorCode.None, _frames.Free(frames[border % 2 == 0 ? border + 1 : border], FrameUse.Test));
        Result<PhysicalAddress> run = ErrorCode.OutOfMemory;
        int tries = 0;
        for (; tries < 20 && !run.IsOk; tries++)
        {
            _machine.Reads = 0;
            run = _frames.AllocateSmallRun(3, FrameUse.Test);
            Assert.InRange(_machine.Reads, 1, most);
        }

        Assert.True(run.IsOk, $"{tries} tries");
        Assert.Equal(ErrorCode.None, _frames.FreeRun(run.Value, 3, FrameUse.Test));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(13)]
    [InlineData(64)]
    public void SmallRunsOverlapNothingAndComeBack(int count)
    {
        Start([new MemoryRange(0x4010_0000, 24 * MiB), new MemoryRange(0x8000_0000, 8 * MiB)]);
        ulong free = _frames.Statistics.FreeFrames;
        HashSet<ulong> taken = [];
        List<PhysicalAddress> runs = [];
        while (_frames.AllocateSmallRun((ulong)count, FrameUse.Test) is { IsOk: true } run)
        {
            runs.Add(run.Value);
            for (int i = 0; i < count; i++)
            {
                Assert.True(taken.Add(run.Value.Value + ((ulong)i * FrameSize.Bytes)));
            }
        }

        Assert.InRange((ulong)taken.Count, free * 3 / 4, free);
        foreach (PhysicalAddress run in runs)
        {
            Assert.Equal(ErrorCode.None, _frames.FreeRun(run, (ulong)count, FrameUse.Test));
        }

        Assert.Equal(free, _frames.Statistics.FreeFrames);
        Assert.Equal(ErrorCode.InvalidArgument, _frames.AllocateSmallRun(0, FrameUse.Test).Error);
        Assert.Equal(ErrorCode.InvalidArgument, _frames.AllocateSmallRun(65, FrameUse.Test).Error);
    }

    [Fact]
    public void WholeBlocksAreAllThatNothingWasTakenFrom()
    {
        Start([new MemoryRange(0x4010_0000, 24 * MiB), new MemoryRange(0x8000_0000, 8 * MiB)]);
        One();
        ulong free = _frames.FreeFrames;
        List<PhysicalAddress> blocks = [];
        while (_frames.AllocateWholeBlock(FrameUse.Test) is { IsOk: true } block)
        {
            Assert.True(block.Value.IsAligned(FrameSize.BlockBytes));
            blocks.Add(block.Value);
        }

        // The first bank begins and ends within a block; the bitmaps and the one frame lie in the first, whose remainder is no block.
        Assert.Equal(11 + 4, blocks.Count);
        Assert.Equal(blocks.Count, blocks.Distinct().Count());
        Assert.Equal(ErrorCode.OutOfMemory, _frames.AllocateWholeBlock(FrameUse.Test).Error);
        Assert.Equal(ErrorCode.InvalidArgument, _frames.AllocateWholeBlock((FrameUse)UseCounters.Count).Error);
        blocks.ForEach(block => Assert.Equal(ErrorCode.None, _frames.FreeRun(block, FrameSize.BlockFrames, FrameUse.Test)));
        Assert.Equal(free, _frames.FreeFrames);
    }

    [Fact]
    public void AnAllocatorWithoutMemoryFails()
    {
        Assert.Equal(ErrorCode.OutOfMemory, _frames.Allocate(FrameUse.Test).Error);
        Assert.Equal(ErrorCode.OutOfMemory, _frames.AllocateRun(1, 4096, FrameUse.Test).Error);
        Assert.Equal(ErrorCode.NotOwned, _frames.FreeRun(new PhysicalAddress(4096), 1, FrameUse.Test));
        MemoryMap map = default;
        Assert.Equal(ErrorCode.NotFound, _frames.Initialize(in map, new HostMemory(_machine)));
        map.AddBank(new MemoryRange(0x4000_0000, 4096));
        map.Reserve(new MemoryRange(0x4000_0000, 4096), FrameUse.Firmware);
        Assert.Equal(ErrorCode.OutOfMemory, _frames.Initialize(in map, new HostMemory(_machine)));
    }

    [Theory]
    [InlineData(64 * MiB)]
    [InlineData(128 * MiB)]
    [InlineData(1 * GiB)]
    [InlineData(16 * GiB)]
    [InlineData(64 * GiB)]
    public void TotalsAgreeToTheFrame(ulong bytes)
    {
        Start([new MemoryRange(0x4000_0000, bytes)]);
        FrameStatistics s = _frames.Statistics;
        ulong own = ((bytes >> 21) * 64 + ((bytes >> 27) + 1) * 32 + 64 + 4095) >> 12;
        Assert.Equal(bytes >> 12, s.TotalFrames);
        Assert.Equal(s.TotalFrames, s.FreeFrames + s.ReservedFrames);
        Assert.InRange(s.ReservedFrames, 1ul, own + 1);
        Assert.Equal(s.ReservedFrames, s.Of(FrameUse.FrameAllocator).Frames);
    }

    [Fact]
    public void StartUpDoesNotWalkTheRam()
    {
        Start([new MemoryRange(0x4000_0000, 1 * GiB)]);
        long small = _machine.Reads + _machine.Writes;
        _machine.Reads = _machine.Writes = 0;
        _machine.Ram.Clear();
        Start([new MemoryRange(0x4000_0000, 64 * GiB)]);
        // 512 groups of 128 MiB, four words each and one climb; at most some tens of instructions an access.
        Assert.InRange(_machine.Reads + _machine.Writes - small, 0, 8000);
    }

    [Fact]
    public void SingleFramesAreCheap()
    {
        Start([new MemoryRange(0x4000_0000, 1 * GiB)]);
        One();
        long before = _machine.Reads + _machine.Writes;
        PhysicalAddress frame = One();
        Assert.Equal(2, _machine.Reads + _machine.Writes - before);
        _frames.Free(frame, FrameUse.Test);
        Assert.Equal(4, _machine.Reads + _machine.Writes - before);
    }

    [Fact]
    public void ABlockIsCheap()
    {
        Start([new MemoryRange(0x4000_0000, 64 * GiB)]);
        One();
        long before = _machine.Reads + _machine.Writes;
        PhysicalAddress block = _frames.AllocateBlock(FrameUse.Test).Value;
        Assert.True(block.IsAligned(2 * MiB));
        Assert.Equal(ErrorCode.None, _frames.FreeRun(block, 512, FrameUse.Test));
        Assert.InRange(_machine.Reads + _machine.Writes - before, 1, 140);
    }

    [Fact]
    public void EveryFrameIsHandedOutOnceAndOnlyInsideTheBanks()
    {
        // Odd edges on purpose: banks begin and end inside a 2 MiB block and inside a bitmap word.
        MemoryRange[] banks = [new(0x4000_3000, 5 * MiB + 0x5000), new(0x8_0000_0000, 0x1_F000), new(0xFFF_FFE0_0000, 2 * MiB)];
        Start(banks, new Reservation(new MemoryRange(0x4010_0800, 0x1800), FrameUse.KernelImage));
        ulong free = _frames.FreeFrames;
        var seen = new HashSet<ulong>();
        while (_frames.Allocate(FrameUse.Test) is { IsOk: true } frame)
        {
            Assert.True(seen.Add(frame.Value.Value), $"{frame.Value.Value:x} twice");
            Assert.Contains(banks, b => b.Contains(frame.Value.Value) && b.Contains(frame.Value.Value + 4095));
            Assert.NotInRange(frame.Value.Value, 0x4010_0000ul, 0x4010_1FFFul);
        }
        Assert.Equal(free, (ulong)seen.Count);
        Assert.Equal(0ul, _frames.FreeFrames);
        Assert.Equal(2ul, _frames.Statistics.Of(FrameUse.KernelImage).Frames);
        Assert.Contains(0x4000_3000ul + 5 * MiB + 0x4000, seen);
        foreach (ulong frame in seen)
        {
            Assert.Equal(ErrorCode.None, _frames.Free(new PhysicalAddress(frame), FrameUse.Test));
        }

        Assert.Equal(free, _frames.FreeFrames);
        Assert.Equal(0ul, _frames.Statistics.LowestFreeFrames);
    }

    [Fact]
    public void DoubleFreeIsNamed()
    {
        Start([new MemoryRange(0x4000_0000, 64 * MiB)]);
        PhysicalAddress frame = One();
        PhysicalAddress other = One();
        Assert.Equal(ErrorCode.None, _frames.Free(frame, FrameUse.Test));
        Assert.Equal(ErrorCode.AlreadyFree, _frames.Free(frame, FrameUse.Test));
        Assert.Equal(ErrorCode.AlreadyFree, _frames.Free(new PhysicalAddress(0x4300_0000), FrameUse.Test));
        Assert.Equal(ErrorCode.AlreadyFree, _frames.FreeRun(frame, 2, FrameUse.Test));
        Assert.Equal(ErrorCode.AlreadyFree, _frames.FreeRun(new PhysicalAddress(0x4300_0000), 512, FrameUse.Test));
        Assert.Equal(1ul, _frames.Statistics.Of(FrameUse.Test).Frames);
        Assert.Equal(ErrorCode.None, _frames.Free(other, FrameUse.Test));
    }

    [Fact]
    public void ForeignFreeIsNamed()
    {
        var image = new Reservation(new MemoryRange(0x4008_0000, 3 * MiB), FrameUse.KernelImage);
        Start([new MemoryRange(0x4000_0000, 64 * MiB), new MemoryRange(0x8000_0000, 64 * MiB)], image);
        foreach (ulong address in new ulong[]
        {
            0,
            0x3FFF_F000,
            0x4400_0000,
            0x7FFF_F000,
            0x8400_0000,
            0x4008_0000,
            0x4020_0000,
            0x4037_F000,
            0x4000_0000,
            1ul << 47
        })
        {
            Assert.Equal(ErrorCode.NotOwned, _frames.Free(new PhysicalAddress(address), FrameUse.KernelImage));
            Assert.Equal(ErrorCode.NotOwned, _frames.FreeRun(new PhysicalAddress(address), 1, FrameUse.KernelImage));
        }
        // A run out of the bank's end.
        Result<PhysicalAddress> last = _frames.AllocateRun(1, 4096, FrameUse.Test);
        Assert.Equal(ErrorCode.NotOwned, _frames.FreeRun(last.Value, 65536, FrameUse.Test));
    }

    [Fact]
    public void BadArgumentsAreNamed()
    {
        Start([new MemoryRange(0x4000_0000, 64 * MiB)]);
        PhysicalAddress frame = One();
        Assert.Equal(ErrorCode.InvalidArgument, _frames.Allocate((FrameUse)UseCounters.Count).Error);
        Assert.Equal(ErrorCode.InvalidArgument, _frames.Allocate((FrameUse)(-1)).Error);
        Assert.Equal(ErrorCode.InvalidArgument, _frames.Free(frame + 8, FrameUse.Test));
        Assert.Equal(ErrorCode.InvalidArgument, _frames.Free(frame, FrameUse.User));
        Assert.Equal(ErrorCode.InvalidArgument, _frames.FreeRun(frame, 0, FrameUse.Test));
        Assert.Equal(ErrorCode.InvalidArgument, _frames.FreeRun(frame, 1, FrameUse.User));
        Assert.Equal(ErrorCode.InvalidArgument, _frames.AllocateRun(0, 4096, FrameUse.Test).Error);
        Assert.Equal(ErrorCode.InvalidArgument, _frames.AllocateRun(1, 2048, FrameUse.Test).Error);
        Assert.Equal(ErrorCode.InvalidArgument, _frames.AllocateRun(1, 12288, FrameUse.Test).Error);
        Assert.Equal(ErrorCode.OutOfMemory, _frames.AllocateRun(1, 1ul << 63, FrameUse.Test).Error);
        Assert.Equal(ErrorCode.OutOfMemory, _frames.AllocateRun(ulong.MaxValue, 4096, FrameUse.Test).Error);
    }

    [Fact]
    public void RunsAreAlignedAndStayBelowTheLimit()
    {
        Start([new MemoryRange(0x4000_0000, 256 * MiB)]);
        One();
        foreach ((ulong frames, ulong alignment) in new (ulong, ulong)[]
        {
            (3, 4096),
            (16, 65536),
            (512, 2 * MiB),
            (700, MiB),
            (1024, 2 * MiB),
            (5000, 16 * MiB)
        })
        {
            Result<PhysicalAddress> run = _frames.AllocateRun(frames, alignment, FrameUse.Device);
            Assert.Equal(ErrorCode.None, run.Error);
            Assert.True(run.Value.IsAligned(alignment));
        }
        Assert.Equal(ErrorCode.OutOfMemory, _frames.AllocateRun(512, 2 * MiB, FrameUse.Device, 0x4010_0000).Error);
        PhysicalAddress low = _frames.AllocateRun(64, 4096, FrameUse.Device, 0x4010_0000).Value;
        Assert.True(low.Value + 64 * 4096 <= 0x4010_0000);
        Assert.Equal(3ul + 16 + 512 + 700 + 1024 + 5000 + 64, _frames.Statistics.Of(FrameUse.Device).Frames);
    }

    [Fact]
    public void ABlockComesEvenFromTheBlockInUse()
    {
        Start([new MemoryRange(0x4000_0000, 4 * MiB)], new Reservation(new MemoryRange(0x4000_0000, MiB), FrameUse.KernelImage));
        PhysicalAddress block = _frames.AllocateBlock(FrameUse.Test).Value;
        Assert.Equal(ErrorCode.None, _frames.FreeRun(block, 512, FrameUse.Test));
        var taken = new List<PhysicalAddress>();
        while (_frames.Allocate(FrameUse.Test) is { IsOk: true } frame)
        {
            taken.Add(frame.Value);
        }

        foreach (PhysicalAddress frame in taken)
        {
            Assert.Equal(ErrorCode.None, _frames.Free(frame, FrameUse.Test));
        }

        One();
        Assert.Equal(0x4020_0000ul, _frames.AllocateBlock(FrameUse.Test).Value.Value);
    }

    [Fact]
    public void ZeroedMeansZeroAndPoisonMeansPoison()
    {
        Start([new MemoryRange(0x4000_0000, 64 * MiB)]);
        _frames.PoisonOnFree = true;
        PhysicalAddress frame = _frames.AllocateZeroed(FrameUse.Test).Value;
        Assert.Equal(0ul, _machine.Read(frame.Value));
        Assert.Equal(0ul, _machine.Read(frame.Value + 4088));
        _frames.Free(frame, FrameUse.Test);
        Assert.Equal(FrameAllocator<HostMemory>.PoisonPattern, _machine.Read(frame.Value));
        Assert.Equal(FrameAllocator<HostMemory>.PoisonPattern, _machine.Read(frame.Value + 4088));
        PhysicalAddress run = _frames.AllocateRunZeroed(512, 2 * MiB, FrameUse.Test).Value;
        Assert.Equal(0ul, _machine.Read(run.Value + 2 * MiB - 8));
        _frames.FreeRun(run, 512, FrameUse.Test);
        Assert.Equal(FrameAllocator<HostMemory>.PoisonPattern, _machine.Read(run.Value + 2 * MiB - 8));
    }

    [Fact]
    public void OverlappingReservationsCountOnce()
    {
        Start([new MemoryRange(0x4000_0000, 64 * MiB)],
            new Reservation(new MemoryRange(0x4200_0000, 4 * MiB), FrameUse.Initrd),
            new Reservation(new MemoryRange(0x4100_0000, 17 * MiB), FrameUse.Firmware),
            new Reservation(new MemoryRange(0x43F0_0000, 16 * MiB), FrameUse.DeviceTree),
            new Reservation(new MemoryRange(0x1000_0000, 16 * MiB), FrameUse.Firmware));
        FrameStatistics s = _frames.Statistics;
        Assert.Equal(17 * 256ul, s.Of(FrameUse.Firmware).Frames);
        Assert.Equal(3 * 256ul, s.Of(FrameUse.Initrd).Frames);
        Assert.Equal(1 * 256ul, s.Of(FrameUse.DeviceTree).Frames);
        Assert.Equal(21 * 256ul + s.Of(FrameUse.FrameAllocator).Frames, s.ReservedFrames);
    }
}
