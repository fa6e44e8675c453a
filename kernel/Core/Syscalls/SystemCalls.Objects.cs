// Handles, ports, timers, interrupts, the machine.

using System;
using RustKernel.Arm64;
using RustKernel.Ipc;
using RustKernel.Memory;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.Spaces;

namespace RustKernel.Syscalls;

public static partial class SystemCalls
{
    private const uint DebugWordBytes = 56;
    private const ulong EdgeTriggered = 1ul << 31;

    private static ErrorCode DebugWrite(ref Thread self)
    {
        uint count = (uint)self.Context.X0;
        if (self.Context.X0 > DebugWordBytes)
        {
            return ErrorCode.InvalidArgument;
        }

        Span<byte> text = stackalloc byte[(int)DebugWordBytes];
        for (int i = 0; i < (int)count; i++)
        {
            text[i] = (byte)(self.Context.Register(1 + (i / 8)) >> (8 * (i % 8)));
        }

        KernelConsole.WriteForeignText(text.Slice(0, (int)count));
        return ErrorCode.None;
    }

    private static ErrorCode SystemInfo(ref CpuBlock cpu, ref Thread self)
    {
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

    private static ErrorCode FindAny(ref Thread self, ulong handle)
    {
        ref Process process = ref KernelObjects.Process(self.Process);
        return handle <= uint.MaxValue && process.Handles.IsGood((uint)handle) ? ErrorCode.None : ErrorCode.NotFound;
    }

    private static ErrorCode HandleClose(ref Thread self)
    {
        ErrorCode error = FindAny(ref self, self.Context.X0);
        if (error == ErrorCode.None)
        {
            ProcessHandles.Close(ref KernelObjects.Process(self.Process), (uint)self.Context.X0);
        }

        return error;
    }

    private static ErrorCode HandleDuplicate(ref Thread self)
    {
        ErrorCode error = FindAny(ref self, self.Context.X0);
        if (error != ErrorCode.None)
        {
            return error;
        }

        ref Process process = ref KernelObjects.Process(self.Process);
        HandleEntry entry = process.Handles.At((uint)self.Context.X0);
        if ((entry.Rights & Rights.Duplicate) == 0)
        {
            return ErrorCode.AccessDenied;
        }

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

        Result<uint> handle = ProcessHandles.AddNew(ref process, entry.Kind, entry.Object, entry.Rights & (Rights)(byte)self.Context.X1, badge);
        self.Context.X1 = handle.Value;
        return handle.Error;
    }

    private static ErrorCode HandleInfo(ref Thread self)
    {
        ErrorCode error = FindAny(ref self, self.Context.X0);
        if (error == ErrorCode.None)
        {
            ref HandleEntry entry = ref KernelObjects.Process(self.Process).Handles.At((uint)self.Context.X0);
            self.Context.X1 = (ulong)entry.Kind;
            self.Context.X2 = (ulong)entry.Rights;
            self.Context.X3 = entry.Badge;
            self.Context.X4 = entry.Kind == ObjectKind.Port ? KernelObjects.Port(entry.Object).ReceiveRights : 0;
        }

        return error;
    }

    private static ErrorCode HandleDestroy(ref Thread self)
    {
        ErrorCode error = FindAny(ref self, self.Context.X0);
        if (error != ErrorCode.None)
        {
            return error;
        }

        HandleEntry entry = KernelObjects.Process(self.Process).Handles.At((uint)self.Context.X0);
        if ((entry.Rights & Rights.Manage) == 0)
        {
            return ErrorCode.AccessDenied;
        }

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
        self.Context.X0 > uint.MaxValue ? ErrorCode.InvalidArgument : Publish(ref self, ObjectKind.Port, PortLife.Create(self.Process, (uint)self.Context.X0), Rights.All);

    private static ErrorCode DeviceMemoryCreate(ref Thread self)
    {
        ErrorCode error = Find(ref self, self.Context.X0, ObjectKind.Machine, Rights.Manage, out _);
        if (error != ErrorCode.None)
        {
            return error;
        }

        // RAM is not a device: nobody gets at other processes' memory or the kernel's by its physical address.
        ulong start = self.Context.X1;
        ulong sizeBytes = self.Context.X2;
        return KernelMemory.Frames.OverlapsRam(start, sizeBytes)
            ? ErrorCode.AccessDenied
            : Publish(ref self, ObjectKind.Memory, MemoryObjects.CreateFixed(self.Process, new PhysicalAddress(start), sizeBytes, MemoryKind.Device), Rights.All);
    }

    private static ErrorCode InterruptCreate(ref Thread self)
    {
        ErrorCode error = Find(ref self, self.Context.X0, ObjectKind.Machine, Rights.Manage, out _);
        if (error != ErrorCode.None)
        {
            return error;
        }

        // As a device tree's interrupts property says it: SPIs are type 0, PPIs type 1, both numbered from their first.
        uint flags = (self.Context.X1 & EdgeTriggered) != 0 ? 1u : 4u;
        ulong intid = self.Context.X1 & ~EdgeTriggered;
        if (intid is < 16 or > 1019)
        {
            return ErrorCode.InvalidArgument;
        }

        bool isShared = intid >= Intid.FirstSpi;
        Result<InterruptSpecifier> specifier = InterruptSpecifier.Decode(isShared ? 0u : 1u, (uint)intid - (isShared ? Intid.FirstSpi : 16u), flags);
        return specifier.IsOk
            ? Publish(ref self, ObjectKind.Interrupt, InterruptObjects.Create(self.Process, specifier.Value), Rights.All)
            : specifier.Error;
    }

    private static ErrorCode InterruptBind(ref Thread self)
    {
        ErrorCode error = Find(ref self, self.Context.X0, ObjectKind.Interrupt, Rights.Manage, out uint slot);
        uint port = 0;
        if (error == ErrorCode.None)
        {
            error = Find(ref self, self.Context.X1, ObjectKind.Port, Rights.Send, out port);
        }

        if (error != ErrorCode.None)
        {
            return error;
        }

        Notices.Bind(new NoticeSource(ObjectKind.Interrupt, slot), port, self.Context.X2);
        return InterruptObjects.Connect(ref KernelObjects.Interrupt(slot));
    }

    private static ErrorCode InterruptAcknowledge(ref Thread self)
    {
        ErrorCode error = Find(ref self, self.Context.X0, ObjectKind.Interrupt, Rights.Manage, out uint slot);
        return error == ErrorCode.None ? InterruptObjects.Acknowledge(ref KernelObjects.Interrupt(slot)) : error;
    }

    private static ErrorCode TimerCreate(ref Thread self)
    {
        ErrorCode error = Find(ref self, self.Context.X0, ObjectKind.Port, Rights.Send, out uint port);
        if (error != ErrorCode.None)
        {
            return error;
        }

        ulong badge = self.Context.X1;
        Result<uint> slot = KernelObjects.Allocate(ObjectKind.Timer, self.Process);
        error = Publish(ref self, ObjectKind.Timer, slot, Rights.All);
        if (error == ErrorCode.None)
        {
            Notices.Bind(new NoticeSource(ObjectKind.Timer, slot.Value), port, badge);
        }

        return error;
    }

    private static ErrorCode TimerSet(ref CpuBlock cpu, ref Thread self)
    {
        ErrorCode error = Find(ref self, self.Context.X0, ObjectKind.Timer, Rights.Manage, out uint slot);
        if (error == ErrorCode.None && !TimerObjects.IsPeriod(self.Context.X2))
        {
            error = ErrorCode.InvalidArgument;
        }

        if (error == ErrorCode.None)
        {
            TimerObjects.Set(ref cpu, ref KernelObjects.Timer(slot), self.Context.X1, self.Context.X2);
        }

        return error;
    }

    private static ErrorCode TimerCancel(ref Thread self)
    {
        ErrorCode error = Find(ref self, self.Context.X0, ObjectKind.Timer, Rights.Manage, out uint slot);
        if (error == ErrorCode.None)
        {
            TimerObjects.Cancel(ref KernelObjects.Timer(slot));
        }

        return error;
    }

    private static ErrorCode MachinePowerCall(ref Thread self)
    {
        ErrorCode error = Find(ref self, self.Context.X0, ObjectKind.Machine, Rights.Manage, out _);
        if (error != ErrorCode.None || Power is not MachinePower power)
        {
            return error == ErrorCode.None ? ErrorCode.NotSupported : error;
        }

        KernelConsole.Flush();
        return self.Context.X1 switch
        {
            0 => power.PowerOff(),
            1 => power.Reboot(),
            _ => ErrorCode.InvalidArgument,
        };
    }
}
