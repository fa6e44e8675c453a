// Compares the claims of docs/ARCHITECTURE.md about the tree with the tree.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace RustKernel.BuildChecks.Tests;

public sealed class ArchitectureClaimsTests
{
    private static readonly string s_document = File.ReadAllText(Repository.PathOf("docs/ARCHITECTURE.md"));

    [Fact]
    public void The_projects_that_may_touch_raw_memory_are_those_that_the_document_names()
    {
        string claim = Regex.Match(s_document, @"Target projects that may touch raw memory.*?No other\.", RegexOptions.Singleline).Value;
        IEnumerable<string> named = Regex.Matches(claim, "`((?:bsp|services|kernel)/[A-Za-z0-9]+)`").Select(match => match.Groups[1].Value);
        IEnumerable<string> real = new[] { "bsp", "kernel", "services" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.csproj", SearchOption.AllDirectories))
            .Where(path => File.ReadAllText(path).Contains("<AllowUnsafeBlocks>true", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(path)!));
        Assert.Equal(real.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_rule_that_can_fail_a_build_is_in_the_table()
    {
        string[] sources = ["bsp/Build/Analyzers", "services/Generator"];
        IEnumerable<int> rules = sources
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(path => Regex
                .Matches(File.ReadAllText(path), "\"RK([0-9]{4})\"")
                .Select(match => int.Parse(match.Groups[1].Value, null)));
        List<(int First, int Last)> rows = [.. Regex.Matches(
            s_document,
            @"^\| RK([0-9]{4})(?:(?:-|, )RK([0-9]{4}))? \|",
            RegexOptions.Multiline)
            .Select(match => (int.Parse(
                match.Groups[1].Value,
                null), int.Parse((match.Groups[2].Success ? match.Groups[2] : match.Groups[1]).Value, null)))];
        Assert.NotEmpty(rows);
        Assert.Empty(rules
            .Distinct()
            .Where(rule => !rows.Any(row => row.First <= rule && rule <= row.Last))
            .Select(rule => $"RK{rule:0000} is missing"));
    }

    [Fact]
    public void A_manifest_drives_only_devices_whose_names_the_kernel_or_its_service_knows()
    {
        string names = File.ReadAllText(Repository.PathOf("kernel/Abstractions/DeviceNames.cs"));
        HashSet<string> known = [.. Regex.Matches(names, "\"([^\"]+)\"u8").SelectMany(match => match.Groups[1].Value.Split("\\0"))];
        (string Manifest, string Name)[] driven = [.. Directory
            .EnumerateFiles(Repository.PathOf("services"), "*.service", SearchOption.AllDirectories)
            .SelectMany(manifest => File.ReadLines(manifest).Where(line => line.StartsWith("drives=", StringComparison.Ordinal))
                .SelectMany(line => line["drives=".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(name => (manifest, name)))];
        Assert.NotEmpty(driven);

        // "uart" is DeviceManager's word for every UART of the kernel's. A virtio device is identified by its number, at a place
        // that DeviceManager knows; any other device that only the service drives, by its sources.
        Assert.DoesNotContain(driven, drive => !known.Contains(drive.Name) && !Regex.IsMatch(drive.Name, "^(virtio,[0-9]+|uart)$")
            && !Directory.EnumerateFiles(Path.GetDirectoryName(drive.Manifest)!, "*.cs")
                .Any(file => File.ReadAllText(file).Contains($"\"{drive.Name}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_stop_of_a_tour_names_members_that_its_file_declares()
    {
        string tours = Regex.Match(s_document, "## Tours\n.*?\n## ", RegexOptions.Singleline).Value;
        List<Match> stops = [.. Regex.Matches(tours, @"\[`([A-Za-z0-9_.]+)`\]\(\.\./([^)]+)\)").Cast<Match>()];
        Assert.True(stops.Count > 50, $"only {stops.Count} stops were found");
        string[] headings = [.. Regex.Matches(tours, "^### A ([a-z]+),", RegexOptions.Multiline).Select(match => match.Groups[1].Value)];
        Assert.Equal(["boot", "key", "call", "packet", "test"], headings);
        Assert.Empty(stops.Select(stop => Missing(stop.Groups[1].Value, stop.Groups[2].Value)).OfType<string>());
    }

    [Theory]
    [InlineData("    internal override int Read()", true)]
    [InlineData("    ErrorCode Read(out byte[] keys, out uint starts);", true)]
    [InlineData("    ErrorCode IConsole.Read(out byte[] keys) => error;", true)]
    [InlineData("public sealed class Read : Service", true)]
    [InlineData("        function Read", true)]
    [InlineData("        return Read(keys);", false)]
    [InlineData("        int count = Read(keys);", false)]
    [InlineData("    // Read takes what is there.", false)]
    public void A_stop_names_what_its_file_declares(string line, bool isDeclared) => Assert.Equal(isDeclared, Declares(line, "Read"));

    private static string? Missing(string member, string file)
    {
        string text = File.Exists(Repository.PathOf(file)) ? File.ReadAllText(Repository.PathOf(file)) : "";
        string? absent = member.Split('.').FirstOrDefault(part => !Declares(text, part));
        return absent is null ? null : $"{file} does not declare {absent}, which the tour names";
    }

    // A type, a member after its own type, a symbol in assembly, a line of a table.
    private static bool Declares(string text, string name)
    {
        string type = $@"\b(?:class|struct|interface)\s+{name}\b";
        string member = $@"^(?!.*\b(?:return|await|new)\s+{name}\b)\s*[\w<>?,\[\] ]*[\w>?\]]\s+(?:\w+\.)?{name}\b";
        return Regex.IsMatch(text, $"{type}|{member}|^{name}\\b", RegexOptions.Multiline);
    }
}
