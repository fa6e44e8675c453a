// The kernel's C# for a personality: its system calls, and faults that become upcalls. Suite foreign tests the path of foreign
// calls, which is in UserEntry.S.

using System;
using RustKernel.Arm64;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Smp;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

[Collection("console")]
public sealed class PersonalityModelTests : IDisposable
{
    private const ulong Start = 0x40_0000;
    private const ulong Bytes = 0x2000;
    private const ulong Foreign = 0x10_0000;
    private const ulong Block = 0x7000_0000;
    private const ulong Undefined = 0x0200_0000;

    private readonly uint _slot;

    public PersonalityModelTests()
    {
        ModelMachine.Start();
        PerCpu.Own = 0;
        _slot = ModelMachine.StartProcess(10);
        ModelMachine.Look(ref PerCpu.Current);
    }

    public void Dispose()
    {
        ModelMachine.End([_slot]);
        KernelLock.Enter();
        ObjectReferences.Release(ObjectKind.Process, _slot);
        KernelLock.Leave();
        ModelMachine.Stop();
    }

    private static ref Thread Self => ref KernelObjects.Thread(PerCpu.Current.CurrentThread);

    [Theory]
    [InlineData(Start + 2, Bytes)]
    [InlineData(Start, 255)]
    [InlineData(Start, 0)]
    [InlineData(1ul << 47, Bytes)]
    [InlineData(Start, 1ul << 47)]
    [InlineData(Start, ulong.MaxValue)]
    public void A_personality_is_code_of_user_space(ulong start, ulong bytes) =>
        Assert.Equal(ErrorCode.InvalidArgument, Call(SystemCall.ProcessSetPersonality, start, bytes));

    [Fact]
    public void A_personality_is_set_once()
    {
        Assert.Equal(ErrorCode.None, Call(SystemCall.ProcessSetPersonality, Start, Bytes));
        Assert.Equal(ErrorCode.InvalidState, Call(SystemCall.ProcessSetPersonality, Start, Bytes));
    }

    [Fact]
    public void Without_a_personality_there_are_no_foreign_threads()
    {
        Assert.Equal(ErrorCode.InvalidState, Call(SystemCall.ThreadSetForeign, 0, Block));
        Assert.Equal((0ul, Thread.SupervisorCall), (Self.ForeignBlock, Self.OwnCall));
        Assert.Equal(ErrorCode.InvalidState, Call(SystemCall.UpcallInfo));
        Assert.Equal(ErrorCode.InvalidState, Call(SystemCall.UpcallRedirect, Foreign, 1));
        Assert.Equal(ErrorCode.InvalidState, Call(SystemCall.UpcallReturn));
    }

    [Fact]
    public void Calls_of_a_foreign_thread_are_not_the_kernels_at_once_until_it_gives_its_block_back()
    {
        BecomeForeign();
        Assert.Equal((Block, 0u), (Self.ForeignBlock, Self.OwnCall));
        Assert.Equal(ErrorCode.None, Call(SystemCall.ThreadSetForeign, 0, 0));
        Assert.Equal((0ul, Thread.SupervisorCall), (Self.ForeignBlock, Self.OwnCall));
    }

    [Fact]
    public void A_thread_that_runs_or_waits_does_not_become_foreign()
    {
        Assert.Equal(ErrorCode.None, Call(SystemCall.ProcessSetPersonality, Start, Bytes));
        Assert.Equal(ErrorCode.None, Call(SystemCall.ThreadCreate, 0, Foreign, 0, 0, 10, 0));
        ulong thread = Self.Context.Register(1);
        Assert.Equal(ErrorCode.None, Call(SystemCall.ThreadSetForeign, thread, Block));
        Assert.Equal(ErrorCode.None, Call(SystemCall.ThreadStart, thread));
        Assert.Equal(ErrorCode.InvalidState, Call(SystemCall.ThreadSetForeign, thread, 0));
        Assert.Equal(ErrorCode.None, Call(SystemCall.ThreadSuspend, thread));
        Assert.Equal(ErrorCode.InvalidState, Call(SystemCall.ThreadSetForeign, thread, 0));
        Assert.Equal(ErrorCode.None, Call(SystemCall.HandleClose, thread));
    }

    [Fact]
    public void A_fault_outside_is_an_upcall_that_keeps_all_registers()
    {
        BecomeForeign();
        Assert.True(Fault(Foreign));
        for (int i = 0; i < 31; i++)
        {
            Assert.Equal(i == 16 ? Block : 100ul + (ulong)i, Self.Context.Register(i));
        }

        Assert.Equal(Start + ThreadFaults.FaultEntryOffset, Self.Context.ELR_EL1);
        Assert.Equal(ErrorCode.None, Call(SystemCall.UpcallInfo));
        ref UserContext context = ref Self.Context;
        Assert.Equal(
            (Foreign, 116ul, (ulong)FaultClass.Instruction, Undefined, 0ul),
            (context.Register(1), context.Register(2), context.Register(3), context.Register(4), context.Register(5)));
        Assert.Equal(ErrorCode.None, Call(SystemCall.UpcallRedirect, Foreign + 4, 77));
        Assert.Equal((Foreign + 4, 77ul), (Self.Context.UpcallPC, Self.Context.UpcallX16));
    }

