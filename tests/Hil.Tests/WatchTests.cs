// The changes that rk watch sees in a tree of sources, and its builds for them.

using System;
using System.IO;
using RustKernel.EndToEnd.Tests;
using RustKernel.Hil.Cli.Watching;
using Xunit;

namespace RustKernel.Hil.Tests;

public sealed class WatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public WatchTests()
    {
        foreach (string file in new[]
        {
            "services/Pears/Pears.csproj", "services/Pears/pears.service", "services/Pears/Program.cs", "services/Pears/Deep/Core.cs",
            "services/Framework/Framework.csproj", "services/Framework/Service.cs", "kernel/Core/A.cs", "bsp/Arm64/Boot.S"
        })
        {
            Write(file, "a");
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Changes_are_seen_once()
    {
        SourceWatch watch = new(_folder.Path);
        Assert.Empty(watch.Changed());
        Write("services/Pears/Program.cs", "longer");
        File.Delete(_folder.File("kernel/Core/A.cs"));
        Write("bsp/Arm64/New.S", "a");
        Assert.Equal(["bsp/Arm64/New.S", "kernel/Core/A.cs", "services/Pears/Program.cs"], watch.Changed());
        Assert.Empty(watch.Changed());
    }

    [Theory]
    [InlineData("services/Pears/notes.md")]
    [InlineData("services/Pears/obj/A.cs")]
    [InlineData("docs/A.cs")]
    public void What_is_in_no_Image_is_not_seen(string file)
    {
        SourceWatch watch = new(_folder.Path);
        Write(file, "a");
        Assert.Empty(watch.Changed());
    }

    [Theory]
    [InlineData("services/Pears/Program.cs", "services/Pears/Pears.csproj", false)]
    [InlineData("services/Pears/Deep/Core.cs", "services/Pears/Pears.csproj", false)]
    [InlineData("services/Pears/Gone.cs", "services/Pears/Pears.csproj", false)]
    [InlineData("services/Pears/pears.service", "", true)]
    [InlineData("services/Pears/Pears.csproj", "", true)]
    [InlineData("services/Framework/Service.cs", "", true)]
    [InlineData("services/Program.targets", "", true)]
    [InlineData("kernel/Core/A.cs", "", true)]
    public void A_file_is_one_services_or_needs_an_Image(string file, string project, bool needsImage)
    {
        ChangedParts parts = ChangedParts.Of(_folder.Path, [file]);
        Assert.Equal(project.Length == 0 ? [] : [project], parts.Services);
        Assert.Equal(needsImage, parts.NeedsImage);
    }

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(file))!);
        File.WriteAllText(_folder.File(file), text);
    }
}
