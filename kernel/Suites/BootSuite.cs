// Suite boot: checks what start-up promised, in the machine's registers and by faults.

using RustKernel.Arm64;
using RustKernel.Boot;
using RustKernel.Diagnostics;
using RustKernel.Exceptions;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Paging;
using RustKernel.Panic;
using RustKernel.SelfTests;

namespace RustKernel.Suites;

/// <summary>Tests of the state that the kernel starts in.</summary>
[Suite("boot", 10)]
internal sealed partial class BootSuite : TestSuite
{
    private const uint EcUndefined = 0x00;
    private const uint EcSupervisorCall = 0x15;
    private const uint EcInstructionAbort = 0x21;
    private const uint EcDataAbort = 0x25;
    private const uint EcBreakpoint = 0x3C;
    private const ulong StubImmediate = 0x1234;
    private const uint LastLevel = 3;
    private const ulong SpanBit = 1 << 23;

    private static readonly VirtualAddress s_userPage = new(0x40_0000);

    [Test]
    private static void EntryLevel(ref TestContext context)
    {
        context.Check(MachineState.Boot.EntryExceptionLevel is >= 1 and <= 3, "entered at EL1, EL2 or EL3"u8);
        context.Equal(1, SystemRegisters.ReadCurrentEL() >> 2, "the kernel runs at EL1"u8);
    }

    [Test]
    private static void UpperHalf(ref TestContext context)
    {
        ulong stack = Cpu.GetFramePointer();
        ulong stackEnd = MemoryLayout.StackRegionBase + MemoryLayout.StackSlotSizeBytes;
        context.Equal(MemoryLayout.ImageBase, MachineState.Boot.ImageStart, "image at its link address"u8);
        context.Check(stack < stackEnd && stack >= stackEnd - MemoryLayout.StackSizeBytes, "stack in its slot"u8);
        context.Equal(0, MachineState.Boot.ImagePhysicalBase & 0xFFF, "image on a page boundary"u8);
    }

    [Test]
    private static void MmuAndCaches(ref TestContext context)
    {
        ulong control = SystemRegisters.ReadSCTLR_EL1();
        context.Check((control & (1 << 0)) != 0, "SCTLR_EL1.M: MMU on"u8);
        context.Check((control & (1 << 2)) != 0, "SCTLR_EL1.C: data cache on"u8);
        context.Check((control & (1 << 12)) != 0, "SCTLR_EL1.I: instruction cache on"u8);
        context.Check((control & (1 << 19)) != 0, "SCTLR_EL1.WXN: writable is never executable"u8);
    }

    [Test]
    private static void Vectors(ref TestContext context)
    {
        ulong vectors = SystemRegisters.ReadVBAR_EL1();
        context.Equal(0, vectors & 2047, "VBAR_EL1 on a 2 KiB boundary"u8);
        context.Check(vectors >= MachineState.Boot.ImageStart && vectors < MachineState.Boot.TextEnd, "VBAR_EL1 in the text"u8);
    }

    [Test]
    private static void DeviceTree(ref TestContext context)
    {
        context.Check(MachineState.Boot.DeviceTree != 0, "a device tree was handed over"u8);
        context.Check(ImageData.DeviceTree(in MachineState.Boot).Length >= 40, "it is at least a header long"u8);
    }

    [Test]
    private static void MemoryBanks(ref TestContext context)
    {
        context.Check(MachineState.MemoryBankCount > 0, "at least one memory bank"u8);
        context.Check(MachineState.MemorySizeBytes >= 1024 * 1024, "at least 1 MiB of memory"u8);
        context.Metric("boot.memory"u8, MachineState.MemorySizeBytes, "bytes"u8);
    }

    [Test]
    private static void Console(ref TestContext context) =>
        context.Check(KernelConsole.Device is not null, "a console device is in use"u8);

    [Test]
    private static void BuildIdentity(ref TestContext context) =>
        context.Check(ImageData.BuildIdentity.Length > 0, "the image knows its commit"u8);

    [Test]
    private static void Clock(ref TestContext context)
    {
        ulong before = KernelClock.ElapsedTicks;
        ulong after = before;
        for (int i = 0; i < 1_000_000 && after == before; i++)
        {
            after = KernelClock.ElapsedTicks;
        }

        context.Check(after > before, "the counter runs"u8);
        context.Metric("boot.counter_frequency"u8, KernelClock.FrequencyHz, "Hz"u8);
    }

    [Test]
    private static void TextIsReadOnly(ref TestContext context) =>
        ExpectWriteFault(ref context, MachineState.Boot.ImageStart + 64);

    [Test("rodata_is_read_only")]
    private static void ReadOnlyData(ref TestContext context) => ExpectWriteFault(ref context, MachineState.Boot.TextEnd);

    [Test]
    private static void DataIsNotExecutable(ref TestContext context)
    {
        ulong address = MachineState.Boot.ReadOnlyEnd;
        ExpectedFault.Arm();
        Faults.Execute(address);
        ExpectFault(ref context, EcInstructionAbort, address);
    }

    [Test("page_zero_unmapped")]
    private static void PageZero(ref TestContext context) => ExpectReadFault(ref context, 8);

    [Test]
    private static void StackGuards(ref TestContext context)
    {
        ulong slot = MemoryLayout.StackRegionBase;
        ExpectReadFault(ref context, slot + MemoryLayout.StackSlotSizeBytes - MemoryLayout.StackSizeBytes - 8);
        ExpectReadFault(ref context, slot + MemoryLayout.StackSlotSizeBytes);
        ExpectReadFault(ref context, slot + MemoryLayout.EmergencyStackTop - MemoryLayout.EmergencyStackSizeBytes - 8);
    }

