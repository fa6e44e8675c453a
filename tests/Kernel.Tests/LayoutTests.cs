// Places and offsets that both assembly and C# name: they must be the same numbers.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RustKernel.Arm64;
using RustKernel.Objects;
using Xunit;

namespace RustKernel.Kernel.Tests;

public sealed class LayoutTests
{
    private static readonly Dictionary<string, ulong> s_assembly = ReadConstants();

    [Theory]
    [InlineData("KERNEL_IMAGE_BASE", MemoryLayout.ImageBase)]
    [InlineData("KERNEL_STACK_REGION_BASE", MemoryLayout.StackRegionBase)]
    [InlineData("KERNEL_DTB_WINDOW_BASE", MemoryLayout.DeviceTreeWindowBase)]
    [InlineData("STACK_SLOT_SIZE", MemoryLayout.StackSlotSizeBytes)]
    [InlineData("STACK_SIZE", MemoryLayout.StackSizeBytes)]
    [InlineData("EMERGENCY_STACK_TOP", MemoryLayout.EmergencyStackTop)]
    [InlineData("EMERGENCY_STACK_SIZE", MemoryLayout.EmergencyStackSizeBytes)]
    public void RegionsAgree(string name, ulong expected) => Assert.Equal(expected, s_assembly[name]);

    [Theory]
    [InlineData("FRAME_X30_SP", nameof(ExceptionFrame.StackPointer), 8)]
    [InlineData("FRAME_ELR_SPSR", nameof(ExceptionFrame.ELR_EL1), 0)]
    [InlineData("FRAME_ELR_SPSR", nameof(ExceptionFrame.SPSR_EL1), 8)]
    [InlineData("FRAME_ESR_FAR", nameof(ExceptionFrame.ESR_EL1), 0)]
    [InlineData("FRAME_ESR_FAR", nameof(ExceptionFrame.FAR_EL1), 8)]
    [InlineData("FRAME_VECTOR", nameof(ExceptionFrame.Vector), 0)]
    public void ExceptionFrameOffsetsAgree(string name, string field, int within) =>
        Assert.Equal((long)s_assembly[name] + within, Marshal.OffsetOf<ExceptionFrame>(field).ToInt64());

    [Fact]
    public void ExceptionFrameSizesAgree()
    {
        Assert.Equal((int)s_assembly["FRAME_SIZE"], Unsafe.SizeOf<ExceptionFrame>());
        Assert.Equal(0, Unsafe.SizeOf<ExceptionFrame>() % 16);
    }

    [Fact]
    public void BootInformationSizesAgree() =>
        Assert.Equal((int)s_assembly["BOOT_INFO_SIZE"], Unsafe.SizeOf<BootInformation>());

    [Theory]
    [InlineData("HANDOVER_MAP_BYTES", EfiHandoverLayout.MapSizeOffset)]
    [InlineData("HANDOVER_DESCRIPTOR_BYTES", EfiHandoverLayout.DescriptorSizeOffset)]
    [InlineData("HANDOVER_OPTIONS_BYTES", EfiHandoverLayout.OptionsSizeOffset)]
    [InlineData("HANDOVER_FILE_BYTES", EfiHandoverLayout.FileSizeOffset)]
    [InlineData("HANDOVER_OPTIONS", EfiHandoverLayout.OptionsOffset)]
    [InlineData("HANDOVER_OPTIONS_CAPACITY", EfiHandoverLayout.OptionsCapacityBytes)]
    [InlineData("HANDOVER_FILE", EfiHandoverLayout.FileOffset)]
    [InlineData("HANDOVER_FILE_CAPACITY", EfiHandoverLayout.FileCapacityBytes)]
    [InlineData("HANDOVER_MAP", EfiHandoverLayout.MapOffset)]
    [InlineData("HANDOVER_MAP_CAPACITY", EfiHandoverLayout.MapCapacityBytes)]
    public void HandoverPlacesAgree(string name, ulong expected) => Assert.Equal(expected, s_assembly[name]);

    [Fact]
    public void HandoverBuffersFitWithoutOverlap()
    {
        Assert.True(s_assembly["HANDOVER_FILE"] >= s_assembly["HANDOVER_FILE_BYTES"] + 8);
        Assert.True(s_assembly["HANDOVER_FILE"] + s_assembly["HANDOVER_FILE_CAPACITY"] <= s_assembly["HANDOVER_OPTIONS"]);
        Assert.True(s_assembly["HANDOVER_OPTIONS"] + s_assembly["HANDOVER_OPTIONS_CAPACITY"] <= s_assembly["HANDOVER_MAP"]);
        Assert.Equal(s_assembly["HANDOVER_SIZE"], s_assembly["HANDOVER_MAP"] + s_assembly["HANDOVER_MAP_CAPACITY"]);
    }

