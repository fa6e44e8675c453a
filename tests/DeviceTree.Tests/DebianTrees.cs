// The device trees of Debian's arm64 kernel package, and the result of a run over them. Drivers.Tests has this file, too.

using System;
using System.IO;
using System.Linq;
using Xunit;

namespace RustKernel.DeviceTree.Tests;

/// <summary>The corpus, fetched beforehand by bsp/DeviceTree/corpus/fetch-debian-dtbs.sh.</summary>
internal static class DebianTrees
{
    /// <summary>Every tree of the package; missing trees are a failure, not a skip.</summary>
    public static string[] Files()
    {
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache))
        {
            cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        }

        string directory = Path.Combine(cache, "rustkernel", "debian-dtbs", "current", "dtb");
        Assert.True(Directory.Exists(directory), $"{directory} is missing: run bsp/DeviceTree/corpus/fetch-debian-dtbs.sh first");
        string[] files = [.. Directory.GetFiles(directory, "*.dtb", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Assert.True(files.Length > 500, $"only {files.Length} device trees in {directory}");
        return files;
    }

    /// <summary>Writes <paramref name="report"/> where bsp/Build/scripts/test.sh looks for a run's result.</summary>
    public static void Report(string name, string report)
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RustKernel.sln")))
        {
            folder = folder.Parent!;
        }

        string results = Directory.CreateDirectory(Path.Combine(folder.FullName, "artifacts", "test-results")).FullName;
        File.WriteAllText(Path.Combine(results, name), report);
    }
}
