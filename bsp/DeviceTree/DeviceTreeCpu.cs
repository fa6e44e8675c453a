using System;

namespace RustKernel.DeviceTree;

/// <summary>A processor of the tree.</summary>
public readonly ref struct DeviceTreeCpu
{
    internal DeviceTreeCpu(scoped in DeviceTreeNode node) => Node = node;

    /// <summary>The node, for its compatible and caches.</summary>
    public DeviceTreeNode Node { get; }

    /// <summary>
    /// The affinity fields of MPIDR_EL1 (Aff3 in bits 39:32, Aff2 to Aff0 in bits 23:0).
    /// <see cref="ErrorCode.NotFound"/> without "reg", <see cref="ErrorCode.Corrupt"/> when it is not one or two cells.
    /// </summary>
    public Result<ulong> Mpidr
    {
        get
        {
            DeviceTreeProperty reg = Node.Property("reg"u8);
            if (!reg.Exists)
            {
                return ErrorCode.NotFound;
            }

            uint cells = Node.Parent.AddressCells;
            return cells is 1 or 2 && reg.Value.Length == (int)cells * 4 ? reg.AsUInt64 : ErrorCode.Corrupt;
        }
    }

    /// <summary>The CPU's "enable-method" as text. A CPU without one uses the one of /cpus; empty if that has none either.</summary>
    public ReadOnlySpan<byte> EnableMethodText => Inherited("enable-method"u8).AsString;

    /// <summary>How to start the CPU.</summary>
    public CpuEnableMethod EnableMethod
    {
        get
        {
            DeviceTreeProperty method = Inherited("enable-method"u8);
            if (!method.Exists)
            {
                return CpuEnableMethod.None;
            }

            if (method.ContainsString("psci"u8))
            {
                return CpuEnableMethod.Psci;
            }

            return method.ContainsString("spin-table"u8) ? CpuEnableMethod.SpinTable
                : method.ContainsString("brcm,bcm2836-smp"u8) ? CpuEnableMethod.BcmMailbox
                : CpuEnableMethod.Unknown;
        }
    }

    /// <summary>Physical address where a spin-table CPU looks for its entry address. NotFound or Corrupt as for any number.</summary>
    public Result<ulong> ReleaseAddress => Inherited("cpu-release-addr"u8).AsUInt64;

    /// <summary>The CPU's "status". A disabled CPU with an enable method is just not running yet [DTSpec 3.8.1].</summary>
    public DeviceTreeStatus Status => Node.Status;

    private DeviceTreeProperty Inherited(ReadOnlySpan<byte> name)
    {
        DeviceTreeProperty own = Node.Property(name);
        return own.Exists ? own : Node.Parent.Property(name);
    }
}
