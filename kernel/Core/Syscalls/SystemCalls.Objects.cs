// Handles, ports, timers, interrupts, the machine.

using System;
using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.Ipc;
using RustKernel.Memory;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Smp;
using RustKernel.Spaces;

namespace RustKernel.Syscalls;

public static partial class SystemCalls
{
    private const uint DebugWordBytes = 56;
    private const int LogBytes = 40;
    private const ulong EdgeTriggered = 1ul << 31;
    private const ulong LastSpi = 1019;

    private static ErrorCode DebugWrite(ref Thread self)
    {
        uint count = (uint)self.Context.X0;
        if (self.Context.X0 > DebugWordBytes)
        {
            return ErrorCode.InvalidArgument;
        }

        if (!KernelConsole.HasRoom)
        {
            ConsoleLoan.Pump();
            return KernelConsole.HasRoom ? LongCall.Again : LongCall.Later;
        }

        Span<byte> text = stackalloc byte[(int)DebugWordBytes];
        for (int i = 0; i < (int)count; i++)
        {
            text[i] = (byte)(self.Context.Register(1 + (i / 8)) >> (8 * (i % 8)));
        }

        KernelConsole.PostForeignText(text.Slice(0, (int)count));
        ConsoleLoan.Tell();
        ConsoleLoan.Pump();
        return ErrorCode.None;
    }

    private static ErrorCode SystemInfo(ref CpuBlock cpu, ref Thread self)
    {
        // What is being taken apart is not free yet, and soon will be.
        if (Teardown.IsPending && self.Context.X0 is (ulong)SystemItem.FreeFrames or (ulong)SystemItem.UsedObjects)
        {
            Teardown.Step();
            return LongCall.Again;
        }

        ulong? value = (SystemItem)self.Context.X0 switch
        {
            SystemItem.AbiVersion => AbiVersion,
            SystemItem.CpuCount => (ulong)Processors.OnlineCount,
            SystemItem.FreeFrames => KernelMemory.Frames.Statistics.FreeFrames,
            SystemItem.TotalFrames => KernelMemory.Frames.Statistics.TotalFrames,
            SystemItem.UsedObjects => KernelObjects.UsedObjects,
            SystemItem.CounterHz => KernelClock.FrequencyHz,
            SystemItem.LockSpins => KernelLock.Spins,
            SystemItem.AsidGenerations => AddressSpaces.AsidGenerations,
            SystemItem.CurrentCpu => cpu.Index,
            _ => null,
        };
        self.Context.X1 = value ?? 0;
        return value.HasValue ? ErrorCode.None : ErrorCode.InvalidArgument;
    }

    private static ErrorCode HandleClose(ref Thread self)
    {
        ProcessHandles.Close(ref KernelObjects.Process(self.Process), (uint)self.Context.X0);
        return ErrorCode.None;
    }

    private static ErrorCode HandleDuplicate(ref Thread self)
    {
        ref Process process = ref KernelObjects.Process(self.Process);
        HandleEntry entry = process.Handles.At((uint)self.Context.X0);
        ulong badge = entry.Badge;
        if (self.Context.X3 == 1)
        {
            // A badge says who somebody is: it is given once, by the one who could still choose it.
            if (entry.Kind != ObjectKind.Port || badge != 0)
            {
                return ErrorCode.InvalidState;
            }

            badge = self.Context.X2;
        }

        return GiveHandle(ref self, ref process, in entry, self.Context.X1, badge);
    }

    // Another handle to what entry names, whose number is the call's result. On an error the registers stay: the call may be made again.
    private static ErrorCode GiveHandle(ref Thread self, ref Process process, in HandleEntry entry, ulong rights, ulong badge)
    {
        Result<uint> handle = ProcessHandles.AddNew(ref process, entry.Kind, entry.Object, entry.Rights & (Rights)(byte)rights, badge);
        if (handle.IsOk)
        {
            self.Context.X1 = handle.Value;
        }

        return handle.Error;
    }

    private static ErrorCode HandleInfo(ref Thread self)
    {
        ref HandleEntry entry = ref KernelObjects.Process(self.Process).Handles.At((uint)self.Context.X0);
        self.Context.X1 = (ulong)entry.Kind;
        self.Context.X2 = (ulong)entry.Rights;
        self.Context.X3 = entry.Badge;
        self.Context.X4 = entry.Kind == ObjectKind.Port ? KernelObjects.Port(entry.Object).ReceiveRights : 0;
        self.Context.X5 = entry.Kind == ObjectKind.Port ? KernelObjects.Port(entry.Object).Count : 0;
        return ErrorCode.None;
    }

    private static ErrorCode HandleDestroy(ref Thread self)
    {
        HandleEntry entry = KernelObjects.Process(self.Process).Handles.At((uint)self.Context.X0);
        switch (entry.Kind)
        {
            case ObjectKind.Process:
                ProcessLife.End(ref KernelObjects.Process(entry.Object), ExitCause.Killed, 0);
                return ErrorCode.None;
            case ObjectKind.Thread:
                ThreadLife.Kill(ref KernelObjects.Thread(entry.Object));
                return ErrorCode.None;
            case ObjectKind.Port:
                PortLife.Destroy(ref KernelObjects.Port(entry.Object));
                return ErrorCode.None;
            case ObjectKind.Timer:
                TimerObjects.Cancel(ref KernelObjects.Timer(entry.Object));
                KernelObjects.Timer(entry.Object).Header.IsDestroyed = true;
                return ErrorCode.None;
            case ObjectKind.Memory:
            case ObjectKind.Interrupt:
                KernelObjects.Header(entry.Kind, entry.Object).IsDestroyed = true;
                return ErrorCode.None;
            default:
                return ErrorCode.NotSupported;
        }
    }

