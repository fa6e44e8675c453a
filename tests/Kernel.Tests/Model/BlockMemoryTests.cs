// Memory objects whose pages were made before they are touched: 2 MiB of frames in one block, mapped as one, split when a part goes.

using System;
using System.Collections.Generic;
using RustKernel.Arm64;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Paging;
using RustKernel.Objects;
using RustKernel.Smp;
using RustKernel.Spaces;
using RustKernel.Syscalls;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

[Collection("console")]
public sealed class BlockMemoryTests : IDisposable
{
    private const ulong Place = 0x4000_0000;
    private const ulong Page = FrameSize.Bytes;
    private const ulong Block = FrameSize.BlockBytes;
    private const ulong Mark = 0x0123_4567_89AB_CDEF;
    private const int MostSteps = 1000;
    private const ulong MemoryBudget = 10_240;

    private readonly uint _slot;
    private readonly ulong _frames;

    public BlockMemoryTests()
    {
        ModelMachine.Start();
        _frames = KernelMemory.Frames.FreeFrames;
        PerCpu.Own = 0;
        _slot = ModelMachine.StartProcess(10);
        ModelMachine.Look(ref PerCpu.Current);
        KernelLock.Enter();
    }

    private ref Process Process => ref KernelObjects.Process(_slot);

    public void Dispose()
    {
        KernelLock.Leave();
        ModelMachine.End([_slot]);
        KernelLock.Enter();
        ObjectReferences.Release(ObjectKind.Process, _slot);
        KernelLock.Leave();
        Teardown.Finish();
        Assert.Equal(_frames, KernelMemory.Frames.FreeFrames);
        ModelMachine.Stop();
    }

    [Fact]
    public void Two_mebibytes_become_one_block_and_one_mapping()
    {
        uint memory = Make(2 * Block);
        Dirty();
        ulong before = Process.Frames.Used;
        Assert.Equal(ErrorCode.None, Commit(memory, Block, Block));
        Assert.Equal(1 + FrameSize.BlockFrames, Process.Frames.Used - before);
        ExpectZeros(memory, Block, Block);
        Map(memory, 0, Place, 2 * Block);
        Assert.Equal(FaultClass.None, Touch(Place + Block + (5 * Page)));
        Translation whole = Process.Tables.Translate(new(Place + Block)).Value;
        Assert.Equal(MappingSize.Block2MiB, whole.Size);
        Assert.Equal(FrameOf(memory, Block), whole.Address.Value);

        // The other half comes page by page.
        Assert.Equal(FaultClass.None, Touch(Place));
        Assert.Equal(MappingSize.Page4KiB, Process.Tables.Translate(new(Place)).Value.Size);
        Drop(memory);
    }

    [Fact]
    public void A_part_that_goes_leaves_the_rest_where_it_was()
    {
        uint memory = Make(Block);
        Assert.Equal(ErrorCode.None, Commit(memory, 0, Block));
        Map(memory, 0, Place, Block);
        Assert.Equal(FaultClass.None, Touch(Place));
        Finish(() => AddressSpaces.Unmap(ref Process, Place + (7 * Page), 2 * Page));
        Assert.False(Process.Tables.Translate(new(Place + (7 * Page))).IsOk);
        Assert.False(Process.Tables.Translate(new(Place + (8 * Page))).IsOk);
        Assert.Equal(FrameOf(memory, 6 * Page), Process.Tables.Translate(new(Place + (6 * Page))).Value.Address.Value);
        Assert.Equal(FrameOf(memory, 9 * Page), Process.Tables.Translate(new(Place + (9 * Page))).Value.Address.Value);
        Finish(() => AddressSpaces.Protect(ref Process, Place + (9 * Page), Page, Protection.UserReadOnly, Rights.Read));
        Assert.Equal(FaultClass.None, AddressSpaces.Resolve(ref Process, Place + (9 * Page), false, false, out _, out _));
        Assert.Equal(FaultClass.Permission, AddressSpaces.Resolve(ref Process, Place + (9 * Page), true, false, out _, out _));
        Assert.Equal(FrameOf(memory, 9 * Page), Process.Tables.Translate(new(Place + (9 * Page))).Value.Address.Value);
        Drop(memory);
    }

