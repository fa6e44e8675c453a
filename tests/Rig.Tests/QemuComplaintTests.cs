using System;
using RustKernel.Hil.Drivers.Qemu;

namespace RustKernel.Rig.Tests;

/// <summary>QEMU 10's refusals, each kind: finds the reason among warnings, hints and messages of libraries.</summary>
public sealed class QemuComplaintTests
{
    [Theory]
    [InlineData("could not load kernel '/nosuch'", "q: could not load kernel '/nosuch'")]
    [InlineData("unable to find CPU model 'nosuch'", "q: unable to find CPU model 'nosuch'")]
    [InlineData(
        "unsupported machine type: \"nosuch\" (Use -machine help to list supported machines)",
        "q: unsupported machine type: \"nosuch\"\nUse -machine help to list supported machines")]
    [InlineData(
        "cannot set up guest memory 'mach-virt.ram': Cannot allocate memory",
        "q: cannot set up guest memory 'mach-virt.ram': Cannot allocate memory")]
    [InlineData("Invalid RAM size, should be 2 GiB", "q: Invalid RAM size, should be 2 GiB")]
    [InlineData(
        "Invalid SMP CPUs 2. The min CPUs supported by machine 'raspi4b' is 4",
        "q: Invalid SMP CPUs 2. The min CPUs supported by machine 'raspi4b' is 4")]
    [InlineData("Parameter 'smp.cpus' expects integer", "q: Parameter 'smp.cpus' expects integer")]
    [InlineData(
        "-m abc: Parameter 'size' expects a non-negative number below 2^64 (Optional suffix k, M, G, T, P or E means",
        "q: -m abc: Parameter 'size' expects a non-negative number below 2^64\n"
            + "Optional suffix k, M, G, T, P or E means kilo-, mega-, giga-, tera-, peta-\nand exabytes, respectively.")]
    [InlineData(
        "Invalid gic-version value (Valid values are 3, 2, host, max.)",
        "q: Invalid gic-version value\nValid values are 3, 2, host, max.")]
    [InlineData(
        "Failed to find an available port: Address already in use",
        "q: -gdb tcp:127.0.0.1:5599: Failed to find an available port: Address already in use\n"
            + "q: -gdb tcp:127.0.0.1:5599: gdbstub: couldn't create chardev")]
    [InlineData(
        "Could not open '/nosuch': No such file or directory",
        "q: -drive file=/nosuch,if=none,id=d: Could not open '/nosuch': No such file or directory")]
    [InlineData(
        "cfi.pflash01 device '/machine/virt.flash0' requires 67108864 bytes",
        "WARNING: Image format was not specified for '/etc/shadow' and probing guessed raw.\n"
            + "         Automatically detecting the format is dangerous for raw images, write operations on block 0 will be restricted.\n"
            + "         Specify the 'raw' format explicitly to remove the restrictions.\n"
            + "q: cfi.pflash01 device '/machine/virt.flash0' requires 67108864 bytes, pflash0 block backend provides 1024 bytes")]
    [InlineData(
        "failed to initialize kvm: Permission denied",
        "\n(process:812): GLib-WARNING **: 10:11:12.131: gmem.c:497: custom memory allocation vtable not supported\n"
            + "q: info: this is only said\nq: warning: nor is this\n\nq: failed to initialize kvm: Permission denied")]
    public void The_reason_is_the_line_that_says_it(string cause, string said)
    {
        string found = QemuComplaint.Cause(said.Split('\n'));
        Assert.StartsWith("q: ", found, StringComparison.Ordinal);
        Assert.Contains(cause, found, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_but_warnings_is_better_than_nothing()
    {
        Assert.Equal("q: warning: x", QemuComplaint.Cause(["", "q: warning: x"]));
        Assert.Equal("", QemuComplaint.Cause(["", "  "]));
    }
}
