// rk new service: what it writes, and that this builds, runs and passes its tests in a clone.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

public sealed class NewServiceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Three_folders_have_the_new_name_and_nothing_of_the_model()
    {
        string root = Model();
        ToolResult result = New(root, "Pears");
        Assert.True(result.ExitCode == 0, result.ToString());
        string[] files = [.. new[] { "services/Pears", "tests/PearsCheck", "tests/Pears.Tests" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(root, folder)))
            .Order(StringComparer.Ordinal)];
        string[] expected =
        [
            "IPears.cs", "Numbers.cs", "Pears.csproj", "Program.cs", "pears.service", "Pears.Tests.csproj", "PearsTests.cs",
            "PearsCheck.csproj", "Program.cs", "pearscheck.service",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), files.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.DoesNotContain("counter", File.ReadAllText(file), StringComparison.OrdinalIgnoreCase));
        Assert.Contains("\"../Service.props\"", File.ReadAllText(Path.Combine(root, "services/Pears/Pears.csproj")));

        // No other interface of the repository has its number.
        Assert.Contains("[Service(902)]", File.ReadAllText(Path.Combine(root, "services/Pears/IPears.cs")));
        string solution = File.ReadAllText(Path.Combine(root, "RustKernel.sln"));
        Assert.All(["Pears", "PearsCheck", "Pears.Tests"], name => Assert.Contains($"{name}.csproj", solution));
    }

    [Theory]
    [InlineData("pears", "a capital first")]
    [InlineData("P", "2 to 24 letters and digits")]
    [InlineData("../Pears", "no name for a service")]
    [InlineData("Counter", "has the name Counter already")]
    [InlineData("COUNTER", "has the name COUNTER already")]
    public void A_name_that_cannot_be_one_writes_nothing(string name, string message)
    {
        string root = Model();
        ToolResult result = New(root, name);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Equal(
            ["Examples", "Generator"],
            Directory.GetDirectories(Path.Combine(root, "services")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_folder_that_is_there_is_left_alone()
    {
        string root = Model();
        Directory.CreateDirectory(Path.Combine(root, "tests/Pears.Tests"));
        ToolResult result = New(root, "Pears");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("tests/Pears.Tests is there already", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(root, "services/Pears")));
    }

    [Fact]
    [Trait("Run", "hil")]
    public void The_new_service_builds_runs_and_passes_its_tests()
    {
        string clone = _folder.File("clone");
        Run(Tool.Root, "git", "clone", "-q", Tool.Root, clone);
        ToolResult made = New(clone, "Pears");
        Assert.True(made.ExitCode == 0, made.ToString());
        Run(clone, "dotnet", "build", "kernel/Boot", "-v", "q", "-nologo");
        Assert.Contains("pears.service", Latin1(Path.Combine(clone, "artifacts/Image")), StringComparison.Ordinal);
        Run(clone, "dotnet", "test", "tests/Pears.Tests", "-v", "q", "--nologo");
    }

    // A root with the model, a solution, and nothing else.
    private string Model()
    {
        string root = _folder.File("root");
        foreach (string folder in new[] { "services/Examples/Counter", "tests/CounterCheck", "tests/Counter.Tests" })
        {
            Directory.CreateDirectory(Path.Combine(root, folder));
            foreach (string file in Directory.GetFiles(Path.Combine(Tool.Root, folder)))
            {
                File.Copy(file, Path.Combine(root, folder, Path.GetFileName(file)));
            }
        }

        File.WriteAllText(
            Path.Combine(root, "RustKernel.sln"),
            "Microsoft Visual Studio Solution File, Format Version 12.00\nGlobal\nEndGlobal\n");
        foreach (string file in new[] { "services/Service.props", "services/Program.targets", "services/Generator/Generator.props" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, file))!);
            File.WriteAllText(Path.Combine(root, file), "<Project/>");
        }

        return root;
    }

    private static ToolResult New(string root, string name) => Tool.Finish(
        Tool.Start(Tool.Path, ["new", "service", name], new() { ["RK_ROOT"] = root }), TimeSpan.FromMinutes(3));

    private static string Latin1(string file) => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file));

    private static void Run(string folder, string program, params string[] arguments)
    {
        string[] words = ["-C", folder, "-u", "RK_ROOT", program, .. arguments];
        ToolResult result = Tool.Finish(Tool.Start("env", words, new Dictionary<string, string>()), TimeSpan.FromMinutes(15));
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
