// An interrupt on its way through interrupt maps.

namespace RustKernel.DeviceTree;

/// <summary>Where an interrupt points now: a parent, the sender's unit address there, and the specifier.</summary>
internal readonly ref struct InterruptSpecifier
{
    /// <summary>The interrupt parent: a controller or a nexus with an "interrupt-map".</summary>
    public readonly DeviceTreeNode Parent;

    /// <summary>The sender's unit address, which maps compare; missing cells count as 0.</summary>
    public readonly DeviceTreeCells UnitAddress;

    /// <summary>The specifier's cells.</summary>
    public readonly DeviceTreeCells Specifier;

    /// <summary>A specifier for <paramref name="parent"/>.</summary>
    public InterruptSpecifier(scoped in DeviceTreeNode parent, DeviceTreeCells unitAddress, DeviceTreeCells specifier)
    {
        Parent = parent;
        UnitAddress = unitAddress;
        Specifier = specifier;
    }
}
