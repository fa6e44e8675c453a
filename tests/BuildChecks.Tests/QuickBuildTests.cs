// Directory.Build.targets: a quick build leaves the analyzers out, and no other build treats its output as analyzed.

using System;
using System.IO;
using Xunit;

namespace RustKernel.BuildChecks.Tests;

public sealed class QuickBuildTests
{
    private const string Project = "<Project Sdk=\"Microsoft.NET.Sdk\"/>";
    private const string Unused = "using System.IO;\n\nnamespace Quick;\n\n/// <summary>A class.</summary>\npublic static class Class;\n";

    [Fact]
    public void What_a_quick_build_let_pass_is_refused_by_the_next_other_build()
    {
        using Workshop workshop = new();
        foreach (string file in new[]
                 {
                     "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", ".editorconfig",
                 })
        {
            File.Copy(Repository.PathOf(file), workshop.PathOf(file));
        }

        workshop.Write("Quick/Quick.csproj", Project);
        workshop.Write("Quick/Class.cs", Unused);
        Assert.Equal(0, Build(workshop, "-p:RunAnalyzers=false").Status);
        (int status, string output) = Build(workshop);
        Assert.True(status == 1 && output.Contains("IDE0005", StringComparison.Ordinal), output);

        workshop.Write("Quick/Class.cs", Unused["using System.IO;\n\n".Length..]);
        Assert.Equal(0, Build(workshop).Status);
        string assembly = workshop.PathOf("artifacts/dotnet/obj/Quick/debug/Quick.dll");
        DateTime analyzed = File.GetLastWriteTimeUtc(assembly);

        // Neither compiles again what was up to date.
        Assert.Equal((0, 0), (Build(workshop, "-p:RunAnalyzers=false").Status, Build(workshop).Status));
        Assert.Equal(analyzed, File.GetLastWriteTimeUtc(assembly));
    }

    private static (int Status, string Output) Build(Workshop workshop, params string[] options) => workshop.Run(
        "dotnet", ["build", workshop.PathOf("Quick/Quick.csproj"), "-v", "q", "-nologo", .. options], ("UseSharedCompilation", "false"));
}
