// A new service or driver, made from one of services/Examples, which the build and their own tests keep working.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using RustKernel.Hil.Programs;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Templates;

/// <summary>The files of a new program: the service or driver itself, a client of it, tests of both.</summary>
/// <param name="root">The repository.</param>
/// <param name="model">Which folder of services/Examples it is made from.</param>
/// <param name="name">The new name, as its class and folder have it: letters and digits, a capital first.</param>
internal sealed partial class ProgramTemplate(string root, string model, string name)
{
    /// <summary>The model of a service.</summary>
    public const string Service = "Counter";

    /// <summary>The model of a driver: its table of registers and its fake are among its files.</summary>
    public const string Driver = "FwCfg";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    // From the repository's root: the model's path, and the path of the copy.
    private readonly (string From, string To)[] _folders =
    [
        ($"services/Examples/{model}", $"services/{name}"),
        ($"tests/{model}Check", $"tests/{name}Check"),
        ($"tests/{model}.Tests", $"tests/{name}.Tests"),
    ];

    /// <summary>The folders that are made, from the repository's root.</summary>
    public IEnumerable<string> Folders => _folders.Select(folder => folder.To);

    /// <summary>Checks the name and writes the files. Either all folders are new, or nothing is written.</summary>
    /// <exception cref="ConfigurationException">The name cannot be one, or something has it already.</exception>
    public void Write()
    {
        Check();
        int number = FreeNumber();
        foreach ((string from, string to) in _folders)
        {
            string target = Path.Combine(root, to);
            Directory.CreateDirectory(target);
            foreach (string file in Directory.GetFiles(Path.Combine(root, from)))
            {
                File.WriteAllText(Path.Combine(target, Rename(Path.GetFileName(file))), Adapt(File.ReadAllText(file), number));
            }
        }
    }

    /// <summary>Adds the projects to the solution, so that <c>make build</c> and <c>make test</c> know them.</summary>
    /// <exception cref="ConfigurationException">dotnet refuses; its words are in the message.</exception>
    public void AddToSolution()
    {
        string[] projects = [.. Folders.Select(folder => Path.Combine(root, folder, Path.GetFileName(folder) + ".csproj"))];
        ProgramAnswer answer = ProgramCall.Run("dotnet", ["sln", Path.Combine(root, "RustKernel.sln"), "add", .. projects], s_limit, "");
        if (answer.ExitCode != 0)
        {
            throw new ConfigurationException($"dotnet sln add says:\n{(answer.Text + answer.Errors).Trim()}");
        }
    }

    private void Check()
    {
        if (!NamePattern().IsMatch(name))
        {
            throw new ConfigurationException(
                $"{name} cannot be the name: take 2 to 24 letters and digits, a capital first, as {model}");
        }

        // Programs and services go by small letters.
        string[] taken = [.. Directory.GetFiles(Path.Combine(root, "services"), "*.service", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Path.Combine(root, "services"), "*.csproj", SearchOption.AllDirectories))];
        if (taken.FirstOrDefault(HasName) is { } other)
        {
            throw new ConfigurationException($"{Path.GetRelativePath(root, other)} has the name {name} already: choose another");
        }

        if (Folders.FirstOrDefault(folder => Path.Exists(Path.Combine(root, folder))) is { } there)
        {
            throw new ConfigurationException($"{there} is there already: choose another name, or remove it");
        }
    }

    private bool HasName(string file) => Path.GetFileNameWithoutExtension(file).Equals(name, StringComparison.OrdinalIgnoreCase);

    // An interface's number is a part of each message, so no other may have it.
    private int FreeNumber() => new[] { "services", "tests" }
        .SelectMany(folder => Directory.GetFiles(Path.Combine(root, folder), "I*.cs", SearchOption.AllDirectories))
        .SelectMany(file => NumberPattern().Matches(File.ReadAllText(file)))
        .Max(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)) + 1;

    private string Rename(string text) => text
        .Replace(model, name, StringComparison.Ordinal)
        .Replace(model.ToLowerInvariant(), name.ToLowerInvariant(), StringComparison.Ordinal);

    // The new program lies one folder nearer to services/ than its model.
    private string Adapt(string text, int number) => Rename(NumberPattern().Replace(text, $"[Service({number})]"))
        .Replace($"services/Examples/{name}", $"services/{name}", StringComparison.Ordinal)
        .Replace("\"../../Service.props", "\"../Service.props", StringComparison.Ordinal)
        .Replace("\"../../../bsp/", "\"../../bsp/", StringComparison.Ordinal)
        .Replace("\"../../Generator/", "\"../Generator/", StringComparison.Ordinal)
        .Replace("\"../../Program.targets", "\"../Program.targets", StringComparison.Ordinal);

    [GeneratedRegex("^[A-Z][A-Za-z0-9]{1,23}$")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\[Service\(([0-9]{1,9})\)\]")]
    private static partial Regex NumberPattern();
}