    [Fact]
    public void A_page_that_comes_during_an_upcall_leaves_what_UpcallInfo_says()
    {
        const ulong address = 0x6000_0000;
        const ulong write = (0x24ul << 26) | (1 << 6) | 7;
        BecomeForeign();
        Assert.Equal(ErrorCode.None, Call(SystemCall.MemoryCreate, 0x1000));
        ulong memory = Self.Context.Register(1);
        Assert.Equal(ErrorCode.None, Call(SystemCall.MemoryMap, 0, memory, 0, address, 0x1000, (ulong)(Rights.Read | Rights.Write)));
        Assert.True(Fault(Foreign));
        Assert.True(Fault(Start + 4, write, address));
        Assert.Equal(Start + 4, Self.Context.ELR_EL1);
        Assert.Equal(ErrorCode.None, Call(SystemCall.UpcallInfo));
        ref UserContext context = ref Self.Context;
        Assert.Equal(
            ((ulong)FaultClass.Instruction, Undefined, 0ul),
            (context.Register(3), context.Register(4), context.Register(5)));
        Assert.Equal(ErrorCode.None, Call(SystemCall.HandleClose, memory));
    }

    [Fact]
    public void A_page_that_a_pager_does_not_bring_is_what_the_process_ends_with()
    {
        const ulong address = 0x6000_0000;
        const ulong write = (0x24ul << 26) | (1 << 6) | 7;
        BecomeForeign();
        Assert.Equal(ErrorCode.None, Call(SystemCall.MemoryCreate, 0x1000));
        ulong memory = Self.Context.Register(1);
        Assert.Equal(ErrorCode.None, Call(SystemCall.PortCreate, 1));
        ulong port = Self.Context.Register(1);
        Assert.Equal(ErrorCode.None, Call(SystemCall.MemorySetPager, memory, port, 7));
        Assert.Equal(ErrorCode.None, Call(SystemCall.MemoryMap, 0, memory, 0, address, 0x1000, (ulong)(Rights.Read | Rights.Write)));
        Assert.True(Fault(Foreign));
        ref Thread thread = ref Self;
        Assert.False(Fault(Start + 4, write, address));
        Assert.Equal(
            (MessageKind.Page, FaultClass.Permission, 0ul, FaultClass.Instruction, Undefined, 0ul),
            (thread.NoticeKind, thread.PageClass, thread.PageOffset, thread.FaultClass, thread.FaultESR_EL1, thread.FaultFAR_EL1));
        KernelLock.Enter();
        ThreadFaults.EndProcess(ref thread);
        KernelLock.Leave();
        ref Process process = ref KernelObjects.Process(_slot);
        Assert.Equal(((ulong)FaultClass.Permission, 0ul), (process.ExitCode, process.FaultESR_EL1));
    }

    [Theory]
    [InlineData(Start - 4, true)]
    [InlineData(Start, false)]
    [InlineData(Start + Bytes - 4, false)]
    [InlineData(Start + Bytes, true)]
    public void A_fault_of_the_personality_is_its_processes(ulong pc, bool isForeign)
    {
        BecomeForeign();
        Assert.Equal(isForeign, Fault(pc));
        Assert.Equal(isForeign ? ProcessState.Alive : ProcessState.Dead, KernelObjects.Process(_slot).State);
    }

    [Fact]
    public void A_thread_gets_a_handle_to_itself()
    {
        uint references = Self.Header.References;
        Assert.Equal(ErrorCode.None, Call(SystemCall.ThreadSelf));
        ulong handle = Self.Context.Register(1);
        Assert.Equal(references + 1, Self.Header.References);
        Assert.Equal(ErrorCode.InvalidArgument, Call(SystemCall.ThreadSuspend, handle));
        Assert.Equal(ErrorCode.None, Call(SystemCall.HandleClose, handle));
        Assert.Equal(references, Self.Header.References);
    }

    [Fact]
    public void A_table_without_room_keeps_no_reference()
    {
        uint references = Self.Header.References;
        uint made = 0;
        while (Call(SystemCall.ThreadSelf) == ErrorCode.None)
        {
            made++;
        }

        Assert.Equal((ulong)ErrorCode.OutOfMemory, Self.Context.Register(0));
        Assert.Equal(references + made, Self.Header.References);
    }

    private static void BecomeForeign()
    {
        Assert.Equal(ErrorCode.None, Call(SystemCall.ProcessSetPersonality, Start, Bytes));
        Assert.Equal(ErrorCode.None, Call(SystemCall.ThreadSetForeign, 0, Block));
    }

    // An undefined instruction at pc, or another fault. True: the thread continues.
    private static bool Fault(ulong pc, ulong syndrome = Undefined, ulong address = 0)
    {
        ref CpuBlock cpu = ref PerCpu.Current;
        ref Thread thread = ref Self;
        for (int i = 0; i < 31; i++)
        {
            thread.Context.SetRegister(i, 100ul + (ulong)i);
        }

        thread.Context.ELR_EL1 = pc;
        KernelLock.Enter();
        ulong next = ThreadFaults.Handle(ref cpu, ref thread, syndrome, address);
        bool goesOn = next == UserState.AddressOf(ref thread.Context);
        if (cpu.Doomed != 0)
        {
            _ = ThreadLife.EndDoomed(ref cpu, 0);
        }

        KernelLock.Leave();
        return goesOn;
    }

    private static ErrorCode Call(SystemCall number, ulong x0 = 0, ulong x1 = 0, ulong x2 = 0, ulong x3 = 0, ulong x4 = 0, ulong x5 = 0)
    {
        ref Thread thread = ref Self;
        thread.Context.SetRegister(8, (ulong)number);
        ulong[] arguments = [x0, x1, x2, x3, x4, x5];
        for (int i = 0; i < arguments.Length; i++)
        {
            thread.Context.SetRegister(i, arguments[i]);
        }

        ModelMachine.Call(ref PerCpu.Current);
        return (ErrorCode)thread.Context.Register(0);
    }
}
