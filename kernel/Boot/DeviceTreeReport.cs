// What the boot log says of the device tree: that it is whole, or in one line each what is wrong with it.

using RustKernel.Arm64;
using RustKernel.DeviceTree;
using RustKernel.Diagnostics;

namespace RustKernel.Boot;

/// <summary>The device tree's part of the boot log. The kernel goes on with whatever can be read.</summary>
internal static class DeviceTreeReport
{
    /// <summary>Writes the verdict on the tree; <paramref name="error"/> is what opening it gave.</summary>
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

    // What a whole tree may lack all the same; what memory and interrupts miss, their own start says.
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
