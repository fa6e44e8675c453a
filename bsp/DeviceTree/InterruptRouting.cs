// From a device's "interrupts" to the controller that delivers them: interrupt-parent, interrupts-extended,
// interrupt-map. [DTSpec 2.4]

namespace RustKernel.DeviceTree;

/// <summary>Resolves interrupt specifiers. Every loop over phandles is bounded, so cycles in a damaged tree end in an error.</summary>
public static class InterruptRouting
{
    /// <summary>Most interrupt parents without #interrupt-cells, and most interrupt maps, followed in a row.</summary>
    public const int MaximumHops = 16;

    /// <summary>Most controllers looked up by phandle for one interrupt: each look-up is a pass over the tree.</summary>
    public const int MaximumLookUps = 256;

    private const uint MaximumInterruptCells = 8;

    /// <summary>The number of interrupts of <paramref name="node"/>.</summary>
    internal static int Count(scoped in DeviceTreeNode node)
    {
        DeviceTreeProperty extended = node.Property("interrupts-extended"u8);
        if (extended.Exists)
        {
            return CountExtended(node, extended.Cells);
        }

        int total = node.Property("interrupts"u8).Cells.Count;
        uint cells = total > 0 ? InterruptCells(FindParent(node)) : 0;
        return cells > 0 && total % (int)cells == 0 ? total / (int)cells : 0;
    }

    /// <summary>Resolves interrupt <paramref name="index"/> of <paramref name="node"/>.</summary>
    internal static ErrorCode Resolve(scoped in DeviceTreeNode node, int index, out DeviceTreeInterrupt interrupt)
    {
        interrupt = default;
        ErrorCode error = ReadOwn(node, index, out InterruptSpecifier specifier);
        for (int hop = 0; error == ErrorCode.None && hop < MaximumHops; hop++)
        {
            DeviceTreeProperty map = specifier.Parent.Property("interrupt-map"u8);
            if (!map.Exists)
            {
                interrupt = new DeviceTreeInterrupt(specifier.Parent, specifier.Specifier);
                return ErrorCode.None;
            }
            error = ThroughMap(map.Cells, specifier, out specifier);
        }
        return error == ErrorCode.None ? ErrorCode.NotSupported : error;
    }

    private static ErrorCode ReadOwn(scoped in DeviceTreeNode node, int index, out InterruptSpecifier specifier)
    {
        specifier = default;
        if (index < 0)
        {
            return ErrorCode.NotFound;
        }

        DeviceTreeCells unitAddress = node.Property("reg"u8).Cells;
        DeviceTreeProperty extended = node.Property("interrupts-extended"u8);
        if (extended.Exists)
        {
            return ReadExtended(node, extended.Cells, index, out specifier);
        }

        DeviceTreeCells interrupts = node.Property("interrupts"u8).Cells;
        if (interrupts.Count == 0)
        {
            return ErrorCode.NotFound;
        }

        DeviceTreeNode parent = FindParent(node);
        if (!parent.Exists)
        {
            return ErrorCode.NotFound;
        }

        int cells = (int)InterruptCells(parent);
        if (cells == 0 || interrupts.Count % cells != 0)
        {
            return ErrorCode.Corrupt;
        }

        if (index >= interrupts.Count / cells)
        {
            return ErrorCode.NotFound;
        }

        specifier = new InterruptSpecifier(parent, unitAddress, interrupts.Slice(index * cells, cells));
        return ErrorCode.None;
    }

    private static ErrorCode ReadExtended(scoped in DeviceTreeNode node, DeviceTreeCells list, int index, out InterruptSpecifier specifier)
    {
        specifier = default;
        int position = 0;
        for (int lookUp = 0; position < list.Count; lookUp++)
        {
            if (lookUp == MaximumLookUps)
            {
                return ErrorCode.NotSupported;
            }

            DeviceTreeNode parent = node.Tree.FindByPhandle(list[position]);
            int cells = (int)InterruptCells(parent);
            if (cells == 0 || cells > list.Count - position - 1)
            {
                return ErrorCode.Corrupt;
            }

            if (index-- == 0)
            {
                specifier = new InterruptSpecifier(parent, node.Property("reg"u8).Cells, list.Slice(position + 1, cells));
                return ErrorCode.None;
            }
            position += 1 + cells;
        }
        return ErrorCode.NotFound;
    }

