// Where the interrupts of a tree must lead, worked out over the whole tree in memory.

using System.Collections.Generic;
using System.Linq;

namespace RustKernel.DeviceTree.Tests;

internal sealed class ExpectedInterrupts
{
    private readonly Dictionary<uint, DtsNode> _phandles = [];

    public ExpectedInterrupts(DtsNode root)
    {
        foreach (DtsNode node in root.All())
        {
            if (node.Cells("phandle") is [uint phandle] || node.Cells("linux,phandle") is [var old] && (phandle = old) == old)
            {
                _phandles.TryAdd(phandle, node);
            }
        }
    }

    /// <summary>Controller and specifier of each interrupt of a node; null when the tree leads nowhere.</summary>
    public List<(DtsNode Controller, uint[] Specifier)?> Of(DtsNode node)
    {
        List<(DtsNode, uint[])?> result = [];
        if (node.Cells("interrupts-extended") is { } extended)
        {
            for (int i = 0; i < extended.Length;)
            {
                if (!_phandles.TryGetValue(extended[i], out DtsNode? parent) || parent.Find("#interrupt-cells") is null)
                {
                    return [];
                }

                int cells = (int)parent.Cell("#interrupt-cells", 0);
                result.Add(Follow(parent, node.Cells("reg") ?? [], extended[(i + 1)..(i + 1 + cells)]));
                i += 1 + cells;
            }
            return result;
        }
        if (node.Cells("interrupts") is not { Length: > 0 } interrupts || ParentOf(node) is not { } own)
        {
            return result;
        }

        int count = (int)own.Cell("#interrupt-cells", 0);
        if (count == 0 || interrupts.Length % count != 0)
        {
            return result;
        }

        foreach (uint[] specifier in interrupts.Chunk(count))
        {
            result.Add(Follow(own, node.Cells("reg") ?? [], specifier));
        }

        return result;
    }

    private DtsNode? ParentOf(DtsNode start)
    {
        DtsNode? node = start;
        for (int i = 0; i < 100 && node is not null; i++)
        {
            node = node.Cells("interrupt-parent") is [uint phandle] ? _phandles.GetValueOrDefault(phandle) : node.Parent;
            if (node?.Find("#interrupt-cells") is not null)
            {
                return node;
            }
        }
        return null;
    }

    private (DtsNode, uint[])? Follow(DtsNode parent, uint[] unit, uint[] specifier)
    {
        if (parent.Cells("interrupt-map") is not { } map)
        {
            return (parent, specifier);
        }

        int unitCells = (int)parent.Cell("#address-cells", 2);
        uint[] key = [.. unit.Concat(new uint[unitCells]).Take(unitCells), .. specifier];
        uint[] mask = parent.Cells("interrupt-map-mask") ?? [.. Enumerable.Repeat(uint.MaxValue, key.Length)];
        for (int i = 0; i + key.Length < map.Length;)
        {
            if (!_phandles.TryGetValue(map[i + key.Length], out DtsNode? next))
            {
                return null;
            }

            int target = i + key.Length + 1;
            int nextUnit = (int)next.Cell("#address-cells", 0);
            int nextCells = (int)next.Cell("#interrupt-cells", 0);
            if (nextCells == 0)
            {
                return null; // seen with ls1088a's extirq, which leaves out the unit address that its parent needs
            }

            if (Enumerable.Range(0, key.Length).All(k => ((key[k] ^ map[i + k]) & mask[k]) == 0))
            {
                return Follow(next, map[target..(target + nextUnit)], map[(target + nextUnit)..(target + nextUnit + nextCells)]);
            }

            i = target + nextUnit + nextCells;
        }
        return null;
    }
}
