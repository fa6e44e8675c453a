using System;
using System.IO;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>
/// tests/LinuxServices/Outside in a folder outside the repository, together with the packed file of services/NativeLinux.
/// </summary>
internal static class PackedBridge
{
    private const string NoProject = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
          </PropertyGroup>
        </Project>
        """;

    private const string OneSource = """
        <configuration>
          <packageSources>
            <clear />
            <add key="packed" value="packed" />
          </packageSources>
        </configuration>
        """;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Makes the folder; returns the project's. Its only source of packages is the packed file: the compiler's own packages, which
    /// every publishing needs, are in the folder that all builds use.
    /// </summary>
    internal static string Make(TemporaryFolder folder)
    {
        string place = folder.File("outside");
        Copy("Client", place);
        Copy("Server", place);
        Copy("Outside", place);
        DotNet("pack", Path.Combine(Tool.Root, "services", "NativeLinux"), "-c", "Debug", "-o", Path.Combine(place, "packed"));
        File.WriteAllText(Path.Combine(place, "nuget.config"), OneSource);
        File.WriteAllText(Path.Combine(place, "Directory.Build.props"), $"""
            <Project>
              <PropertyGroup>
                <RestorePackagesPath>$(MSBuildThisFileDirectory)unpacked</RestorePackagesPath>
                <RestoreAdditionalProjectFallbackFolders>{FetchCompiler(folder)}</RestoreAdditionalProjectFallbackFolders>
              </PropertyGroup>
            </Project>
            """);
        return Path.Combine(place, "Outside");
    }

    // The first publishing on a machine fetches it.
    private static string FetchCompiler(TemporaryFolder folder)
    {
        string project = folder.File("none.csproj");
        File.WriteAllText(project, NoProject);
        DotNet("restore", project, "-r", "linux-arm64", "-p:PublishAot=true", "-p:StaticExecutable=true");
        return Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
    }

    private static void Copy(string name, string place)
    {
        string to = Directory.CreateDirectory(Path.Combine(place, name)).FullName;
        foreach (string file in Directory.GetFiles(Path.Combine(Tool.Root, "tests", "LinuxServices", name)))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    private static void DotNet(params string[] arguments)
    {
        ToolResult result = Tool.Finish(Tool.Start("dotnet", [.. arguments, "-nologo", "-v", "quiet"]), s_limit);
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
