// What a panic said, after the restart: the machine's memory is a file here, which the next emulator gets as a restart leaves it.

using System;
using System.IO;
using System.Threading;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

public sealed class KeptPanicTests : IDisposable
{
    private const string Announced = "Boot: the kernel panicked before this start; dmesg has what it said";
    private readonly TemporaryFolder _folder = new();
    private int _lines;

    private string[] Memory =>
    [
        "--qemu-arg=-object",
        $"--qemu-arg=memory-backend-file,id=kept,size=1G,share=on,mem-path={Path.Combine(_folder.Path, "ram")}",
        "--qemu-arg=-machine",
        "--qemu-arg=memory-backend=kept",
    ];

    private string Disk => Path.Combine(_folder.Path, "data.img");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Logs_of_the_last_boots_are_files_and_a_panic_is_in_the_one_of_its_boot()
    {
        Assert.Equal(0, Tool.Rk("fs", "make", Disk, "--size", "16M").ExitCode);
        string[] machine = [.. Memory, "--disk", Disk];
        using (RunningSystem system = new(_folder.Path, machine))
        {
            _ = Await(system, "ls /data/log", "000001.log");
            _ = system.Type("crash calculator\rstart calculator\rcrash calculator\r", "init: calculator ended");
            _ = system.Type("restart log\rrestart journal\r", "init: journal was killed");
            _ = Await(system, "dmesg -b -0", "init: journal was killed");
        }

        ToolResult panic = Tool.Rk(["test", "qemu-virt", "--suite", "boot", "--cmdline", "panic=read", "--log", _folder.Path, .. Memory]);
        Assert.Equal(1, panic.ExitCode);
        using (RunningSystem system = new(_folder.Path, machine))
        {
            _ = Await(system, "ls /data/log", "000002.log");
            string log = Await(system, "dmesg -b -1", "| FAR_EL1: 0xfffff00000001000");
            Assert.Matches("(?s)Boot: Device tree parsed.*init: calculator ended.*init: journal was killed.*\\| PANIC: ", log);
            Assert.DoesNotContain("\nPANIC:", log, StringComparison.Ordinal);
            string list = Await(system, "dmesg -b", "000002.log");
            Assert.Matches(@"(?s)-1 .* 20\d\d-\d\d-\d\d .*000001\.log.* 0 .*000002\.log", list);
            _ = Await(system, "dmesg -b -2", "/data/log has the logs of 2 boots");
            _ = Await(system, "date", "UTC");
        }
    }

    // What the journal has not written yet it writes within seconds: asked again until it is there.
    private string Await(RunningSystem system, string line, string expected)
    {
        string shown = "";
        for (int i = 0; i < 60; i++)
        {
            string end = $"/tmp/end-{++_lines}";
            shown = system.Type($"{line}\rcat {end}\r", $"Could not find file '{end}'");
            if (shown.Replace(line, "", StringComparison.Ordinal).Contains(expected, StringComparison.Ordinal))
            {
                return shown;
            }

            Thread.Sleep(500);
        }

        Assert.Fail($"\"{expected}\" is not shown, but:\n{shown}");
        return shown;
    }

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
