// An interrupt of a device, resolved to its controller.

namespace RustKernel.DeviceTree;

/// <summary>An interrupt as its controller numbers it.</summary>
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
    /// The specifier: as many cells as the controller's #interrupt-cells says.
    /// <see cref="GicInterrupt"/> decodes a GIC's.
    /// </summary>
    public DeviceTreeCells Specifier { get; }
}
