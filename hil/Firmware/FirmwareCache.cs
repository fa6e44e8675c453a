// Where fetched firmware lies: outside the repository.

using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;

namespace RustKernel.Hil.Firmware;

/// <summary>The cache of one board: <c>${XDG_CACHE_HOME:-~/.cache}/rustkernel/firmware/BOARD/</c>.</summary>
public sealed class FirmwareCache
{
    /// <summary>The cache of <paramref name="board"/> (the name of a folder under boards/).</summary>
    public FirmwareCache(string board)
    {
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache))
        {
            cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        }

        Folder = Path.Combine(cache, "rustkernel", "firmware", board);
    }

    /// <summary>The folder; it need not exist yet.</summary>
    public string Folder { get; }

    /// <summary>Where <paramref name="file"/> lies once fetched.</summary>
    public string PathOf(FirmwareFile file) => Path.Combine(Folder, file.To);

    /// <summary>True when <paramref name="file"/> is there with an accepted hash.</summary>
    public bool Holds(FirmwareFile file) => File.Exists(PathOf(file)) && file.Sha256.ContainsKey(HashOf(PathOf(file)));

    /// <summary>True when every file of <paramref name="list"/> is there with an accepted hash.</summary>
    public bool Holds(FirmwareList list) => list.Packages.All(package => package.Files.All(Holds));

    internal static string HashOf(string file)
    {
        using FileStream stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
