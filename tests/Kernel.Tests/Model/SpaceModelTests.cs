// What address spaces and device windows must never do, in any order of operations.

using System;
using System.Collections.Generic;
using RustKernel.Arm64;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Paging;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Smp;
using RustKernel.Spaces;
using RustKernel.User.SelfTest;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

[Collection("console")]
public sealed class SpaceModelTests : IDisposable
{
    private const ulong Place = 0x2000_0000;
    private const ulong Registers = 0x1000_0000_0000;
    private const ulong Page = FrameSize.Bytes;
    private const ulong DataAbort = 0x9200_0007;
    private const ulong InstructionAbort = 0x8200_0007;

    private readonly uint _slot;

    public SpaceModelTests()
    {
        ModelMachine.Start();
        PerCpu.Own = 0;
        _slot = ModelMachine.StartProcess(10);
        ModelMachine.Look(ref PerCpu.Current);
        UserState.Published.Clear();
    }

    public void Dispose()
    {
        ModelMachine.End([_slot]);
        KernelLock.Enter();
        ObjectReferences.Release(ObjectKind.Process, _slot);
        KernelLock.Leave();
        ModelMachine.Stop();
    }

    // An existing page is entered at once, in a large region when touched, and again after its
    // rights changed: never without having been published.
    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public void No_page_becomes_executable_unpublished(ulong pages)
    {
        ref Process process = ref KernelObjects.Process(_slot);
        KernelLock.Enter();
        uint memory = MemoryObjects.CreateAnonymous(new(_slot), pages * Page).Value.Index;
        ulong frame = MemoryObjects.Page(ref KernelObjects.Memory(memory), (pages - 1) * Page, create: true).Value.Value;
        ulong last = Place + ((pages - 1) * Page);
        Assert.Equal(
            ErrorCode.None,
            AddressSpaces.Map(
                ref process,
                new(memory),
                0,
                Place,
                pages * Page,
                Protection.UserExecute,
                Rights.Read | Rights.Write | Rights.Execute));
        ExpectPublished(ref process, last, frame);
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(
                ErrorCode.None,
                AddressSpaces.Protect(ref process, last, Page, Protection.UserReadWrite, Rights.Read | Rights.Write));
            Touch(ref process, last, DataAbort);
            UserState.Published.Clear();
            Assert.Equal(
                ErrorCode.None,
                AddressSpaces.Protect(ref process, last, Page, Protection.UserExecute, Rights.Read | Rights.Execute));
            ExpectPublished(ref process, last, frame);
        }

        ObjectReferences.Release(ObjectKind.Memory, memory);
        KernelLock.Leave();
    }

    [Fact]
    public void A_page_of_registers_has_one_object_until_the_last_reference_goes()
    {
        KernelLock.Enter();
        uint first = Make(Registers, 2 * Page).Value.Index;
        foreach ((ulong start, ulong bytes) in ((ulong, ulong)[])[
            (Registers, 2 * Page),
            (Registers + Page, Page),
            (Registers - Page, 2 * Page),
            (Registers - Page, 4 * Page)
        ])
        {
            Assert.Equal(ErrorCode.AlreadyExists, Make(start, bytes).Error);
        }

        uint below = Make(Registers - Page, Page).Value.Index;
        uint above = Make(Registers + (2 * Page), Page).Value.Index;
        Assert.Equal(ErrorCode.InvalidArgument, Make(Registers + (8 * Page) + 1, Page).Error);
        ObjectReferences.Retain(ObjectKind.Memory, first);
        ObjectReferences.Release(ObjectKind.Memory, first);
        Assert.Equal(ErrorCode.AlreadyExists, Make(Registers, Page).Error);
        ObjectReferences.Release(ObjectKind.Memory, first);
        uint again = Make(Registers, Page).Value.Index;
        foreach (uint slot in (uint[])[below, above, again])
        {
            ObjectReferences.Release(ObjectKind.Memory, slot);
        }

        KernelLock.Leave();
    }

    // Windows at random places: two that overlap never exist at once.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Windows_never_overlap(int seed)
    {
        Random random = new(seed);
        List<(ulong Start, ulong Bytes, uint Slot)> windows = [];
        KernelLock.Enter();
        for (int i = 0; i < 2_000; i++)
        {
            if (windows.Count > 0 && random.Next(3) == 0)
            {
                int at = random.Next(windows.Count);
                ObjectReferences.Release(ObjectKind.Memory, windows[at].Slot);
                windows.RemoveAt(at);
                continue;
            }

            ulong start = Registers + ((ulong)random.Next(32) * Page);
            ulong bytes = (ulong)random.Next(1, 5) * Page;
            bool isFree = windows.TrueForAll(other => start + bytes <= other.Start || other.Start + other.Bytes <= start);
            Result<Slot<MemoryObject>> made = Make(start, bytes);
            Assert.Equal(isFree ? ErrorCode.None : ErrorCode.AlreadyExists, made.Error);
            if (made.IsOk)
            {
                windows.Add((start, bytes, made.Value.Index));
            }
        }

        windows.ForEach(window => ObjectReferences.Release(ObjectKind.Memory, window.Slot));
        KernelLock.Leave();
    }

    // UserEntry.S passes all numbers above 127 as 127, which must not be a call.
    [Fact]
    public void The_jump_table_has_room() => Assert.InRange((int)CallTable.Count, 1, 127);

    private static Result<Slot<MemoryObject>> Make(ulong start, ulong bytes) =>
        MemoryObjects.CreateDevice(default, new PhysicalAddress(start), bytes);

    private static void ExpectPublished(ref Process process, ulong address, ulong frame)
    {
        Touch(ref process, address, InstructionAbort);
        Assert.Equal(frame, process.Tables.Translate(new VirtualAddress(address)).Value.Address.Value);
        Assert.Contains(DirectMap.ToVirtual(new PhysicalAddress(frame)).Value, UserState.Published);
    }

    private static void Touch(ref Process process, ulong address, ulong syndrome)
    {
        if (!process.Tables.Translate(new VirtualAddress(address)).IsOk)
        {
            ref CpuBlock cpu = ref PerCpu.Current;
            ref Thread thread = ref KernelObjects.Thread(cpu.CurrentThread);
            Assert.Equal(UserState.AddressOf(ref thread.Context), ThreadFaults.Handle(ref cpu, ref thread, syndrome, address));
        }

        Assert.True(process.Tables.Translate(new VirtualAddress(address)).IsOk);
    }
}
