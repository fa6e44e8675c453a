using System;
using RustKernel.Arm64;
using RustKernel.DeviceTree;
using RustKernel.Diagnostics;
using RustKernel.Drivers.BcmInterrupts;
using RustKernel.Drivers.GenericTimer;
using RustKernel.Drivers.GicV2;
using RustKernel.Drivers.GicV3;
using RustKernel.Exceptions;

namespace RustKernel.Boot;

/// <summary>
/// Starts interrupts and the 100 Hz tick: finds the controller and the timer in the device tree and
/// connects their drivers with the kernel. Called once, on the boot CPU, interrupts masked. Every
/// failure is one clear line.
/// </summary>
internal static class InterruptStart
{
    private const ulong GicV2WindowBytes = 0x1000;
    private const ulong GicV2InterfaceBytes = 0x2000;
    private const ulong GicV3DistributorBytes = 0x10000;

    // Read to check that there is a device: GICD_TYPER, and GICR_IIDR of a redistributor; GICC_IIDR.
    // [IHI0048 4.3.2, 4.4.15; IHI0069 12.11]
    private const uint TypeOffset = 0x4;
    private const uint InterfaceIdentificationOffset = 0xFC;

    // A BCM2836's two controllers; IRQ_SOURCE of its first core. [QA7, IRQ source]
    private const ulong BcmLocalBytes = 0x100;
    private const ulong BcmPeripheralBytes = 0x28;
    private const uint LocalSourceOffset = 0x60;

    private const ulong MaximumRegionBytes = 0x100_0000;

    // Four 64 KiB frames, with virtual LPIs.
    private const ulong MostRedistributorBytes = 0x40000;

    private static readonly GicV2Controller<DeviceBus> s_gicV2 = new();
    private static readonly GicV3Controller<DeviceBus, GicSystemRegisters> s_gicV3 = new();
    private static readonly BcmInterruptController<DeviceBus, GicSystemRegisters> s_bcm = new();
    private static readonly GenericTimer<VirtualTimerRegisters> s_virtualTimer = new();
    private static readonly GenericTimer<PhysicalTimerRegisters> s_physicalTimer = new();

    /// <summary>The whole start; false (with the reason in the log) when the machine continues without a tick.</summary>
    internal static bool Start(in DeviceTreeBlob tree, in BootInformation boot)
    {
        KernelConsole.Write("Interrupts: Initializing ARM64 interrupt handling...\nInterrupts: Exception vector table at "u8);
        KernelConsole.WriteHex(SystemRegisters.ReadVBAR_EL1());
        KernelConsole.Write("\n"u8);
        if (!StartController(in tree, in boot) || !StartTimer(in tree))
        {
            return false;
        }

        Cpu.UnmaskInterrupts();
        KernelConsole.Write("Interrupts: ARM64 interrupt handling initialized\n"u8);
        return true;
    }

    /// <summary>The cores' own controller is a BCM2836's, whose mailboxes also start cores.</summary>
    internal static bool HasBcmCores => ReferenceEquals(Interrupts.Controller, s_bcm);

    /// <summary>Starts a core that waits for an address in its mailbox. Errors as the driver's StartCore.</summary>
    internal static ErrorCode ReleaseBcmCore(ulong affinity, PhysicalAddress entry)
    {
        ErrorCode error = s_bcm.StartCore(affinity, entry);
        Publication.SendEvent();
        return error;
    }

    private static bool StartController(in DeviceTreeBlob tree, in BootInformation boot)
    {
        DeviceTreeNode node = DeviceBinding.FindFirst(in tree, DeviceNames.GicV3);
        InterruptController controller = s_gicV3;
        ErrorCode error;
        if (node.Exists)
        {
            error = AttachV3(in tree, node, in boot);
        }
        else
        {
            node = DeviceBinding.FindFirst(in tree, DeviceNames.GicV2);
            controller = node.Exists ? s_gicV2 : s_bcm;
            error = node.Exists ? AttachV2(node, in boot) : AttachBcm(in tree);
        }

        if (error == ErrorCode.NotFound)
        {
            return Fail(
                "no interrupt controller that this kernel drives in the device tree (wanted: arm,gic-v3, arm,gic-400, "u8
                    + "arm,cortex-a15-gic, brcm,bcm2836-l1-intc)"u8,
                error);
        }

        if (error == ErrorCode.None)
        {
            error = controller.Initialise();
        }

        if (error == ErrorCode.None)
        {
            Result<InterruptTarget> target = controller.InitialiseCpu();
            error = target.Error;
            MachineState.BootCpuTarget = target.Value;
            PerCpu.Current.Target = target.Value;
        }

        if (error != ErrorCode.None)
        {
            return Fail("the interrupt controller does not start"u8, error);
        }

        Interrupts.Use(controller);
        return true;
    }

