// TOOLCHAIN=bflat with a stand-in that records how it was called. No real bflat has been tried.

using System;
using System.IO;
using Xunit;

namespace RustKernel.BuildChecks.Tests;

public sealed class BflatTests
{
    [Fact]
    public void Bflat_is_called_once_with_all_sources_of_all_projects()
    {
        using var workshop = new Workshop();
        WriteKernel(workshop);
        workshop.WriteProgram("bflat", "printf '%s\\n' \"$@\" > \"$WORKSHOP/arguments\"; : > \"$WORKSHOP/kernel.o\"");
        var (status, output) = Compile(workshop, "bflat");
        Assert.True(status == 0, output);
        string[] expected =
        [
            "build", "-c", "--stdlib:none", "--os:linux", "--arch:arm64", "--target:Shared", "--no-reflection", "--no-stacktrace-data",
            "--no-globalization", "--no-exception-messages", "--langversion:preview", "-i:*", "-o", workshop.PathOf("kernel.o"),
            workshop.PathOf("library/Part.cs"), workshop.PathOf("Kernel.cs"),
        ];
        Assert.Equal(expected, workshop.Read("arguments").TrimEnd().Split('\n'));

        File.Delete(workshop.PathOf("arguments"));
        Assert.Equal(0, Compile(workshop, "bflat").Status);
        Assert.Equal("", workshop.Read("arguments"));
    }

    [Fact]
    public void A_failing_bflat_fails_the_build()
    {
        using var workshop = new Workshop();
        WriteKernel(workshop);
        workshop.WriteProgram("bflat", "echo no such option >&2; exit 1");
        Assert.Equal(1, Compile(workshop, "bflat").Status);
    }

    [Fact]
    public void A_missing_bflat_is_a_clear_error()
    {
        using var workshop = new Workshop();
        WriteKernel(workshop);
        var (status, output) = Compile(workshop, "bflat", "-p:BflatCommand=no-such-bflat");
        Assert.Equal(1, status);
        Assert.Contains("error RK1011: TOOLCHAIN=bflat, but there is no program 'no-such-bflat' on PATH", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_toolchain_leaves_bflat_alone()
    {
        using var workshop = new Workshop();
        WriteKernel(workshop);
        workshop.WriteProgram("bflat", ": > \"$WORKSHOP/arguments\"");
        Assert.Equal(0, Compile(workshop, "ilc").Status);
        Assert.Equal("", workshop.Read("arguments"));
    }

    // A kernel of two projects, with the names that NativeImage.targets gives Bflat.targets, without the SDK.
    private static void WriteKernel(Workshop workshop)
    {
        workshop.Write("Kernel.cs", "");
        workshop.Write("library/Part.cs", "");
        workshop.Write("stamp", "bflat\n");
        workshop.Write("library/library.proj",
            """
            <Project>
              <ItemGroup><Compile Include="Part.cs" /></ItemGroup>
              <Target Name="RkListSources" Returns="@(Compile->'%(FullPath)')" />
            </Project>
            """);
        workshop.Write("kernel.proj",
            $"""
            <Project>
              <PropertyGroup>
                <NativeObject>{workshop.Root}/kernel.o</NativeObject>
                <ToolchainStamp>{workshop.Root}/stamp</ToolchainStamp>
              </PropertyGroup>
              <ItemGroup>
                <Compile Include="Kernel.cs" />
                <ProjectReference Include="library/library.proj" />
                <ProjectReference Include="tool.proj" ReferenceOutputAssembly="false" />
              </ItemGroup>
              <Target Name="PrepareNative" />
              <Import Project="{Repository.Root}/bsp/Build/Bflat.targets" />
            </Project>
            """);
    }

    private static (int Status, string Output) Compile(Workshop workshop, string toolchain, params string[] more) =>
        workshop.Run(
            "dotnet",
            ["msbuild", "kernel.proj", "-nologo", "-v:q", "-m:1", "-t:BflatCompile", $"-p:Toolchain={toolchain}", .. more]);
}
