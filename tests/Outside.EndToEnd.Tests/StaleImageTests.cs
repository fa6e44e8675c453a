// rk says when the Image is older than its sources.

using System;
using System.IO;
using RustKernel.Hil.Cli;
using Xunit;

namespace RustKernel.Outside.EndToEnd.Tests;

public sealed class StaleImageTests : IDisposable
{
    private static readonly DateTime s_built = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly string _root = Directory.CreateTempSubdirectory("stale-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("kernel/Core/Heap.cs", true)]
    [InlineData("bsp/Arm64/Boot.S", true)]
    [InlineData("services/Shell/shell.service", true)]
    [InlineData("services/Examples/Counter/Program.cs", false)]
    [InlineData("kernel/README.md", false)]
    [InlineData("hil/Cli/StaleImage.cs", false)]
    public void A_source_of_the_Image_that_is_newer_is_named(string source, bool counts)
    {
        string file = Path.Combine(_root, source);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "");
        File.SetLastWriteTimeUtc(file, s_built.AddSeconds(-1));
        Assert.Null(StaleImage.FirstNewer(_root, s_built));
        File.SetLastWriteTimeUtc(file, s_built.AddSeconds(1));
        Assert.Equal(counts ? source : null, StaleImage.FirstNewer(_root, s_built));
    }
}
