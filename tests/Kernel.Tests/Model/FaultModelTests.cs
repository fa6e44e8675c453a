// Faults from EL0 that no emulator shows: syndromes that it never makes, errors that belong to no instruction.

using System;
using RustKernel.Arm64;
using RustKernel.Exceptions;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Paging;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Smp;
using RustKernel.Spaces;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

[Collection("console")]
public sealed class FaultModelTests : IDisposable
{
    private const ulong Address = 0x2000_0000;
    private const ulong DataAbortFromUser = 0x9200_0000;
    private const ulong TranslationLevel3 = 7;
    private const ulong PermissionLevel3 = 15;
    private const ulong WriteNotRead = 1 << 6;
    private const ulong CacheMaintenance = 1 << 8;
    private const ulong SystemErrorFromUser = 11;

    private readonly uint _slot;
    private readonly uint _other;

    public FaultModelTests()
    {
        ModelMachine.Start();
        PerCpu.Own = 0;
        _slot = ModelMachine.StartProcess(10);
        ModelMachine.Look(ref PerCpu.Current);
        _other = ModelMachine.StartProcess(5);
    }

    public void Dispose()
    {
        ModelMachine.End([_slot, _other]);
        KernelLock.Enter();
        ObjectReferences.Release(ObjectKind.Process, _slot);
        ObjectReferences.Release(ObjectKind.Process, _other);
        KernelLock.Leave();
        SystemRegisters.ESR_EL1 = 0;
        ModelMachine.Stop();
    }

    [Theory]
    [InlineData(TranslationLevel3 | WriteNotRead | CacheMaintenance, true)]
    [InlineData(PermissionLevel3 | WriteNotRead | CacheMaintenance, true)]
    [InlineData(TranslationLevel3, true)]
    [InlineData(TranslationLevel3 | WriteNotRead, false)]
    public void Cache_maintenance_needs_to_read_alone(ulong syndrome, bool goesOn)
    {
        ref Process process = ref KernelObjects.Process(_slot);
        KernelLock.Enter();
        uint memory = MemoryObjects.CreateAnonymous(new(_slot), FrameSize.Bytes).Value.Index;
        Assert.Equal(
            ErrorCode.None,
            AddressSpaces.Map(ref process, new(memory), 0, Address, FrameSize.Bytes, Protection.UserReadOnly, Rights.Read));
        ObjectReferences.Release(ObjectKind.Memory, memory);
        ref CpuBlock cpu = ref PerCpu.Current;
        ref Thread thread = ref KernelObjects.Thread(cpu.CurrentThread);
        ulong next = ThreadFaults.Handle(ref cpu, ref thread, DataAbortFromUser | syndrome, Address + 64);
        Assert.Equal(goesOn, next == UserState.AddressOf(ref thread.Context));
        Assert.Equal(goesOn ? ProcessState.Alive : ProcessState.Dying, process.State);
        Assert.Equal(goesOn, process.Tables.Translate(new VirtualAddress(Address)).IsOk);
        Finish(ref cpu);
    }

    [Theory]
    [InlineData(0xBE00_0000)]
    [InlineData(0xBF00_0002)]
    [InlineData(0xBE00_0411)]
    public void An_SError_ends_the_process_that_ran_and_no_other(ulong syndrome)
    {
        ref CpuBlock cpu = ref PerCpu.Current;
        ref Process process = ref KernelObjects.Process(_slot);
        process.UpcallEntry = 0x40_0000;
        ulong next = Raise(syndrome);
        Assert.Equal(
            (ProcessState.Dead, ExitCause.Fault, (ulong)FaultClass.Machine, syndrome),
            (process.State, process.Cause, process.ExitCode, process.FaultESR_EL1));
        Assert.Equal(ProcessState.Alive, KernelObjects.Process(_other).State);
        Assert.Equal((0ul, 0u, 0u), (next, cpu.CurrentThread, cpu.Doomed));
    }

    [Fact]
    public void A_corrected_error_costs_nothing()
    {
        ulong context = UserState.AddressOf(ref KernelObjects.Thread(PerCpu.Current.CurrentThread).Context);
        Assert.Equal(context, Raise(0xBE00_1811));
        Assert.Equal(ProcessState.Alive, KernelObjects.Process(_slot).State);
    }

    // The dispatcher, which panics for everything that is not a thread's, records the vector instead.
    [Fact]
    public void What_cannot_be_contained_is_the_kernels_to_end()
    {
        ExpectedVector.Arm();
        _ = Raise(0xBE00_0011);
        Assert.Equal(SystemErrorFromUser, ExpectedVector.Seen);
        Assert.Equal(ProcessState.Alive, KernelObjects.Process(_slot).State);
    }

    private static ulong Raise(ulong syndrome)
    {
        ref CpuBlock cpu = ref PerCpu.Current;
        SystemRegisters.ESR_EL1 = syndrome;
        return UserLoop.Other(ref cpu, ref KernelObjects.Thread(cpu.CurrentThread).Context, SystemErrorFromUser);
    }

    // Like the entry that took the fault.
    private static void Finish(ref CpuBlock cpu)
    {
        if (cpu.Doomed != 0)
        {
            _ = ThreadLife.EndDoomed(ref cpu, 0);
        }

        KernelLock.Leave();
    }
}
