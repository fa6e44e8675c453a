// The same Image started by real UEFI firmware, in every way that firmware starts an application.

using System;
using System.Text.RegularExpressions;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

public sealed class UefiTests
{
    private const string Default = "/EFI/BOOT/BOOTAA64.EFI";
    private const string Named = "/kernel.efi";

    // All suites: the kernel must not notice who started it.
    private const string Options = "test=all";

    [Fact]
    public void Edk2_starts_it_from_a_FAT_disk_with_the_options_of_cmdline_txt()
    {
        using UefiMachine machine = new UefiMachine(UefiMachine.Edk2).WithDisk(Default, ("/cmdline.txt", Options + "\r\n"));
        AssertPassed(machine.Run(), "cmdline.txt");
    }

    [Fact]
    public void Edk2s_shell_starts_it_with_arguments_that_win_over_cmdline_txt()
    {
        using UefiMachine machine = new UefiMachine(UefiMachine.Edk2)
            .WithDisk(Named, ("/cmdline.txt", "test=nosuch\r\n"), ("/startup.nsh", $"fs0:{Named.Replace('/', '\\')} {Options}\r\n"));
        AssertPassed(machine.Run(), "UEFI load options");
    }

    [Fact]
    public void Edk2_starts_it_as_the_kernel_that_QEMU_was_given() => StartAsKernel("virt,gic-version=3,acpi=off", 1);

    // The matrix starts it at EL2, too.
    [Theory]
    [Trait("Run", "hil")]
    [InlineData("virt,gic-version=2,acpi=off", 1)]
    [InlineData("virt,gic-version=3,acpi=off,virtualization=on", 2)]
    public void Edk2_starts_it_as_the_kernel_on_other_machines(string type, int level) => StartAsKernel(type, level);

    private static void StartAsKernel(string type, int level)
    {
        using UefiMachine machine = new UefiMachine(UefiMachine.Edk2, type).With("-kernel", KernelImage.Path, "-append", Options);
        string output = machine.Run();
        AssertPassed(output, "UEFI load options");
        Assert.Contains($"Boot: Entered at EL{level}, ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void U_Boots_bootefi_starts_it_with_bootargs()
    {
        using UefiMachine machine = new UefiMachine(UefiMachine.UBoot, "virt,gic-version=3").WithDisk(Named);

        // U-Boot drops input during its start, and looks for other ways to boot before it asks.
        AssertPassed(
            machine.RunCommand(
                "=> ",
                $"virtio scan; load virtio 0:0 ${{kernel_addr_r}} {Named}; setenv bootargs {Options}; "
                    + "bootefi ${kernel_addr_r} ${fdt_addr}"),
            "UEFI load options");
    }

    [Fact]
    public void U_Boot_by_itself_starts_it_from_a_FAT_disk()
    {
        using UefiMachine machine = new UefiMachine(UefiMachine.UBoot, "virt,gic-version=3,virtualization=on").WithDisk(
            Default,
            ("/cmdline.txt", Options));
        string output = machine.Run();
        AssertPassed(output, "cmdline.txt");
        Assert.Contains("Boot: Entered at EL2, ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_device_tree_it_says_what_to_do_and_the_firmware_goes_on()
    {
        using UefiMachine machine = new UefiMachine(UefiMachine.Edk2, "virt,gic-version=3")
            .WithDisk(Named, ("/startup.nsh", $"fs0:{Named.Replace('/', '\\')}\r\necho kernel said %lasterror%\r\nreset -s\r\n"));
        string output = machine.Run();
        Assert.Matches("RustKernel: the firmware offers no device tree.*\r\n.*-machine virt,acpi=off", output);
        Assert.Contains("kernel said 0x3\r\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("RustKernel v", output, StringComparison.Ordinal);
    }

    private static void AssertPassed(string output, string source)
    {
        Assert.Contains($"Boot: Command line from {source}\r\n", output, StringComparison.Ordinal);
        Assert.Matches(@"Boot: Memory map from UEFI \([1-9][0-9]* entries\)", output);
        Assert.Matches(new Regex(@"^ok \d+ boot ", RegexOptions.Multiline), output);
        Match done = Regex.Match(output, @"# done total=(\d+) ok=(\d+) notok=0 skip=(\d+) ");
        Assert.True(done.Success, output);
        Assert.True(int.Parse(done.Groups[2].Value) > 0, output);
        Assert.Equal(int.Parse(done.Groups[1].Value), int.Parse(done.Groups[2].Value) + int.Parse(done.Groups[3].Value));
    }
}
