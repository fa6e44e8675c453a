// A panic's text after the restart: the machine's memory is a file here, which the next emulator gets as a restart leaves it.

using System;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

public sealed class KeptPanicTests : IDisposable
{
    private const string Announced = "Boot: the kernel panicked before this start; dmesg has what it said";
    private const string Virt = "qemu-virt";
    private const string Board = "qemu-rpi4";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder _folder = new();
    private int _lines;

    private static string[] MemoryOf(string folder, string target) =>
    [
        "--qemu-arg=-object",
        $"--qemu-arg=memory-backend-file,id=kept,size={(target == Virt ? 1 : 2)}G,share=on,mem-path={Path.Combine(folder, "ram")}",
        "--qemu-arg=-machine",
        "--qemu-arg=memory-backend=kept",
    ];

    private string Disk => Path.Combine(_folder.Path, "data.img");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Logs_of_the_last_boots_are_files_and_a_panic_is_in_the_one_of_its_boot() => CheckLogs(Virt);

    [Fact]
    [Trait("Run", "hil")]
    public void Logs_and_a_panic_are_on_a_boards_card() => CheckLogs(Board);

    private void CheckLogs(string target)
    {
        Assert.Equal(0, Tool.Rk("fs", "make", Disk, "--size", "16M").ExitCode);
        string[] memory = MemoryOf(_folder.Path, target);
        string[] machine = [.. memory, "--disk", Disk];
        using (RunningSystem system = RunningSystem.At(target, _folder.Path, machine))
        {
            _ = Await(system, "ls /data/log", "000001.log");
            _ = system.Type("crash calculator\rstart calculator\rcrash calculator\r", "init: calculator ended");
            _ = system.Type("restart log\rrestart journal\r", "init: journal was killed");
            _ = Await(system, "dmesg -b -0", "init: journal was killed");
        }

        Panic(target, memory);
        using (RunningSystem system = RunningSystem.At(target, _folder.Path, machine))
        {
            // At once: if the boot's own log does not exist yet, reading it makes it.
            string log = Once(system, "dmesg -b -1");
            Assert.Contains("| FAR_EL1: 0xfffff00000001000", log, StringComparison.Ordinal);
            Assert.Matches("(?s)Boot: Device tree parsed.*init: calculator ended.*init: journal was killed.*\\| PANIC: ", log);
            Assert.DoesNotContain("\nPANIC:", log, StringComparison.Ordinal);
            string list = Once(system, "dmesg -b");
            Assert.Matches(@"(?s)-1 .* 20\d\d-\d\d-\d\d .*000001\.log.* 0 .*000002\.log", list);
            Assert.Contains("/data/log has no log of that boot", Once(system, "dmesg -b -2"), StringComparison.Ordinal);
            Assert.Contains("UTC", Once(system, "date"), StringComparison.Ordinal);
        }
    }

    // QEMU's reset keeps RAM and loads again what the emulator loads.
    [Theory]
    [InlineData(Virt)]
    [InlineData(Board)]
    public void A_panic_is_found_after_a_reset_of_the_machine(string target)
    {
        QemuMonitor monitor = new(_folder.Path);
        using RunningSystem system = RunningSystem.Until(
            "# panic end", target, _folder.Path, ["--cmdline", "panic=read", .. monitor.Arguments]);
        try
        {
            Assert.DoesNotContain(Announced, system.Output, StringComparison.Ordinal);
            _ = monitor.Do("system_reset");
            system.Await(Announced);
        }
        finally
        {
            system.End();
        }
    }

    private void Panic(string target, string[] memory)
    {
        ToolResult panic = Tool.Rk(["test", target, "--suite", "boot", "--cmdline", "panic=read", "--log", _folder.Path, .. memory]);
        Assert.Equal(1, panic.ExitCode);
    }

    private string Once(RunningSystem system, string line)
    {
        string end = $"/tmp/end-{++_lines}";
        return system.Type($"{line}\rcat {end}\r", $"Could not find file '{end}'").Replace(line, "", StringComparison.Ordinal);
    }

    // The journal writes the rest within seconds: asks again until it is there.
    private string Await(RunningSystem system, string line, string expected)
    {
        string shown = "";
        Stopwatch clock = Stopwatch.StartNew();
        while (clock.Elapsed < s_limit)
        {
            shown = Once(system, line);
            if (shown.Contains(expected, StringComparison.Ordinal))
            {
                return shown;
            }
        }

        Assert.Fail($"\"{expected}\" is not shown, but:\n{shown}");
        return shown;
    }

    [Fact]
    public void A_panic_is_in_the_log_of_the_next_boot_and_of_no_other()
    {
        string[] memory = MemoryOf(_folder.Path, Virt);
        Panic(Virt, memory);
        using (RunningSystem system = new(_folder.Path, memory))
        {
            Assert.Contains(Announced, system.Output, StringComparison.Ordinal);
            string log = system.Type("dmesg\rcat /tmp/end\r", "Could not find file '/tmp/end'");
            Assert.Matches(@"(?s)\| PANIC: .*\| FAR_EL1: 0xfffff00000001000.*\| Backtrace:\r?\n\| +#0 0xffff", log);
            Assert.DoesNotContain("\nPANIC:", log, StringComparison.Ordinal);
        }

        using (RunningSystem system = new(_folder.Path, memory))
        {
            Assert.DoesNotContain(Announced, system.Output, StringComparison.Ordinal);
        }
    }
}
