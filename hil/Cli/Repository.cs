// Where the repository is.

using System;
using System.IO;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli;

/// <summary>
/// The repository that the tool works on: RK_ROOT, which the launcher sets, or the first folder
/// above the tool that has boards/.
/// </summary>
internal static class Repository
{
    /// <summary>The root's full path.</summary>
    /// <exception cref="ConfigurationException">There is none.</exception>
    public static string Root
    {
        get
        {
            if (Environment.GetEnvironmentVariable("RK_ROOT") is { Length: > 0 } stated)
            {
                return Path.GetFullPath(stated);
            }

            for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (Directory.Exists(Path.Combine(folder.FullName, "boards")))
                {
                    return folder.FullName;
                }
            }

            throw new ConfigurationException("no repository above the tool: start it with the repository's ./rk, or set RK_ROOT");
        }
    }

    /// <summary>A path below artifacts/.</summary>
    public static string Artifact(params string[] names) => Path.Combine([Root, "artifacts", .. names]);

    /// <summary><paramref name="path"/> relative to the present folder when that is shorter to read.</summary>
    public static string Show(string path)
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