    [Fact]
    public void CpuBlockSizesAgree()
    {
        Assert.Equal((int)s_assembly["CPU_BLOCK_SIZE"], Unsafe.SizeOf<CpuBlock>());
        Assert.Equal(PerCpu.MaximumCpus, (int)s_assembly["MAXIMUM_CPUS"]);
    }

    [Fact]
    public void CpuBlockOffsetsAgree()
    {
        CpuBlock c = default;
        Check(ref c, ref c.KernelStackPointer, "CPU_KERNEL_SP");
        Check(ref c, ref c.SwitchedAt, "CPU_SWITCHED_AT");
        Check(ref c, ref c.CurrentThread, "CPU_CURRENT_THREAD");
        Check(ref c, ref c.CurrentProcess, "CPU_CURRENT_THREAD", 4);
        Check(ref c, ref c.ReadyLevels, "CPU_READY_LEVELS");
        Check(ref c, ref c.Attention, "CPU_READY_LEVELS", 4);
        Check(ref c, ref c.FastMode, "CPU_FAST_MODE");
        Check(ref c, ref c.LazyCount, "CPU_LAZY_COUNT");
        Check(ref c, ref c.AffinityBit, "CPU_AFFINITY_BIT");
        Check(ref c, ref c.Index, "CPU_AFFINITY_BIT", 4);
        Check(ref c, ref c.Lazy, "CPU_LAZY");
        Check(ref c, ref c.Doomed, "CPU_DOOMED");
        Check(ref c, ref c.HeldBands, "CPU_HELD_BANDS");
        Check(ref c, ref c.TickLine, "CPU_TICK_LINE");
        Check(ref c, ref c.DeadlineCounter, "CPU_DEADLINE");
        Check(ref c, ref c.WatchTicks, "CPU_WATCH_TICKS");
        Check(ref c, ref c.TickRefusals, "CPU_TICK_REFUSALS");
        Check(ref c, ref c.Counts, "CPU_COUNTS");
        Check(ref c, ref c.FastRefusals, "CPU_FAST_REFUSALS");
        Check(ref c, ref c.Gate.Word, "CPU_GATE");
        Check(ref c, ref c.MaskedSince, "CPU_MASKED_SINCE");
        Check(ref c, ref c.MaskedCause, "CPU_MASKED_SINCE", 8);
        Check(ref c, ref c.LongestMasked, "CPU_LONGEST_MASKED");
        Check(ref c, ref c.LongestMaskedCause, "CPU_LONGEST_MASKED", 8);
        Check(ref c, ref c.MaskedScratch, "CPU_MASKED_SCRATCH");
    }

    [Fact]
    public void TheNextTickIsWhereTheFastPathLooks()
    {
        CpuBlock c = default;
        long due = Marshal.OffsetOf<TickSchedule>("_due").ToInt64();
        Check(ref c, ref c.Tick, "CPU_TICK_DUE", -(int)due);
        Assert.Equal(8, Marshal.OffsetOf<TickSchedule>("_ticks").ToInt64() - due);
        Check(ref c, ref c.Tick, "CPU_TICK_PERIOD", -(int)Marshal.OffsetOf<TickSchedule>("_period").ToInt64());
        Assert.Equal((ulong)CpuBlock.NotAcknowledged, s_assembly["INTERRUPT_NOT_ACKNOWLEDGED"]);
        Assert.Equal(CpuBlock.LazyCapacity, (int)s_assembly["CPU_LAZY_CAPACITY"]);
    }

    [Theory]
    [InlineData("FAST_THREADS", nameof(FastPathState.ThreadHeaders), 0)]
    [InlineData("FAST_THREADS", nameof(FastPathState.Ports), 8)]
    [InlineData("FAST_PROCESSES", nameof(FastPathState.Processes), 0)]
    [InlineData("FAST_PROCESSES", nameof(FastPathState.ThreadLimit), 8)]
    [InlineData("FAST_CHORES", nameof(FastPathState.Chores), 0)]
    public void FastPathStateOffsetsAgree(string name, string field, int behind) =>
        Assert.Equal((long)s_assembly[name] + behind, Marshal.OffsetOf<FastPathState>(field).ToInt64());

