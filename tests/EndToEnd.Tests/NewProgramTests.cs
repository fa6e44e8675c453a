// rk new service and rk new driver: their output, which builds, runs and passes its tests in a clone.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

public sealed class NewProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(
        "service", "Counter", "[Service(903)]",
        "IPears.cs Numbers.cs Pears.csproj Program.cs pears.service Pears.Tests.csproj PearsTests.cs "
            + "PearsCheck.csproj Program.cs pearscheck.service")]
    [InlineData(
        "driver", "FwCfg", "[Service(903)]",
        "IPears.cs Pears.csproj Pears.registers PearsDevice.cs Program.cs pears.service FakePears.cs Pears.Tests.csproj PearsTests.cs "
            + "PearsCheck.csproj Program.cs pearscheck.service")]
    public void Three_folders_have_the_new_name_and_nothing_of_the_model(string kind, string model, string number, string expected)
    {
        string root = Models();
        ToolResult result = New(root, kind, "Pears");
        Assert.True(result.ExitCode == 0, result.ToString());
        string[] files = [.. new[] { "services/Pears", "tests/PearsCheck", "tests/Pears.Tests" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(root, folder)))
            .Order(StringComparer.Ordinal)];
        Assert.Equal(expected.Split(' ').Order(StringComparer.Ordinal), files.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.DoesNotContain(model, File.ReadAllText(file), StringComparison.OrdinalIgnoreCase));
        string project = File.ReadAllText(Path.Combine(root, "services/Pears/Pears.csproj"));
        Assert.Contains("\"../Service.props\"", project);
        Assert.DoesNotContain("../../../", project);

        // No other interface of the repository has its number.
        Assert.Contains(number, File.ReadAllText(Path.Combine(root, "services/Pears/IPears.cs")));
        string solution = File.ReadAllText(Path.Combine(root, "RustKernel.sln"));
        Assert.All(["Pears", "PearsCheck", "Pears.Tests"], name => Assert.Contains($"{name}.csproj", solution));
    }

    [Theory]
    [InlineData("pears", "a capital first")]
    [InlineData("P", "2 to 24 letters and digits")]
    [InlineData("../Pears", "cannot be the name")]
    [InlineData("Counter", "has the name Counter already")]
    [InlineData("COUNTER", "has the name COUNTER already")]
    public void A_name_that_cannot_be_one_writes_nothing(string name, string message)
    {
        string root = Models();
        ToolResult result = New(root, "service", name);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Equal(
            ["Examples", "Generator"],
            Directory.GetDirectories(Path.Combine(root, "services")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_folder_that_is_there_is_left_alone()
    {
        string root = Models();
        Directory.CreateDirectory(Path.Combine(root, "tests/Pears.Tests"));
        ToolResult result = New(root, "driver", "Pears");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("tests/Pears.Tests is there already", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(root, "services/Pears")));
    }

    [Fact]
    [Trait("Run", "hil")]
    public void A_new_service_and_a_new_driver_build_run_and_pass_their_tests()
    {
        string clone = _folder.File("clone");
        Run(Tool.Root, "git", "clone", "-q", Tool.Root, clone);
        foreach ((string kind, string name) in new[] { ("service", "Pears"), ("driver", "Plums") })
        {
            ToolResult made = New(clone, kind, name);
            Assert.True(made.ExitCode == 0, made.ToString());
        }

        Run(clone, "dotnet", "build", "kernel/Boot", "-v", "q", "-nologo");
        string image = Latin1(Path.Combine(clone, "artifacts/Image"));
        Assert.Contains("pears.service", image, StringComparison.Ordinal);
        Assert.Contains("plums.service", image, StringComparison.Ordinal);
        Run(clone, "dotnet", "test", "tests/Pears.Tests", "-v", "q", "--nologo");
        Run(clone, "dotnet", "test", "tests/Plums.Tests", "-v", "q", "--nologo");
    }

    // A root with only the models and a solution.
    private string Models()
    {
        string root = _folder.File("root");
        foreach (string folder in new[] { "Counter", "FwCfg" }
            .SelectMany(model => new[] { $"services/Examples/{model}", $"tests/{model}Check", $"tests/{model}.Tests" }))
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
        foreach (string file in new[]
        {
            "services/Service.props", "services/Program.targets", "services/Generator/Generator.props", "bsp/Build/Registers.props"
        })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, file))!);
            File.WriteAllText(Path.Combine(root, file), "<Project/>");
        }

        return root;
    }

    private static ToolResult New(string root, string kind, string name) => Tool.Finish(
        Tool.Start(Tool.Path, ["new", kind, name], new() { ["RK_ROOT"] = root }), TimeSpan.FromMinutes(3));

    private static string Latin1(string file) => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file));

    private static void Run(string folder, string program, params string[] arguments)
    {
        string[] words = ["-C", folder, "-u", "RK_ROOT", program, .. arguments];
        ToolResult result = Tool.Finish(Tool.Start("env", words, new Dictionary<string, string>()), TimeSpan.FromMinutes(15));
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