    // Misaligned, as code, or in part: page by page, and the pages are the block's.
    [Fact]
    public void What_cannot_be_a_block_is_mapped_in_pages()
    {
        uint memory = Make(2 * Block);
        Assert.Equal(ErrorCode.None, Commit(memory, 0, Block));
        Map(memory, 0, Place + Page, 2 * Block);
        Map(memory, Page, Place + (4 * Block) + Page, Block - Page);
        Assert.Equal(
            ErrorCode.None,
            AddressSpaces.Map(ref Process, new(memory), 0, Place + (8 * Block), Block, Protection.UserExecute, Rights.All));
        foreach ((ulong address, ulong offset) in ((ulong, ulong)[])[
            (Place + Page, 0), (Place + (4 * Block) + Page, Page), (Place + (8 * Block), 0)])
        {
            Assert.Equal(FaultClass.None, Touch(address, isExecute: address == Place + (8 * Block)));
            Translation page = Process.Tables.Translate(new(address)).Value;
            Assert.Equal((MappingSize.Page4KiB, FrameOf(memory, offset)), (page.Size, page.Address.Value));
        }

        Drop(memory);
    }

    // A touch waits until the page is cleared; a written page is not cleared again.
    [Fact]
    public void A_page_is_there_when_it_is_cleared_and_not_before()
    {
        uint memory = Make(Block);
        Dirty();
        Map(memory, 0, Place, Block);
        Assert.Equal(LongCall.Again, Step(memory, 0, Block));
        Assert.Equal(ErrorCode.NotFound, MemoryObjects.Page(ref KernelObjects.Memory(memory), Block - Page, create: false).Error);
        Assert.Equal(FaultClass.None, Touch(Place));
        Assert.Equal(MappingSize.Page4KiB, Process.Tables.Translate(new(Place)).Value.Size);
        default(DirectMap).Write64(new PhysicalAddress(FrameOf(memory, 0)), Mark);
        int faults = 0;
        while (!Process.Tables.Translate(new(Place + Block - Page)).IsOk)
        {
            Assert.Equal(FaultClass.None, Touch(Place + Block - Page));
            Assert.InRange(++faults, 1, 16);
        }

        Assert.Equal(Mark, default(DirectMap).Read64(new PhysicalAddress(FrameOf(memory, 0))));
        default(DirectMap).Write64(new PhysicalAddress(FrameOf(memory, 0)), 0);
        ExpectZeros(memory, 0, Block);
        Drop(memory);
    }

    [Fact]
    public void Without_a_whole_block_the_pages_come_one_by_one()
    {
        List<PhysicalAddress> taken = [];
        while (KernelMemory.Frames.AllocateWholeBlock(FrameUse.Test) is { IsOk: true } block)
        {
            taken.Add(block.Value);
        }

        // A frame in the middle of each: 511 others are free, but no block.
        foreach (PhysicalAddress block in taken)
        {
            Assert.Equal(ErrorCode.None, KernelMemory.Frames.FreeRun(block, 255, FrameUse.Test));
            Assert.Equal(ErrorCode.None, KernelMemory.Frames.FreeRun(block + (256 * Page), 256, FrameUse.Test));
        }

        uint memory = Make(Block);
        Assert.Equal(ErrorCode.None, Commit(memory, 0, Block));
        Assert.Equal(2 + (uint)FrameSize.BlockFrames, KernelObjects.Memory(memory).Frames);
        ExpectZeros(memory, 0, Block);
        Drop(memory);
        taken.ForEach(static block => Assert.Equal(ErrorCode.None, KernelMemory.Frames.FreeRun(block + (255 * Page), 1, FrameUse.Test)));
    }

