// Ranges that span mappings, many of them, and mappings without rights.

using System;
using RustKernel.Arm64;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Paging;
using RustKernel.Objects;
using RustKernel.Smp;
using RustKernel.Spaces;
using RustKernel.Syscalls;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

[Collection("console")]
public sealed class RegionSpanTests : IDisposable
{
    private const ulong Page = FrameSize.Bytes;
    private const ulong Place = 0x2000_0000;
    private const uint Pages = 400;
    private const uint MostRegions = 512;
    private const Rights ReadWrite = Rights.Read | Rights.Write;

    private readonly uint _slot;
    private readonly uint _memory;

    public RegionSpanTests()
    {
        ModelMachine.Start();
        PerCpu.Own = 0;
        _slot = ModelMachine.StartProcess(10);
        KernelLock.Enter();
        _memory = MemoryObjects.CreateAnonymous(new(_slot), Pages * Page).Value.Index;
    }

    public void Dispose()
    {
        ObjectReferences.Release(ObjectKind.Memory, _memory);
        KernelLock.Leave();
        ModelMachine.End([_slot]);
        KernelLock.Enter();
        ObjectReferences.Release(ObjectKind.Process, _slot);
        KernelLock.Leave();
        ModelMachine.Stop();
    }

    private ref Process Process => ref KernelObjects.Process(_slot);

    [Fact]
    public void A_range_of_hundreds_of_mappings_goes_with_its_holes()
    {
        MapEverySecond();
        Assert.Equal(Pages / 2, Process.RegionCount);
        Assert.Equal(ErrorCode.None, Finish(() => AddressSpaces.Unmap(ref Process, Place + Page, (Pages - 3) * Page)));
        Assert.Equal(2u, Process.RegionCount);
        Assert.Equal(FaultClass.None, Touch(0));
        Assert.Equal(FaultClass.Unmapped, Touch(2));
        Assert.Equal(FaultClass.None, Touch(Pages - 2));
        Assert.Equal(ErrorCode.NotFound, Finish(() => AddressSpaces.Unmap(ref Process, Place + Page, (Pages - 3) * Page)));
    }

    [Fact]
    public void Parts_of_mappings_go_from_the_middle_of_one_to_the_middle_of_another()
    {
        Map(0, 4, Rights.All);
        Map(4, 4, Rights.All);
        Assert.Equal(ErrorCode.None, Finish(() => AddressSpaces.Unmap(ref Process, Place + (2 * Page), 4 * Page)));
        for (ulong page = 0; page < 8; page++)
        {
            Assert.Equal(page is >= 2 and < 6 ? FaultClass.Unmapped : FaultClass.None, Touch(page));
        }
    }

    [Fact]
    public void A_hole_or_a_right_that_lacks_is_found_before_anything_changes()
    {
        Map(0, 2, Rights.All);
        Map(2, 2, Rights.Read | Rights.Execute);
        Map(5, 2, Rights.All);
        Assert.Equal(ErrorCode.AccessDenied, Protect(0, 4, ReadWrite));
        Assert.Equal(ErrorCode.NotFound, Protect(0, 7, Rights.Read));
        Assert.Equal(FaultClass.None, Touch(0));
        Assert.Equal(ErrorCode.None, Protect(1, 3, Rights.Read));
        Assert.Equal((FaultClass.None, FaultClass.Permission, FaultClass.None), (Touch(0), Touch(1), Touch(5)));
    }

    [Fact]
    public void Without_rights_a_page_keeps_what_is_in_it_and_nobody_reads_it()
    {
        Map(0, 4, Rights.All);
        Assert.Equal(FaultClass.None, Touch(1));
        ulong frame = FrameOf(1);
        Assert.Equal(ErrorCode.None, Protect(0, 4, Rights.None));
        Assert.Equal((FaultClass.Permission, FaultClass.Permission), (Touch(1), Touch(1, isWrite: false)));
        Assert.False(Process.Tables.Translate(new(Place + Page)).IsOk);
        Assert.Equal(ErrorCode.None, Protect(1, 1, ReadWrite));
        Assert.Equal((FaultClass.None, FaultClass.Permission), (Touch(1), Touch(2)));
        Assert.Equal(frame, FrameOf(1));
    }

    // In a mapping with rights, existing pages are entered at once; here they are not.
    [Theory]
    [InlineData(1u)]
    [InlineData(4u)]
    public void A_mapping_without_rights_enters_no_page(uint pages)
    {
        for (ulong page = 0; page < pages; page++)
        {
            Assert.True(MemoryObjects.Page(ref KernelObjects.Memory(_memory), page * Page, create: true).IsOk);
        }

        Assert.Equal(
            ErrorCode.None,
            AddressSpaces.Map(ref Process, new(_memory), 0, Place, pages * Page, Protection.KernelReadOnly, Rights.All));
        Assert.False(Process.Tables.Translate(new(Place)).IsOk);
        Assert.Equal(FaultClass.Permission, Touch(0, isWrite: false));
    }

