using RustKernel.Arm64;
using RustKernel.DeviceTree;
using RustKernel.Diagnostics;

namespace RustKernel.Boot;

/// <summary>
/// The device tree's part of the boot log: it is sound, or what is wrong with it, one line each. The kernel works with
/// whatever it can read.
/// </summary>
internal static class DeviceTreeReport
{
    /// <summary>Writes the verdict on the tree; <paramref name="error"/> is the outcome of opening it.</summary>
    internal static void Write(in DeviceTreeBlob tree, DeviceTreeError error, in BootInformation boot)
    {
        if (boot.DeviceTree == 0)
        {
            KernelConsole.Write("Boot: no device tree was handed over (x0 was "u8);
            KernelConsole.WriteHex(boot.EntryX0);
            KernelConsole.Write("), and none lies at the start of this memory\n"u8);
            return;
        }

        if (error != DeviceTreeError.None)
        {
            KernelConsole.Write("Boot: no usable device tree: "u8);
            KernelConsole.Write(DeviceTreeErrorText.Of(error));
            KernelConsole.Write("; hand one over in x0\n"u8);
            return;
        }

        error = tree.Check(out int offset);
        if (error == DeviceTreeError.None)
        {
            KernelConsole.Write("Boot: Device tree parsed successfully\n"u8);
        }
        else
        {
            KernelConsole.Write("Boot: the device tree is damaged at byte "u8);
            KernelConsole.WriteHex((ulong)offset);
            KernelConsole.Write(": "u8);
            KernelConsole.Write(DeviceTreeErrorText.Of(error));
            KernelConsole.Write("; going on with what can be read\n"u8);
        }

        WriteGaps(in tree);
    }

    // What even a sound tree may lack; memory start-up and interrupt start-up report their own gaps.
    private static void WriteGaps(in DeviceTreeBlob tree)
    {
        if (!tree.Cpus.MoveNext())
        {
            KernelConsole.Write("Boot: the device tree lists no CPU; going on with this one\n"u8);
        }

        MemoryBanks banks = tree.MemoryBanks;
        while (banks.MoveNext())
        {
        }

        if (banks.RejectedCount > 0)
        {
            KernelConsole.Write("Boot: memory regions of the device tree that make no sense and are left out: "u8);
            KernelConsole.WriteDecimal((ulong)banks.RejectedCount);
            KernelConsole.Write("\n"u8);
        }
    }
}
