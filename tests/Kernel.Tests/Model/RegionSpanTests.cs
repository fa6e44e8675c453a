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

    // In a mapping with rights, pages that exist are entered at once; here they are not.
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
