// A service with one mistake of each kind, compiled against the core library of services: each is
// refused, at its place, with the alternative.

using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace RustKernel.BuildChecks.Tests;

public sealed class RefusedServiceTests
{
    [Fact]
    public void Each_mistake_is_refused_at_its_place()
    {
        using var workshop = new Workshop();
        (int status, string output) = workshop.Run(
            "dotnet",
            ["build", Repository.PathOf("tests/RefusedServices"), "--nologo", "-v", "q", "-m:1", "-p:UseSharedCompilation=false"]);
        Assert.True(status != 0, output);
        string[] expected = [.. File.ReadLines(Repository.PathOf("tests/RefusedServices/Mistakes.cs"))
            .Select((line, index) => (Line: index + 1, Rule: Regex.Match(line, "// (RK[0-9]+)$")))
            .Where(mark => mark.Rule.Success).Select(mark => $"{mark.Line} {mark.Rule.Groups[1].Value}")];
        string[] found = [.. Regex
            .Matches(output, @"Mistakes\.cs\(([0-9]+),[0-9]+\): error (RK[0-9]+)")
            .Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}")
            .Distinct()];
        Assert.Equal(8, expected.Length);
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }
}
