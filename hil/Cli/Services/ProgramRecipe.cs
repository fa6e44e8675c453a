// How one program is built, as its last build by MSBuild wrote it down.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Services;

/// <summary>The file artifacts/services/recipes/PROJECT, written by services/Program.targets: lines KEY=VALUE.</summary>
internal sealed class ProgramRecipe
{
    // The sources of every program besides its own folder.
    private static readonly string[] s_sources =
    [
        "services/Runtime", "services/Interfaces", "services/Framework", "services/Generator", "services/Native", "bsp/CoreLib",
        "kernel/Abstractions", "bsp/Build/Analyzers",
    ];

    private static readonly string[] s_settings =
    [
        "services/Service.props", "services/Program.targets", "bsp/Build/Freestanding.props", "bsp/Build/Analyzers.props",
        "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig",
    ];

    private readonly ILookup<string, string> _values;
    private readonly string _path;

    private ProgramRecipe(string path, ILookup<string, string> values)
    {
        _path = path;
        _values = values;
    }

    /// <summary>The value of <paramref name="key"/>.</summary>
    /// <exception cref="ConfigurationException">There is none.</exception>
    public string this[string key]
        => _values[key].FirstOrDefault() ?? throw new ConfigurationException($"{Repository.Show(_path)} says nothing of {key}: make build");

    /// <summary>The project's folder.</summary>
    public string Folder => Path.GetDirectoryName(this["project"])!;

    /// <summary>The project file that <paramref name="named"/> means: itself, the one in a folder, or services/NAME.</summary>
    /// <exception cref="ConfigurationException">There is none, or more than one, or there are no sources to build it with.</exception>
    public static string FindProject(string named)
    {
        Repository.RequireSources($"to build {named}");
        if (File.Exists(named))
        {
            return Path.GetFullPath(named);
        }

        string services = Path.Combine(Repository.Root, "services");
        string[] folders = [named, Path.Combine(services, named), Path.Combine(services, "Examples", named)];
        if (folders.FirstOrDefault(Directory.Exists) is not { } folder)
        {
            throw new ConfigurationException($"{named} is no project, no folder with one, and no folder of services/");
        }

        string[] projects = Directory.GetFiles(folder, "*.csproj");
        return projects.Length == 1
            ? Path.GetFullPath(projects[0])
            : throw new ConfigurationException($"{folder} has {projects.Length} projects: name the .csproj that is meant");
    }

    /// <summary>The recipe of <paramref name="project"/>; null: it was not built yet.</summary>
    public static ProgramRecipe? Load(string project)
    {
        string path = Repository.Artifact("services", "recipes", Path.GetFileNameWithoutExtension(project));
        if (!File.Exists(path))
        {
            return null;
        }

        ILookup<string, string> values = File.ReadAllLines(path)
            .Select(line => line.Split('=', 2))
            .Where(parts => parts.Length == 2)
            .ToLookup(parts => parts[0], parts => parts[1]);
        ProgramRecipe recipe = new(path, values);
        return values["project"].FirstOrDefault() == project ? recipe : null;
    }

    /// <summary>The assemblies that the program is compiled against, with semicolons between them.</summary>
    public string References => string.Join(';', _values["reference"]);

    /// <summary>Why the recipe is out of date; empty: it is valid.</summary>
    public string WhyStale()
    {
        DateTime written = File.GetLastWriteTimeUtc(_path);
        if (_values["reference"].Append(this["csc.response"]).Append(this["ilc"]).FirstOrDefault(file => !File.Exists(file)) is { } missing)
        {
            return $"{Path.GetFileName(missing)} is missing";
        }

        if (s_settings.Select(name => Path.Combine(Repository.Root, name)).Append(this["project"]).FirstOrDefault(IsNewer) is { } setting)
        {
            return $"{Repository.Show(setting)} has changed";
        }

        string[] known = [.. File.ReadAllLines(this["csc.response"])
            .Where(line => line.EndsWith(".cs", StringComparison.Ordinal) && line[0] != '/')];
        string[] there = [.. Sources(Folder).Select(file => Path.GetRelativePath(Folder, file))];
        if (there.Except(known).FirstOrDefault() is { } added)
        {
            return $"{added} is new";
        }

        if (known.FirstOrDefault(name => !File.Exists(Path.Combine(Folder, name))) is { } removed)
        {
            return $"{removed} is gone";
        }

        // An assembly that is rebuilt with the same contents keeps its time, so the recipe's own counts.
        return s_sources.SelectMany(name => Sources(Path.Combine(Repository.Root, name))).FirstOrDefault(IsNewer) is { } source
            ? $"{Repository.Show(source)} has changed"
            : "";

        bool IsNewer(string file) => File.GetLastWriteTimeUtc(file) > written;
    }

    private static IEnumerable<string> Sources(string folder)
        => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));
}
