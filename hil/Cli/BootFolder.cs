// artifacts/BOARD/boot/: what goes on the boot partition or into the TFTP root.

using System.Collections.Generic;
using System.IO;
using RustKernel.Hil.Firmware;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli;

/// <summary>Lays out a board's boot folder from its own files, the built image and the fetched firmware.</summary>
internal static class BootFolder
{
    /// <summary>Makes the folder anew around <paramref name="image"/>; returns its files, the kernel first.</summary>
    /// <exception cref="FirmwareException">Firmware was not fetched, or an overlay does not compile.</exception>
    public static IReadOnlyList<string> Make(BoardDefinition board, string image)
    {
        // Everything that can be missing is looked up before anything is written.
        BoardFirmware? firmware = BoardFirmware.Of(board.Name, board.Folder);
        List<string> sources = [];
        foreach (string file in board.Boot.Files)
            sources.Add(Path.Combine(board.Folder, file));
        foreach (string name in firmware?.Names ?? [])
            sources.Add(firmware!.Require(name));
        sources.AddRange(firmware?.Copyrights ?? []);
        if (sources.Find(file => !File.Exists(file)) is { } missing)
            throw new ConfigurationException($"{Repository.Show(missing)} does not exist, which boot.files of board {board.Name} names");

        string folder = Repository.Artifact(board.Name, "boot");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        List<string> made = [Copy(image, Path.Combine(folder, board.BootName))];
        foreach (string source in sources)
            made.Add(Copy(source, Path.Combine(folder, Path.GetFileName(source))));
        foreach (string source in board.Boot.Overlays)
        {
            made.Add(Path.Combine(folder, "overlays", Path.ChangeExtension(Path.GetFileName(source), ".dtbo")));
            DeviceTreeCompiler.Compile(Path.Combine(board.Folder, source), made[^1]);
        }

        return made;
    }

    private static string Copy(string from, string to)
    {
        File.Copy(from, to, overwrite: true);
        return to;
    }
}
