// Which history file a call of rk works on.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Security.Cryptography;
using RustKernel.Hil.History;
using RustKernel.Hil.Reports;

namespace RustKernel.Hil.Cli;

/// <summary>--history FILE|none, else RK_HISTORY, else artifacts/history.db.</summary>
internal sealed class RunHistoryFile
{
    private const string Nowhere = "none";
    private readonly Option<string?> _history = new("--history")
    {
        Description = "the history file; none to remember nothing (default: $RK_HISTORY, else artifacts/history.db)",
        HelpName = "FILE",
    };

    /// <summary>Adds the option to <paramref name="command"/>.</summary>
    public void AddTo(Command command) => command.Options.Add(_history);

    /// <summary>The file's path; null when nothing is to be remembered.</summary>
    public string? Path(ParseResult parsed)
    {
        string stated = parsed.GetValue(_history) is { } option ? option : Environment.GetEnvironmentVariable("RK_HISTORY") ?? "";
        if (stated == Nowhere)
        {
            return null;
        }

        return stated.Length > 0 ? System.IO.Path.GetFullPath(stated) : Repository.Work("history.db");
    }

    /// <summary>
    /// How many tests the suites of the image at <paramref name="image"/> are known to have, by the
    /// history at <paramref name="path"/>; empty when nothing is known.
    /// </summary>
    public static IReadOnlyDictionary<string, int> KnownTests(string? path, string image)
    {
        if (path is null || !System.IO.File.Exists(image))
        {
            return new Dictionary<string, int>();
        }

        try
        {
            using HistoryStore? store = HistoryStore.OpenExisting(path);
            return store?.SuiteTests(Convert.ToHexStringLower(SHA256.HashData(System.IO.File.ReadAllBytes(image))))
                ?? new Dictionary<string, int>();
        }
        catch (HistoryException e)
        {
            Console.Error.WriteLine($"rk: how many tests the image has is not known: {e.Message}");
            return new Dictionary<string, int>();
        }
    }

    /// <summary>
    /// Records <paramref name="runs"/> in the history at <paramref name="path"/> (null: nowhere). A history that cannot be written is
    /// reported and changes no verdict.
    /// </summary>
    public static void Record(string? path, IEnumerable<RunReport> runs)
    {
        if (path is null)
        {
            return;
        }

        try
        {
            using HistoryStore store = HistoryStore.Open(path);
            foreach (RunReport run in runs)
            {
                store.Record(RunHistory.Of(run));
            }
        }
        catch (HistoryException e)
        {
            Console.Error.WriteLine($"rk: not recorded: {e.Message}");
        }
    }
}
