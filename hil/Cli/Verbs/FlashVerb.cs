// rk flash.

using System;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using RustKernel.Flash.Images;
using RustKernel.Hil.Firmware;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Makes a board's disk image from its boot folder, writes it to a file, checks files against the manifest.</summary>
internal sealed class FlashVerb
{
    private readonly Argument<string> _board = new("BOARD") { Description = "the board; rk boards lists them" };
    private readonly Argument<string> _target = new("FILE") { Description = "the image file to write or to check" };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Command command = new("flash", "Disk images of boards: write, verify.");
        command.Subcommands.Add(new FlashVerb().Subcommand("sd", "Make the image of artifacts/BOARD/boot, write it to FILE, read it back and compare.", verb => verb.Write));
        command.Subcommands.Add(new FlashVerb().Subcommand("verify", "Check FILE against the manifest of the board's image.", verb => verb.Verify));
        return command;
    }

    private Command Subcommand(string name, string description, Func<FlashVerb, Func<ParseResult, int>> action)
    {
        Command command = new(name, description);
        command.Arguments.Add(_board);
        command.Arguments.Add(_target);
        Func<ParseResult, int> run = action(this);
        command.SetAction(parsed =>
        {
            try
            {
                return run(parsed);
            }
            catch (ImageException e)
            {
                Console.Error.WriteLine($"rk: {e.Message}");
                return ExitStatus.Infrastructure;
            }
        });
        return command;
    }

    private int Write(ParseResult parsed)
    {
        BoardDefinition board = Board(parsed);
        string target = Target(parsed);
        string image = ImageOf(board);
        string folder = Repository.Artifact(board.Name, "boot");
        if (!Directory.Exists(folder))
            throw new ConfigurationException($"{Repository.Show(folder)} does not exist: run rk image {board.Name} first");
        bool isUefi = BoardFirmware.Of(board.Name, board.Folder) is null;
        string kernel = Path.Combine(folder, board.BootName);
        ImageManifest manifest = DiskImage.Make(
            image,
            board.Name,
            File.Exists(kernel) ? BuildId.Find(File.ReadAllBytes(kernel)) : "",
            isUefi ? DiskLayout.EfiSystemPartition : DiskLayout.FirmwarePartition,
            isUefi ? [new ImageFile("EFI/BOOT/BOOTAA64.EFI", kernel)] : DiskImage.FilesOf(folder));
        foreach (ManifestFile file in manifest.Files)
            Console.WriteLine($"{file.Sha256}  {file.Size,9}  {file.Path}");
        Console.WriteLine($"{manifest.Sha256}  {manifest.Size,9}  {Repository.Show(image)}");
        Stopwatch clock = Stopwatch.StartNew();
        long written = ImageWriter.WriteFile(image, target);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target}: {written} bytes written, {manifest.Size} compared, {clock.Elapsed.TotalSeconds:0.0} s"));
        if (!isUefi && !manifest.Files.Any(file => file.Path == "start4.elf"))
            Console.WriteLine($"a real board needs its firmware beside these: rk firmware fetch {board.Name}, then rk image {board.Name}");
        return ExitStatus.Pass;
    }

    private int Verify(ParseResult parsed)
    {
        BoardDefinition board = Board(parsed);
        string target = Target(parsed);
        if (!File.Exists(target))
            throw new ConfigurationException($"{target} does not exist");
        ImageManifest manifest = ImageManifest.Load(ImageManifest.PathFor(ImageOf(board)));
        ImageWriter.Verify(target, manifest);
        Console.WriteLine($"{target} is the image of {board.Name}, build {manifest.Build}");
        return ExitStatus.Pass;
    }

    private static string ImageOf(BoardDefinition board) => Repository.Artifact(board.Name, "sdcard.img");

    private BoardDefinition Board(ParseResult parsed) => BoardCatalog.Load(Repository.Root).Board(parsed.GetValue(_board)!);

    // Cards have checks to pass before they may be overwritten; files have not.
    private string Target(ParseResult parsed)
    {
        string target = parsed.GetValue(_target)!;
        if (Directory.Exists(target))
            throw new ConfigurationException($"{target} is a folder");
        if (target.StartsWith("/dev/", StringComparison.Ordinal) || (File.Exists(target) && File.GetAttributes(target).HasFlag(FileAttributes.Device)))
            throw new ConfigurationException($"{target} is a device: this version writes to files only; write one, then copy it with a tool that you trust with devices");
        return target;
    }
}