    // Memory mapped piece by piece ends up as one entry of the list, however many the pieces.
    [Fact]
    public void Neighbours_that_are_more_of_the_same_become_one()
    {
        const uint pieces = 3 * MostRegions;
        uint memory = MemoryObjects.CreateAnonymous(new(_slot), pieces * Page).Value.Index;
        for (uint page = 0; page < pieces; page++)
        {
            Assert.Equal(ErrorCode.None, Show(memory, page, page));
        }

        Assert.InRange(Process.RegionCount, 1u, MostRegions);
        Assert.Equal((FaultClass.None, FaultClass.None, FaultClass.None), (Touch(0), Touch(pieces / 2), Touch(pieces - 1)));
        Assert.Equal(FaultClass.Unmapped, Touch(pieces));
        Assert.Equal(ErrorCode.None, Protect(pieces / 2, 1, Rights.Read));
        Assert.Equal((FaultClass.None, FaultClass.Permission, FaultClass.None), (Touch(511), Touch(pieces / 2), Touch(pieces - 2)));
        Assert.Equal(ErrorCode.None, Finish(() => AddressSpaces.Unmap(ref Process, Place, pieces * Page)));
        Assert.Equal((0u, 1u), (Process.RegionCount, KernelObjects.Memory(memory).Header.References));
        ObjectReferences.Release(ObjectKind.Memory, memory);
    }

    [Fact]
    public void Others_stay_apart_and_the_list_is_full_in_the_end()
    {
        uint memory = MemoryObjects.CreateAnonymous(new(_slot), 2 * MostRegions * Page).Value.Index;
        Result<Slot<MemoryObject>> other = MemoryObjects.CreateAnonymous(new(_slot), 2 * MostRegions * Page);

        // Alternately: after a gap, another object, the first again, one with fewer possible rights, other pages.
        for (uint i = 0; i < MostRegions; i++)
        {
            ulong place = i + (i / 5);
            uint shown = i % 5 == 1 ? other.Value.Index : memory;
            Assert.Equal(ErrorCode.None, Show(shown, place + (i % 5 == 4 ? 1ul : 0), place, i % 5 >= 3 ? Rights.Read : Rights.All));
        }

        Assert.Equal(MostRegions, Process.RegionCount);
        Assert.Equal(ErrorCode.OutOfMemory, Show(memory, 2 * MostRegions - 1, 2 * MostRegions));
        Assert.Equal(MostRegions, Process.RegionCount);
        ObjectReferences.Release(ObjectKind.Memory, memory);
        ObjectReferences.Release(ObjectKind.Memory, other.Value.Index);
    }

    // A region cut when the list is full has joined the previous neighbour, so a part of that one also stays: the cut needs two entries.
    [Theory]
    [InlineData(1, ErrorCode.OutOfMemory)]
    [InlineData(2, ErrorCode.None)]
    public void A_cut_looks_for_room_for_what_there_is_by_then(uint pairs, ErrorCode expected)
    {
        uint memory = MemoryObjects.CreateAnonymous(new(_slot), 3 * MostRegions * Page).Value.Index;
        for (uint i = 0; i < MostRegions - (2 * pairs); i++)
        {
            Assert.Equal(ErrorCode.None, Show(memory, 20 + (2 * i), 20 + (2 * i)));
        }

        // Those that can be joined come last: the list grows before that.
        for (ulong place = 0; place < 10 * pairs; place += 10)
        {
            Assert.Equal(ErrorCode.None, Show(memory, place, place));
            Assert.Equal(ErrorCode.None, Show(memory, place + 1, place + 1, pages: 3));
        }

        Assert.Equal(MostRegions, Process.RegionCount);
        Assert.Equal(expected, Protect(1, 1, Rights.Read));
        Assert.Equal(expected == ErrorCode.None ? FaultClass.Permission : FaultClass.None, Touch(1));
        Assert.Equal((FaultClass.None, FaultClass.None, FaultClass.None), (Touch(0), Touch(2), Touch(3)));
        Assert.Equal(MostRegions, Process.RegionCount + (expected == ErrorCode.None ? 0u : 1u));
        ObjectReferences.Release(ObjectKind.Memory, memory);
    }

    private ErrorCode Show(uint memory, ulong offsetPages, ulong page, Rights most = Rights.All, ulong pages = 1) => AddressSpaces.Map(
        ref Process,
        new(memory),
        offsetPages * Page,
        Place + (page * Page),
        pages * Page,
        Protection.UserReadWrite,
        most);

    private void MapEverySecond()
    {
        for (uint page = 0; page < Pages; page += 2)
        {
            Map(page, 1, Rights.All);
        }
    }

    private void Map(ulong page, ulong pages, Rights most) => Assert.Equal(
        ErrorCode.None,
        AddressSpaces.Map(
            ref Process,
            new(_memory),
            page * Page,
            Place + (page * Page),
            pages * Page,
            (most & Rights.Write) != 0 ? Protection.UserReadWrite : Protection.UserReadOnly,
            most));

    private ErrorCode Protect(ulong page, ulong pages, Rights rights) => Finish(() => AddressSpaces.Protect(
        ref Process,
        Place + (page * Page),
        pages * Page,
        rights == Rights.None ? Protection.KernelReadOnly : rights == ReadWrite ? Protection.UserReadWrite : Protection.UserReadOnly,
        rights));

    private FaultClass Touch(ulong page, bool isWrite = true)
    {
        ulong address = Place + (page * Page);
        return AddressSpaces.Resolve(ref Process, address, isWrite, isExecute: false, out _, out _);
    }

    private ulong FrameOf(ulong page) =>
        MemoryObjects.Page(ref KernelObjects.Memory(_memory), page * Page, create: false).Value.Value;

    private static ErrorCode Finish(Func<ErrorCode> call)
    {
        ErrorCode error = call();
        for (uint i = 0; error == LongCall.Again; i++)
        {
            Assert.InRange(i, 0u, 2 * Pages);
            error = call();
        }

        return error;
    }
}
