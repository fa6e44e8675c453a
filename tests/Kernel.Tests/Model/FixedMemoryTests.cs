// Memory objects over memory that does not belong to the allocator: whatever call reads through them, the kernel reaches
// every page of them.

using System;
using RustKernel.Arm64;
using RustKernel.Ipc;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Paging;
using RustKernel.Objects;
using RustKernel.Spaces;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

[Collection("console")]
public sealed class FixedMemoryTests : IDisposable
{
    public FixedMemoryTests() => ModelMachine.Start();

    public void Dispose() => ModelMachine.Stop();

    [Theory]
    [InlineData(FakeRam.Kept, FrameSize.Bytes, ErrorCode.AlreadyExists)] // it has one
    [InlineData(FakeRam.Kept - FrameSize.Bytes, FrameSize.Bytes, ErrorCode.AlreadyExists)] // the allocator's
    [InlineData(MemoryLayout.DirectMapSizeBytes, FrameSize.Bytes, ErrorCode.InvalidArgument)]
    [InlineData(MemoryLayout.DirectMapSizeBytes - FrameSize.Bytes, 2 * FrameSize.Bytes, ErrorCode.InvalidArgument)]
    [InlineData(MemoryLayout.DirectMapSizeBytes + FakeRam.Base, FrameSize.Bytes, ErrorCode.InvalidArgument)] // the mask would make it RAM
    public void Memory_that_is_anothers_or_out_of_reach_gets_no_object(ulong start, ulong sizeBytes, ErrorCode expected) =>
        Assert.Equal(expected, MemoryObjects.CreateFixed(default, new PhysicalAddress(start), sizeBytes, MemoryKind.Normal).Error);

    // Like the machine's, the model's direct map refuses an access to a reserved page that the tables do not map.
    [Fact]
    public void Making_the_object_brings_its_pages_into_the_direct_map()
    {
        PhysicalAddress page = new(FakeRam.Kept + (7 * FrameSize.Bytes));
        Assert.Throws<InvalidOperationException>(() => default(DirectMap).Read64(page));
        Result<Slot<MemoryObject>> memory = MemoryObjects.CreateFixed(default, page, FrameSize.Bytes, MemoryKind.Normal);
        Assert.Equal(ErrorCode.None, memory.Error);
        Assert.Equal(0ul, default(DirectMap).Read64(page));
        ObjectReferences.Release(memory.Value);
    }

    [Fact]
    public void The_kept_page_is_read_copied_and_looked_at_as_a_program()
    {
        const ulong pattern = 0x0123_4567_89AB_CDEF;
        default(DirectMap).Write64(new PhysicalAddress(FakeRam.Kept), pattern);
        PerCpu.Own = 0;
        uint slot = ModelMachine.StartProcess(10);
        ref CpuBlock cpu = ref PerCpu.Current;
        ModelMachine.Look(ref cpu);
        ref Process process = ref KernelObjects.Process(slot);
        ulong kept = ProcessHandles.AddNew(ref process, ObjectKind.Memory, ModelMachine.Kept, Rights.Read, 0).Value.Value;
        ulong own = ProcessHandles.AddNew(ref process, ObjectKind.Process, slot, Rights.All, 0).Value.Value;
        Assert.Equal(ErrorCode.None, Call(ref cpu, SystemCall.MemoryCreate, FrameSize.Bytes));
        ulong copy = KernelObjects.Thread(cpu.CurrentThread).Context.X1;
        Assert.Equal(ErrorCode.None, Call(ref cpu, SystemCall.MemorySupply, copy, 0, kept));
        Assert.Equal(ErrorCode.None, Call(ref cpu, SystemCall.MemoryRead, copy));
        Assert.Equal(pattern, KernelObjects.Thread(cpu.CurrentThread).Context.X1);
        Assert.Equal(ErrorCode.AccessDenied, Call(ref cpu, SystemCall.MemoryWrite, kept));
        Assert.Equal(ErrorCode.Corrupt, Call(ref cpu, SystemCall.ProcessLoad, own, kept, 0, FrameSize.Bytes));
        ModelMachine.End([slot]);
        ObjectReferences.Release(ObjectKind.Process, slot);
    }

    private static ErrorCode Call(ref CpuBlock cpu, SystemCall number, ulong x0, ulong x1 = 0, ulong x2 = 0, ulong x3 = 0)
    {
        ref UserContext context = ref KernelObjects.Thread(cpu.CurrentThread).Context;
        context.X8 = (ulong)number;
        context.X0 = x0;
        context.X1 = x1;
        context.X2 = x2;
        context.X3 = x3;
        ModelMachine.Call(ref cpu);
        return (ErrorCode)context.X0;
    }
}
