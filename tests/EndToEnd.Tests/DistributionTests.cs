// make dist: the same commit gives the same archive and the same Debian package in any folder.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

public sealed class DistributionTests : IDisposable
{
    private static readonly string s_host = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // A checkout with changes has files that differ from its commit: then a second clone replaces it.
    [Fact]
    [Trait("Run", "hil")]
    public void A_clone_in_another_folder_gives_the_same_archive_and_package()
    {
        bool isChanged = Run("git", "-C", Tool.Root, "status", "--porcelain").Output.Length != 0;
        string first = isChanged ? Clone("one") : Tool.Root;
        string second = Clone("another/with-a-longer-name");
        string firstSums = Make(first);
        string secondSums = Make(second);
        Assert.True(firstSums == secondSums, $"{firstSums}{secondSums}{string.Join('\n', Different(Stage(first), Stage(second)))}");

        // An archive and a package.
        Assert.Equal(2, firstSums.Count(letter => letter == '\n'));
    }

    private string Clone(string name)
    {
        string clone = _folder.File(name);
        Run("git", "clone", "-q", Tool.Root, clone);
        return clone;
    }

    // Makes a distribution and returns its SHA256SUMS.
    private static string Make(string root)
    {
        Run("env", "-u", "RK_ROOT", "-u", "MAKEFLAGS", "make", "-C", root, "dist", $"HOSTS={s_host}");
        return File.ReadAllText(Path.Combine(root, "artifacts/dist/SHA256SUMS"));
    }

    private static string Stage(string root) => Directory.GetDirectories(Path.Combine(root, "artifacts/dist/stage")).Single();

    private static IEnumerable<string> Different(string first, string second)
    {
        Dictionary<string, string> sums = Sums(first);
        Dictionary<string, string> others = Sums(second);
        return sums.Keys.Union(others.Keys).Order(StringComparer.Ordinal)
            .Where(name => sums.GetValueOrDefault(name) != others.GetValueOrDefault(name))
            .Select(name => $"differs: {name}");
    }

    private static Dictionary<string, string> Sums(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(folder, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));

    private static ToolResult Run(string program, params string[] arguments)
    {
        ToolResult result = Tool.Finish(Tool.Start(program, arguments, new Dictionary<string, string>()), TimeSpan.FromMinutes(30));
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }
}
