using System;
using RustKernel.Arm64;
using RustKernel.DeviceTree;
using RustKernel.Diagnostics;
using RustKernel.Drivers.Psci;
using RustKernel.Exceptions;

namespace RustKernel.Boot;

/// <summary>
/// Finds how this machine is switched off and sets <see cref="MachineState.Power"/>. Called once,
/// early, so that a panic can also end the machine.
/// </summary>
internal static class PowerDiscovery
{
    private const ulong WatchdogWindowBytes = 0x100;
    private const uint ResetControl = 0x1C;

    private static readonly PsciPower<HvcConduit> s_throughHvc = new();
    private static readonly PsciPower<SmcConduit> s_throughSmc = new();
    private static readonly TreePower s_tree = new();
    private static readonly WatchdogPower s_watchdog = new();

    /// <summary>The tree names PSCI firmware, and the firmware answered the call for its version.</summary>
    internal static bool FirmwareAnswers { get; private set; }

    /// <summary>
    /// PSCI when the tree has it with a conduit that we know and it answers; else syscon, GPIO or watchdog nodes of the tree; else the
    /// power-management block of a BCM2835 or later; otherwise nothing.
    /// </summary>
    internal static void Prepare(in DeviceTreeBlob tree, in BootInformation boot, ref EarlyMapping mapping)
    {
        ReadOnlySpan<byte> method = DeviceBinding.FindFirst(in tree, DeviceNames.Psci).Property("method"u8).AsString;
        MachinePower? power = method.SequenceEqual("hvc"u8) && Answers<HvcConduit>() ? s_throughHvc
            : method.SequenceEqual("smc"u8) && Answers<SmcConduit>() ? s_throughSmc
            : null;
        FirmwareAnswers = power is not null;
        if (method.Length > 0 && !FirmwareAnswers)
        {
            KernelConsole.WriteTrouble("Boot: the device tree names PSCI firmware that does not answer ("u8);
            KernelConsole.WriteForeign(method);
            KernelConsole.Write("); going on without it\n"u8);
        }

        MachineState.Power = power;
        if (power is null)
        {
            UseWatchdog(in tree, in boot, ref mapping);
            TreePower.Otherwise = MachineState.Power;
            MachineState.Power = TreePower.Find(in tree, ref mapping) ? s_tree : MachineState.Power;
        }
    }

    // Without firmware the call is an undefined instruction, or returns a value that reads as version 0.0. [DEN0022 5.1]
    private static bool Answers<TConduit>()
        where TConduit : struct, IPsciConduit
    {
        ExpectedFault.Arm();
        Result<PsciVersion> version = new Psci<TConduit>(PsciFunctions.Standard).Version();
        return !ExpectedFault.Disarm() && version.IsOk && (version.Value.Major > 0 || version.Value.Minor >= 2);
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
                // A kernel on trial that hangs from here on is reset, and the previous one starts.
                MachineState.IsOnTrial = true;
                s_watchdog.Arm();
            }
        }
    }
}