    private static ErrorCode AttachV3(in DeviceTreeBlob tree, scoped in DeviceTreeNode node, in BootInformation boot)
    {
        Result<AddressRange> distributor = node.Register(0);
        if (!distributor.IsOk)
        {
            return distributor.Error;
        }

        MachineState.DistributorAddress = distributor.Value.Start;
        Result<DeviceBus> window = DeviceMapping.Open(distributor.Value.Start, GicV3DistributorBytes, TypeOffset);
        if (!window.IsOk)
        {
            return window.Error;
        }

        if (boot.EntryExceptionLevel == 3)
        {
            SecureGic.OpenV3(distributor.Value.Start);
        }

        s_gicV3.Attach(window.Value);
        Result<uint> stated = node.Property("#redistributor-regions"u8).AsUInt32;
        int regions = stated.IsOk && stated.Value <= GicV3Controller<DeviceBus, GicSystemRegisters>.MaximumRegions ? (int)stated.Value : 1;
        uint stride = (uint)node.Property("redistributor-stride"u8).AsUInt64.Value;
        ulong mostBytes = CpuCount(in tree) * MostRedistributorBytes;
        for (int i = 0; i < regions; i++)
        {
            ErrorCode error = AddRegion(node, i + 1, stride, mostBytes);
            if (error != ErrorCode.None)
            {
                return error;
            }
        }

        return ErrorCode.None;
    }

    private static ulong CpuCount(in DeviceTreeBlob tree)
    {
        ulong count = 0;
        foreach (DeviceTreeCpu cpu in tree.Cpus)
        {
            count += cpu.Node.Exists ? 1UL : 0;
        }

        return Math.Max(count, 1);
    }

    private static ErrorCode AddRegion(scoped in DeviceTreeNode node, int index, uint stride, ulong mostBytes)
    {
        Result<AddressRange> region = node.Register(index);
        if (!region.IsOk)
        {
            return region.Error;
        }

        // A region may have room for hundreds of CPUs; map only as much as this machine can use.
        ulong size = Math.Min(region.Value.SizeBytes, Math.Min(mostBytes, MaximumRegionBytes));
        Result<DeviceBus> window = DeviceMapping.Open(region.Value.Start, size, TypeOffset);
        return window.IsOk
            ? s_gicV3.AddRegion(new GicRedistributorRegion<DeviceBus>(window.Value, (uint)size, stride))
            : window.Error;
    }

    private static ErrorCode AttachV2(scoped in DeviceTreeNode node, in BootInformation boot)
    {
        Result<AddressRange> distributor = node.Register(0);
        Result<AddressRange> cpuInterface = node.Register(1);
        if (!distributor.IsOk || !cpuInterface.IsOk)
        {
            return distributor.IsOk ? cpuInterface.Error : distributor.Error;
        }

        Result<DeviceBus> first = DeviceMapping.Open(distributor.Value.Start, GicV2WindowBytes, TypeOffset);
        Result<DeviceBus> second = DeviceMapping.Open(
            cpuInterface.Value.Start,
            Math.Min(cpuInterface.Value.SizeBytes, GicV2InterfaceBytes),
            InterfaceIdentificationOffset);
        if (!first.IsOk || !second.IsOk)
        {
            return first.IsOk ? second.Error : first.Error;
        }

        if (boot.EntryExceptionLevel == 3)
        {
            SecureGic.OpenV2(first.Value, distributor.Value.Start, cpuInterface.Value.Start);
        }

        s_gicV2.Attach(first.Value, second.Value);
        return ErrorCode.None;
    }

