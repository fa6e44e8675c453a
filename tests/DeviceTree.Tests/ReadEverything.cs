// Asks the reader every possible question about some bytes.

using System;

namespace RustKernel.DeviceTree.Tests;

internal static class ReadEverything
{
    /// <summary>
    /// Reads all of <paramref name="bytes"/>, whatever they are; returns how many things it found. Reads the interrupts
    /// of at most <paramref name="interruptLimit"/> nodes, because each may search the whole tree.
    /// </summary>
    public static int From(ReadOnlySpan<byte> bytes, int interruptLimit)
    {
        DeviceTreeBlob.PeekSizeBytes(bytes);
        DeviceTreeError error = DeviceTreeBlob.Open(bytes, out DeviceTreeBlob tree);
        Promise(tree.Check(out int offset) == DeviceTreeError.None || offset <= bytes.Length || error == DeviceTreeError.Truncated);
        int seen = Machine(tree);
        foreach (DeviceTreeNode node in tree.Nodes)
        {
            seen += Node(node);
            if (interruptLimit-- > 0)
            {
                seen += Interrupts(node);
            }
        }
        return seen + Children(tree.Root);
    }

    private static int Machine(DeviceTreeBlob tree)
    {
        int seen = 0;
        foreach (AddressRange range in tree.Reservations)
        {
            seen += Range(range);
        }

        foreach (AddressRange range in tree.MemoryBanks)
        {
            seen += Range(range);
        }

        foreach (ReservedRegion region in tree.ReservedMemory)
        {
            seen += Range(region.Range) + (int)(region.AlignmentBytes & 1) + (region.IsNoMap ? 1 : 0) + (region.IsReusable ? 1 : 0);
        }

        foreach (DeviceTreeCpu cpu in tree.Cpus)
        {
            seen += (int)cpu.EnableMethod + (cpu.Mpidr.IsOk ? 1 : 0) + (cpu.ReleaseAddress.IsOk ? 1 : 0) + (int)cpu.Status;
        }

        DeviceTreeChosen chosen = tree.Chosen;
        seen += chosen.BootArguments.Length + chosen.Console.Node.Level + (int)chosen.Console.BitsPerSecond;
        seen += chosen.InitialRamDisk.IsOk ? Range(chosen.InitialRamDisk.Value) : 0;
        return seen + tree.Find("serial0"u8).Level + tree.Find("/soc/serial@1000"u8).Level + tree.FindCompatible("arm,pl011"u8).Level;
    }

    private static int Range(AddressRange range)
    {
        // No range may wrap round.
        Promise(range.SizeBytes == 0 || range.Last >= range.Start);
        return 1;
    }

    private static int Node(DeviceTreeNode node)
    {
        Promise(node.Exists && node.Level <= DeviceTreeBlob.MaximumDepth);
        Span<byte> path = stackalloc byte[64];
        int seen = node.Name.Length + node.BaseName.Length + node.UnitAddress.Length + (node.WritePath(path).IsOk ? 1 : 0);
        foreach (DeviceTreeProperty property in node.Properties)
        {
            seen += property.Name.Length + property.Value.Length + property.AsString.Length;
            seen += property.AsUInt32.IsOk || property.AsUInt64.IsOk ? 1 : 0;
        }
        int registers = Math.Min(node.RegisterCount, 16);
        for (int i = -1; i <= registers; i++)
        {
            Result<AddressRange> register = node.Register(i);
            seen += register.IsOk ? Range(register.Value) : 0;
            register = node.LocalRegister(i);
            seen += register.IsOk ? Range(register.Value) : 0;
        }
        return seen + (node.IsEnabled ? 1 : 0) + node.Parent.Level;
    }

    private static int Interrupts(DeviceTreeNode node)
    {
        int seen = 0;
        int count = Math.Min(node.InterruptCount, 4);
        for (int i = 0; i <= count; i++)
        {
            ErrorCode error = node.Interrupt(i, out DeviceTreeInterrupt interrupt);
            Promise(interrupt.Controller.Exists == (error == ErrorCode.None));
            seen += GicInterrupt.Decode(interrupt.Specifier).IsOk ? 1 : 0;
        }
        return seen;
    }

    private static int Children(DeviceTreeNode node)
    {
        int seen = 1;
        foreach (DeviceTreeNode child in node.Children)
        {
            Promise(child.Level == node.Level + 1);
            seen += Children(child);
        }
        return seen;
    }

    private static void Promise(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("the reader broke a promise");
        }
    }
}
