// The driver on a faked device, and all of it on the emulated machine.

using System.Buffers.Binary;
using System.Linq;
using System.Text;
using RustKernel.Drivers.Tests;
using RustKernel.EndToEnd.Tests;
using RustKernel.Services.FwCfg;
using Xunit;

namespace RustKernel.FwCfg.Tests;

public sealed class FwCfgTests
{
    private readonly FakeFwCfg _fake = new();

    private FwCfgDevice<FakeBus> Device => new(new FakeBus(_fake));

    [Fact]
    public void The_signature_is_read_from_its_first_byte_each_time()
    {
        _fake.Items[0x00] = "QEMU"u8.ToArray();
        Assert.Equal(FwCfgDevice<FakeBus>.Signature, Device.ReadSignature());
        Assert.Equal(FwCfgDevice<FakeBus>.Signature, Device.ReadSignature());
    }

    [Theory]
    [InlineData("etc/one", ErrorCode.None, 7u)]
    [InlineData("etc/two", ErrorCode.None, 0x1234_5678u)]
    [InlineData("etc/tw", ErrorCode.NotFound, 0u)]
    [InlineData("", ErrorCode.NotFound, 0u)]
    public void A_file_is_found_by_its_whole_name(string name, ErrorCode error, uint size)
    {
        _fake.Items[0x19] = [.. Word(2), .. Entry("etc/one", 7), .. Entry("etc/two", 0x1234_5678)];
        Result<uint> found = Device.SizeOf(Encoding.ASCII.GetBytes(name));
        Assert.Equal(error, found.Error);
        Assert.Equal(size, found.Value);
    }

    [Fact]
    public void A_directory_that_makes_no_sense_is_refused_before_it_is_read()
    {
        _fake.Items[0x19] = Word(0xFFFF_FFFF);
        Assert.Equal(ErrorCode.DeviceError, Device.SizeOf("etc/one"u8).Error);
        Assert.InRange(_fake.Accesses, 1, 10);
    }

    [Fact]
    public void A_client_is_answered_on_the_machine()
    {
        ToolResult result = Tool.Rk("exec", "qemu-virt", "tests/FwCfgCheck", "--with", "FwCfg");
        Assert.True(result.ExitCode == 0, result.ToString());
        string[] expected = ["signature 0x51454d55", "no such file: NotFound", "a file: 24"];
        Assert.Equal(string.Join('\n', expected), result.Output.ReplaceLineEndings("\n").TrimEnd());
    }

    private static byte[] Word(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Entry(string name, uint size)
        => [.. Word(size), .. Word(0), .. Encoding.ASCII.GetBytes(name.PadRight(56, '\0')).Take(56)];
}
