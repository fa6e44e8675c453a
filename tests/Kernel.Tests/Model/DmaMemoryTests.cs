// Memory for devices: contiguous pages, zero, below the limit, charged, and freed when nothing refers to them.

using System;
using RustKernel.Arm64;
using RustKernel.Ipc;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Objects;
using RustKernel.Spaces;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

[Collection("console")]
public sealed class DmaMemoryTests : IDisposable
{
    private const ulong TableFrames = 2;

    public DmaMemoryTests() => ModelMachine.Start();

    public void Dispose() => ModelMachine.Stop();

    [Theory]
    [InlineData(0ul)]
    [InlineData(FrameSize.Bytes + 1)]
    [InlineData(65 * FrameSize.Bytes)]
    [InlineData(ulong.MaxValue & ~FrameSize.Mask)]
    public void A_size_that_is_none_is_refused(ulong sizeBytes) =>
        Assert.Equal(ErrorCode.InvalidArgument, MemoryObjects.CreateContiguous(default, sizeBytes, 0, out _).Error);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    public void Its_pages_are_zeros_in_a_row(int pages)
    {
        ulong free = KernelMemory.Frames.Statistics.FreeFrames;
        Result<Slot<MemoryObject>> memory = MemoryObjects.CreateContiguous(
            default,
            (ulong)pages * FrameSize.Bytes,
            0,
            out PhysicalAddress start);
        Assert.Equal(ErrorCode.None, memory.Error);
        Assert.Equal(free - (ulong)pages - TableFrames, KernelMemory.Frames.Statistics.FreeFrames);
        for (ulong offset = 0; offset < (ulong)pages * FrameSize.Bytes; offset += FrameSize.Bytes)
        {
            Result<PhysicalAddress> page = MemoryObjects.Page(ref KernelObjects.Memory(memory.Value), offset, create: false);
            Assert.Equal((ErrorCode.None, start.Value + offset), (page.Error, page.Value.Value));
            for (ulong i = 0; i < FrameSize.Bytes; i += 8)
            {
                Assert.Equal(0ul, default(DirectMap).Read64(page.Value + i));
            }

            default(DirectMap).Write64(page.Value, 0xFEED);
        }

        ObjectReferences.Release(memory.Value);
        while (Teardown.IsPending)
        {
            Teardown.Step();
        }

        Assert.Equal(free, KernelMemory.Frames.Statistics.FreeFrames);

        // The next object gets the same pages, which are dirty by now, and finds zeros.
        memory = MemoryObjects.CreateContiguous(default, FrameSize.Bytes, 0, out start);
        Assert.Equal(0ul, default(DirectMap).Read64(start));
        ObjectReferences.Release(memory.Value);
    }

    [Fact]
    public void A_limit_holds_and_one_that_cannot_is_refused()
    {
        Assert.Equal(ErrorCode.OutOfMemory, MemoryObjects.CreateContiguous(default, FrameSize.Bytes, FakeRam.Base, out _).Error);
        ulong limit = FakeRam.Base + (FakeRam.SizeBytes / 2);
        for (int i = 0; i < 300; i++)
        {
            Result<Slot<MemoryObject>> memory = MemoryObjects.CreateContiguous(
                default,
                16 * FrameSize.Bytes,
                limit,
                out PhysicalAddress start);
            Assert.True(memory.IsOk ? start.Value + (16 * FrameSize.Bytes) <= limit : i > 0, $"0x{start.Value:X}, {memory.Error}");
        }
    }

    [Fact]
    public void The_caller_pays_and_gets_it_back()
    {
        PerCpu.Own = 0;
        uint slot = ModelMachine.StartProcess(10);
        ref CpuBlock cpu = ref PerCpu.Current;
        ModelMachine.Look(ref cpu);
        ref Process process = ref KernelObjects.Process(slot);
        ulong machine = ProcessHandles.AddNew(ref process, ObjectKind.Machine, 0, Rights.Manage, 0).Value.Value;
        ulong powerless = ProcessHandles.AddNew(ref process, ObjectKind.Machine, 0, Rights.Read, 0).Value.Value;
        ulong used = process.Frames.Used;
        Assert.Equal(ErrorCode.AccessDenied, Call(ref cpu, powerless, FrameSize.Bytes));
        Assert.Equal(ErrorCode.None, Call(ref cpu, machine, 4 * FrameSize.Bytes));
        Assert.Equal(used + 4 + TableFrames, process.Frames.Used);
        ref UserContext context = ref KernelObjects.Thread(cpu.CurrentThread).Context;
        Assert.NotEqual(0ul, context.X1);
        Assert.InRange(context.X2, FakeRam.Base, FakeRam.Base + FakeRam.SizeBytes);
        ulong handle = context.X1;

        // The remaining quota is too small: nothing is left behind.
        ulong left = process.Frames.Limit - process.Frames.Used;
        while (left > TableFrames && Call(ref cpu, machine, FrameSize.Bytes * Math.Min(left - TableFrames, 64)) == ErrorCode.None)
        {
            left = process.Frames.Limit - process.Frames.Used;
        }

        used = process.Frames.Used;
        Assert.Equal(ErrorCode.OutOfMemory, Call(ref cpu, machine, 4 * FrameSize.Bytes));
        Settle();
        Assert.Equal(used, process.Frames.Used);
        context = ref KernelObjects.Thread(cpu.CurrentThread).Context;
        context.X8 = (ulong)SystemCall.HandleClose;
        context.X0 = handle;
        ModelMachine.Call(ref cpu);
        Settle();
        Assert.Equal(used - 4 - TableFrames, process.Frames.Used);
        ModelMachine.End([slot]);
        ObjectReferences.Release(ObjectKind.Process, slot);
    }

    private static void Settle()
    {
        while (Teardown.IsPending)
        {
            Teardown.Step();
        }
    }

    private static ErrorCode Call(ref CpuBlock cpu, ulong machine, ulong sizeBytes)
    {
        ref UserContext context = ref KernelObjects.Thread(cpu.CurrentThread).Context;
        context.X8 = (ulong)SystemCall.DmaMemoryCreate;
        context.X0 = machine;
        context.X1 = sizeBytes;
        context.X2 = 0;
        ModelMachine.Call(ref cpu);
        return (ErrorCode)context.X0;
    }
}
