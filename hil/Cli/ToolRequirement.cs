// One line of a table of tools, bsp/Build/tools.tsv or tools.GROUP.tsv.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli;

/// <summary>A program that the project needs, and how to see its version.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Command">The command that prints its version.</param>
/// <param name="VersionPattern">A regular expression whose first group is the version.</param>
/// <param name="Minimum">The oldest version that works.</param>
/// <param name="Package">Its Debian package.</param>
/// <param name="Why">What it is for.</param>
internal sealed record ToolRequirement(string Name, string Command, string VersionPattern, string Minimum, string Package, string Why)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    /// <summary>Whether the kernel cannot be built and booted without it: of tools.tsv, not of another group's table.</summary>
    public bool IsForRunning => Group.Length == 0;

    /// <summary>The group whose table it is in, empty for what running needs.</summary>
    public string Group { get; private init; } = "";

    /// <summary>The tables of the repository at <paramref name="root"/>, the one for running first.</summary>
    /// <exception cref="ConfigurationException">None is there, or one is malformed.</exception>
    public static IReadOnlyList<ToolRequirement> Load(string root)
    {
        string folder = Path.Combine(root, "bsp", "Build");
        if (!File.Exists(Path.Combine(folder, "tools.tsv")))
        {
            throw new ConfigurationException("bsp/Build/tools.tsv, the list of tools, does not exist");
        }

        return [.. Directory
            .GetFiles(folder, "tools*.tsv")
            .Select(Path.GetFileName)
            .Where(name => IsForHost(folder, name!))
            .OrderBy(name => name!.Length)
            .ThenBy(name => name, StringComparer.Ordinal)
            .SelectMany(name => Read(folder, name!))];
    }

    // A table for one kind of host (tools.cross.aarch64.tsv) counts there instead of the one for all.
    private static bool IsForHost(string folder, string name)
    {
        string host = Environment.GetEnvironmentVariable("RK_HOST")
            ?? (RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64");
        string stem = name[..^".tsv".Length];
        bool isOfOneKind = stem.EndsWith(".aarch64", StringComparison.Ordinal);
        return isOfOneKind ? host == "aarch64" : !File.Exists(Path.Combine(folder, $"{stem}.{host}.tsv"));
    }

    private static List<ToolRequirement> Read(string folder, string name)
    {
        List<ToolRequirement> tools = [];
        string[] lines = File.ReadAllLines(Path.Combine(folder, name));
        for (int index = 1; index < lines.Length; index++)
        {
            string[] cells = lines[index].Split('\t');
            if (cells.Length != 6)
            {
                throw new ConfigurationException($"bsp/Build/{name}:{index + 1}: expected 6 columns, found {cells.Length}");
            }

            string group = name.Split('.')[1..^1].FirstOrDefault() ?? "";
            tools.Add(new ToolRequirement(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]) { Group = group });
        }

        return tools;
    }

    /// <summary>The version installed; null when the program is missing, empty when it does not say.</summary>
    public string? FindVersion()
    {
        string[] words = Command.Split(' ');
        if (ProgramFinder.Find(words[0]) is not { } program)
        {
            return null;
        }

        ProcessStartInfo start = new(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string word in words.AsSpan(1))
        {
            start.ArgumentList.Add(word);
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!Task.WaitAll([errors, output], s_limit))
        {
            process.Kill(entireProcessTree: true);
            return "";
        }

        Match match = Regex.Match(output.Result + errors.Result, VersionPattern, RegexOptions.Multiline);
        return match.Success ? match.Groups[1].Value : "";
    }

    /// <summary>True when <paramref name="version"/> is new enough.</summary>
    public bool Accepts(string version) => TryParse(version) is { } found && TryParse(Minimum) is { } needed && found >= needed;

    // Version wants two numbers; PostgreSQL and ping have one.
    private static Version? TryParse(string version)
        => Version.TryParse(version.Contains('.') ? version : version + ".0", out Version? found) ? found : null;
}
