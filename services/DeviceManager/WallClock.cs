// The machine's clock that runs while it is off: read once, to set the time of day.

using System;
using RustKernel.DeviceTree;
using RustKernel.Drivers.Pl031;
using RustKernel.Services.Devices;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.DeviceManager;

/// <summary>
/// Sets the kernel's time of day from a PL031 of the device tree. A machine without one has no time of day until another source knows it.
/// </summary>
internal static class WallClock
{
    private static ReadOnlySpan<byte> Compatible => "arm,pl031"u8;

    /// <summary>
    /// Reads the clock, if there is one and the time is not known, and releases it. Needs the right to make memory of devices.
    /// </summary>
    internal static void Set(in DeviceTreeBlob tree)
    {
        if (Kernel.SystemInfo(SystemItem.WallStart) != 0)
        {
            return;
        }

        DeviceTreeWalk walk = tree.Nodes;
        while (walk.MoveNext())
        {
            // Compare the name first, which is cheapest: every boot looks at every node.
            if (IsClock(walk.CurrentName)
                && walk.Current is { IsEnabled: true } node
                && node.IsCompatible(Compatible)
                && node.Register(0) is { IsOk: true } registers)
            {
                if (HasRegisters(registers.Value))
                {
                    Read(registers.Value.Start);
                }

                return;
            }
        }
    }

    // Only one page is mapped: registers outside it would fault, at every start.
    private static bool HasRegisters(AddressRange registers) =>
        DeviceWindows.HasInOnePage(registers.Start, registers.SizeBytes, Pl031Clock<DeviceRegisters>.RegisterBytes);

    // The generic name [DT-SPEC 2.2.2], and QEMU's.
    private static bool IsClock(ReadOnlySpan<byte> name) => name.StartsWith("rtc"u8) || name.StartsWith("pl031"u8);

    private static void Read(ulong address)
    {
        ulong start = DeviceWindows.Start(address);
        if (Kernel.DeviceMemoryCreate(Own.Machine, start, DeviceWindows.Bytes(address, 1), out Handle<Memory> memory) == ErrorCode.None)
        {
            if (MappedMemory.Open(memory, isWritable: true, out MappedMemory? page) == ErrorCode.None)
            {
                Result<uint> seconds = new Pl031Clock<DeviceRegisters>(new DeviceRegisters(page!.Address + address - start)).ReadSeconds();
                _ = seconds.IsOk ? Kernel.ClockSet(Own.Machine, seconds.Value) : seconds.Error;
                page.Dispose();
            }

            memory.Close();
        }
    }
}
