// Finds how this machine is switched off: PSCI firmware, else a board's watchdog.

using System;
using RustKernel.Arm64;
using RustKernel.DeviceTree;

namespace RustKernel.Boot;

/// <summary>
/// Sets <see cref="MachineState.Power"/> from the device tree. Called once, early, so that a panic
/// can end the machine, too.
/// </summary>
internal static class PowerDiscovery
{
    private const ulong WatchdogWindowBytes = 0x100;
    private const uint ResetControl = 0x1C;

    private static readonly PsciPower<HvcConduit> s_throughHvc = new();
    private static readonly PsciPower<SmcConduit> s_throughSmc = new();
    private static readonly WatchdogPower s_watchdog = new();

    /// <summary>
    /// PSCI where the tree has it with a conduit that we know, else the power-management block of a
    /// BCM2835 or later; nothing otherwise.
    /// </summary>
    internal static void Prepare(in DeviceTreeBlob tree, in BootInformation boot, ref EarlyMapping mapping)
    {
        ReadOnlySpan<byte> method = DeviceBinding.FindFirst(in tree, DeviceNames.Psci).Property("method"u8).AsString;
        if (method.SequenceEqual("hvc"u8))
        {
            MachineState.Power = s_throughHvc;
        }
        else if (method.SequenceEqual("smc"u8))
        {
            MachineState.Power = s_throughSmc;
        }
        else
        {
            UseWatchdog(in tree, in boot, ref mapping);
        }
    }

    private static void UseWatchdog(in DeviceTreeBlob tree, in BootInformation boot, ref EarlyMapping mapping)
    {
        DeviceTreeNode node = DeviceBinding.FindFirst(in tree, DeviceNames.BcmPowerManager);
        Result<DeviceBus> bus = EarlyDevice.Open(in tree, node, WatchdogWindowBytes, ResetControl, ref mapping);
        if (bus.IsOk)
        {
            s_watchdog.Attach(bus.Value);
            MachineState.Power = s_watchdog;
            Result<VideoCoreMailbox> mailbox = VideoCore.Open(in tree, in boot, ref mapping);
            if (mailbox.IsOk)
            {
                s_watchdog.Attach(mailbox.Value);
            }

            // [RPI-DOC configuration/device-tree.adoc, /chosen/bootloader]
            Result<uint> tryboot = tree.Find("/chosen/bootloader"u8).Property("tryboot"u8).AsUInt32;
            if (tryboot.IsOk && tryboot.Value == 1)
            {
                // A kernel on trial that hangs from here on is reset, and the one before it starts.
                MachineState.IsOnTrial = true;
                s_watchdog.Arm();
            }
        }
    }
}
