namespace RustKernel.DeviceTree;

/// <summary>A device's interrupt, resolved to its controller and in the controller's numbering.</summary>
public readonly ref struct DeviceTreeInterrupt
{
    internal DeviceTreeInterrupt(scoped in DeviceTreeNode controller, DeviceTreeCells specifier)
    {
        Controller = controller;
        Specifier = specifier;
    }

    /// <summary>The interrupt controller.</summary>
    public DeviceTreeNode Controller { get; }

    /// <summary>
    /// The specifier, with as many cells as the controller's #interrupt-cells says. <see cref="GicInterrupt"/> decodes a GIC's.
    /// </summary>
    public DeviceTreeCells Specifier { get; }
}
