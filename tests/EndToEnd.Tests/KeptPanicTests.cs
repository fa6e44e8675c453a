// What a panic said, after the restart: the machine's memory is a file here, which the next emulator gets as a restart leaves it.

using System;
using System.IO;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

public sealed class KeptPanicTests : IDisposable
{
    private const string Announced = "Boot: the kernel panicked before this start; dmesg has what it said";
    private readonly TemporaryFolder _folder = new();

    private string[] Memory =>
    [
        "--qemu-arg=-object",
        $"--qemu-arg=memory-backend-file,id=kept,size=1G,share=on,mem-path={Path.Combine(_folder.Path, "ram")}",
        "--qemu-arg=-machine",
        "--qemu-arg=memory-backend=kept",
    ];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_panic_is_in_the_log_of_the_next_boot_and_of_no_other()
    {
        ToolResult panic = Tool.Rk(["test", "qemu-virt", "--suite", "boot", "--cmdline", "panic=read", "--log", _folder.Path, .. Memory]);
        Assert.Equal(1, panic.ExitCode);
        using (RunningSystem system = new(_folder.Path, Memory))
        {
            Assert.Contains(Announced, system.Output, StringComparison.Ordinal);
            string log = system.Type("dmesg\rcat /tmp/end\r", "Could not find file '/tmp/end'");
            Assert.Matches(@"(?s)\| PANIC: .*\| FAR_EL1: 0xfffff00000001000.*\| Backtrace:\r?\n\| +#0 0xffff", log);
            Assert.DoesNotContain("\nPANIC:", log, StringComparison.Ordinal);
        }

        using (RunningSystem system = new(_folder.Path, Memory))
        {
            Assert.DoesNotContain(Announced, system.Output, StringComparison.Ordinal);
        }
    }
}
