// A write to a register of a system controller that switches the machine: syscon-poweroff and syscon-reboot.

namespace RustKernel.DeviceTree;

/// <summary>One register of a system controller, and what to write into it. [Linux bindings syscon-poweroff, syscon-reboot]</summary>
public readonly struct SysconCommand
{
    private SysconCommand(ulong address, uint value, uint mask, uint widthBytes)
    {
        Address = address;
        Value = value;
        Mask = mask;
        WidthBytes = widthBytes;
    }

    /// <summary>Physical address of the register; a multiple of its width.</summary>
    public ulong Address { get; }

    /// <summary>The new value of the bits of <see cref="Mask"/>.</summary>
    public uint Value { get; }

    /// <summary>The bits that change; the others are kept.</summary>
    public uint Mask { get; }

    /// <summary>How wide the register is: 1, 2 or 4 bytes.</summary>
    public uint WidthBytes { get; }

    /// <summary>
    /// Reads <paramref name="node"/>. The controller is the node that "regmap" names, else the parent. An old node without a value
    /// has its value as mask. <see cref="ErrorCode.NotFound"/> without a node, a controller with registers or an offset;
    /// <see cref="ErrorCode.NotSupported"/> when the controller's registers are big-endian or of another width;
    /// <see cref="ErrorCode.Corrupt"/> when the register lies outside the controller, or the node has neither value nor mask.
    /// </summary>
    public static Result<SysconCommand> Read(scoped in DeviceTreeNode node)
    {
        if (!node.Exists)
        {
            return ErrorCode.NotFound;
        }

        DeviceTreeProperty regmap = node.Property("regmap"u8);
        DeviceTreeNode controller = regmap.Exists ? node.Tree.FindByPhandle(regmap.AsUInt32.Value) : node.Parent;
        Result<AddressRange> registers = controller.Register(0);
        DeviceTreeProperty named = node.Property("offset"u8);
        DeviceTreeProperty offset = named.Exists ? named : node.Property("reg"u8);
        if (!registers.IsOk || !offset.Exists)
        {
            return ErrorCode.NotFound;
        }

        uint width = Number(controller.Property("reg-io-width"u8), 4);
        if (width is not (1 or 2 or 4) || controller.Property("big-endian"u8).Exists)
        {
            return ErrorCode.NotSupported;
        }

        DeviceTreeProperty value = node.Property("value"u8);
        DeviceTreeProperty mask = node.Property("mask"u8);
        uint place = offset.Cells[0];
        ulong size = registers.Value.SizeBytes;
        if ((!value.Exists && !mask.Exists) || size < width || place > size - width || ((registers.Value.Start + place) & (width - 1)) != 0)
        {
            return ErrorCode.Corrupt;
        }

        return new SysconCommand(
            registers.Value.Start + place,
            Number(value.Exists ? value : mask, 0),
            value.Exists ? Number(mask, uint.MaxValue) : uint.MaxValue,
            width);
    }

    private static uint Number(DeviceTreeProperty property, uint otherwise)
    {
        Result<uint> number = property.AsUInt32;
        return number.IsOk ? number.Value : otherwise;
    }
}
