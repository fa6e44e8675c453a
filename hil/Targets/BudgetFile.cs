// boards/NAME/budgets.yaml: what operations may cost on a board, and how the target is set up to measure them.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace RustKernel.Hil.Targets;

/// <summary>One board's budgets.</summary>
public sealed class BudgetFile
{
    private readonly string _path;

    private BudgetFile(string path, IReadOnlyList<Budget> budgets)
    {
        _path = path;
        Budgets = budgets;
    }

    /// <summary>Settings of the target while it is measured, NAME=VALUE as <see cref="TargetOverride"/> takes them.</summary>
    public IReadOnlyList<string> Settings { get; private init; } = [];

    /// <summary>Further settings of the second run, which measures what takes several CPUs.</summary>
    public IReadOnlyList<string> SeveralSettings { get; private init; } = [];

    /// <summary>The second run's benchmarks, separated by commas; empty when there is none.</summary>
    public string SeveralBenchmarks { get; private init; } = "";

    /// <summary>The budgets in the file's order.</summary>
    public IReadOnlyList<Budget> Budgets { get; }

    /// <summary>Reads the budgets of <paramref name="board"/> in the repository at <paramref name="root"/>.</summary>
    /// <exception cref="ConfigurationException">There are none, or the file is wrong.</exception>
    public static BudgetFile Load(string root, string board)
    {
        string shownAs = $"boards/{board}/budgets.yaml";
        string path = Path.Combine(root, "boards", board, "budgets.yaml");
        if (!File.Exists(path))
        {
            throw new ConfigurationException($"board {board} has no budgets: {shownAs} does not exist");
        }

        YamlSection file = YamlSection.Load(path, shownAs);
        List<Budget> budgets = [.. file.Sections("metrics").Select(Read)];
        BudgetFile read = new(path, budgets)
        {
            Settings = file.Texts("settings"),
            SeveralSettings = file.Texts("several_settings"),
            SeveralBenchmarks = file.Text("several_benchmarks", ""),
        };
        file.RejectUnknown();
        if (budgets.GroupBy(budget => budget.Name).FirstOrDefault(group => group.Count() > 1) is { } doubled)
        {
            throw file.Error("metrics", $"has {doubled.Key} twice");
        }

        return read;
    }

    /// <summary><paramref name="target"/> set up to be measured.</summary>
    /// <exception cref="ConfigurationException">A setting is wrong.</exception>
    public TargetDefinition Prepare(TargetDefinition target) => Apply(target, Settings);

    /// <summary><paramref name="target"/>, which <see cref="Prepare"/> set up, for the second run.</summary>
    /// <exception cref="ConfigurationException">A setting is wrong.</exception>
    public TargetDefinition PrepareSeveral(TargetDefinition target) => Apply(target, SeveralSettings);

    private TargetDefinition Apply(TargetDefinition target, IReadOnlyList<string> settings)
    {
        foreach (string setting in settings)
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new ConfigurationException($"{_path}: a setting is NAME=VALUE, not \"{setting}\"");
            }

            target = TargetOverride.Apply(target, setting[..equals], setting[(equals + 1)..]);
        }

        return target;
    }

    /// <summary>
    /// Writes <paramref name="most"/> as the budgets of the metrics that it names; everything else
    /// in the file stays as it is.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Lower(IReadOnlyDictionary<string, int> most)
    {
        string[] lines = File.ReadAllLines(_path);
        string metric = "";
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].TrimStart(' ', '-');
            if (line.StartsWith("name:", StringComparison.Ordinal))
            {
                metric = line["name:".Length..].Split(" #", 2)[0].Trim();
            }
            else if (line.StartsWith("budget:", StringComparison.Ordinal) && most.TryGetValue(metric, out int value))
            {
                lines[i] = WithNumber(lines[i], value);
            }
        }

        File.WriteAllLines(_path, lines);
    }

    // A comment after the number stays.
    private static string WithNumber(string line, int value)
    {
        int start = line.IndexOf(':', StringComparison.Ordinal) + 1;
        int comment = line.IndexOf('#', start);
        string rest = comment < 0 ? "" : string.Concat(" ", line.AsSpan(comment));
        return string.Concat(line.AsSpan(0, start), " ", value.ToString(CultureInfo.InvariantCulture), rest);
    }

    private static Budget Read(YamlSection section)
    {
        string name = section.RequiredText("name");
        string unit = section.RequiredText("unit");
        section.RequiredText("budget");
        Budget budget = new(name, unit, section.Integer("budget", 0, 1, int.MaxValue), section.Text("peer", ""));
        section.RejectUnknown();
        return budget;
    }
}
