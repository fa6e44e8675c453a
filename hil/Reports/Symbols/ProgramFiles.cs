// Programs of the target, by their build ids.

using System;
using System.Collections.Generic;
using System.IO;

namespace RustKernel.Hil.Reports.Symbols;

/// <summary>The programs with symbols in a folder: services/Program.targets leaves NAME.elf in artifacts/services.</summary>
public sealed class ProgramFiles
{
    private const int HeadBytes = 1024;
    private const int IdBytes = 8;
    private const int ShownBytes = 4;
    private readonly Dictionary<string, string> _files = [];

    /// <summary>The programs in <paramref name="folder"/>; none when there is no such folder.</summary>
    public ProgramFiles(string folder)
    {
        Folder = folder;
        foreach (string file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.elf") : [])
        {
            if (IdOf(file) is { Length: > 0 } id)
            {
                _files[id] = file;
            }
        }
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The file whose build id begins with <paramref name="id"/>, eight digits; null: there is none.</summary>
    public string? Find(string id) => _files.GetValueOrDefault(id);

    /// <summary>The first eight digits of the build id of the ELF file <paramref name="file"/>; empty: it has none.</summary>
    public static string IdOf(string file)
    {
        byte[] head = new byte[HeadBytes];
        using FileStream stream = File.OpenRead(file);
        int count = stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false);

        // The note's head: four bytes of name, eight of id, type 3, "GNU".
        ReadOnlySpan<byte> note = [4, 0, 0, 0, IdBytes, 0, 0, 0, 3, 0, 0, 0, (byte)'G', (byte)'N', (byte)'U', 0];
        int at = head.AsSpan(0, count).IndexOf(note);
        return at < 0 || at + note.Length + IdBytes > count ? "" : Convert.ToHexStringLower(head.AsSpan(at + note.Length, ShownBytes));
    }
}
