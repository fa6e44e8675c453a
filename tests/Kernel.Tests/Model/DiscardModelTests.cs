// Pages that a process frees while it keeps their addresses: they are zero afterwards, their frames are free, and no one maps them any
// more.

using System;
using RustKernel.Arm64;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Paging;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Smp;
using RustKernel.Spaces;
using RustKernel.Syscalls;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

[Collection("console")]
public sealed class DiscardModelTests : IDisposable
{
    private const ulong Place = 0x4000_0000;
    private const ulong Page = FrameSize.Bytes;
    private const ulong Block = FrameSize.BlockBytes;
    private const ulong Mark = 0x0123_4567_89AB_CDEF;
    private const uint MostPieces = 32;

    private readonly uint _slot;
    private readonly ulong _frames;

    public DiscardModelTests()
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

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(512)]
    public void Pages_go_and_come_back_as_zeros(int pages)
    {
        uint memory = Make(Block);
        Map(memory, 0, Place, Block);
        for (ulong at = 0; at < (ulong)pages * Page; at += Page)
        {
            Write(memory, Place, at);
        }

        ulong used = Process.Frames.Used;
        ulong free = KernelMemory.Frames.FreeFrames;
        uint frames = KernelObjects.Memory(memory).Frames;
        ulong tables = Process.Tables.Statistics.TableFrames;
        Assert.Equal(ErrorCode.None, Discard(memory, 0, (ulong)pages * Page));
        ulong tablesGone = tables - Process.Tables.Statistics.TableFrames;
        Assert.Equal(used - (ulong)pages - tablesGone, Process.Frames.Used);
        Assert.Equal(free + (ulong)pages + tablesGone, KernelMemory.Frames.FreeFrames);
        Assert.Equal(frames - (uint)pages, KernelObjects.Memory(memory).Frames);
        for (ulong at = 0; at < (ulong)pages * Page; at += Page)
        {
            Assert.False(Process.Tables.Translate(new(Place + at)).IsOk);
            Assert.Equal(FaultClass.None, Touch(Place + at));
            Assert.Equal(0ul, default(DirectMap).Read64(Process.Tables.Translate(new(Place + at)).Value.Address));
        }

        Drop(memory);
    }

    [Fact]
    public void Only_the_part_goes()
    {
        uint memory = Make(Block);
        Map(memory, 0, Place, Block);
        for (ulong page = 0; page < 4; page++)
        {
            Write(memory, Place, page * Page);
        }

        Assert.Equal(ErrorCode.None, Discard(memory, Page, 2 * Page));
        Assert.Equal((Mark, 0ul, 0ul, Mark), (Read(memory, 0), Read(memory, Page), Read(memory, 2 * Page), Read(memory, 3 * Page)));
        Assert.True(Process.Tables.Translate(new(Place)).IsOk);
        Assert.False(Process.Tables.Translate(new(Place + Page)).IsOk);
        Assert.False(Process.Tables.Translate(new(Place + (2 * Page))).IsOk);
        Assert.True(Process.Tables.Translate(new(Place + (3 * Page))).IsOk);

        // There is nothing to free in missing pages.
        Assert.Equal(ErrorCode.None, Discard(memory, Page, 2 * Page));
        Drop(memory);
    }

    [Fact]
    public void An_object_without_pages_has_none_to_give()
    {
        uint memory = Make(4 * Block);
        Assert.Equal(ErrorCode.None, Discard(memory, Block, Page));
        Map(memory, 0, Place, 4 * Block);
        Write(memory, Place, 0);
        Assert.Equal(ErrorCode.None, Discard(memory, 3 * Block, Block));
        Drop(memory);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, Page)]
    [InlineData(0, Page - 8)]
    [InlineData(Page, Block)]
    [InlineData(4 * Block, Page)]
    [InlineData(ulong.MaxValue - Page + 1, Page)]
    [InlineData(0, 2 * Block)]
    public void A_part_is_whole_pages_of_one_two_mebibytes(ulong offset, ulong bytes)
    {
        uint memory = Make(4 * Block);
        Assert.Equal(ErrorCode.InvalidArgument, Discard(memory, offset, bytes));
        Drop(memory);
    }

    [Fact]
    public void Pages_for_devices_and_of_others_stay()
    {
        Slot<MemoryObject> dma = MemoryObjects.CreateContiguous(new(_slot), 4 * Page, 0, out _).Value;
        Assert.Equal(ErrorCode.InvalidArgument, Discard(dma.Index, 0, Page));
        Drop(dma.Index);
        Assert.Equal(ErrorCode.InvalidArgument, Discard(ModelMachine.Kept, 0, Page));
        uint source = Make(Block);
        uint copy = Make(Block);
        MemoryObjects.CopyFrom(ref KernelObjects.Memory(copy), new(source), 0, Page);
        Assert.Equal(ErrorCode.InvalidArgument, Discard(copy, 0, Page));
        Drop(copy);
        Drop(source);
    }

    [Fact]
    public void A_block_stays_whole()
    {
        uint memory = Make(2 * Block);
        while (MemoryObjects.Commit(ref KernelObjects.Memory(memory), 0, Block) == LongCall.Again)
        {
        }

        Map(memory, 0, Place, 2 * Block);
        Assert.Equal(ErrorCode.InvalidState, Discard(memory, 0, Page));
        Write(memory, Place, Block);
        Assert.Equal(ErrorCode.None, Discard(memory, Block, Page));
        Drop(memory);
    }

    // Another process would keep writing into frames that by then have a new owner.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_another_process_has_mapped_stays(bool alsoHere)
    {
        uint other = ProcessLife.Create(default, 100, 100, 100, 0).Value.Index;
        uint memory = Make(Block);
        if (alsoHere)
        {
            Map(memory, 0, Place, Page);
            Write(memory, Place, 0);
        }

        Assert.Equal(
            ErrorCode.None,
            AddressSpaces.Map(ref KernelObjects.Process(other), new(memory), 0, Place, Page, Protection.UserReadWrite, Rights.All));
        Assert.Equal(ErrorCode.InvalidState, Discard(memory, 0, Page));
        Drop(memory);
        ObjectReferences.Release(ObjectKind.Process, other);
    }

    [Fact]
    public void A_page_shown_twice_stays()
    {
        uint memory = Make(Block);
        Map(memory, 0, Place, 4 * Page);
        Map(memory, 3 * Page, Place + Block, Page);
        Write(memory, Place, 3 * Page);
        Assert.Equal(ErrorCode.InvalidState, Discard(memory, 3 * Page, Page));
        Assert.Equal(Mark, Read(memory, 3 * Page));
        Assert.Equal(ErrorCode.None, Discard(memory, 0, Page));
        Drop(memory);
    }

    // Each piece may remove a table: more of them would exceed an entry's work.
    [Theory]
    [InlineData(MostPieces, ErrorCode.None)]
    [InlineData(MostPieces + 1, ErrorCode.InvalidState)]
    public void The_pieces_are_bounded(uint pieces, ErrorCode expected)
    {
        uint memory = Make(Block);
        for (ulong piece = 0; piece < pieces; piece++)
        {
            Map(memory, piece * Page, Place + (piece * Block), Page);
            Assert.Equal(FaultClass.None, Touch(Place + (piece * Block)));
        }

        Assert.Equal(expected, Discard(memory, 0, pieces * Page));
        Assert.Equal(expected != ErrorCode.None, Process.Tables.Translate(new(Place)).IsOk);
        Drop(memory);
    }

    private uint Make(ulong bytes)
    {
        Result<Slot<MemoryObject>> memory = MemoryObjects.CreateAnonymous(new(_slot), bytes);
        Assert.Equal(ErrorCode.None, memory.Error);
        return memory.Value.Index;
    }

    private void Map(uint memory, ulong offset, ulong address, ulong bytes) => Assert.Equal(
        ErrorCode.None,
        AddressSpaces.Map(ref Process, new(memory), offset, address, bytes, Protection.UserReadWrite, Rights.All));

    private FaultClass Touch(ulong address) => AddressSpaces.Resolve(ref Process, address, true, false, out _, out _);

    private void Write(uint memory, ulong place, ulong offset)
    {
        Assert.Equal(FaultClass.None, Touch(place + offset));
        default(DirectMap).Write64(MemoryObjects.Page(ref KernelObjects.Memory(memory), offset, create: false).Value, Mark);
    }

    private static ulong Read(uint memory, ulong offset)
    {
        Result<PhysicalAddress> page = MemoryObjects.Page(ref KernelObjects.Memory(memory), offset, create: false);
        return page.IsOk ? default(DirectMap).Read64(page.Value) : 0;
    }

    private ErrorCode Discard(uint memory, ulong offset, ulong bytes)
    {
        ErrorCode error = LongCall.Again;
        for (int i = 0; error == LongCall.Again; i++)
        {
            error = MemoryObjects.Discard(ref Process, ref KernelObjects.Memory(memory), offset, bytes);
            Assert.InRange(i, 0, 16);
        }

        return error;
    }

    private static void Drop(uint memory) => ObjectReferences.Release(ObjectKind.Memory, memory);
}