    private static ErrorCode PortCreate(ref Thread self) =>
        self.Context.X0 > uint.MaxValue
            ? ErrorCode.InvalidArgument
            : Publish(ref self, ObjectKind.Port, PortLife.Create(self.Process, (uint)self.Context.X0), Rights.All);

    private static ErrorCode DeviceMemoryCreate(ref Thread self)
    {
        // RAM is not a device: nobody gets at other processes' memory or the kernel's by its physical address.
        ulong start = self.Context.X1;
        ulong sizeBytes = self.Context.X2;
        return KernelMemory.Frames.OverlapsRam(start, sizeBytes)
            ? ErrorCode.AccessDenied
            : Publish(
                ref self,
                ObjectKind.Memory,
                MemoryObjects.CreateDevice(self.Process, new PhysicalAddress(start), sizeBytes),
                Rights.All);
    }

    private static ErrorCode InterruptCreate(ref Thread self)
    {
        // Shared ones only: SGIs and PPIs are each CPU's own, and the kernel's.
        uint flags = (self.Context.X1 & EdgeTriggered) != 0 ? 1u : 4u;
        ulong intid = self.Context.X1 & ~EdgeTriggered;
        if (intid is < Intid.FirstSpi or > LastSpi)
        {
            return ErrorCode.InvalidArgument;
        }

        // As a device tree's interrupts property says it: SPIs are type 0, numbered from their first.
        Result<InterruptSpecifier> specifier = InterruptSpecifier.Decode(0, (uint)intid - Intid.FirstSpi, flags);
        return specifier.IsOk
            ? Publish(ref self, ObjectKind.Interrupt, InterruptObjects.Create(self.Process, specifier.Value), Rights.All)
            : specifier.Error;
    }

    private static ErrorCode InterruptBind(ref Thread self, uint interrupt, uint port)
    {
        Notices.Bind(new NoticeSource(ObjectKind.Interrupt, interrupt), port, self.Context.X2);
        return InterruptObjects.Connect(ref KernelObjects.Interrupt(interrupt));
    }

    private static ErrorCode InterruptAcknowledge(ref Thread self, uint interrupt) =>
        InterruptObjects.Acknowledge(ref KernelObjects.Interrupt(interrupt));

    private static ErrorCode TimerCreate(ref Thread self, uint port)
    {
        ulong badge = self.Context.X1;
        Result<uint> slot = KernelObjects.Allocate(ObjectKind.Timer, self.Process);
        ErrorCode error = Publish(ref self, ObjectKind.Timer, slot, Rights.All);
        if (error == ErrorCode.None)
        {
            Notices.Bind(new NoticeSource(ObjectKind.Timer, slot.Value), port, badge);
        }

        return error;
    }

    private static ErrorCode TimerSet(ref CpuBlock cpu, ref Thread self, uint timer)
    {
        if (!TimerObjects.IsPeriod(self.Context.X2))
        {
            return ErrorCode.InvalidArgument;
        }

        TimerObjects.Set(ref cpu, ref KernelObjects.Timer(timer), self.Context.X1, self.Context.X2, self.BasePriority);
        return ErrorCode.None;
    }

    private static ErrorCode TimerCancel(ref Thread self, uint timer)
    {
        TimerObjects.Cancel(ref KernelObjects.Timer(timer));
        return ErrorCode.None;
    }

    private static ErrorCode MachinePower(ref Thread self)
    {
        if (Power is not RustKernel.MachinePower power)
        {
            return ErrorCode.NotSupported;
        }

        if (self.Context.X1 > 1)
        {
            return ErrorCode.InvalidArgument;
        }

        // What was written goes out first.
        ErrorCode sent = ConsoleLoan.GiveBack();
        if (sent != ErrorCode.None)
        {
            return sent;
        }

        return self.Context.X1 == 0 ? power.PowerOff() : power.Reboot();
    }

    private static ErrorCode ConsoleTake(ref Thread self, uint port, uint ring)
    {
        ulong end = KernelLog.End;
        ErrorCode error = ConsoleLoan.Take(self.Process, port, ring);
        if (error == ErrorCode.None)
        {
            self.Context.X1 = end;
        }

        return error;
    }

    private static ErrorCode LogRead(ref Thread self)
    {
        ConsoleLoan.Saw(self.Process, self.Context.X1);
        ulong at = self.Context.X1 < KernelLog.Start ? KernelLog.Start : self.Context.X1;
        for (int i = 3; i <= 7; i++)
        {
            self.Context.SetRegister(i, 0);
        }

        int count = 0;
        for (; count < LogBytes && at + (ulong)count < KernelLog.End; count++)
        {
            int register = 3 + (count / 8);
            self.Context.SetRegister(
                register,
                self.Context.Register(register) | ((ulong)KernelLog.At(at + (ulong)count) << (8 * (count % 8))));
        }

        self.Context.X1 = at + (ulong)count;
        self.Context.X2 = (ulong)count;
        return ErrorCode.None;
    }
}
