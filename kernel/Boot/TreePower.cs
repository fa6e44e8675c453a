// Power through what the device tree names when no firmware answers: a system controller's register, a pin, a watchdog that fires at once.

using System;
using RustKernel.Arm64;
using RustKernel.DeviceTree;
using RustKernel.Diagnostics;
using RustKernel.Drivers.Pl061;
using RustKernel.Drivers.Syscon;

namespace RustKernel.Boot;

/// <summary>
/// syscon-poweroff, gpio-poweroff; syscon-reboot, gpio-restart, or the watchdog of an NPCM or i.MX.
/// <see cref="Otherwise"/> does what the tree lacks. There is only one, so its state is static.
/// </summary>
internal sealed class TreePower : MachinePower
{
    private const ulong Pl061WindowBytes = 0x1000;
    private const uint Pl061DirectionOffset = 0x400;

    // WTR, WTRE, WTE: a reset when it runs out, which is at once. [LINUX drivers/watchdog/npcm_wdt.c]
    private const uint NpcmRestart = 0x83;

    // WCR with WDE, and SRS 0: the reset. [LINUX drivers/watchdog/imx2_wdt.c]
    private const uint ImxRestart = 0x4;

    // Pins change for a moment, twice; then the supply takes its time. [Linux bindings gpio-poweroff, gpio-restart]
    private const uint PulseMilliseconds = 100;
    private const uint StrikeMilliseconds = 3000;
    private const uint MostMilliseconds = 60_000;

    private static Command s_off;
    private static Command s_reboot;
    private static Line s_offLine;
    private static Line s_rebootLine;

    private struct Command
    {
        internal bool Exists;
        internal DeviceBus Bus;
        internal uint Value;
        internal uint Mask;
        internal uint WidthBytes;
    }

    private struct Line
    {
        internal bool Exists;
        internal DeviceBus Bus;
        internal uint Pin;
        internal bool IsActiveLow;
        internal uint ActiveMilliseconds;
        internal uint InactiveMilliseconds;
        internal uint TimeoutMilliseconds;
    }

    /// <summary>Does what the tree lacks; null: nothing does.</summary>
    internal static MachinePower? Otherwise { get; set; }

    /// <inheritdoc/>
    public override bool CanTry => Otherwise is not null && Otherwise.CanTry;

    /// <summary>Looks for all of it and touches nothing but pages; true when it found something.</summary>
    internal static bool Find(in DeviceTreeBlob tree, ref EarlyMapping mapping)
    {
        FindCommand(in tree, DeviceNames.SysconPowerOff, ref mapping, ref s_off);
        FindCommand(in tree, DeviceNames.SysconReboot, ref mapping, ref s_reboot);
        FindLine(in tree, DeviceNames.GpioPowerOff, ref mapping, ref s_offLine);
        FindLine(in tree, DeviceNames.GpioRestart, ref mapping, ref s_rebootLine);
        FindWatchdog(in tree, DeviceNames.NpcmWatchdog, NpcmRestart, sizeof(uint), ref mapping);
        FindWatchdog(in tree, DeviceNames.ImxWatchdog, ImxRestart, sizeof(ushort), ref mapping);
        return s_off.Exists || s_reboot.Exists || s_offLine.Exists || s_rebootLine.Exists;
    }

    /// <inheritdoc/>
    public override ErrorCode PowerOff()
    {
        Run(in s_off);
        Pulse(in s_offLine);
        return Otherwise is MachinePower otherwise ? otherwise.PowerOff() : Outcome(s_off.Exists || s_offLine.Exists);
    }

    /// <inheritdoc/>
    public override ErrorCode Reboot()
    {
        Run(in s_reboot);
        Pulse(in s_rebootLine);
        return Otherwise is MachinePower otherwise ? otherwise.Reboot() : Outcome(s_reboot.Exists || s_rebootLine.Exists);
    }

    /// <inheritdoc/>
    public override ErrorCode RebootToTry() => Otherwise is MachinePower otherwise ? otherwise.RebootToTry() : ErrorCode.NotSupported;

    private static ErrorCode Outcome(bool tried) => tried ? ErrorCode.TimedOut : ErrorCode.NotSupported;