    private static int CountExtended(scoped in DeviceTreeNode node, DeviceTreeCells list)
    {
        int count = 0;
        for (int position = 0; position < list.Count && count < MaximumLookUps; count++)
        {
            int cells = (int)InterruptCells(node.Tree.FindByPhandle(list[position]));
            if (cells == 0 || cells > list.Count - position - 1)
            {
                return 0;
            }

            position += 1 + cells;
        }
        return count;
    }

    // A node without "interrupt-parent" inherits its tree parent's; the search ends at the first node that defines the
    // form of its specifiers. A phandle may lead anywhere, even in a circle: hence the limit.
    private static DeviceTreeNode FindParent(DeviceTreeNode node)
    {
        for (int hop = 0; hop < MaximumHops + DeviceTreeBlob.MaximumDepth && node.Exists; hop++)
        {
            DeviceTreeProperty explicitParent = node.Property("interrupt-parent"u8);
            node = explicitParent.Exists ? node.Tree.FindByPhandle(explicitParent.AsUInt32.Value) : node.Parent;
            if (node.Property("#interrupt-cells"u8).Exists)
            {
                return node;
            }
        }
        return default;
    }

    private static uint InterruptCells(scoped in DeviceTreeNode node)
    {
        Result<uint> cells = node.Property("#interrupt-cells"u8).AsUInt32;
        return cells.IsOk && cells.Value <= MaximumInterruptCells ? cells.Value : 0;
    }

    private static ErrorCode ThroughMap(DeviceTreeCells map, InterruptSpecifier from, out InterruptSpecifier to)
    {
        to = default;
        uint unitCells = from.Parent.AddressCells;
        if (unitCells > MaximumInterruptCells)
        {
            return ErrorCode.Corrupt;
        }

        int keyCells = (int)unitCells + from.Specifier.Count;
        DeviceTreeProperty mask = from.Parent.Property("interrupt-map-mask"u8);
        DeviceTreeNode parent = default;
        uint parentPhandle = 0;
        int lookUps = 0;
        for (int position = 0; keyCells < map.Count - position;)
        {
            // Maps name the same parent again and again: look it up once.
            uint phandle = map[position + keyCells];
            if (phandle != parentPhandle)
            {
                if (lookUps++ == MaximumLookUps)
                {
                    return ErrorCode.NotSupported;
                }

                parent = from.Parent.Tree.FindByPhandle(phandle);
                parentPhandle = phandle;
            }
            int parentUnitCells = OwnAddressCells(parent);
            int parentCells = (int)InterruptCells(parent);
            int target = position + keyCells + 1;
            if (parentCells == 0 || parentUnitCells < 0 || parentUnitCells + parentCells > map.Count - target)
            {
                return ErrorCode.Corrupt;
            }

            if (Matches(map, position, (int)unitCells, from, mask))
            {
                to = new InterruptSpecifier(parent, map.Slice(target, parentUnitCells), map.Slice(target + parentUnitCells, parentCells));
                return ErrorCode.None;
            }
            position = target + parentUnitCells + parentCells;
        }
        return ErrorCode.NotFound;
    }

    // The unit address of a map's parent has as many cells as that node itself says; none when it does not say
    // (interrupt controllers without children leave it out).
    private static int OwnAddressCells(scoped in DeviceTreeNode node)
    {
        DeviceTreeProperty property = node.Property("#address-cells"u8);
        if (!property.Exists)
        {
            return 0;
        }

        Result<uint> cells = property.AsUInt32;
        return cells.IsOk && cells.Value <= MaximumInterruptCells ? (int)cells.Value : -1;
    }

    private static bool Matches(
        DeviceTreeCells map,
        int position,
        int unitCells,
        scoped in InterruptSpecifier from,
        scoped in DeviceTreeProperty mask)
    {
        int keyCells = unitCells + from.Specifier.Count;
        for (int i = 0; i < keyCells; i++)
        {
            uint own = i < unitCells ? from.UnitAddress[i] : from.Specifier[i - unitCells];
            uint care = mask.Exists ? mask.Cells[i] : uint.MaxValue;
            if (((own ^ map[position + i]) & care) != 0)
            {
                return false;
            }
        }
        return true;
    }
}