    [Fact]
    public void ThreadOffsetsAgree()
    {
        Thread t = default;
        Assert.Equal(1 << (int)s_assembly["THREAD_SHIFT"], Unsafe.SizeOf<Thread>());
        Assert.Equal((ulong)Thread.HeaderOffset, s_assembly["THREAD_HEADER"]);
        Check(ref t, ref t.Header, "THREAD_HEADER");
        Check(ref t, ref t.Header.Identity, "HEADER_IDENTITY");
        Check(ref t, ref t.Header.Slot, "HEADER_SLOT");
        Check(ref t, ref t.Process, "THREAD_PROCESS");
        Check(ref t, ref t.State, "THREAD_STATE");
        Check(ref t, ref t.BasePriority, "THREAD_STATE", 2);
        Check(ref t, ref t.Priority, "THREAD_STATE", 3);
        Check(ref t, ref t.Next, "THREAD_NEXT");
        Check(ref t, ref t.Previous, "THREAD_NEXT", 4);
        Check(ref t, ref t.CallSequence, "THREAD_CALL_SEQUENCE");
        Check(ref t, ref t.ServerProcess, "THREAD_CALL_SEQUENCE", 4);
        Check(ref t, ref t.ServerProcess, "THREAD_SERVER_PROCESS");
        Check(ref t, ref t.DonatesTo, "THREAD_DONATES_TO");
        Check(ref t, ref t.Donors, "THREAD_DONORS");
        Check(ref t, ref t.LazyDeadline, "THREAD_DONORS", 8);
        Check(ref t, ref t.LazyDeadline, "THREAD_LAZY_DEADLINE");
        Check(ref t, ref t.DeadlinePosition, "THREAD_DEADLINE_POSITION");
        Check(ref t, ref t.WaitPort, "THREAD_WAIT_PORT");
        Check(ref t, ref t.Affinity, "THREAD_AFFINITY");
        Check(ref t, ref t.Home, "THREAD_DEADLINE_POSITION", 4);
        Check(ref t, ref t.LazyCpu, "THREAD_LAZY_CPU");
        Check(ref t, ref t.OwnCall, "THREAD_OWN_CALL");
        Check(ref t, ref t.ForeignBlock, "THREAD_FOREIGN_BLOCK");
        t.IsSuspended = true;
        t.IsKilled = true;
        ulong word = Unsafe.As<ThreadState, uint>(ref t.State);
        Assert.NotEqual(0ul, word & s_assembly["THREAD_STOP_MASK"]);
        Assert.Equal(0ul, word & ~s_assembly["THREAD_STOP_MASK"]);
        Assert.Equal((ulong)ThreadState.Running, s_assembly["THREAD_RUNNING"]);
        Assert.Equal((ulong)ThreadState.Receiving, s_assembly["THREAD_RECEIVING"]);
        Assert.Equal((ulong)ThreadState.AwaitingReply, s_assembly["THREAD_AWAITING_REPLY"]);
    }

    [Fact]
    public void PortAndHandleOffsetsAgree()
    {
        Port p = default;
        Assert.Equal(1 << (int)s_assembly["PORT_SHIFT"], Unsafe.SizeOf<Port>());
        Check(ref p, ref p.Header.IsDestroyed, "HEADER_DESTROYED");
        Check(ref p, ref p.FirstReceiver, "PORT_FIRST_RECEIVER");
        Check(ref p, ref p.LastReceiver, "PORT_FIRST_RECEIVER", 4);
        Check(ref p, ref p.Count, "PORT_COUNT");
        Check(ref p, ref p.FirstNotice, "PORT_COUNT", 4);
        Check(ref p, ref p.Bits, "PORT_COUNT", 8);
        Check(ref p, ref p.Server, "PORT_SERVER");
        HandleEntry e = default;
        Assert.Equal(1 << (int)s_assembly["HANDLE_ENTRY_SHIFT"], Unsafe.SizeOf<HandleEntry>());
        Assert.Equal(HandleTable.MaximumSlots, 1u << (int)s_assembly["HANDLE_INDEX_BITS"]);
        Check(ref e, ref e.Badge, "HANDLE_BADGE");
        Check(ref e, ref e.Kind, "HANDLE_KIND_RIGHTS");
        Check(ref e, ref e.Rights, "HANDLE_KIND_RIGHTS", 1);
        Assert.Equal((ulong)ObjectKind.Port, s_assembly["OBJECT_KIND_PORT"]);
        Assert.Equal((ulong)Rights.Send, s_assembly["RIGHT_SEND"]);
        Assert.Equal((ulong)Rights.Receive, 1ul << (int)s_assembly["RIGHT_RECEIVE_BIT"]);
        Assert.Equal((ulong)MessageKind.Call, s_assembly["MESSAGE_KIND_CALL"]);
    }

