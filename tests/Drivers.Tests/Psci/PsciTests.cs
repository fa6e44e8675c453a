using RustKernel.Drivers.Psci;
using Xunit;

namespace RustKernel.Drivers.Tests.Psci;

public sealed class PsciTests
{
    private readonly Psci<FakeFirmware> _psci = new(PsciFunctions.Standard);

    public PsciTests() => FakeFirmware.Reset();

    [Fact]
    public void Version_is_read()
    {
        PsciVersion version = _psci.Version().Value;
        Assert.Equal((1u, 1u), (version.Major, version.Minor));
    }

    [Fact]
    public void A_cpu_goes_from_off_over_coming_to_on()
    {
        const ulong cpu = 0x1_0000_0002;
        Assert.Equal(PsciCpuState.Off, _psci.AffinityInfo(cpu).Value);
        Assert.Equal(ErrorCode.None, _psci.CpuOn(cpu, new PhysicalAddress(0x4008_0000), 77));
        Assert.Equal((0x4008_0000ul, 77ul), (FakeFirmware.Now.Cpus[cpu].Entry, FakeFirmware.Now.Cpus[cpu].Context));
        Assert.Equal(PsciCpuState.OnPending, _psci.AffinityInfo(cpu).Value);
        Assert.Equal(ErrorCode.AlreadyExists, _psci.CpuOn(cpu, new PhysicalAddress(0x4008_0000), 77));
        FakeFirmware.Now.FinishStarting(cpu);
        Assert.Equal(PsciCpuState.On, _psci.AffinityInfo(cpu).Value);
        Assert.Equal(ErrorCode.AlreadyExists, _psci.CpuOn(cpu, new PhysicalAddress(0x4008_0000), 77));
    }

    [Fact]
    public void Wrong_cpus_and_entries_are_refused()
    {
        Assert.Equal(ErrorCode.InvalidArgument, _psci.CpuOn(9, new PhysicalAddress(0x4008_0000), 0));
        Assert.Equal(ErrorCode.InvalidArgument, _psci.CpuOn(1, new PhysicalAddress(0x4008_0001), 0));
        Assert.Equal(ErrorCode.InvalidArgument, _psci.AffinityInfo(9).Error);
        Assert.Equal(PsciCpuState.Off, _psci.AffinityInfo(1).Value);
    }

    [Fact]
    public void A_call_that_comes_back_has_failed()
    {
        Assert.Equal(ErrorCode.DeviceError, _psci.SystemOff());
        Assert.True(FakeFirmware.Now.IsOff);
        Assert.Equal(ErrorCode.DeviceError, _psci.SystemReset());
        Assert.True(FakeFirmware.Now.WasReset);
        Assert.Equal(ErrorCode.AccessDenied, _psci.CpuOff());
    }

    [Theory]
    [InlineData(-1, ErrorCode.NotSupported)]
    [InlineData(-2, ErrorCode.InvalidArgument)]
    [InlineData(-3, ErrorCode.AccessDenied)]
    [InlineData(-4, ErrorCode.AlreadyExists)]
    [InlineData(-5, ErrorCode.AlreadyExists)]
    [InlineData(-6, ErrorCode.DeviceError)]
    [InlineData(-7, ErrorCode.NotFound)]
    [InlineData(-8, ErrorCode.InvalidState)]
    [InlineData(-9, ErrorCode.InvalidArgument)]
    [InlineData(-10, ErrorCode.DeviceError)]
    [InlineData(int.MinValue, ErrorCode.DeviceError)]
    [InlineData(3, ErrorCode.DeviceError)]
    public void Every_return_code_is_understood(int code, ErrorCode expected)
    {
        FakeFirmware.Now.Forced = code;
        Assert.Equal(expected, _psci.CpuOn(1, new PhysicalAddress(0), 0));
        Assert.Equal(expected, _psci.SystemReset());
        Assert.Equal(expected, _psci.AffinityInfo(1).Error);
        if (code < 0)
        {
            Assert.Equal(expected, _psci.Version().Error);
        }
    }

    [Fact]
    public void The_first_version_has_the_trees_numbers_and_little_else()
    {
        FakeFirmware.Reset(legacy: true);
        Psci<FakeFirmware> psci = new(PsciFunctions.FromTree(cpuOn: 0x95C1_BA60, cpuOff: 0));
        Assert.Equal(ErrorCode.None, psci.CpuOn(1, new PhysicalAddress(0x1000), 1));
        Assert.Equal(ErrorCode.NotSupported, psci.CpuOff());
        Assert.Equal(ErrorCode.NotSupported, psci.Version().Error);
        Assert.Equal(ErrorCode.NotSupported, psci.AffinityInfo(1).Error);
        Assert.Equal(ErrorCode.NotSupported, psci.SystemOff());
        Assert.Equal(ErrorCode.NotSupported, psci.SystemReset());
    }
}
