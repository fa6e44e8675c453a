// make and rk do not build in one checkout at the same time.

using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using Xunit;

namespace RustKernel.BuildChecks.Tests;

public sealed class BuildLockTests
{
    [Theory]
    [InlineData("bsp/Build/scripts/build.sh", "--run")]
    [InlineData("rk", "--version")]
    public void Who_comes_second_says_so_and_waits(string script, string word)
    {
        using Workshop workshop = new();
        workshop.WriteProgram("dotnet", "echo built >> \"$WORKSHOP/built\"");
        workshop.Write("artifacts/.build.lock", "");
        foreach (string file in new[] { script, "bsp/Build/scripts/common.sh" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(workshop.PathOf(file))!);
            File.Copy(Repository.PathOf(file), workshop.PathOf(file), overwrite: true);
        }

        string built = workshop.PathOf("built"), lockFile = workshop.PathOf("artifacts/.build.lock");

        // The first build holds the lock for two seconds and writes its line last.
        using Process first = Process.Start("flock", [lockFile, "sh", "-c", $"touch {built}.begun; sleep 2; echo first >> {built}"]);
        for (int i = 0; i < 500 && !File.Exists(built + ".begun"); i++)
        {
            Thread.Sleep(20);
        }

        (_, string output) = workshop.Run("bash", [workshop.PathOf(script), word]);
        first.WaitForExit();
        Assert.Contains("nother build is going on in this checkout; waiting for it", output, StringComparison.Ordinal);
        Assert.Equal(["first", "built"], File.ReadAllLines(built)[..2]);
    }
}