    [Fact]
    public void A_quota_without_room_for_all_of_it_is_left_alone()
    {
        uint memory = Make(Block);
        ulong room = Process.Frames.Limit;
        Process.Frames.Limit = Process.Frames.Used + FrameSize.BlockFrames;
        Assert.Equal(ErrorCode.OutOfMemory, Commit(memory, 0, Block));
        Assert.InRange(KernelObjects.Memory(memory).Frames, 0u, 1u);
        Assert.Equal(ErrorCode.None, Commit(memory, 0, 4 * Page));
        Process.Frames.Limit = room;
        Drop(memory);
    }

    [Fact]
    public void A_quota_without_room_for_a_table_refuses_to_cut_a_block_and_no_more()
    {
        uint memory = Make(2 * Block);
        Assert.Equal(ErrorCode.None, Commit(memory, 0, Block));
        Assert.Equal(ErrorCode.None, Commit(memory, Block, Block));
        Map(memory, 0, Place, 2 * Block);
        Assert.Equal(FaultClass.None, Touch(Place));
        Assert.Equal(FaultClass.None, Touch(Place + Block));
        ulong room = Process.Frames.Limit;

        // Two blocks are split, then one.
        ExpectRefused(1, Place + (7 * Page), Block);
        ExpectRefused(0, Place + (7 * Page), Page);
        ExpectRefused(0, Place, Page);
        Process.Frames.Limit = Process.Frames.Used + 1;
        Finish(() => AddressSpaces.Unmap(ref Process, Place + (7 * Page), Page));
        Assert.Equal(Process.Frames.Limit, Process.Frames.Used);

        // Operations that split nothing need no room: the rest of the split block, the whole one.
        Finish(() => AddressSpaces.Unmap(ref Process, Place + (8 * Page), (2 * Block) - (8 * Page)));
        Assert.False(Process.Tables.Translate(new(Place + Block)).IsOk);
        Process.Frames.Limit = room;
        Drop(memory);
    }

    private void ExpectRefused(ulong spare, ulong address, ulong bytes)
    {
        Process.Frames.Limit = Process.Frames.Used + spare;
        Assert.Equal(ErrorCode.OutOfMemory, AddressSpaces.Unmap(ref Process, address, bytes));
        Assert.Equal(
            ErrorCode.OutOfMemory,
            AddressSpaces.Protect(ref Process, address, bytes, Protection.UserReadOnly, Rights.Read));
        Assert.Equal(MappingSize.Block2MiB, Process.Tables.Translate(new(Place)).Value.Size);
        Assert.Equal(MappingSize.Block2MiB, Process.Tables.Translate(new(Place + Block)).Value.Size);
    }

    [Fact]
    public void A_range_must_lie_within_one_part_of_an_anonymous_object()
    {
        uint memory = Make(2 * Block);
        foreach ((ulong offset, ulong bytes) in ((ulong, ulong)[])[
            (0, 0), (1, Page), (0, Page
                + 8), (0, Block + Page), (Block - Page, 2 * Page), (2 * Block, Page), (ulong.MaxValue - 4095, Page)])
        {
            Assert.Equal(ErrorCode.InvalidArgument, Step(memory, offset, bytes));
        }

        uint device = MemoryObjects.CreateFixed(new(_slot), new PhysicalAddress(0x1000_0000_0000), Block, MemoryKind.Device).Value.Index;
        Assert.Equal(ErrorCode.InvalidArgument, Step(device, 0, Block));
        Drop(memory);
        ObjectReferences.Release(ObjectKind.Memory, device);
    }

    // Commits, touches, unmaps and maps at random; each page keeps its frame and its contents, whatever is split around it.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Pages_keep_what_was_written(int seed)
    {
        Random random = new(seed);
        uint memory = Make(3 * Block);
        Map(memory, 0, Place, 3 * Block);
        Dictionary<ulong, ulong> written = [];
        for (int i = 0; i < MostSteps; i++)
        {
            ulong page = (ulong)random.Next(3 * (int)FrameSize.BlockFrames);
            ulong bytes = Math.Min((ulong)random.Next(1, 9) * Page, (3 * Block) - (page * Page));
            switch (random.Next(6))
            {
                case 0:
                    _ = Step(memory, page * Page & ~(Block - 1), Block);
                    break;
                case 1:
                    _ = Step(memory, page * Page, bytes);
                    break;
                case 2:
                    Finish(() => AddressSpaces.Unmap(ref Process, Place + (page * Page), bytes));
                    Map(memory, page * Page, Place + (page * Page), bytes);
                    break;
                default:
                    Write(memory, page, written, (ulong)i + 1);
                    break;
            }

            Assert.True(Process.Frames.Used <= Process.Frames.Limit);
        }

        foreach ((ulong page, ulong value) in written)
        {
            Assert.Equal(value, default(DirectMap).Read64(new PhysicalAddress(FrameOf(memory, page * Page))));
        }

        Drop(memory);
    }

