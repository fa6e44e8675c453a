// A board's boot partition for one run.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using RustKernel.Flash.Images;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Firmware;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli;

/// <summary>The board's boot folder with the run's image and command line.</summary>
internal static class RunFiles
{
    private const string CommandLineFile = "cmdline.txt";

    /// <summary>Lays out the boot partition of <paramref name="target"/> in <paramref name="folder"/>; returns its files.</summary>
    /// <exception cref="InfrastructureException">Firmware was not fetched, or an overlay does not compile.</exception>
    public static IReadOnlyList<string> LayOut(TargetDefinition target, string folder)
    {
        try
        {
            BoardDefinition board = BoardCatalog.Load(Repository.Root).Board(target.Board);
            ImageManifest made = BootFolder.Plan(board).Make(Path.Combine(Repository.Root, target.Image), folder);
            if (made.Missing.Count > 0)
            {
                throw new InfrastructureException(
                    $"{string.Join(", ", made.Missing)} of board {board.Name} {(made.Missing.Count == 1 ? "is" : "are")} not here: run "
                        + $"./rk firmware fetch {board.Name}");
            }
            // It describes the board's own command line, not the run's.
            File.Delete(Path.Combine(folder, BootFolder.ManifestName));
            List<string> files = [.. made.Files.Select(file => Path.Combine(folder, file.Path))];
            string commandLine = Path.Combine(folder, CommandLineFile);
            string own = File.Exists(commandLine) ? File.ReadAllText(commandLine).Trim() : "";
            File.WriteAllText(commandLine, string.Join(' ', new[] { own, target.CommandLine }.Where(part => part.Length > 0)) + "\n");
            if (!files.Contains(commandLine))
            {
                files.Add(commandLine);
            }

            return files;
        }
        catch (FirmwareException e)
        {
            throw new InfrastructureException(e.Message);
        }
    }
}
