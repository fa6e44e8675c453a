namespace RustKernel.DeviceTree;

/// <summary>The words for a <see cref="DeviceTreeError"/>, for one clear line on the console; needs no formatting or reflection.</summary>
public static class DeviceTreeErrorText
{
    /// <summary>A short lower-case phrase, for example <c>"bad magic number"</c>.</summary>
    public static string Of(DeviceTreeError error) => error switch
    {
        DeviceTreeError.None => "well-formed",
        DeviceTreeError.TooShort => "shorter than a header",
        DeviceTreeError.BadMagic => "bad magic number",
        DeviceTreeError.UnsupportedVersion => "unsupported version",
        DeviceTreeError.BadTotalSize => "implausible total size",
        DeviceTreeError.Truncated => "truncated",
        DeviceTreeError.BadStructureBlock => "structure block outside the tree",
        DeviceTreeError.BadStringsBlock => "strings block outside the tree",
        DeviceTreeError.BadReservationBlock => "bad memory reservation block",
        DeviceTreeError.NoRoot => "no root node",
        DeviceTreeError.BadToken => "unknown token",
        DeviceTreeError.BadNodeName => "unterminated node name",
        DeviceTreeError.BadPropertyName => "bad property name",
        DeviceTreeError.BadPropertyLength => "property value too long",
        DeviceTreeError.MisplacedProperty => "property outside its node's head",
        DeviceTreeError.TooDeep => "nested too deeply",
        DeviceTreeError.Unbalanced => "node ends do not match",
        _ => "damaged",
    };
}
