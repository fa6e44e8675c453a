// What has to be built again for a set of changed sources.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RustKernel.Hil.Cli.Watching;

/// <summary>A change, as the running machine sees it: services that can be replaced, or a new Image.</summary>
/// <param name="Services">Projects of services, from the root, whose own sources have changed.</param>
/// <param name="NeedsImage">A source that every program or the kernel uses has changed.</param>
internal sealed record ChangedParts(IReadOnlyList<string> Services, bool NeedsImage)
{
    /// <summary>
    /// Sorts <paramref name="paths"/>, from <paramref name="root"/>: a file in the folder of a service is that service's, every other one
    /// needs a new Image. A manifest says what Init gives a service from its first start on, so it needs one, too.
    /// </summary>
    public static ChangedParts Of(string root, IEnumerable<string> paths)
    {
        string?[] projects = [.. paths.Select(path => ProjectOf(root, path))];
        return new ChangedParts(
            [.. projects.OfType<string>().Distinct().Order(StringComparer.Ordinal)],
            projects.Any(project => project is null));
    }

    // services/NAME/NAME.csproj next to a manifest; null: the path is not the source of one service.
    private static string? ProjectOf(string root, string path)
    {
        string folder = path;
        while ((folder = Path.GetDirectoryName(folder) ?? "").StartsWith("services/", StringComparison.Ordinal))
        {
            string project = Path.Combine(folder, Path.GetFileName(folder) + ".csproj");
            if (File.Exists(Path.Combine(root, project)))
            {
                bool isService = Directory.EnumerateFiles(Path.Combine(root, folder), "*.service").Any();
                return isService && Path.GetExtension(path) is ".cs" or ".S" or ".registers" ? project : null;
            }
        }

        return null;
    }
}
