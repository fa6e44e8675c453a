// The system calls for handles, ports, timers, interrupts and the machine.

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
    private const ulong LastSpi = 1019;
    private const uint MostBit = 63;

    private static ErrorCode DebugWrite(ref Thread self, uint byteCount, in RegisterWords words)
    {
        if (byteCount > DebugWordBytes)
        {
            return ErrorCode.InvalidArgument;
        }

        if (!KernelConsole.HasRoom)
        {
            ConsoleLoan.Pump();
            return KernelConsole.HasRoom ? LongCall.Again : LongCall.Later;
        }

        Span<byte> text = stackalloc byte[(int)DebugWordBytes];
        for (int i = 0; i < (int)byteCount; i++)
        {
            text[i] = (byte)(words[i / 8] >> (8 * (i % 8)));
        }

        KernelConsole.PostForeignText(text.Slice(0, (int)byteCount));
        ConsoleLoan.Tell();
        ConsoleLoan.Pump();
        return ErrorCode.None;
    }

    private static Result<ulong> SystemInfo(ref CpuBlock cpu, ref Thread self, SystemItem item)
    {
        // Objects being taken apart are not free yet, but will be soon.
        if (Teardown.IsPending && item is SystemItem.FreeFrames or SystemItem.UsedObjects)
        {
            Teardown.Step();
            return LongCall.Again;
        }

        return item switch
        {
            SystemItem.AbiVersion => AbiVersion,
            SystemItem.CpuCount => (ulong)Processors.OnlineCount,
            SystemItem.FreeFrames => KernelMemory.Frames.Statistics.FreeFrames,
            SystemItem.TotalFrames => KernelMemory.Frames.Statistics.TotalFrames,
            SystemItem.ReservedFrames => KernelMemory.Frames.Statistics.ReservedFrames,
            SystemItem.UsedObjects => KernelObjects.UsedObjects,
            SystemItem.CounterHz => KernelClock.FrequencyHz,
            SystemItem.LockSpins => KernelLock.Spins,
            SystemItem.AsidGenerations => AddressSpaces.AsidGenerations,
            SystemItem.CurrentCpu => cpu.Index,
            SystemItem.ConsoleAddress => ConsoleAddress,
            SystemItem.OnTrial => IsOnTrial ? 1u : 0,
            SystemItem.WallStart => KernelClock.WallStart,
            SystemItem.EntryTicks => KernelClock.EntryTicks,
            SystemItem.Instructions => SystemRegisters.ReadID_AA64ISAR0_EL1(),
            _ => ErrorCode.InvalidArgument,
        };
    }

    private static ErrorCode HandleClose(ref Thread self, AnyHandle handle)
    {
        ProcessHandles.Close(ref KernelObjects.Process(self.Process), (uint)handle.Value);
        return ErrorCode.None;
    }

    private static Result<AnyHandle> HandleDuplicate(ref Thread self, AnyHandle handle, Rights rights, Badge badge, bool setBadge)
    {
        ref Process process = ref KernelObjects.Process(self.Process);
        HandleEntry entry = process.Handles.At((uint)handle.Value);
        if (setBadge)
        {
            // A badge identifies its holder: it is set once, by the process that could still choose it.
            if (entry.Kind != ObjectKind.Port || entry.Badge != 0)
            {
                return ErrorCode.InvalidState;
            }

        }

        return GiveHandle(ref process, in entry, rights, setBadge ? badge.Value : entry.Badge);
    }

    // Another handle to the object that entry names.
    private static Result<AnyHandle> GiveHandle(ref Process process, in HandleEntry entry, Rights rights, ulong badge)
    {
        return ProcessHandles.AddNew(ref process, entry.Kind, entry.Object, entry.Rights & rights, badge);
    }

    private static ErrorCode HandleInfo(ref Thread self, AnyHandle handle, out HandleInfoResults results)
    {
        ref HandleEntry entry = ref KernelObjects.Process(self.Process).Handles.At((uint)handle.Value);
        results = default;
        results.Kind = entry.Kind;
        results.Rights = entry.Rights;
        results.Badge = new Badge(entry.Badge);
        results.Receivers = entry.Kind == ObjectKind.Port ? KernelObjects.Port(entry.Object).ReceiveRights : 0;
        results.Waiting = entry.Kind == ObjectKind.Port ? KernelObjects.Port(entry.Object).Count : 0;
        return ErrorCode.None;
    }

    private static ErrorCode HandleDestroy(ref Thread self, AnyHandle handle)
    {
        HandleEntry entry = KernelObjects.Process(self.Process).Handles.At((uint)handle.Value);
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

    private static ErrorCode PortWatch(ref Thread self, Slot<Port> port, Slot<Port> watcher, uint bit)
    {
        ref Port watched = ref KernelObjects.Port(port.Index);
        bool isOwn = watched.Header.Owner == self.Process
            && (watcher.Index == 0 || KernelObjects.Port(watcher.Index).Header.Owner == self.Process);
        if (!isOwn || bit > MostBit)
        {
            return ErrorCode.InvalidArgument;
        }

        watched.Watcher = watcher.Index;
        watched.WatchBit = (byte)bit;
        if (watcher.Index != 0 && watched.Count != 0)
        {
            Ports.Watched(ref watched);
        }

        return ErrorCode.None;
    }

    private static Result<AnyHandle> PortCreate(ref Thread self, uint capacity) =>
        Publish(ref self, PortLife.Create(self.ProcessSlot, capacity), Rights.All);

    private static Result<AnyHandle> DeviceMemoryCreate(ref Thread self, ulong physical, ulong sizeBytes) =>
        // RAM is not a device: no one reaches other processes' memory or the kernel's by its physical address.
        KernelMemory.Frames.OverlapsRam(physical, sizeBytes)
            ? ErrorCode.AccessDenied
            : Publish(
                ref self,
                MemoryObjects.CreateDevice(self.ProcessSlot, new PhysicalAddress(physical), sizeBytes),
                Rights.All);

    private static ErrorCode DmaMemoryCreate(ref Thread self, ulong sizeBytes, ulong limit, out DmaMemoryCreateResults results)
    {
        results = default;
        Result<AnyHandle> handle = Publish(
            ref self,
            MemoryObjects.CreateContiguous(self.ProcessSlot, sizeBytes, limit, out PhysicalAddress start),
            Rights.All);
        results.Memory = handle.Value;
        results.Physical = handle.IsOk ? start.Value : 0;
        return handle.Error;
    }

    private static Result<AnyHandle> InterruptCreate(ref Thread self, InterruptLine line)
    {
        // Only shared ones: SGIs and PPIs belong to each CPU, and to the kernel.
        if (line.Intid is < Intid.FirstSpi or > LastSpi)
        {
            return ErrorCode.InvalidArgument;
        }

        // As in a device tree's interrupts property: SPIs are type 0, numbered from their first.
        Result<InterruptSpecifier> specifier = InterruptSpecifier.Decode(
            0,
            (uint)line.Intid - Intid.FirstSpi,
            line.IsEdgeTriggered ? 1u : 4u);
        return specifier.IsOk
            ? Publish(ref self, InterruptObjects.Create(self.ProcessSlot, specifier.Value), Rights.All)
            : specifier.Error;
    }

    private static ErrorCode InterruptBind(ref Thread self, Slot<InterruptObject> interrupt, Slot<Port> port, Badge badge)
    {
        Notices.Bind(interrupt.Source, port, badge);
        return InterruptObjects.Connect(ref KernelObjects.Interrupt(interrupt));
    }

    private static ErrorCode InterruptAcknowledge(ref Thread self, Slot<InterruptObject> interrupt) =>
        InterruptObjects.Acknowledge(ref KernelObjects.Interrupt(interrupt));

    private static Result<AnyHandle> TimerCreate(ref Thread self, Slot<Port> port, Badge badge)
    {
        Result<Slot<TimerObject>> slot = KernelObjects.Allocate<TimerObject>(self.ProcessSlot);
        Result<AnyHandle> timer = Publish(ref self, slot, Rights.All);
        if (timer.IsOk)
        {
            Notices.Bind(slot.Value.Source, port, badge);
        }

        return timer;
    }

    private static ErrorCode TimerSet(ref CpuBlock cpu, ref Thread self, Slot<TimerObject> timer, Deadline at, ulong period)
    {
        if (!TimerObjects.IsPeriod(period))
        {
            return ErrorCode.InvalidArgument;
        }

        TimerObjects.Set(ref cpu, ref KernelObjects.Timer(timer), at.Ticks, period, self.BasePriority);
        return ErrorCode.None;
    }

    private static ErrorCode TimerCancel(ref Thread self, Slot<TimerObject> timer)
    {
        TimerObjects.Cancel(ref KernelObjects.Timer(timer));
        return ErrorCode.None;
    }

    private static ErrorCode MachinePower(ref Thread self, PowerAction action)
    {
        if (Power is not RustKernel.MachinePower power)
        {
            return ErrorCode.NotSupported;
        }

        if (action > PowerAction.Keep)
        {
            return ErrorCode.InvalidArgument;
        }

        if (action == PowerAction.Keep)
        {
            IsOnTrial = false;
            return ErrorCode.None;
        }

        if (action == PowerAction.Try && !power.CanTry)
        {
            return ErrorCode.NotSupported;
        }

        // Sends everything written before.
        ErrorCode sent = ConsoleLoan.GiveBack();
        if (sent != ErrorCode.None)
        {
            return sent;
        }

        return action switch
        {
            PowerAction.PowerOff => power.PowerOff(),
            PowerAction.Restart => power.Reboot(),
            _ => power.RebootToTry(),
        };
    }

    private static ErrorCode ClockSet(ref Thread self, ulong seconds) => KernelClock.SetWall(seconds);

    private static Result<ulong> ConsoleTake(ref Thread self, Slot<Port> port, Slot<MemoryObject> ring)
    {
        ulong end = KernelLog.End;
        ErrorCode error = ConsoleLoan.Take(self.ProcessSlot, port, ring);
        return error == ErrorCode.None ? end : error;
    }

    private static ErrorCode LogRead(ref Thread self, ulong position, out LogReadResults results)
    {
        ConsoleLoan.Saw(self.ProcessSlot, position);
        ulong at = position < KernelLog.Start ? KernelLog.Start : position;
        results = default;
        int count = 0;
        for (; count < LogBytes && at + (ulong)count < KernelLog.End; count++)
        {
            results.Words[count / 8] |= (ulong)KernelLog.At(at + (ulong)count) << (8 * (count % 8));
        }

        results.Next = at + (ulong)count;
        results.ByteCount = (uint)count;
        return ErrorCode.None;
    }
}
