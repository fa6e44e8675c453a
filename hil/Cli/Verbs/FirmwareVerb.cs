// rk firmware fetch.

using System;
using System.CommandLine;
using RustKernel.Hil.Firmware;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Fetches the firmware that a board needs and this repository does not hold.</summary>
internal static class FirmwareVerb
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Argument<string> board = new("BOARD") { Description = "the board; rk boards lists them" };
        Command fetch = new(
            "fetch",
            "Fetch a board's device tree and boot firmware into the cache; every file is checked against the board's list.");
        fetch.Arguments.Add(board);
        fetch.SetAction(parsed => FirmwareFetcher.Run(Repository.Root, parsed.GetValue(board)!, Console.Out, Console.Error));
        Command command = new("firmware", "Device trees and boot firmware of boards.");
        command.Subcommands.Add(fetch);
        return command;
    }
}