    private static void FindCommand(
        in DeviceTreeBlob tree, ReadOnlySpan<byte> name, ref EarlyMapping mapping, ref Command command)
    {
        DeviceTreeNode node = DeviceBinding.FindFirst(in tree, name);
        Result<SysconCommand> read = SysconCommand.Read(node);
        if (!read.IsOk)
        {
            ReportUnusable(node, name, read.Error);
            return;
        }

        SysconCommand found = read.Value;
        Use(in tree, found.Address, found.Value, found.Mask, found.WidthBytes, ref mapping, ref command);
    }

    private static void Use(
        in DeviceTreeBlob tree, ulong address, uint value, uint mask, uint width, ref EarlyMapping mapping, ref Command command)
    {
        Result<DeviceBus> bus = EarlyDevice.OpenUnread(in tree, address, width, ref mapping);
        if (bus.IsOk)
        {
            command.Bus = bus.Value;
            command.Value = value;
            command.Mask = mask;
            command.WidthBytes = width;
            command.Exists = true;
        }
    }

    private static void FindWatchdog(in DeviceTreeBlob tree, ReadOnlySpan<byte> names, uint value, uint width, ref EarlyMapping mapping)
    {
        Result<AddressRange> registers = DeviceBinding.FindFirst(in tree, names).Register(0);
        if (!s_reboot.Exists && registers.IsOk && registers.Value.SizeBytes >= width && (registers.Value.Start & (width - 1)) == 0)
        {
            Use(in tree, registers.Value.Start, value, uint.MaxValue, width, ref mapping, ref s_reboot);
        }
    }

    private static void FindLine(in DeviceTreeBlob tree, ReadOnlySpan<byte> name, ref EarlyMapping mapping, ref Line line)
    {
        DeviceTreeNode node = DeviceBinding.FindFirst(in tree, name);
        ErrorCode error = GpioLine.Read(node, out GpioLine found);
        if (error == ErrorCode.None
            && (!DeviceBinding.Binds(found.Controller, DeviceNames.Pl061) || found.Pin >= Pl061Pins<DeviceBus>.Count))
        {
            error = ErrorCode.NotSupported;
        }

        if (error != ErrorCode.None)
        {
            ReportUnusable(node, name, error);
            return;
        }

        Result<DeviceBus> bus = EarlyDevice.Open(in tree, found.Controller, Pl061WindowBytes, Pl061DirectionOffset, ref mapping);
        if (bus.IsOk)
        {
            line.Bus = bus.Value;
            line.Pin = found.Pin;
            line.IsActiveLow = found.IsActiveLow;
            line.ActiveMilliseconds = Milliseconds(node, "active-delay-ms"u8, "active-delay"u8, PulseMilliseconds);
            line.InactiveMilliseconds = Milliseconds(node, "inactive-delay-ms"u8, "inactive-delay"u8, PulseMilliseconds);
            line.TimeoutMilliseconds = Milliseconds(node, "timeout-ms"u8, "wait-delay"u8, StrikeMilliseconds);
            line.Exists = true;
        }
    }

    // The nodes for power-off and restart have different names for the same times.
    private static uint Milliseconds(
        scoped in DeviceTreeNode node, ReadOnlySpan<byte> name, ReadOnlySpan<byte> otherName, uint otherwise) =>
        Math.Min(node.Property(name).AsUInt32.Or(node.Property(otherName).AsUInt32.Or(otherwise)), MostMilliseconds);

    private static void ReportUnusable(scoped in DeviceTreeNode node, ReadOnlySpan<byte> name, ErrorCode error)
    {
        if (node.Exists)
        {
            KernelConsole.WriteTrouble("Boot: the device tree's "u8);
            KernelConsole.Write(name);
            KernelConsole.Write(error == ErrorCode.NotSupported
                ? " is of a kind that this kernel does not drive; going on without it\n"u8
                : " makes no sense; going on without it\n"u8);
        }
    }

    private static void Run(in Command command)
    {
        if (command.Exists)
        {
            new SysconRegister<DeviceBus>(command.Bus, command.WidthBytes).Update(command.Value, command.Mask);
            default(ClockPause).Milliseconds(StrikeMilliseconds);
        }
    }

    private static void Pulse(in Line line)
    {
        if (line.Exists)
        {
            _ = new PowerPin<DeviceBus, ClockPause>(line.Bus, line.Pin, line.IsActiveLow)
                .Strike(line.ActiveMilliseconds, line.InactiveMilliseconds, line.TimeoutMilliseconds);
        }
    }
}
