// Third-party files that the farm's pages use.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using Xunit;

namespace RustKernel.BuildChecks.Tests;

public sealed class LibraryTests
{
    private static readonly string s_folder = Repository.PathOf("hil/FarmServer/wwwroot/lib");

    [Fact]
    public void Each_file_of_a_library_is_the_released_one_and_lies_beside_its_licence()
    {
        Dictionary<string, string[]> rows = File.ReadLines(Repository.PathOf("hil/FarmServer/libraries.tsv"))
            .Skip(1)
            .Select(line => line.Split('\t'))
            .ToDictionary(row => row[0]);
        string[] files = [.. Directory.EnumerateFiles(s_folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(s_folder, file))
            .Order(StringComparer.Ordinal)];
        Assert.Equal(rows.Keys.Order(StringComparer.Ordinal), files);
        string dependencies = File.ReadAllText(Repository.PathOf("docs/DEPENDENCIES.md"));
        foreach ((string file, string[] row) in rows)
        {
            string sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(s_folder, file))));
            Assert.Equal((file, row[4]), (file, sha256));
            string folder = Path.GetDirectoryName(file)!;
            Assert.EndsWith($"-{row[2]}", folder);
            Assert.Contains(Path.Combine(folder, "LICENSE"), rows.Keys);
            Assert.Contains($"| {row[1]} {row[2]} | MIT |", dependencies);
        }
    }
}
