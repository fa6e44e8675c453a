// Handle numbers that run out: a process that sends handles into a table cannot use it up.

using System;
using System.Collections.Generic;
using RustKernel.Arm64;
using RustKernel.Ipc;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Smp;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

[Collection("console")]
public sealed class HandleTableTests : IDisposable
{
    private const uint SlotsOfOneFrame = 128;
    private const int Rounds = 50_000;

    private readonly uint _slot;

    public HandleTableTests()
    {
        ModelMachine.Start();
        PerCpu.Own = 0;
        KernelLock.Enter();
        _slot = ProcessLife.Create(default, 100, 20, 4096, 0).Value.Index;
        KernelLock.Leave();
    }

    public void Dispose()
    {
        KernelLock.Enter();
        ObjectReferences.Release(ObjectKind.Process, _slot);
        KernelLock.Leave();
        ModelMachine.Stop();
    }

    private ref Process Owner => ref KernelObjects.Process(_slot);

    // 128 slots of 7 generations are 896 handles; this sends many more.
    [Fact]
    public void A_server_takes_handle_after_handle_and_its_table_does_not_grow()
    {
        for (int i = 0; i < Rounds; i++)
        {
            ProcessHandles.Close(ref Owner, Take());
        }

        Assert.Equal((0u, SlotsOfOneFrame), (Owner.Handles.Used, Owner.Handles.Capacity));
    }

    [Fact]
    public void A_number_comes_back_late_and_never_while_it_is_good()
    {
        Random random = new(1);
        List<uint> held = [];
        Dictionary<uint, int> last = [];
        for (int i = 0; i < Rounds; i++)
        {
            // From nearly empty to nearly full and back, so that few and many slots are free.
            int wanted = 64 + (int)(63 * Math.Sin(i / 2_000.0));
            while (held.Count > wanted)
            {
                int which = random.Next(held.Count);
                ProcessHandles.Close(ref Owner, held[which]);
                held.RemoveAt(which);
            }

            uint handle = Take();
            Assert.DoesNotContain(handle, held);
            Assert.True(
                !last.TryGetValue(handle, out int before) || i - before >= HandleTable.LeastResting,
                $"handle {handle:X} came back after {i - before}");
            last[handle] = i;
            held.Add(handle);
        }

        Assert.True(Owner.Handles.Capacity <= 2 * SlotsOfOneFrame);
    }

    [Fact]
    public void A_table_that_cannot_grow_uses_the_one_slot_that_is_left()
    {
        for (uint i = 1; i < SlotsOfOneFrame; i++)
        {
            _ = Take();
        }

        Owner.Frames.Limit = Owner.Frames.Used;
        for (int i = 0; i < 100; i++)
        {
            ProcessHandles.Close(ref Owner, Take());
        }

        _ = Take();
        Assert.Equal(ErrorCode.OutOfMemory, ProcessHandles.Add(ref Owner, ObjectKind.Machine, 0, Rights.All, 0).Error);
        Assert.Equal(SlotsOfOneFrame, Owner.Handles.Used);
    }

    private uint Take()
    {
        Result<AnyHandle> handle = ProcessHandles.Add(ref Owner, ObjectKind.Machine, 0, Rights.All, 0);
        Assert.Equal(ErrorCode.None, handle.Error);
        Assert.True(Owner.Handles.IsGood((uint)handle.Value.Value));
        return (uint)handle.Value.Value;
    }
}