    private void Write(uint memory, ulong page, Dictionary<ulong, ulong> written, ulong value)
    {
        ulong address = Place + (page * Page);
        for (int i = 0; !Process.Tables.Translate(new(address)).IsOk; i++)
        {
            Assert.Equal(FaultClass.None, Touch(address));
            Assert.InRange(i, 0, 16);
        }

        PhysicalAddress frame = Process.Tables.Translate(new(address)).Value.Address;
        Assert.Equal(FrameOf(memory, page * Page), frame.Value);
        Assert.Equal(written.GetValueOrDefault(page), default(DirectMap).Read64(frame));
        default(DirectMap).Write64(frame, value);
        written[page] = value;
    }

    private uint Make(ulong bytes) => MemoryObjects.CreateAnonymous(new(_slot), bytes).Value.Index;

    private void Map(uint memory, ulong offset, ulong address, ulong bytes) => Assert.Equal(
        ErrorCode.None,
        AddressSpaces.Map(ref Process, new(memory), offset, address, bytes, Protection.UserReadWrite, Rights.All));

    private FaultClass Touch(ulong address, bool isExecute = false) =>
        AddressSpaces.Resolve(ref Process, address, !isExecute, isExecute, out _, out _);

    // Makes all free frames non-zero.
    private static void Dirty()
    {
        List<PhysicalAddress> taken = [];
        while (KernelMemory.Frames.AllocateWholeBlock(FrameUse.Test) is { IsOk: true } block)
        {
            default(DirectMap).Fill(block.Value, Block, Mark);
            taken.Add(block.Value);
        }

        taken.ForEach(static block => Assert.Equal(
            ErrorCode.None,
            KernelMemory.Frames.FreeRun(block, FrameSize.BlockFrames, FrameUse.Test)));
    }

    private static void ExpectZeros(uint memory, ulong offset, ulong bytes)
    {
        for (ulong at = offset; at < offset + bytes; at += 8)
        {
            PhysicalAddress page = MemoryObjects.Page(ref KernelObjects.Memory(memory), at & ~FrameSize.Mask, create: false).Value;
            Assert.Equal(0ul, default(DirectMap).Read64(page + (at & FrameSize.Mask)));
        }
    }

    private static ulong FrameOf(uint memory, ulong offset) =>
        MemoryObjects.Page(ref KernelObjects.Memory(memory), offset, create: false).Value.Value;

    private static ErrorCode Step(uint memory, ulong offset, ulong bytes)
    {
        Fakes.Work.Reset();
        ErrorCode error = MemoryObjects.Commit(ref KernelObjects.Memory(memory), offset, bytes);
        Assert.InRange(Fakes.Work.Memory, 0ul, MemoryBudget);
        return error;
    }

    private static ErrorCode Commit(uint memory, ulong offset, ulong bytes)
    {
        ErrorCode error = LongCall.Again;
        for (int i = 0; error == LongCall.Again; i++)
        {
            error = Step(memory, offset, bytes);
            Assert.InRange(i, 0, 16);
        }

        return error;
    }

    private static void Finish(Func<ErrorCode> call)
    {
        ErrorCode error = LongCall.Again;
        for (int i = 0; error == LongCall.Again; i++)
        {
            error = call();
            Assert.InRange(i, 0, MostSteps);
        }

        Assert.Equal(ErrorCode.None, error);
    }

    private static void Drop(uint memory) => ObjectReferences.Release(ObjectKind.Memory, memory);
}
