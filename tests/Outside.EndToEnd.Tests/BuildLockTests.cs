// rk's own builds wait for make's.

using System;
using System.Diagnostics;
using System.IO;
using RustKernel.Hil.Cli;
using RustKernel.Hil.Drivers;
using Xunit;

namespace RustKernel.Outside.EndToEnd.Tests;

public sealed class BuildLockTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lock-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_lock_that_flock_holds_is_waited_for()
    {
        string file = Path.Combine(_root, "artifacts", ".build.lock"), begun = Path.Combine(_root, "begun");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using Process other = Process.Start("flock", [file, "sh", "-c", $"touch {begun}; sleep 2"]);
        while (!File.Exists(begun) && !other.HasExited)
        {
            other.WaitForExit(20);
        }

        using StringWriter output = new();
        InfrastructureException tooLong = Assert.Throws<InfrastructureException>(() => BuildLock.Take(_root, TimeSpan.Zero, output));
        Assert.Contains("another build has not ended after 0 minutes", tooLong.Message, StringComparison.Ordinal);
        using (BuildLock.Take(_root, TimeSpan.FromMinutes(1), output))
        {
            Assert.Equal("rk: another build is going on in this checkout; waiting for it\n", output.ToString());
        }

        other.WaitForExit();
    }
}
