// Where the repository under test is.

using System;
using System.IO;

namespace RustKernel.BuildChecks.Tests;

internal static class Repository
{
    /// <summary>The repository's root, found upwards from the test assembly.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The full path of a file named relative to the root.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static string FindRoot()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "bsp/Build/layers.txt")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException("the test assembly does not lie in the repository");
    }
}
