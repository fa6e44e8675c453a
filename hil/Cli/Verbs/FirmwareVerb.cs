// rk firmware fetch.

using System;
using System.Collections.Generic;
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
        JsonOption json = new();
        json.AddTo(fetch);
        fetch.SetAction(parsed => Fetch(parsed, parsed.GetValue(board)!, json));
        Command command = new("firmware", "Device trees and boot firmware of boards.");
        command.Subcommands.Add(fetch);
        return command;
    }

    private static int Fetch(ParseResult parsed, string board, JsonOption json)
    {
        string? file = parsed.GetValue(json.File);
        using IDisposable reserved = JsonOption.Reserve(file);
        List<(string Sha256, string Path)> files = [];
        using TimedStep step = TimedStep.Begin($"fetching the firmware of {board}", "firmware-" + board, isAnnounced: false);
        int status = FirmwareFetcher.Run(Repository.Root, board, Console.Out, Console.Error, files);
        if (status != ExitStatus.Pass)
        {
            return status;
        }

        step.Done();
        if (file is not null)
        {
            JsonOption.WriteTo(file, files.ConvertAll(fetched => new { fetched.Sha256, fetched.Path }));
        }

        return status;
    }
}
