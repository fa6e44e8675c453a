// artifacts/BOARD/boot/: what goes on the boot partition or into the TFTP root.

using System.Collections.Generic;
using System.IO;
using RustKernel.Hil.Firmware;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli;

/// <summary>Lays out a board's boot folder from its own files, the built image and the fetched firmware.</summary>
internal sealed class BootFolder
{
    private readonly BoardDefinition _board;
    private readonly List<string> _sources = [];

    private BootFolder(BoardDefinition board) => _board = board;

    /// <summary>Finds everything but the image; nothing is written.</summary>
    /// <exception cref="FirmwareException">Firmware was not fetched.</exception>
    /// <exception cref="ConfigurationException">A file that board.yaml names does not exist.</exception>
    public static BootFolder Plan(BoardDefinition board)
    {
        BootFolder folder = new(board);
        foreach (string file in board.Boot.Files)
            folder._sources.Add(folder.Own(file, "boot.files"));
        foreach (string overlay in board.Boot.Overlays)
            folder.Own(overlay, "boot.overlays");
        if (BoardFirmware.Of(board.Name, board.Folder) is { } firmware)
        {
            foreach (string name in firmware.Names)
                folder._sources.Add(firmware.Require(name));
            folder._sources.AddRange(firmware.Copyrights);
        }

        return folder;
    }

    /// <summary>Makes the folder anew around <paramref name="image"/>; returns its files, the kernel first.</summary>
    /// <exception cref="FirmwareException">An overlay does not compile.</exception>
    public IReadOnlyList<string> Make(string image) => Make(image, Repository.Artifact(_board.Name, "boot"));

    /// <summary>Makes <paramref name="folder"/> anew around <paramref name="image"/>; returns its files, the kernel first.</summary>
    /// <exception cref="FirmwareException">An overlay does not compile.</exception>
    public IReadOnlyList<string> Make(string image, string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        List<string> made = [Copy(image, Path.Combine(folder, _board.BootName))];
        foreach (string source in _sources)
            made.Add(Copy(source, Path.Combine(folder, Path.GetFileName(source))));
        foreach (string source in _board.Boot.Overlays)
        {
            made.Add(Path.Combine(folder, "overlays", Path.ChangeExtension(Path.GetFileName(source), ".dtbo")));
            DeviceTreeCompiler.Compile(Path.Combine(_board.Folder, source), made[^1]);
        }

        return made;
    }

    private string Own(string name, string key)
    {
        string file = Path.Combine(_board.Folder, name);
        return File.Exists(file) ? file : throw new ConfigurationException($"{Repository.Show(file)} does not exist, which {key} of board {_board.Name} names");
    }

    private static string Copy(string from, string to)
    {
        File.Copy(from, to, overwrite: true);
        return to;
    }
}
