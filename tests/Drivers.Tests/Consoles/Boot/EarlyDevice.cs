// Has the kernel's name, so that its search for the console compiles here unchanged: fakes at addresses.

using System.Collections.Generic;
using RustKernel.Arm64;
using RustKernel.DeviceTree;
using RustKernel.Drivers.Tests;

namespace RustKernel.Boot;

/// <summary>The existing devices.</summary>
internal static class EarlyDevice
{
    public static Dictionary<ulong, FakeDevice> Devices { get; } = [];

    public static Result<DeviceBus> Open(
        scoped in DeviceTreeBlob tree,
        scoped DeviceTreeNode node,
        ulong sizeBytes,
        uint harmless,
        ref EarlyMapping mapping,
        uint width = 4)
    {
        Result<AddressRange> registers = node.Register(0);
        return registers.IsOk ? Open(in tree, registers.Value.Start, sizeBytes, harmless, ref mapping, width) : registers.Error;
    }

    public static Result<DeviceBus> Open(
        scoped in DeviceTreeBlob tree,
        ulong start,
        ulong sizeBytes,
        uint harmless,
        ref EarlyMapping mapping,
        uint width = 4)
    {
        if (!Devices.TryGetValue(start, out FakeDevice? device))
        {
            return ErrorCode.DeviceError;
        }

        DeviceBus bus = new(device);
        _ = width switch { 1 => bus.Read8(harmless), 2 => bus.Read16(harmless), _ => bus.Read32(harmless) };
        return bus;
    }
}
