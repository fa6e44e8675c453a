// Which commit an image was built from.

using System;
using System.Text;

namespace RustKernel.Hil.Targets;

/// <summary>The string "RustKernel-build-id: COMMIT" that the build puts into the image's read-only data.</summary>
public static class BuildId
{
    /// <summary>The commit named in <paramref name="image"/> (ELF or raw); empty when there is none.</summary>
    public static string Find(ReadOnlySpan<byte> image)
    {
        ReadOnlySpan<byte> mark = "RustKernel-build-id: "u8;
        int at = image.IndexOf(mark);
        if (at < 0)
        {
            return "";
        }

        ReadOnlySpan<byte> rest = image[(at + mark.Length)..];
        int end = rest.IndexOfAny((byte)'\n', (byte)0);
        return end is < 0 or > 80 ? "" : Encoding.ASCII.GetString(rest[..end]).Trim();
    }
}
