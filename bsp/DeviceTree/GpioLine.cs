namespace RustKernel.DeviceTree;

/// <summary>A pin of a GPIO controller that a "gpios" property names. [Linux binding gpio]</summary>
public readonly ref struct GpioLine
{
    private const uint ActiveLow = 1;

    private GpioLine(scoped in DeviceTreeNode controller, uint pin, uint flags)
    {
        Controller = controller;
        Pin = pin;
        IsActiveLow = (flags & ActiveLow) != 0;
    }

    /// <summary>The controller's node.</summary>
    public DeviceTreeNode Controller { get; }

    /// <summary>The pin's number at the controller, unchecked.</summary>
    public uint Pin { get; }

    /// <summary>True when low means active.</summary>
    public bool IsActiveLow { get; }

    /// <summary>
    /// The first pin of "gpios" of <paramref name="node"/>. <see cref="ErrorCode.NotFound"/> when it names none,
    /// <see cref="ErrorCode.NotSupported"/> when the controller's specifiers are not two cells long.
    /// </summary>
    public static ErrorCode Read(scoped in DeviceTreeNode node, out GpioLine line)
    {
        line = default;
        DeviceTreeCells cells = node.Property("gpios"u8).Cells;
        DeviceTreeNode controller = cells.Count > 0 ? node.Tree.FindByPhandle(cells[0]) : default;
        if (!controller.Exists)
        {
            return ErrorCode.NotFound;
        }

        Result<uint> length = controller.Property("#gpio-cells"u8).AsUInt32;
        if (!length.IsOk || length.Value != 2 || cells.Count < 3)
        {
            return ErrorCode.NotSupported;
        }

        line = new GpioLine(controller, cells[1], cells[2]);
        return ErrorCode.None;
    }
}