    [Test]
    private static void UndefinedInstruction(ref TestContext context)
    {
        ExpectedFault.Arm();
        Faults.Undefined();
        ExpectClass(ref context, EcUndefined);
    }

    [Test]
    private static void Breakpoint(ref TestContext context)
    {
        ExpectedFault.Arm();
        Faults.Breakpoint();
        ExpectClass(ref context, EcBreakpoint);
        context.Equal(StubImmediate, ExpectedFault.ESR_EL1 & 0xFFFF, "the comment field of brk"u8);
    }

    [Test]
    private static void SupervisorCall(ref TestContext context)
    {
        ExpectedFault.Arm();
        Faults.SupervisorCall();
        ExpectClass(ref context, EcSupervisorCall);
        context.Equal(StubImmediate, ExpectedFault.ESR_EL1 & 0xFFFF, "the immediate of svc"u8);
    }

    [Test("registers_survive_exceptions")]
    private static void RegistersSurvive(ref TestContext context)
    {
        ExpectedFault.Arm();
        context.Equal(0, Faults.DamagedRegisters(), "registers that an exception changed (a bit each)"u8);
        ExpectClass(ref context, EcBreakpoint);
    }

    // A page that EL0 may read and write is mapped in the lower half: EL1 must not touch it.
    [Test]
    private static void PrivilegedAccessNever(ref TestContext context)
    {
        if (!CpuFeatures.HasAccessNever || !MemoryStart.HasStarted)
        {
            context.Skip(MemoryStart.HasStarted ? "this CPU has no PAN"u8 : "memory management is not running (no usable device tree)"u8);
            return;
        }

        context.Check(CpuFeatures.IsAccessNeverOn, "PSTATE.PAN is set"u8);
        context.Check((SystemRegisters.ReadSCTLR_EL1() & SpanBit) == 0, "SCTLR_EL1.SPAN: exceptions set it"u8);
        Result<PhysicalAddress> frame = KernelMemory.Frames.AllocateZeroed(FrameUse.Test);
        TranslationTable<DirectMap, TableFrames, HardwareTlb> tables = default;
        ErrorCode made = tables.Initialize(default, default, default, AddressHalf.Lower, default, MemoryStart.PhysicalAddressBits);
        ErrorCode mapped = tables.Map(s_userPage, frame.Value, FrameSize.Bytes, Protection.UserReadWrite, MemoryKind.Normal);
        if (context.Check(frame.IsOk && made == ErrorCode.None && mapped == ErrorCode.None, "a page of EL0's"u8))
        {
            TouchUserPage(ref context, ref tables);
        }

        context.Check(tables.Unmap(s_userPage, FrameSize.Bytes).Complete() == ErrorCode.None, "unmapped"u8);
        context.Check(tables.Destroy() == ErrorCode.None, "the tables go back"u8);
        context.Check(KernelMemory.Frames.Free(frame.Value, FrameUse.Test) == ErrorCode.None, "the frame goes back"u8);
    }

    // The same page as the kernel's own is accessible, so the mapping was not what failed.
    private static void TouchUserPage(ref TestContext context, ref TranslationTable<DirectMap, TableFrames, HardwareTlb> tables)
    {
        ulong before = Tlb.SwitchLowerRoot(tables.Root.Value);
        FaultChecks.Read(ref context, s_userPage.Value, FaultChecks.Permission + LastLevel);
        FaultChecks.Write(ref context, s_userPage.Value, FaultChecks.Permission + LastLevel);
        context.Check(CpuFeatures.IsAccessNeverOn, "PSTATE.PAN is still set after an exception"u8);
        context.Check(
            tables.Protect(s_userPage, FrameSize.Bytes, Protection.KernelReadWrite).Complete() == ErrorCode.None,
            "the page is EL1's"u8);
        FaultChecks.Writable(ref context, s_userPage.Value);
        Tlb.SwitchLowerRoot(before);
    }

    [Test]
    private static void InstructionsToTests(ref TestContext context)
    {
        if (!MachineState.CountsInstructions)
        {
            context.Skip("this machine does not count instructions (QEMU: run with -icount)"u8);
            return;
        }

        context.Check(MachineState.InstructionsToTests > 0, "the instruction counter runs"u8);
        context.Metric("boot.instructions_to_tests"u8, MachineState.InstructionsToTests, "instructions"u8);
    }

    private static void ExpectReadFault(ref TestContext context, ulong address)
    {
        ExpectedFault.Arm();
        ulong value = Faults.Read(address);
        if (!ExpectedFault.WasTaken)
        {
            context.Equal(0, value | 1, "memory that should be unmapped was read"u8);
        }

        ExpectFault(ref context, EcDataAbort, address);
    }

    private static void ExpectWriteFault(ref TestContext context, ulong address)
    {
        ExpectedFault.Arm();
        Faults.Write(address);
        ExpectFault(ref context, EcDataAbort, address);
        context.Check(new ExceptionSyndrome(ExpectedFault.ESR_EL1).IsWrite, "the syndrome says: a write"u8);
    }

    private static void ExpectFault(ref TestContext context, uint exceptionClass, ulong address)
    {
        ExpectClass(ref context, exceptionClass);
        context.Equal(address, ExpectedFault.FAR_EL1, "FAR_EL1"u8);
    }

    private static void ExpectClass(ref TestContext context, uint exceptionClass)
    {
        context.Check(ExpectedFault.Disarm(), "the exception was taken"u8);
        context.Equal(exceptionClass, new ExceptionSyndrome(ExpectedFault.ESR_EL1).EC, "exception class"u8);
    }
}
