// Ours beside Debian's servers: tests/TftpSpeed, whose table goes to artifacts/tftp-speed.md.

using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace RustKernel.Flash.Tftp.Tests;

public sealed class SpeedTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(12);

    [Fact]
    [Trait("Run", "hil")]
    public async Task Not_much_slower_than_the_fastest_in_lockstep_and_without_a_window()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !Directory.Exists(Path.Combine(root.FullName, "boards")))
        {
            root = root.Parent;
        }

        using Process process =
            Process.Start(new ProcessStartInfo(Path.Combine(root!.FullName, "tests", "TftpSpeed", "run.sh"), ["--rounds", "15"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true
            })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> table = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"run.sh did not end: {await error}");
        }

        Assert.True(process.ExitCode == 0, $"{await error}\n{await table}");
    }
}
