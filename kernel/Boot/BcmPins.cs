using RustKernel.Arm64;
using RustKernel.DeviceTree;
using RustKernel.Drivers.BcmGpio;

namespace RustKernel.Boot;

/// <summary>
/// Configures a device's pins on a Raspberry Pi as pinctrl-0 of its device-tree node says, where that names pins of a BCM2711 or
/// BCM2835. [brcm,bcm2835-gpio binding: brcm,pins, brcm,function, brcm,pull]
/// </summary>
internal static class BcmPins
{
    private const ulong GpioWindowBytes = 0xF4;
    private const int MostGroups = 8;

    /// <summary>
    /// Sets functions and resistors of the pins that <paramref name="device"/> asks for. True when a pin had
    /// another function before: then firmware had not prepared this device for use. Pins of another chip, or
    /// none, change nothing.
    /// </summary>
    internal static bool Connect(in DeviceTreeBlob tree, scoped in DeviceTreeNode device, ref EarlyMapping mapping)
    {
        bool changed = false;
        DeviceTreeCells groups = device.Property("pinctrl-0"u8).Cells;
        for (int i = 0; i < groups.Count && i < MostGroups; i++)
        {
            DeviceTreeNode group = tree.FindByPhandle(groups[i]);
            bool isOlder = DeviceBinding.Binds(group.Parent, DeviceNames.OlderBcmGpio);
            if (!isOlder && !DeviceBinding.Binds(group.Parent, DeviceNames.BcmGpio))
            {
                continue;
            }

            Result<DeviceBus> bus = EarlyDevice.Open(in tree, group.Parent, GpioWindowBytes, 0, ref mapping);
            if (bus.IsOk && ConnectGroup(new BcmGpioBank<DeviceBus>(bus.Value, isOlder), group))
            {
                changed = true;
            }
        }

        return changed;
    }

    private static bool ConnectGroup(BcmGpioBank<DeviceBus> bank, scoped in DeviceTreeNode group)
    {
        bool changed = false;
        DeviceTreeCells pins = group.Property("brcm,pins"u8).Cells;
        DeviceTreeCells functions = group.Property("brcm,function"u8).Cells;
        DeviceTreeCells pulls = group.Property("brcm,pull"u8).Cells;
        for (int i = 0; i < pins.Count && i < BcmGpioBank<DeviceBus>.Pins; i++)
        {
            // One value for all pins, or one for each.
            BcmPinFunction function = (BcmPinFunction)functions[functions.Count == 1 ? 0 : i];
            Result<BcmPinFunction> before = bank.Function(pins[i]);
            if (functions.Count > 0 && before.IsOk && before.Value != function && bank.SetFunction(pins[i], function) == ErrorCode.None)
            {
                changed = true;
            }

            if (pulls.Count > 0 && bank.SetPull(pins[i], PullOf(pulls[pulls.Count == 1 ? 0 : i])) != ErrorCode.None)
            {
                return changed;
            }
        }

        return changed;
    }

    // The binding numbers down 1 and up 2; the BCM2711's register does the reverse.
    private static BcmPinPull PullOf(uint binding) => binding switch
    {
        1 => BcmPinPull.Down,
        2 => BcmPinPull.Up,
        _ => BcmPinPull.None,
    };
}
