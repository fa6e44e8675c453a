// A board's firmware files as the rest of the tool asks for them.

using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RustKernel.Hil.Firmware;

/// <summary>What firmware/firmware.yaml of a board lists, in the cache.</summary>
public sealed class BoardFirmware
{
    private readonly string _board;
    private readonly FirmwareList _list;
    private readonly FirmwareCache _cache;

    private BoardFirmware(string board, FirmwareList list)
    {
        _board = board;
        _list = list;
        _cache = new FirmwareCache(board);
    }

    /// <summary>The names of the files that go on the boot partition.</summary>
    public IEnumerable<string> BootNames => BootPackages.SelectMany(package => package.Files).Select(file => file.To);

    /// <summary>The licences that came with those that are here, with the versions they are of.</summary>
    public IEnumerable<(string Path, string Version)> BootCopyrights => BootPackages.Where(package => package.Files.Exists(_cache.Holds))
        .Select(package => (Path.Combine(
            _cache.Folder,
            $"copyright.{package.Name}"), Find(package.Files.First(_cache.Holds).To)!.Value.Version))
        .Where(copyright => File.Exists(copyright.Item1));

    private IEnumerable<FirmwarePackage> BootPackages => _list.Packages.Where(package => package.Boot);

    private IEnumerable<FirmwareFile> Files => _list.Packages.SelectMany(package => package.Files);

    /// <summary>The firmware of <paramref name="board"/>, whose folder is <paramref name="folder"/>; null when it needs none.</summary>
    /// <exception cref="FirmwareException">The list is wrong.</exception>
    public static BoardFirmware? Of(string board, string folder)
    {
        string file = Path.Combine(folder, "firmware", "firmware.yaml");
        return File.Exists(file) ? new BoardFirmware(board, FirmwareList.Load(file)) : null;
    }

    /// <summary>
    /// The path of the file called <paramref name="name"/> with an accepted hash, and its version;
    /// null when it was not fetched.
    /// </summary>
    public (string Path, string Version)? Find(string name)
    {
        FirmwareFile file = Files.First(listed => listed.To == name);
        return _cache.Holds(file) ? (_cache.PathOf(file), file.Sha256[FirmwareCache.HashOf(_cache.PathOf(file))]) : null;
    }

    /// <summary>The path of the file called <paramref name="name"/>, with an accepted hash.</summary>
    /// <exception cref="FirmwareException">It is not listed, not fetched yet, or not what the list says.</exception>
    public string Require(string name)
    {
        FirmwareFile file = Files.FirstOrDefault(listed => listed.To == name)
            ?? throw new FirmwareException(2, $"firmware.yaml of board {_board} lists no {name}");
        if (!_cache.Holds(file))
        {
            string what = File.Exists(_cache.PathOf(file)) ? "is not the one that firmware.yaml lists" : "is not here";
            throw new FirmwareException(2, $"{name} of board {_board} {what}: run ./rk firmware fetch {_board}");
        }

        return _cache.PathOf(file);
    }
}
