// The folder with RustKernel.sln, above the test's own.

using System;
using System.IO;

namespace RustKernel.Build.Analyzers.Tests;

internal static class RepositoryRoot
{
    internal static string Path { get; } = Find();

    private static string Find()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(System.IO.Path.Combine(at.FullName, "RustKernel.sln")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new DirectoryNotFoundException("RustKernel.sln is in no folder above " + AppContext.BaseDirectory);
    }
}