    // The peripherals' controller interrupts through the cores' own ones, so both are one here.
    private static ErrorCode AttachBcm(in DeviceTreeBlob tree)
    {
        Result<AddressRange> local = DeviceBinding.FindFirst(in tree, DeviceNames.BcmLocalInterrupts).Register(0);
        Result<AddressRange> peripherals = DeviceBinding.FindFirst(in tree, DeviceNames.BcmPeripheralInterrupts).Register(0);
        if (!local.IsOk || !peripherals.IsOk)
        {
            return local.IsOk ? peripherals.Error : local.Error;
        }

        Result<DeviceBus> first = DeviceMapping.Open(local.Value.Start, BcmLocalBytes, LocalSourceOffset);
        Result<DeviceBus> second = DeviceMapping.Open(peripherals.Value.Start, BcmPeripheralBytes, 0);
        if (!first.IsOk || !second.IsOk)
        {
            return first.IsOk ? second.Error : first.Error;
        }

        s_bcm.Attach(first.Value, second.Value);
        return ErrorCode.None;
    }

    private static bool StartTimer(in DeviceTreeBlob tree)
    {
        DeviceTreeNode node = DeviceBinding.FindFirst(in tree, DeviceNames.GenericTimer);
        if (!node.Exists)
        {
            return Fail("no arm,armv8-timer in the device tree"u8, ErrorCode.NotFound);
        }

        uint available = 0;
        for (int i = 0; i < node.InterruptCount && i <= (int)TimerKind.Virtual; i++)
        {
            available |= 1u << i;
        }

        Result<TimerKind> kind = TimerKinds.Choose(1, false, available);
        if (!kind.IsOk)
        {
            return Fail("the timer's node names no interrupt that EL1 can use"u8, kind.Error);
        }

        uint treeFrequency = node.Property("clock-frequency"u8).AsUInt32.Value;
        MachineState.TreeTimerFrequencyHz = treeFrequency;
        TimerDevice timer = kind.Value == TimerKind.Virtual ? s_virtualTimer : s_physicalTimer;
        ErrorCode error = kind.Value == TimerKind.Virtual
            ? s_virtualTimer.Initialise(treeFrequency)
            : s_physicalTimer.Initialise(treeFrequency);
        if (error == ErrorCode.None)
        {
            error = RegisterTick(node, (int)kind.Value);
        }

        if (error == ErrorCode.None && ReferenceEquals(Interrupts.Controller, s_gicV3) && kind.Value == TimerKind.Virtual)
        {
            SystemTick.AllowPath(MachineState.TickIntid);
        }

        if (error == ErrorCode.None)
        {
            error = SystemTick.Start(timer);
        }

        if (error != ErrorCode.None)
        {
            return Fail("the timer does not start"u8, error);
        }

        KernelConsole.Write("Interrupts: Generic timer configured for 100Hz\n"u8);
        return true;
    }

    private static ErrorCode RegisterTick(scoped in DeviceTreeNode node, int index)
    {
        Result<InterruptSpecifier> specifier = InterruptOf(node, index);
        if (!specifier.IsOk)
        {
            return specifier.Error;
        }

        // A timer's line is a level, whatever the tree says: with an edge, a compare value that has already passed would go unnoticed.
        // [DDI0487 D12.2]
        MachineState.TickIntid = specifier.Value.Intid;
        return Interrupts.Register(InterruptSpecifier.Level(MachineState.TickIntid), SystemTick.Instance);
    }

    /// <summary>
    /// Interrupt <paramref name="index"/> of a device as its controller numbers it. Corrupt when the tree's cells are invalid.
    /// </summary>
    internal static Result<InterruptSpecifier> InterruptOf(scoped in DeviceTreeNode node, int index)
    {
        ErrorCode error = node.Interrupt(index, out DeviceTreeInterrupt interrupt);
        if (error != ErrorCode.None)
        {
            return error;
        }

        DeviceTreeCells cells = interrupt.Specifier;
        if (HasBcmCores)
        {
            Result<GicInterrupt> numbered = GicInterrupt.Decode(in interrupt);
            return numbered.IsOk ? InterruptSpecifier.Level(new Intid(numbered.Value.Intid)) : numbered.Error;
        }

        return cells.Count < InterruptSpecifier.Cells ? ErrorCode.Corrupt : InterruptSpecifier.Decode(cells[0], cells[1], cells[2]);
    }

    private static bool Fail(ReadOnlySpan<byte> what, ErrorCode error)
    {
        KernelConsole.WriteTrouble("Interrupts: "u8);
        KernelConsole.Write(what);
        KernelConsole.Write(" (error "u8);
        KernelConsole.WriteDecimal((uint)error);
        KernelConsole.Write("); going on without a tick\n"u8);
        return false;
    }
}
