// A new service, made from the one in services/Examples/Counter, which the build and tests/Counter.Tests keep working.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using RustKernel.Hil.Programs;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Services;

/// <summary>The files of a service of one's own: the service, a client of it, tests of both.</summary>
/// <param name="root">The repository.</param>
/// <param name="name">The service's name as its class and folder have it: letters and digits, a capital first.</param>
internal sealed partial class ServiceTemplate(string root, string name)
{
    private const string Model = "Counter";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    // From the repository's root: where the model lies, and where what is made of it goes.
    private readonly (string From, string To)[] _folders =
    [
        ($"services/Examples/{Model}", $"services/{name}"),
        ($"tests/{Model}Check", $"tests/{name}Check"),
        ($"tests/{Model}.Tests", $"tests/{name}.Tests"),
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
                $"{name} is no name for a service: it is 2 to 24 letters and digits, a capital first, as Counter");
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
        .Replace(Model, name, StringComparison.Ordinal)
        .Replace(Model.ToLowerInvariant(), name.ToLowerInvariant(), StringComparison.Ordinal);

    // The service lies one folder nearer to services/ than its model.
    private string Adapt(string text, int number) => Rename(NumberPattern().Replace(text, $"[Service({number})]"))
        .Replace($"services/Examples/{name}", $"services/{name}", StringComparison.Ordinal)
        .Replace("\"../../Service.props", "\"../Service.props", StringComparison.Ordinal)
        .Replace("\"../../Generator/", "\"../Generator/", StringComparison.Ordinal)
        .Replace("\"../../Program.targets", "\"../Program.targets", StringComparison.Ordinal);

    [GeneratedRegex("^[A-Z][A-Za-z0-9]{1,23}$")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\[Service\(([0-9]{1,9})\)\]")]
    private static partial Regex NumberPattern();
}
