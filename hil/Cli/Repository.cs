// Where the tool's files are: in a repository, or in what a package installed.

using System;
using System.IO;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli;

/// <summary>
/// What the tool works on: RK_ROOT, which the launcher sets, or the first folder above the tool that has boards/. A file DISTRIBUTION there
/// says that `make dist` made it: built files are in artifacts/ as in a repository, sources are not there, and nothing is written into it.
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

    /// <summary>True for what a package or an archive of `make dist` brought: no sources, nothing to build with.</summary>
    public static bool IsInstalled => File.Exists(Path.Combine(Root, "DISTRIBUTION"));

    /// <summary>A path of something that the build made, below artifacts/.</summary>
    public static string Artifact(params string[] names) => Path.Combine([Root, "artifacts", .. names]);

    /// <summary>
    /// A path of something that the tool writes. In a repository it is below artifacts/, too; of an installed tool it is below the folder
    /// that RK_STATE names, else below rustkernel/ in XDG_STATE_HOME or ~/.local/state.
    /// </summary>
    public static string Work(params string[] names) => Path.Combine([WorkFolder, .. names]);

    /// <summary>Refuses <paramref name="what"/> where there are no sources.</summary>
    /// <exception cref="ConfigurationException">The tool is an installed one.</exception>
    public static void RequireSources(string what)
    {
        if (IsInstalled)
        {
            throw new ConfigurationException(
                $"{what} needs the sources, and this rk is an installed one ({Root}): use ./rk of a clone of the repository");
        }
    }

    /// <summary><paramref name="path"/> relative to the present folder when that is shorter to read.</summary>
    public static string Show(string path)
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private static string WorkFolder
    {
        get
        {
            if (!IsInstalled)
            {
                return Artifact();
            }

            if (Environment.GetEnvironmentVariable("RK_STATE") is { Length: > 0 } stated)
            {
                return Path.GetFullPath(stated);
            }

            string state = Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } given
                ? given
                : Path.Combine(Home, ".local", "state");
            return Path.Combine(state, "rustkernel");
        }
    }

    // A user without a home folder gets the system's folder for temporary files: what is written there can be read, but is not kept.
    private static string Home
    {
        get
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
            return home.Length > 0 ? home : Path.GetTempPath();
        }
    }
}
