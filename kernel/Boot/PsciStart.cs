using System;
using RustKernel.Arm64;
using RustKernel.DeviceTree;
using RustKernel.Drivers.Psci;
using RustKernel.Exceptions;

namespace RustKernel.Boot;

/// <summary>
/// Starts CPUs through PSCI firmware: CPU_ON by the conduit and the function numbers that the device tree names.
/// [DEN0022 5.6]
/// </summary>
internal static class PsciStart
{
    private static bool s_isKnown;
    private static bool s_isAvailable;

    /// <summary>True when the tree has PSCI firmware with a conduit that we know and a way to start CPUs.</summary>
    internal static bool IsAvailable(in DeviceTreeBlob tree)
    {
        // Asked twice for each CPU, and the answer takes a search through the tree.
        if (!s_isKnown)
        {
            DeviceTreeNode node = Find(in tree, out PsciFunctions functions);
            ReadOnlySpan<byte> method = node.Property("method"u8).AsString;
            s_isAvailable = functions.CpuOn != 0 && (method.SequenceEqual("hvc"u8) || method.SequenceEqual("smc"u8));
            s_isKnown = true;
        }

        return s_isAvailable;
    }

    /// <summary>
    /// Starts the CPU with <paramref name="affinity"/> at <paramref name="entry"/>. NotSupported when the tree
    /// has no PSCI with a conduit that we know; otherwise as <see cref="Psci{TConduit}.CpuOn"/>.
    /// </summary>
    internal static ErrorCode CpuOn(in DeviceTreeBlob tree, ulong affinity, PhysicalAddress entry)
    {
        ReadOnlySpan<byte> method = Find(in tree, out PsciFunctions functions).Property("method"u8).AsString;

        // PSCI 0.1 has no call to check that it is there: without it, the call is an undefined instruction.
        ExpectedFault.Arm();
        ErrorCode error = method.SequenceEqual("hvc"u8) ? new Psci<HvcConduit>(functions).CpuOn(affinity, entry, 0)
            : method.SequenceEqual("smc"u8) ? new Psci<SmcConduit>(functions).CpuOn(affinity, entry, 0)
            : ErrorCode.NotSupported;
        return ExpectedFault.Disarm() ? ErrorCode.NotSupported : error;
    }

    // PSCI 0.1 had no fixed numbers: its node names them.
    private static DeviceTreeNode Find(in DeviceTreeBlob tree, out PsciFunctions functions)
    {
        DeviceTreeNode node = DeviceBinding.FindFirst(in tree, DeviceNames.Psci);
        functions = node.Exists && !PowerDiscovery.FirmwareAnswers ? default : PsciFunctions.Standard;
        if (!node.Exists)
        {
            node = DeviceBinding.FindFirst(in tree, DeviceNames.PsciWithOwnNumbers);
            functions = PsciFunctions.FromTree(node.Property("cpu_on"u8).AsUInt32.Value, 0);
        }

        return node;
    }
}
