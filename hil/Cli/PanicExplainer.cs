// Where in the sources a panic happened, as evidence of its verdict.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Reports.Symbols;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Cli;

/// <summary>
/// Symbolizes the panic's addresses with artifacts/kernel.elf, if that is the kernel that ran, and
/// shows the lines around the place.
/// </summary>
internal static class PanicExplainer
{
    private static ProgramPlaces ProgramPlaces => new(
        new ProgramFiles(Repository.Artifact("services")),
        (file, addresses) => Symbolizer.Locate(file, Repository.Root, addresses));

    private const int LinesAround = 3;
    private const int MostPlaces = 2;

    // Frames that every panic has.
    private const string Machinery = "kernel/Core/Panic/";

    /// <summary>
    /// <paramref name="verdict"/> of <paramref name="run"/> with places added to its evidence;
    /// unchanged when there is no panic.
    /// </summary>
    public static Verdict Explain(RunObserver run, Verdict verdict)
    {
        if (run.Serial.Panics.Count == 0)
        {
            return verdict;
        }

        PanicReport panic = run.Serial.Panics[0];
        string elf = KernelBuild.Elf, built = KernelBuild.Here, ran = KernelBuild.Of(run);
        if (built.Length == 0 || built != ran)
        {
            return verdict with
            {
                Evidence = [
                    .. verdict.Evidence,
                    $"addresses stay numbers: artifacts/kernel.elf is {(built.Length == 0 ? "missing" : "of build " + built)}, the kernel "
                        + $"that ran of {ran}"
                ]
            };
        }

        try
        {
            List<SymbolLocation> places = [];
            IReadOnlyList<string> lines = PanicAnnotator.Annotate(
                ["PANIC: " + panic.Reason, .. panic.Lines],
                addresses => Locate(elf, addresses, places));
            lines = ProgramPlaces.Annotate(lines);
            // The judge's evidence begins with the panic's own lines; these are the same ones with places.
            return verdict with
            {
                Evidence = [.. lines.Skip(1), .. places.Take(MostPlaces).SelectMany(Around), .. verdict.Evidence.Skip(panic.Lines.Count)]
            };
        }
        catch (InfrastructureException e)
        {
            return verdict with { Evidence = [.. verdict.Evidence, $"addresses stay numbers: {e.Message}"] };
        }
    }

    private static IReadOnlyDictionary<ulong, IReadOnlyList<SymbolLocation>> Locate(
        string elf,
        IReadOnlyCollection<ulong> addresses,
        List<SymbolLocation> places)
    {
        IReadOnlyDictionary<ulong, IReadOnlyList<SymbolLocation>> known = Symbolizer.Locate(elf, Repository.Root, addresses);
        IEnumerable<SymbolLocation> inOrder = addresses.SelectMany(
            address => known.TryGetValue(address, out IReadOnlyList<SymbolLocation>? list) ? list : []);
        places.AddRange(inOrder
            .Where(place => place.Line > 0
                && !place.File.StartsWith(Machinery, StringComparison.Ordinal)
                && File.Exists(Path.Combine(Repository.Root, place.File)))
            .DistinctBy(place => place.File + place.Line));
        return known;
    }

    private static IEnumerable<string> Around(SymbolLocation place)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, place.File));
        yield return $"{place.File}:{place.Line}, in {place.Function}:";
        for (int number = Math.Max(1, place.Line - LinesAround); number <= Math.Min(lines.Length, place.Line + LinesAround); number++)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{(number == place.Line ? ">" : " ")}{number,5} | {lines[number - 1]}");
        }
    }
}
