// The verb "rk boards --coverage DIR": how many trees of a folder would boot, as far as the trees show.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RustKernel.DeviceTree;

namespace RustKernel.Hil.DeviceTree;

/// <summary>Counts what the trees of a folder have and lack, by the code that finds it in the kernel.</summary>
public sealed class BoardCoverage
{
    private readonly SortedDictionary<string, List<string>> _missing = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _consoles = [];

    /// <summary>Trees that were read; overlays and damaged ones are not among them.</summary>
    public int Trees { get; private set; }

    /// <summary>Trees that lack nothing at all.</summary>
    public int Whole { get; private set; }

    /// <summary>Trees that lack memory alone, which firmware or mem= fills in.</summary>
    public int WithoutMemory { get; private set; }

    /// <summary>Files that are overlays.</summary>
    public int Overlays { get; private set; }

    /// <summary>Files that are no sound device tree.</summary>
    public int Damaged { get; private set; }

    /// <summary>Trees that boot, on one CPU.</summary>
    public int OneCpu { get; private set; }

    /// <summary>Trees that boot, with nothing to switch the machine off.</summary>
    public int WithoutPower { get; private set; }

    /// <summary>Trees that boot, whose console's interrupt leads nowhere: the Console service cannot take the line.</summary>
    public int PolledOnly { get; private set; }

    /// <summary>
    /// Reads every .dtb below <paramref name="folder"/> and reports on <paramref name="output"/>. Returns the exit status: 0, or 2 after
    /// one line on <paramref name="error"/> when there is no such folder or no such file in it.
    /// </summary>
    public static int Run(string folder, TextWriter output, TextWriter error)
    {
        if (!Directory.Exists(folder))
        {
            error.WriteLine($"rk boards: {folder} is no folder; --coverage wants one with .dtb files");
            return 2;
        }

        BoardCoverage coverage = Of(folder);
        if (coverage.Trees + coverage.Overlays + coverage.Damaged == 0)
        {
            error.WriteLine($"rk boards: no .dtb file in {folder} or below");
            return 2;
        }

        coverage.Write(output);
        return 0;
    }

    /// <summary>Reads every .dtb below <paramref name="folder"/>.</summary>
    public static BoardCoverage Of(string folder)
    {
        BoardCoverage coverage = new();
        foreach (string file in Directory.EnumerateFiles(folder, "*.dtb", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            coverage.Add(file, Path.GetRelativePath(folder, file));
        }

        return coverage;
    }

    private void Add(string file, string name)
    {
        if (DeviceTreeFile.Load(file, out _) is not { } bytes
            || DeviceTreeBlob.Open(bytes, out DeviceTreeBlob tree) != DeviceTreeError.None)
        {
            Damaged++;
            return;
        }

        BootNeeds needs = BootNeeds.Of(tree);
        if (needs.IsOverlay)
        {
            Overlays++;
            return;
        }

        Trees++;
        foreach (string missing in needs.Missing)
        {
            if (!_missing.TryGetValue(missing, out List<string>? names))
            {
                _missing[missing] = names = [];
            }

            names.Add(name);
        }

        if (needs.Missing.Count == 0)
        {
            Whole += needs.HasMemory ? 1 : 0;
            WithoutMemory += needs.HasMemory ? 0 : 1;
            OneCpu += needs.StartsAllCpus ? 0 : 1;
            WithoutPower += needs.HasPower ? 0 : 1;
            PolledOnly += needs.HasConsoleInterrupt ? 0 : 1;
            _consoles[needs.Console] = _consoles.GetValueOrDefault(needs.Console) + 1;
        }
    }

    private void Write(TextWriter output)
    {
        int boots = Whole + WithoutMemory;
        output.WriteLine(Invariant($"Device trees: {Trees}{Aside(Overlays, "overlay")}{Aside(Damaged, "damaged file")}"));
        output.WriteLine(Invariant($"Boot, as far as a tree can tell: {boots}"));
        output.WriteLine(Invariant($"  as they are: {Whole}"));
        output.WriteLine(Invariant($"  when firmware or mem= says where memory is: {WithoutMemory}"));
        output.WriteLine($"Of these, the console is: {string.Join(", ", _consoles.OrderByDescending(pair => pair.Value)
            .Select(pair => Invariant($"{pair.Key} {pair.Value}")))}");
        output.WriteLine(
            Invariant($"Of these, on one CPU: {OneCpu}; without power-off: {WithoutPower}; console by polling only: {PolledOnly}"));
        output.WriteLine(Invariant($"Lack something: {Trees - boots}"));
        foreach ((string missing, List<string> names) in _missing.OrderByDescending(pair => pair.Value.Count))
        {
            output.WriteLine(Invariant($"{names.Count,5}  {missing} ({names[0]}{(names.Count > 1 ? ", ..." : "")})"));
        }
    }

    private static string Aside(int count, string what) =>
        count == 0 ? string.Empty : Invariant($"; {count} {what}{(count > 1 ? "s" : "")}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
