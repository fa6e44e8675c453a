// Our server compared with Debian's: tests/TftpSpeed, whose table goes to artifacts/tftp-speed.md. It judges that every file arrives
// complete with every client; the speed depends on the host (run.sh --strict judges it on a quiet one).

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
    public async Task Every_client_gets_every_file_whole_and_the_speeds_stand_side_by_side()
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
        Assert.Contains("| atftp, 1428, window 32 |", await table, StringComparison.Ordinal);
        Assert.Contains("| slowest to fastest of the 100 |", await table, StringComparison.Ordinal);
    }
}
