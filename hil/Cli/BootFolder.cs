// artifacts/BOARD/boot/: what goes on the boot partition or into the TFTP root.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using RustKernel.Flash.Images;
using RustKernel.Hil.Firmware;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli;

/// <summary>Lays out a board's boot folder from its own files, the built image and the fetched firmware.</summary>
internal sealed class BootFolder
{
    /// <summary>Names, hashes, sizes and versions of the folder's files, in the folder itself.</summary>
    public const string ManifestName = "manifest.json";

    private readonly BoardDefinition _board;
    private readonly List<(string Source, string Version)> _sources = [];
    private readonly List<string> _missing = [];

    private BootFolder(BoardDefinition board) => _board = board;

    /// <summary>Where the folder of <paramref name="board"/> is.</summary>
    public static string PathOf(BoardDefinition board) => Repository.Work(board.Name, "boot");

    /// <summary>True for a board that starts through UEFI: one without boot firmware of its own.</summary>
    public static bool IsUefi(BoardDefinition board) => BoardFirmware.Of(board.Name, board.Folder) is null;

    /// <summary>Where the board's image is for disks whose sectors have <paramref name="sectorBytes"/> bytes.</summary>
    public static string ImageOf(BoardDefinition board, int sectorBytes = DiskImage.UsualSectorBytes)
        => Repository.Work(
            board.Name,
            (IsUefi(board) ? "uefi" : "sdcard") + (sectorBytes == DiskImage.UsualSectorBytes ? "" : $"-{sectorBytes}") + ".img");

    /// <summary>Finds everything but the image and writes nothing. Leaves out firmware that was not fetched.</summary>
    /// <exception cref="FirmwareException">The firmware's list is wrong.</exception>
    /// <exception cref="ConfigurationException">A file that board.yaml names does not exist.</exception>
    public static BootFolder Plan(BoardDefinition board)
    {
        BootFolder folder = new(board);
        foreach (string file in board.Boot.Files)
        {
            folder._sources.Add((folder.Own(file, "boot.files"), ""));
        }

        foreach (string overlay in board.Boot.Overlays)
        {
            folder.Own(overlay, "boot.overlays");
        }

        if (BoardFirmware.Of(board.Name, board.Folder) is { } firmware)
        {
            foreach (string name in firmware.BootNames)
            {
                if (firmware.Find(name) is { } found)
                {
                    folder._sources.Add(found);
                }
                else
                {
                    folder._missing.Add(name);
                }
            }

            folder._sources.AddRange(firmware.BootCopyrights);
        }

        return folder;
    }

    /// <summary>
    /// Makes the folder around <paramref name="image"/> and replaces the old one. Returns its manifest, which is also in the folder.
    /// </summary>
    /// <exception cref="FirmwareException">An overlay does not compile.</exception>
    public ImageManifest Make(string image) => Make(image, PathOf(_board));

    /// <summary>
    /// Makes <paramref name="folder"/> around <paramref name="image"/> and replaces its old contents at one moment: a reader gets either
    /// the old files or the new ones. Returns the manifest, which is also in the folder.
    /// </summary>
    /// <exception cref="FirmwareException">An overlay does not compile.</exception>
    public ImageManifest Make(string image, string folder)
    {
        // A board may be asking for its files at this moment.
        using FolderSwap swap = new(folder);
        ImageManifest manifest = Fill(swap.Draft, image);
        swap.Commit();
        return manifest;
    }

    private ImageManifest Fill(string folder, string image)
    {
        string build = BuildId.Find(File.ReadAllBytes(image));
        Dictionary<string, string> versions = new() { [Add(folder, image, _board.BootName)] = build };
        foreach ((string source, string version) in _sources)
        {
            versions[Add(folder, source, Path.GetFileName(source))] = version.Length > 0 ? version : build;
        }

        foreach (string source in _board.Boot.Overlays)
        {
            string name = "overlays/" + Path.ChangeExtension(Path.GetFileName(source), ".dtbo");
            DeviceTreeCompiler.Compile(Path.Combine(_board.Folder, source), Path.Combine(folder, name));
            versions[name] = build;
        }

        IEnumerable<ImageFile> files = DiskImage.FilesOf(folder).Select(file => file with { Version = versions[file.Path] });
        ImageManifest manifest = new() { Board = _board.Name, Build = build, Missing = _missing, Files = DiskImage.Describe(files) };
        manifest.Save(Path.Combine(folder, ManifestName));
        return manifest;
    }

    /// <summary>
    /// Makes the disk image of the board's boot folder, as it lies there, for disks whose sectors
    /// have <paramref name="sectorBytes"/> bytes.
    /// </summary>
    /// <exception cref="ConfigurationException">There is no boot folder, or partitions cannot have these sizes.</exception>
    /// <exception cref="ImageException">A tool is missing or failed.</exception>
    public static ImageManifest MakeImage(BoardDefinition board, PartitionSizes sizes, int sectorBytes = DiskImage.UsualSectorBytes)
    {
        string folder = PathOf(board);
        if (!File.Exists(Path.Combine(folder, ManifestName)))
        {
            throw new ConfigurationException($"{Repository.Show(folder)} is not complete: run rk image {board.Name} first");
        }

        ImageManifest made = ImageManifest.Load(Path.Combine(folder, ManifestName));
        Dictionary<string, string> versions = made.Files.ToDictionary(file => file.Path, file => file.Version);
        bool isUefi = IsUefi(board);
        ImageFile[] files = isUefi
            ? [new ImageFile("EFI/BOOT/BOOTAA64.EFI", Path.Combine(folder, board.BootName), made.Build)]
            : [.. DiskImage.FilesOf(folder).Select(file => file with { Version = versions.GetValueOrDefault(file.Path, made.Build) })];
        DiskLayout layout = isUefi ? DiskLayout.EfiSystemPartition : DiskLayout.FirmwarePartition;
        string image = ImageOf(board, sectorBytes);
        try
        {
            return DiskImage.Make(
                image,
                board.Name,
                made.Build,
                layout,
                files,
                made.Missing,
                sectorBytes,
                sizes,
                TargetVolumes.Shared);
        }
        catch (ImageSizeException e)
        {
            throw new ConfigurationException(e.Message);
        }
    }

    /// <summary>What a real board still needs, as one line; empty when nothing is missing.</summary>
    public static string Advice(ImageManifest manifest)
        => manifest.Missing.Count == 0
            ? ""
            : $"a real board also needs {string.Join(", ", manifest.Missing)}, which this image has not: run ./rk firmware fetch "
                + $"{manifest.Board}, then ./rk image {manifest.Board}";

    private string Own(string name, string key)
    {
        string file = Path.Combine(_board.Folder, name);
        return File.Exists(file)
            ? file
            : throw new ConfigurationException($"{Repository.Show(file)} does not exist, which {key} of board {_board.Name} names");
    }

    private static string Add(string folder, string from, string name)
    {
        File.Copy(from, Path.Combine(folder, name), overwrite: true);
        return name;
    }
}
