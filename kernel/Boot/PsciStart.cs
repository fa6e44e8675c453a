// CPU_ON by the conduit and the function numbers that the device tree names.

using System;
using RustKernel.Arm64;
using RustKernel.DeviceTree;
using RustKernel.Drivers.Psci;

namespace RustKernel.Boot;

/// <summary>Starts CPUs through PSCI firmware. [DEN0022 5.6]</summary>
internal static class PsciStart
{
    /// <summary>True when the tree has PSCI firmware with a conduit that we know and a way to start CPUs.</summary>
    internal static bool IsAvailable(in DeviceTreeBlob tree)
    {
        DeviceTreeNode node = Find(in tree, out PsciFunctions functions);
        ReadOnlySpan<byte> method = node.Property("method"u8).AsString;
        return functions.CpuOn != 0 && (method.SequenceEqual("hvc"u8) || method.SequenceEqual("smc"u8));
    }

    /// <summary>
    /// Starts the CPU with <paramref name="affinity"/> at <paramref name="entry"/>. NotSupported when the tree
    /// has no PSCI with a conduit that we know; else as <see cref="Psci{TConduit}.CpuOn"/>.
    /// </summary>
    internal static ErrorCode CpuOn(in DeviceTreeBlob tree, ulong affinity, PhysicalAddress entry)
    {
        ReadOnlySpan<byte> method = Find(in tree, out PsciFunctions functions).Property("method"u8).AsString;
        if (method.SequenceEqual("hvc"u8))
        {
            return new Psci<HvcConduit>(functions).CpuOn(affinity, entry, 0);
        }

        return method.SequenceEqual("smc"u8) ? new Psci<SmcConduit>(functions).CpuOn(affinity, entry, 0) : ErrorCode.NotSupported;
    }

    // PSCI 0.1 had no fixed numbers: its node names them.
    private static DeviceTreeNode Find(in DeviceTreeBlob tree, out PsciFunctions functions)
    {
        DeviceTreeNode node = DeviceBinding.FindFirst(in tree, DeviceNames.Psci);
        functions = PsciFunctions.Standard;
        if (!node.Exists)
        {
            node = DeviceBinding.FindFirst(in tree, DeviceNames.PsciWithOwnNumbers);
            functions = PsciFunctions.FromTree(node.Property("cpu_on"u8).AsUInt32.Value, 0);
        }

        return node;
    }
}
