using System;
using RustKernel.EndToEnd.Tests;
using RustKernel.Hil.Strategies;
using Xunit;

namespace RustKernel.Matrix.EndToEnd.Tests;

/// <summary>The same boot again and again: none may differ.</summary>
public sealed class SoakTests
{
    private const int Few = 3;
    private const int Many = 200;
    private const int FewAtEL0 = 5;
    private const int ManyAtEL0 = 100;
    private const string Suites = "boot,interrupts,timer,smp";
    private const string SuitesAtEL0 = "process,syscall,ipc,sched,faults,handles";

    private static readonly MatrixRow s_virt = new("soak-virt-4cpu") { Cpus = 4 };
    private static readonly MatrixRow s_firmware = new("soak-uefi") { Way = Way.EfiDisk };
    private static readonly MatrixRow s_raspberryPi = new("soak-rpi4") { Way = Way.Board, Board = "qemu-rpi4", Cpus = 4 };

    [Fact]
    public void Virt_boots_with_4_CPUs_a_few_times() => Boot(s_virt, Few, Suites);

    [Fact]
    public void Raspberry_Pi_4_boots_a_few_times() => Boot(s_raspberryPi, Few, Suites);

    [Fact]
    [Trait("Run", "soak")]
    public void Virt_boots_with_4_CPUs_200_times() => Boot(s_virt, Many, Suites);

    [Fact]
    [Trait("Run", "soak")]
    public void Raspberry_Pi_4_boots_200_times() => Boot(s_raspberryPi, Many, Suites);

    [Fact]
    [Trait("Run", "hil")]
    public void User_space_under_UEFI_passes_five_times() => Boot(s_firmware, FewAtEL0, SuitesAtEL0);

    [Fact]
    [Trait("Run", "soak")]
    public void User_space_under_UEFI_passes_a_hundred_times() => Boot(s_firmware, ManyAtEL0, SuitesAtEL0);

    // RK_SOAK_BOOTS shortens a soak for a quick check.
    private static void Boot(MatrixRow row, int times, string suites)
    {
        if (times > FewAtEL0 && int.TryParse(Environment.GetEnvironmentVariable("RK_SOAK_BOOTS"), out int wanted) && wanted > 0)
        {
            times = wanted;
        }

        for (int boot = 1; boot <= times; boot++)
        {
            using TemporaryFolder folder = new();
            RunOutcome outcome = MatrixRun.Boot(row, suites, folder);
            string console = EventLog.Console(outcome.LogPath);
            Assert.True(
                outcome.Verdict.ExitCode == 0,
                $"{row}, boot {boot} of {times}: {outcome.Verdict.Word}: {outcome.Verdict.Reason}\n{console}");
            Assert.True(row.IsShownBy(console), $"{row}, boot {boot} of {times}: the CPUs that run are others:\n{console}");
        }
    }
}
