// Random entries into the kernel on four CPUs, and after each of them all invariants.

using System;
using System.Collections.Generic;
using RustKernel.Arm64;
using RustKernel.Memory;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Smp;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

[Collection("console")]
public sealed class KernelModelTests : IDisposable
{
    private const int Steps = 4_000;

    private readonly KernelInvariants _invariants = new();

    private string _last = "";

    public KernelModelTests() => ModelMachine.Start();

    public void Dispose()
    {
        Teardown.Units = Teardown.StepUnits;
        ModelMachine.Stop();
    }

    [Theory]
    [InlineData(1, Teardown.StepUnits)]
    [InlineData(2, Teardown.StepUnits)]
    [InlineData(3, Teardown.StepUnits)]
    [InlineData(4, 4)]
    [InlineData(5, 5)]
    [InlineData(6, 6)]
    [InlineData(7, 1)]
    [InlineData(8, 2)]
    [InlineData(9, 3)]
    public void Whatever_programs_ask_for_lists_counts_and_references_stay_right(int seed, uint units)
    {
        Random random = new(seed);
        Teardown.Units = units;
        RandomProgram program = new(random);
        ulong frames = KernelMemory.Frames.Statistics.FreeFrames;
        ulong objects = KernelObjects.UsedObjects;
        List<uint> roots = [];
        for (int step = 0; step < Steps; step++)
        {
            if (roots.Count < 3 && random.Next(4) == 0)
            {
                roots.Add(Populate(random));
            }

            PerCpu.Own = random.Next(ModelMachine.Cpus);
            ref CpuBlock cpu = ref PerCpu.Current;
            ModelMachine.PassTime(ref cpu, (ulong)random.Next(2_000));
            Step(ref cpu, random, program);

            Assert.False(IsLate(ref cpu), $"step {step}: somebody more urgent waits; {_last}");

            // Objects being taken apart are half there; a check waits for their end. In some runs that is rare, and steps are small.
            if (units == Teardown.StepUnits || random.Next(8) == 0)
            {
                UserLoop.FinishChores();
            }

            if (IsLate(ref cpu))
            {
                // Here chores are done while a thread runs; the kernel does them when none does, and then looks.
                ModelMachine.Send((int)cpu.Index);
            }

            Check(step);
            roots.RemoveAll(ReleaseDead);
        }

        ModelMachine.End(roots);
        roots.RemoveAll(ReleaseDead);
        Assert.Empty(roots);
        Check(Steps);
        Assert.Equal((frames, objects), (KernelMemory.Frames.Statistics.FreeFrames, KernelObjects.UsedObjects));
    }

    private static bool IsLate(ref CpuBlock cpu) => cpu.CurrentThread != 0 && !ModelMachine.WillBeInterrupted((int)cpu.Index)
        && Scheduler.HasAbove(ref cpu, KernelObjects.Thread(cpu.CurrentThread).Priority);

    private void Step(ref CpuBlock cpu, Random random, RandomProgram program)
    {
        if (cpu.CurrentThread == 0)
        {
            _last = "look";
            ModelMachine.Look(ref cpu);
        }
        else if (ModelMachine.IsInterrupted((int)cpu.Index) || random.Next(6) == 0)
        {
            _last = "interrupt";
            ModelMachine.Interrupt(ref cpu, isTick: random.Next(2) == 0);
        }
        else
        {
            program.Choose(ref KernelObjects.Thread(cpu.CurrentThread));
            _last = $"{(SystemCall)KernelObjects.Thread(cpu.CurrentThread).Context.X8} by thread {cpu.CurrentThread} on CPU {cpu.Index}";
            ModelMachine.Call(ref cpu, isLate: random.Next(2) == 0);
        }
    }

    // A process with a few threads, the machine, and a port to begin with.
    private uint Populate(Random random)
    {
        PerCpu.Own = 0;
        uint slot = ModelMachine.StartProcess((uint)random.Next(1, 20));
        _invariants.Hold(slot);
        KernelLock.Enter();
        ref Process process = ref KernelObjects.Process(slot);
        ModelMachine.AddThread(slot, (uint)random.Next(1, 20));
        ModelMachine.AddThread(slot, (uint)random.Next(1, 20));
        Assert.True(Ipc.ProcessHandles.AddNew(ref process, ObjectKind.Machine, 0, Rights.All, 0).IsOk);
        Assert.True(Ipc.ProcessHandles.AddNew(ref process, ObjectKind.Process, slot, Rights.All, 0).IsOk);
        Assert.True(Ipc.ProcessHandles.AddNew(
            ref process,
            ObjectKind.Memory,
            ModelMachine.Kept,
            Rights.Read | Rights.Duplicate | Rights.Transfer,
            0).IsOk);
        KernelLock.Leave();
        ModelMachine.Send(0);
        return slot;
    }

    private bool ReleaseDead(uint slot)
    {
        if (KernelObjects.Process(slot).State != ProcessState.Dead)
        {
            return false;
        }

        _invariants.LetGo(slot);
        KernelLock.Enter();
        ObjectReferences.Release(ObjectKind.Process, slot);
        KernelLock.Leave();
        UserLoop.FinishChores();
        return true;
    }

    private void Check(int step)
    {
        try
        {
            _invariants.CheckEnds();
            if (!Teardown.IsPending)
            {
                _invariants.Check();
            }
        }
        catch (Xunit.Sdk.XunitException broken)
        {
            throw new InvalidOperationException($"after step {step}, {_last}: {broken.Message}", broken);
        }
    }
}
