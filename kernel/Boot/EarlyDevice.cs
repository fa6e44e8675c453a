// Opens registers before memory management, for the few devices that start-up itself needs. Trusts no address in the tree.

using RustKernel.Arm64;
using RustKernel.DeviceTree;

namespace RustKernel.Boot;

/// <summary>Register windows through the boot tables.</summary>
internal static class EarlyDevice
{
    /// <summary>
    /// Maps the first register window of <paramref name="node"/> and reads the register at <paramref name="harmless"/> once,
    /// <paramref name="width"/> bytes wide; reading that one has no side effect. NotFound without node or address, NotSupported when a
    /// bus does not map the address, InvalidArgument when it lies in RAM or outside the device region, DeviceError when nothing
    /// answers there, OutOfMemory.
    /// </summary>
    internal static Result<DeviceBus> Open(
        scoped in DeviceTreeBlob tree,
        scoped DeviceTreeNode node,
        ulong sizeBytes,
        uint harmless,
        ref EarlyMapping mapping,
        uint width = 4)
    {
        if (!node.Exists)
        {
            return ErrorCode.NotFound;
        }

        Result<AddressRange> registers = node.Register(0);
        return registers.IsOk ? Open(in tree, registers.Value.Start, sizeBytes, harmless, ref mapping, width) : registers.Error;
    }

    /// <summary>The same for the window of <paramref name="sizeBytes"/> at physical <paramref name="start"/>.</summary>
    internal static Result<DeviceBus> Open(
        scoped in DeviceTreeBlob tree,
        ulong start,
        ulong sizeBytes,
        uint harmless,
        ref EarlyMapping mapping,
        uint width = 4)
    {
        if ((start & 3) != 0 || IsRam(in tree, start, sizeBytes))
        {
            return ErrorCode.InvalidArgument;
        }

        Result<VirtualAddress> window = DeviceMapping.MapEarly(ref mapping, start, sizeBytes);
        if (!window.IsOk)
        {
            return window.Error;
        }

        DeviceBus bus = new(window.Value);
        return DeviceMapping.Answers(bus, harmless, width) ? bus : ErrorCode.DeviceError;
    }

    /// <summary>The same without reading a register, for one that must not be read yet.</summary>
    internal static Result<DeviceBus> OpenUnread(scoped in DeviceTreeBlob tree, ulong start, ulong sizeBytes, ref EarlyMapping mapping)
    {
        if (IsRam(in tree, start, sizeBytes))
        {
            return ErrorCode.InvalidArgument;
        }

        Result<VirtualAddress> window = DeviceMapping.MapEarly(ref mapping, start, sizeBytes);
        return window.IsOk ? new DeviceBus(window.Value) : window.Error;
    }

    // A damaged tree must not turn memory that holds something else into registers.
    private static bool IsRam(in DeviceTreeBlob tree, ulong start, ulong sizeBytes)
    {
        foreach (AddressRange bank in tree.MemoryBanks)
        {
            if (start <= bank.Last && bank.Start <= start + (sizeBytes - 1))
            {
                return true;
            }
        }

        return false;
    }
}
