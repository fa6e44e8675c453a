// rk flash.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using RustKernel.Flash.Images;
using RustKernel.Flash.Images.Cards;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>
/// Writes a board's disk image to a card or a file and verifies it. Also checks cards and files against the manifest, and lists cards.
/// </summary>
internal sealed class FlashVerb
{
    private readonly Argument<string> _board = new("BOARD") { Description = "the board; rk boards lists them" };
    private readonly Argument<string?> _target = new("DEVICE-OR-FILE")
    {
        Description = "a whole card (/dev/sdX, /dev/mmcblkN) or an image file",
        Arity = ArgumentArity.ZeroOrOne
    };
    private readonly Option<bool> _yes = new("--yes") { Description = "do not ask before a card is overwritten" };
    private readonly Option<string?> _force = new("--force")
    {
        Description = "write exactly this disk (its name, as in sdb) even if it is mounted, not removable, part of the system or "
            + "very large",
        HelpName = "NAME"
    };
    private readonly Option<bool> _eraseData = new("--erase-data")
    {
        Description = "write the whole image, also over a data partition (/data); its files are lost"
    };
    private readonly SizeOptions _sizes = new();
    private readonly CardList _cards = new(SystemPaths.Machine);

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Command command = new("flash", "Cards and disk images of boards: list, write, verify.");
        FlashVerb write = new();
        command.Subcommands.Add(
            write.Subcommand(
                "sd",
                "Write the image of artifacts/BOARD/boot to a card or a file, read it back and compare. What a data partition (/data) has "
                    + "is kept. Without a target: list the cards.",
                write.Write,
                [write._yes, write._force, write._eraseData, .. write._sizes.All]));
        FlashVerb verify = new();
        command.Subcommands.Add(
            verify.Subcommand("verify", "Check a card or a file against the manifest of the board's image.", verify.Verify));
        Option<bool> all = new("--all") { Description = "also other disks, and why they are refused" };
        Command list = new("cards", "List the cards of this machine with model, size and bus.") { all };
        JsonOption json = new();
        json.AddTo(list);
        list.SetAction(parsed => new FlashVerb().List(Console.Out, parsed.GetValue(all), rows => json.Write(parsed, rows)));
        command.Subcommands.Add(list);
        return command;
    }

    private Command Subcommand(string name, string description, Func<ParseResult, int> run, params Option[] options)
    {
        Command command = new(name, description) { _board, _target };
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }

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

    // A name that is no card is a mistake on the command line, not a failure of the card.
    private Card FindCard(string target)
    {
        try
        {
            return _cards.Find(target);
        }
        catch (ImageException e)
        {
            throw new ConfigurationException(e.Message);
        }
    }

    private int Write(ParseResult parsed)
    {
        BoardDefinition board = Board(parsed);
        if (parsed.GetValue(_target) is not { } target)
        {
            return AskForTarget(board);
        }

        Card? card = _cards.IsDevice(target) ? FindCard(target) : null;
        if (card is null)
        {
            RequireFile(target);
        }

        int sectorBytes = card?.SectorBytes ?? DiskImage.UsualSectorBytes;
        ImageManifest manifest = BootFolder.MakeImage(board, _sizes.Read(parsed, sectorBytes), sectorBytes);
        string image = BootFolder.ImageOf(board, sectorBytes);
        bool isErased = parsed.GetValue(_eraseData);
        if (card is not null && IsRefused(parsed, card, manifest.EndOf(keepsData: !isErased)))
        {
            return ExitStatus.Usage;
        }

        KeptData? kept = isErased ? null : Look(card, target, board);
        if (card is not null && kept is null && IsRefused(parsed, card, manifest.EndOf(keepsData: false)))
        {
            return ExitStatus.Usage;
        }

        if (kept?.Objection(manifest) is { Length: > 0 } objection)
        {
            Console.Error.WriteLine($"rk: {target} was not written: {objection}");
            return ExitStatus.Usage;
        }

        if (card is not null && !IsAgreed(parsed, card, kept))
        {
            return ExitStatus.Usage;
        }

        Stopwatch clock = Stopwatch.StartNew();
        long written;
        using (WriteDisplay display = new())
        {
            written = card is not null
                ? WriteCard(parsed, card, image, manifest, kept, display)
                : kept is null
                    ? ImageWriter.WriteFile(image, manifest, target, display)
                    : ImageWriter.WriteBootPartitionOfFile(image, manifest, target, display);
        }

        string advice = BootFolder.Advice(manifest);
        RemarkOnSystem(card, manifest);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target}: {manifest.Board}, build {manifest.Build}: {written} bytes written and found right, "
                + $"{clock.Elapsed.TotalSeconds:0.0} s{(kept is null ? "" : $"; /data ({kept.Length >> 20} MiB) was kept")}"));
        if (advice.Length > 0)
        {
            Console.Error.WriteLine($"rk: {advice}");
        }

        return ExitStatus.Pass;
    }

    // The user's data on the card or in the file. A card that cannot be read is not written.
    private static KeptData? Look(Card? card, string target, BoardDefinition board)
    {
        try
        {
            if (card is null)
            {
                return KeptData.In(target, TargetVolumes.Shared);
            }

            using IBlockTarget device = ImageWriter.Open(card.Path, () => new DeviceTarget(card.Path, write: false, exclusive: false));
            return KeptData.On(device, TargetVolumes.Shared);
        }
        catch (UnknownDataException e)
        {
            throw new ConfigurationException(e.Message);
        }
        catch (ImageException) when (card is not null && !IsWritable(card))
        {
            throw new ImageException(CardPermission.Advice(card, $"./rk flash sd {board.Name} {card.Path}"));
        }
    }

    // The system reads the table again after the write, unless a part of the disk is in use.
    private void RemarkOnSystem(Card? card, ImageManifest manifest)
    {
        if (card is not null && _cards.FirstPartition(card) is { } seen && seen != DiskImage.PartitionOf(manifest))
        {
            Console.Error.WriteLine(
                $"rk: this machine still sees the old partitions of {card.Path} (the first at byte {seen.Start}): take it out and put it "
                    + $"in again before it is mounted here");
        }
    }

    private long WriteCard(ParseResult parsed, Card card, string image, ImageManifest manifest, KeptData? kept, WriteDisplay display)
    {
        try
        {
            bool isForced = parsed.GetValue(_force) == card.Name;
            using IBlockTarget target = ImageWriter.Open(card.Path, () => new DeviceTarget(card.Path, write: true, exclusive: !isForced));
            return kept is null
                ? ImageWriter.Write(image, manifest, target, display)
                : ImageWriter.WriteBootPartition(image, manifest, target, display);
        }
        catch (ImageException) when (!IsWritable(card))
        {
            throw new ImageException(CardPermission.Advice(card, $"./rk flash sd {manifest.Board} {card.Path}"));
        }
    }

    // Names all that is wrong with the card at once.
    private bool IsRefused(ParseResult parsed, Card card, long imageBytes)
    {
        IReadOnlyList<CardObjection> objections = CardRules.Check(card, imageBytes);
        bool isForced = parsed.GetValue(_force) == card.Name;
        CardObjection[] standing = [.. objections.Where(objection => !isForced || !objection.CanBeForced)];
        foreach (CardObjection objection in standing)
        {
            Console.Error.WriteLine($"rk: {card.Path} {objection.Text}");
        }

        if (standing.Length > 0 && standing.All(objection => objection.CanBeForced))
        {
            Console.Error.WriteLine($"rk: nothing was written; if it is the right disk all the same: --force {card.Name}");
        }

        return standing.Length > 0;
    }

    // The question, unless --yes answered it.
    private bool IsAgreed(ParseResult parsed, Card card, KeptData? kept)
    {
        if (parsed.GetValue(_yes))
        {
            return true;
        }

        if (Console.IsInputRedirected)
        {
            Console.Error.WriteLine($"rk: {card.Path} would be overwritten: say --yes");
            return false;
        }

        string lost = kept is null ? "Everything on" : $"Everything but /data ({kept.Length >> 20} MiB) on";
        Console.Write($"{lost} {Describe(card)} will be lost. Type its name ({card.Name}) to go on: ");
        if (Console.ReadLine()?.Trim() == card.Name)
        {
            return true;
        }

        Console.Error.WriteLine("rk: nothing was written");
        return false;
    }

    private int AskForTarget(BoardDefinition board)
    {
        List(Console.Error, all: false);
        Console.Error.WriteLine($"rk: name the card or file to write: rk flash sd {board.Name} DEVICE-OR-FILE");
        return ExitStatus.Usage;
    }

    // written: asked to show the rows in another form; true: they need no table any more.
    private int List(TextWriter output, bool all, Func<IReadOnlyList<object>, bool>? written = null)
    {
        Card[] shown = [.. _cards.All().Where(card => card.IsCandidate || (all && card.Size > 0))];
        if (written?.Invoke([.. shown.Select(Row)]) == true)
        {
            return ExitStatus.Pass;
        }

        if (shown.Length == 0)
        {
            output.WriteLine(all ? "no disks" : "no cards: none is in, or the reader is not plugged in (--all shows other disks)");
        }

        foreach (Card card in shown)
        {
            string[] remarks = [.. CardRules.Check(card, 0).Select(objection => objection.Text)];
            output.WriteLine(string.Join("  ", [Describe(card), .. remarks]));
        }

        return ExitStatus.Pass;
    }

    private static object Row(Card card)
        => new
        {
            card.Path,
            card.Model,
            Bytes = card.Size,
            card.Bus,
            Objections = CardRules.Check(card, 0).Select(objection => objection.Text),
        };

    private static string Describe(Card card) =>
        $"{card.Path}  {(card.Model.Length > 0 ? card.Model : "unknown model")}  {CardRules.Size(card.Size)}  {card.Bus}";

    private int Verify(ParseResult parsed)
    {
        BoardDefinition board = Board(parsed);
        string target = parsed.GetValue(_target) ?? throw new ConfigurationException("name the card or file to check");
        Card? card = _cards.IsDevice(target) ? FindCard(target) : null;
        ImageManifest manifest = ImageManifest.Load(
            ImageManifest.PathFor(BootFolder.ImageOf(board, card?.SectorBytes ?? DiskImage.UsualSectorBytes)));
        using (WriteDisplay display = new())
        {
            if (card is not null)
            {
                VerifyCard(card, manifest, display);
            }
            else if (File.Exists(target))
            {
                VerifyFile(target, manifest, display);
            }
            else
            {
                throw new ConfigurationException($"{target} does not exist");
            }
        }

        Console.WriteLine($"{target} holds the image of {board.Name}, build {manifest.Build}: {manifest.Files.Count} files as the "
            + $"manifest says");
        return ExitStatus.Pass;
    }

    // /data holds the user's files, and no image says what they must be.
    private static void VerifyCard(Card card, ImageManifest manifest, WriteDisplay display)
    {
        using IBlockTarget device = ImageWriter.Open(card.Path, () => new DeviceTarget(card.Path, write: false, exclusive: false));
        bool keeps = IsKept(() => KeptData.On(device, TargetVolumes.Shared), manifest);
        ImageWriter.VerifyCard(device, keeps ? manifest.OfBootPartition() : manifest, display);
    }

    private static void VerifyFile(string file, ImageManifest manifest, WriteDisplay display)
    {
        if (IsKept(() => KeptData.In(file, TargetVolumes.Shared), manifest))
        {
            ImageWriter.VerifyBootPartitionOfFile(file, manifest, display);
        }
        else
        {
            ImageWriter.VerifyFile(file, manifest, display);
        }
    }

    // The comparison reports a table that contradicts itself.
    private static bool IsKept(Func<KeptData?> look, ImageManifest manifest)
    {
        try
        {
            return look()?.Objection(manifest) is "";
        }
        catch (UnknownDataException)
        {
            return false;
        }
    }

    private static bool IsWritable(Card card) => SerialPortAccess.IsUsable(card.Path);

    private BoardDefinition Board(ParseResult parsed) => BoardCatalog.Load(Repository.Root).Board(parsed.GetValue(_board)!);

    private static void RequireFile(string target)
    {
        if (Directory.Exists(target))
        {
            throw new ConfigurationException($"{target} is a folder");
        }

        if (!target.Contains('/') && !File.Exists(target) && Directory.Exists(Path.Combine(SystemPaths.Machine.Sys, "block", target)))
        {
            throw new ConfigurationException($"{target} is the name of a disk: write /dev/{target} for it, or ./{target} for a file");
        }
    }
}
