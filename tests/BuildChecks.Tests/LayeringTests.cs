// The layering: the table, its twin in docs/ARCHITECTURE.md, the projects as they are, and the build that refuses others.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace RustKernel.BuildChecks.Tests;

public sealed class LayeringTests
{
    private static readonly Dictionary<string, string[]> s_layers = File.ReadLines(Repository.PathOf("bsp/Build/layers.txt"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(':'))
        .ToDictionary(parts => parts[0], parts => parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void Build_refuses_a_forbidden_reference_and_names_both_projects()
    {
        using var workshop = new Workshop();
        WriteProject(workshop, "kernel/Core", "bsp/Drivers");
        WriteProject(workshop, "bsp/Drivers");
        var (status, output) = Build(workshop, "kernel/Core");
        Assert.Equal(1, status);
        Assert.Contains("error RK1001: kernel/Core must not reference bsp/Drivers", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_refuses_a_project_that_the_table_does_not_know()
    {
        using var workshop = new Workshop();
        WriteProject(workshop, "kernel/Mystery");
        var (status, output) = Build(workshop, "kernel/Mystery");
        Assert.Equal(1, status);
        Assert.Contains("error RK1002: Target project kernel/Mystery is not in", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_accepts_allowed_references_and_refuses_packages()
    {
        using var workshop = new Workshop();
        WriteProject(workshop, "kernel/Core", "bsp/CoreLib", "kernel/Abstractions", "bsp/DeviceTree", "bsp/Arm64");
        Assert.Equal((0, ""), Check(workshop, "kernel/Core"));
        WriteProject(workshop, "bsp/CoreLib");
        Assert.Equal((0, ""), Check(workshop, "bsp/CoreLib"));
        WriteProject(workshop, "bsp/Arm64", "<PackageReference Include=\"Newtonsoft.Json\" Version=\"13.0.3\" />");
        Assert.Contains(
            "error RK1003: bsp/Arm64 must not use package Newtonsoft.Json",
            Check(workshop, "bsp/Arm64").Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_may_reference_libraries_of_services_and_nothing_else_that_the_table_does_not_say()
    {
        const string service = "</ItemGroup><PropertyGroup><RkIsService>true</RkIsService></PropertyGroup><ItemGroup>";
        using var workshop = new Workshop();
        WriteProject(workshop, "services/Mine", "services/Library", "services/Runtime", service);
        Assert.Equal((0, ""), Check(workshop, "services/Mine"));
        WriteProject(workshop, "services/Mine", "services/Library", "kernel/Core", service);
        Assert.Contains(
            "error RK1001: services/Mine must not reference kernel/Core",
            Check(workshop, "services/Mine").Output,
            StringComparison.Ordinal);
        WriteProject(workshop, "services/Framework", "services/Library", service);
        Assert.Contains(
            "error RK1001: services/Framework must not reference services/Library",
            Check(workshop, "services/Framework").Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_rig_and_the_servers_have_layers_too_and_may_use_packages()
    {
        using var workshop = new Workshop();
        WriteHostProject(workshop, "hil/Verdicts", "hil/Events", "<PackageReference Include=\"Newtonsoft.Json\" Version=\"13.0.3\" />");
        Assert.Equal((0, ""), Check(workshop, "hil/Verdicts"));
        WriteHostProject(workshop, "hil/Verdicts", "hil/Drivers");
        Assert.EndsWith(
            "error RK1001: hil/Verdicts must not reference hil/Drivers: layers.txt allows it [hil/Events hil/Protocols].",
            Check(workshop, "hil/Verdicts").Output.TrimEnd(),
            StringComparison.Ordinal);
        WriteHostProject(workshop, "flash/Tftp", "hil/Events");
        Assert.Contains(
            "error RK1001: flash/Tftp must not reference hil/Events",
            Check(workshop, "flash/Tftp").Output,
            StringComparison.Ordinal);
        WriteHostProject(workshop, "hil/Mystery");
        Assert.Contains(
            "error RK1002: Host project hil/Mystery is not in",
            Check(workshop, "hil/Mystery").Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_project_of_the_rig_and_the_servers_has_its_line_and_no_line_is_left_over()
    {
        string[] projects = [.. new[] { "flash", "hil" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.csproj", SearchOption.AllDirectories))
            .Select(project => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(project)!))];
        Assert.Equal(projects.Order(StringComparer.Ordinal), s_layers.Keys.Where(IsHost).Order(StringComparer.Ordinal));
        // A project that opts out of the folder's properties would opt out of the check.
        Assert.All(
            projects,
            project => Assert.Equal(
                1,
                Regex.Count(File.ReadAllText(Repository.PathOf(project.Split('/')[0] + "/Directory.Build.props")), "Layering.targets")));
        Assert.All(projects, project => Assert.False(File.Exists(Repository.PathOf(project + "/Directory.Build.props")), project));
    }

    // Rows name what a project references; the references of those are included.
    [Fact]
    public void Table_of_host_projects_equals_the_one_in_the_architecture_document()
    {
        Dictionary<string, string[]> documented = [];
        foreach (string[] cells in Rows().Where(cells => cells[3] == "host" && IsHost(cells[1].Trim('`')) && !cells[1].Contains('*')))
        {
            documented[cells[1].Trim('`')] = cells[4] == "nothing" ? [] : cells[4].Split(", ");
        }

        Assert.Equal(documented.Keys.Order(StringComparer.Ordinal), s_layers.Keys.Where(IsHost).Order(StringComparer.Ordinal));
        foreach ((string folder, string[] named) in documented)
        {
            Assert.Equal(WithTheirs(named).Order(StringComparer.Ordinal), s_layers[folder].Order(StringComparer.Ordinal));
        }

        IEnumerable<string> WithTheirs(string[] named) => named.Concat(named.SelectMany(name => WithTheirs(documented[name]))).Distinct();
    }

    [Fact]
    public void Table_equals_the_one_in_the_architecture_document()
    {
        var documented = new Dictionary<string, string[]>();
        foreach (string[] cells in Rows().Where(cells => cells[3].StartsWith("target", StringComparison.Ordinal)))
        {
            string folder = cells[1].Trim('`');
            documented[folder] = cells[4] switch
            {
                var nothing when nothing.StartsWith("nothing", StringComparison.Ordinal) => [],
                var all when all.StartsWith("all of the above", StringComparison.Ordinal) => [.. documented.Keys],
                var names => [.. names
                    .Split(", ")
                    .Select(name => s_layers.Keys.Single(key => !IsHost(key) && key.EndsWith("/" + name, StringComparison.Ordinal)))],
            };
        }

        // Test kernels are compositions of their own, without a row in the document.
        Assert.Equal(
            documented.Keys.Order(),
            s_layers.Keys.Where(key => !IsHost(key) && !key.StartsWith("tests/", StringComparison.Ordinal)).Order());
        foreach ((string folder, string[] allowed) in documented)
        {
            Assert.Equal(allowed.Order(), s_layers[folder].Order());
        }
    }

    [Fact]
    public void Table_allows_what_comes_along_with_a_reference()
    {
        foreach ((string folder, string[] allowed) in s_layers)
        {
            foreach (string reference in allowed)
            {
                Assert.True(s_layers[reference].All(allowed.Contains), $"{folder} sees through {reference} what it must not reference");
            }
        }
    }

    [Fact]
    public void Host_projects_take_target_code_by_source_only()
    {
        List<string> projects = [.. Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(path => !path.StartsWith(Repository.PathOf("artifacts"), StringComparison.Ordinal))];
        var targets = projects.Where(path => File.ReadAllText(path).Contains("Freestanding.props", StringComparison.Ordinal)).ToHashSet();
        Assert.NotEmpty(targets);
        foreach (string host in projects.Where(path => !targets.Contains(path)))
        {
            IEnumerable<string> references = XDocument.Load(host).Descendants("ProjectReference")
                .Select(e => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(host)!, e.Attribute("Include")!.Value)));
            Assert.True(!references.Any(targets.Contains), $"{host} references target code; include its sources instead");
        }
    }

    private static bool IsHost(string folder) =>
        folder.StartsWith("hil/", StringComparison.Ordinal) || folder.StartsWith("flash/", StringComparison.Ordinal);

    // The cells of the document's tables of projects; the first is empty.
    private static IEnumerable<string[]> Rows()
        => File.ReadLines(Repository.PathOf("docs/ARCHITECTURE.md"))
            .Select(line => line.Split('|').Select(cell => cell.Trim()).ToArray())
            .Where(cells => cells.Length == 6 && cells[1].StartsWith('`'));

    private static void WriteHostProject(Workshop workshop, string folder, params string[] references)
        => WriteProject(workshop, folder, "bsp/Build/Layering.targets", references);

    private static void WriteProject(Workshop workshop, string folder, params string[] references)
        => WriteProject(workshop, folder, "bsp/Build/Freestanding.props", references);

    private static void WriteProject(Workshop workshop, string folder, string import, string[] references)
    {
        string up = string.Concat(Enumerable.Repeat("../", folder.Count(c => c == '/') + 1));
        IEnumerable<string> items = references.Select(reference => reference[0] == '<'
            ? reference
            : $"<ProjectReference Include=\"{up}{reference}/{Path.GetFileName(reference)}.csproj\" />");
        workshop.Write($"{folder}/{Path.GetFileName(folder)}.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="{Repository.Root}/{import}" />
              <ItemGroup>
                {string.Join("\n    ", items)}
              </ItemGroup>
            </Project>
            """);
        workshop.Write("Directory.Build.props",
            $"""
            <Project>
              <Import Project="{Repository.Root}/Directory.Build.props" />
              <PropertyGroup>
                <ArtifactsPath>{workshop.Root}/artifacts</ArtifactsPath>
                <RkLayersRoot>{workshop.Root}/</RkLayersRoot>
              </PropertyGroup>
            </Project>
            """);
        workshop.Write("Directory.Packages.props", $"<Project><Import Project=\"{Repository.Root}/Directory.Packages.props\" /></Project>");
    }

    // The command that a person types, including the project's own restore.
    private static (int Status, string Output) Build(Workshop workshop, string folder) =>
        workshop.Run("dotnet", ["build", workshop.PathOf(folder), "-nologo", "-v", "q", "-m:1", "-clp:NoSummary"]);

    // Only the check, which needs no restore.
    private static (int Status, string Output) Check(Workshop workshop, string folder)
    {
        var (status, output) = workshop.Run("dotnet", ["msbuild", workshop.PathOf(folder), "-nologo", "-v:q", "-m:1", "-t:CheckLayering"]);
        return (status, Regex.Replace(output, @"^\s+$", ""));
    }
}
