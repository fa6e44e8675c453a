// Reads a .dtb file for the command line: one clear line when it is not one.

using System;
using System.Globalization;
using System.IO;
using RustKernel.DeviceTree;

namespace RustKernel.Hil.DeviceTree;

/// <summary>Loads a device-tree file and refuses damaged ones.</summary>
public static class DeviceTreeFile
{
    /// <summary>The bytes of <paramref name="file"/>, or null with one line in <paramref name="problem"/>.</summary>
    public static byte[]? Load(string file, out string problem)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = $"cannot read {file}: {exception.Message}";
            return null;
        }
        DeviceTreeError error = DeviceTreeBlob.Open(bytes, out DeviceTreeBlob tree);
        if (error != DeviceTreeError.None)
        {
            problem = $"{file} is not a device tree: {DeviceTreeErrorText.Of(error)}";
            return null;
        }
        error = tree.Check(out int offset);
        problem = error == DeviceTreeError.None
            ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $"{file} is damaged at byte 0x{offset:x}: {DeviceTreeErrorText.Of(error)}");
        return error == DeviceTreeError.None ? bytes : null;
    }
}
