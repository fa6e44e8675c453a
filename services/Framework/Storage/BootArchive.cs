using System;
using RustKernel.Services.Text;
using RustKernel.Spaces;

namespace RustKernel.Services.Storage;

/// <summary>Reads the boot archive that this process was given. Mapped once, and the mapping is kept.</summary>
public static class BootArchive
{
    private static MappedMemory? s_memory;

    /// <summary>The archive; empty if the process has no handle to it.</summary>
    internal static ReadOnlySpan<byte> Bytes
    {
        get
        {
            if (s_memory is null && !Own.Archive.IsNone)
            {
                _ = MappedMemory.Open(Own.Archive, isWritable: false, out s_memory);
            }

            return s_memory is null ? default : (ReadOnlySpan<byte>)s_memory.Bytes;
        }
    }

    /// <summary>Finds file <paramref name="name"/>: its offset in the archive and its size. NotFound; Corrupt.</summary>
    public static ErrorCode Find(string name, out ulong offset, out ulong bytes)
    {
        Span<byte> text = stackalloc byte[name.Length];
        for (int i = 0; i < name.Length; i++)
        {
            text[i] = (byte)name[i];
        }

        ErrorCode error = new CpioArchive(Bytes).Find(text, out int at, out int size);
        offset = (ulong)at;
        bytes = (ulong)size;
        return error;
    }

    /// <summary>Part of the archive: of a file that <see cref="Find"/> has found.</summary>
    public static ReadOnlySpan<byte> Part(ulong offset, ulong bytes) => Bytes.Slice((int)offset, (int)bytes);

    /// <summary>File <paramref name="name"/> as text; empty if there is none.</summary>
    public static string Text(string name) =>
        Find(name, out ulong offset, out ulong bytes) == ErrorCode.None ? MessageText.ToText(Bytes.Slice((int)offset, (int)bytes)) : "";

    /// <summary>All manifests.</summary>
    public static ManifestList Manifests() => new();
}