    [Fact]
    public void ProcessOffsetsAgree()
    {
        Process p = default;
        Assert.Equal(1 << (int)s_assembly["PROCESS_SHIFT"], Unsafe.SizeOf<Process>());
        Check(ref p, ref p.Ttbr, "PROCESS_TTBR");
        Check(ref p, ref p.Handles, "PROCESS_HANDLES");
        Check(ref p, ref p.IsRevived, "PROCESS_IS_REVIVED");
        Check(ref p, ref p.PersonalityStart, "PROCESS_PERSONALITY");
        Check(ref p, ref p.PersonalityBytes, "PROCESS_PERSONALITY", 8);
        Assert.Equal((ulong)SystemCall.Call, s_assembly["SYSTEM_CALL_CALL"]);
        Assert.Equal((ulong)SystemCall.UpcallReturn, s_assembly["SYSTEM_CALL_UPCALL_RETURN"]);
        Assert.True(System.Enum.GetValues<SystemCall>().Length <= (int)s_assembly["SYSTEM_CALL_NONE"]);
        Assert.Equal((ulong)SystemCall.ReplyReceive, s_assembly["SYSTEM_CALL_REPLY_RECEIVE"]);
    }

    private static void Check<T, TField>(ref T of, ref TField field, string name, int behind = 0) =>
        Assert.Equal(
            (long)s_assembly[name] + behind,
            Unsafe.ByteOffset(ref Unsafe.As<T, byte>(ref of), ref Unsafe.As<TField, byte>(ref field)));

    [Theory]
    [InlineData("CONTEXT_X30_SP", nameof(UserContext.X30), 0)]
    [InlineData("CONTEXT_X30_SP", nameof(UserContext.SP_EL0), 8)]
    [InlineData("CONTEXT_ELR_SPSR", nameof(UserContext.ELR_EL1), 0)]
    [InlineData("CONTEXT_ELR_SPSR", nameof(UserContext.SPSR_EL1), 8)]
    [InlineData("CONTEXT_TPIDR", nameof(UserContext.TPIDR_EL0), 0)]
    [InlineData("CONTEXT_TPIDR", nameof(UserContext.FPCR), 8)]
    [InlineData("CONTEXT_FPSR", nameof(UserContext.FPSR), 0)]
    [InlineData("CONTEXT_UPCALL", nameof(UserContext.UpcallPC), 0)]
    [InlineData("CONTEXT_UPCALL", nameof(UserContext.UpcallX16), 8)]
    public void UserContextOffsetsAgree(string name, string field, int within) =>
        Assert.Equal((long)s_assembly[name] + within, Marshal.OffsetOf<UserContext>(field).ToInt64());

    [Fact]
    public void UserContextHoldsAllOfTheSimdRegisters()
    {
        Assert.Equal((int)s_assembly["CONTEXT_SIZE"], Unsafe.SizeOf<UserContext>());
        Assert.True(s_assembly["CONTEXT_Q0"] >= s_assembly["CONTEXT_FPSR"] + 8);
        Assert.Equal(s_assembly["CONTEXT_Q0"] + (16 * 16), s_assembly["CONTEXT_Q16"]);
        Assert.True(s_assembly["CONTEXT_Q16"] + (16 * 16) <= s_assembly["CONTEXT_UPCALL"]);
        Assert.Equal(0UL, s_assembly["CONTEXT_Q0"] % 16);
        Assert.Equal(0UL, s_assembly["CONTEXT_SIZE"] % 16);
    }

    [Fact]
    public void StackSlotPlacesCarryTheGuardBit()
    {
        // The vectors distinguish stack and guard by one address bit, so every stack byte must have it and no guard byte may.
        ulong bit = 1UL << (int)s_assembly["STACK_GUARD_BIT"];
        for (ulong offset = 0; offset < MemoryLayout.StackSlotSizeBytes; offset += 4096)
        {
            bool isMain = offset >= MemoryLayout.StackSlotSizeBytes - MemoryLayout.StackSizeBytes;
            bool isEmergency = offset < MemoryLayout.EmergencyStackTop
                && offset >= MemoryLayout.EmergencyStackTop - MemoryLayout.EmergencyStackSizeBytes;
            if (isMain || isEmergency)
            {
                Assert.NotEqual(0UL, offset & bit);
            }
        }

        Assert.Equal(0UL, (MemoryLayout.StackSlotSizeBytes - MemoryLayout.StackSizeBytes - 1) & bit);
    }

    private static Dictionary<string, ulong> ReadConstants()
    {
        Dictionary<string, ulong> constants = [];
        foreach (string line in File.ReadLines(Path.Combine(Repository(), "bsp/Arm64/Layout.inc")))
        {
            string[] words = line.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 3 && words[0] == ".equ")
            {
                bool isHexadecimal = words[2].StartsWith("0x", StringComparison.Ordinal);
                constants[words[1]] = ulong.Parse(
                    isHexadecimal ? words[2][2..] : words[2],
                    isHexadecimal ? NumberStyles.HexNumber : NumberStyles.Integer,
                    CultureInfo.InvariantCulture);
            }
        }

        Assert.NotEmpty(constants);
        return constants;
    }

    // From the test assembly upwards: the folder that holds global.json.
    private static string Repository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("the repository's root was not found");
    }
}
