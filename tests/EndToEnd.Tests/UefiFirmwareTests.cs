// The Image under firmware that misbehaves (tests/HostileKernels/efi-*.S): what no real firmware would do on demand.

using System;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

public sealed class UefiFirmwareTests
{
    private const string Refused = "firmware: the application returned error 3\r\n";

    [Fact]
    public void A_map_that_changes_meanwhile_is_read_again_and_wins_over_the_trees_banks()
    {
        string output = Run("efi-stale-key");
        Assert.Contains(
            "Boot: Memory map from UEFI (5 entries)\r\nBoot: Memory region: 0x40000000 - 0x59000000 (400 MB)\r\nBoot: Memory region: "
                + "0x5a000000 - 0x5c000000 (32 MB)\r\n",
            output,
            StringComparison.Ordinal);
        Assert.Contains("FrameAllocator: 110592 frames total,", output, StringComparison.Ordinal);
        Assert.Matches("# done total=[0-9]+ ok=[0-9]+ notok=0 ", output);
    }

    [Fact]
    public void Load_options_that_are_too_long_are_cut_and_said_to_be()
    {
        string output = Run("efi-long-options");
        Assert.Contains(
            "Boot: load options are longer than 2048 characters; the rest is ignored\r\nBoot: Command line from UEFI load options\r\n",
            output,
            StringComparison.Ordinal);
        Assert.Matches("# done total=[0-9]+ ok=[0-9]+ notok=0 ", output);
    }

    [Fact]
    public void A_map_that_is_too_large_is_named_and_the_firmware_goes_on() =>
        Assert.Equal(
            "RustKernel: the firmware's memory map is missing or larger than 32 KiB. Back to the firmware.\r\n" + Refused,
            Run("efi-huge-map"));

    [Fact]
    public void A_crooked_device_tree_is_none()
    {
        string output = Run("efi-crooked-tree");
        Assert.StartsWith("RustKernel: the firmware offers no device tree", output, StringComparison.Ordinal);
        Assert.EndsWith(Refused, output, StringComparison.Ordinal);
    }

    // After a failed attempt the console may be gone, so only the status is left.
    [Fact]
    public void Firmware_that_keeps_it_gets_its_error_back() =>
        Assert.Equal("firmware: the application returned error 2\r\n", Run("efi-no-exit"));

    private static string Run(string firmware)
    {
        ToolResult result = Tool.Finish(
            Tool.Start("qemu-system-aarch64",
            [
                "-machine", "virt,gic-version=3", "-cpu", "cortex-a72", "-m", "1G", "-nic", "none", "-display", "none", "-serial", "stdio",
                "-monitor", "none", "-no-reboot",
                "-kernel", HostileKernel.Image(
                    firmware), "-append", "test=boot", "-device", $"loader,file={KernelImage.Path},addr=0x50000000,force-raw=on",
            ]),
            TimeSpan.FromMinutes(4));
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }
}
