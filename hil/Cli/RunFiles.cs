// A board's boot partition for one run.

using System.Collections.Generic;
using System.IO;
using System.Linq;
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
            List<string> files = [.. BootFolder.Plan(board).Make(Path.Combine(Repository.Root, target.Image), folder)];
            string commandLine = Path.Combine(folder, CommandLineFile);
            string own = File.Exists(commandLine) ? File.ReadAllText(commandLine).Trim() : "";
            File.WriteAllText(commandLine, string.Join(' ', new[] { own, target.CommandLine }.Where(part => part.Length > 0)) + "\n");
            if (!files.Contains(commandLine))
                files.Add(commandLine);
            return files;
        }
        catch (FirmwareException e)
        {
            throw new InfrastructureException(e.Message);
        }
    }
}
