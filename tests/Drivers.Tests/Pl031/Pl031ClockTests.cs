using System.Collections.Generic;
using RustKernel.Drivers.Pl031;
using Xunit;

namespace RustKernel.Drivers.Tests.Pl031;

public sealed class Pl031ClockTests
{
    [Theory]
    [InlineData(1_790_000_000u, 1u, true)]
    [InlineData(uint.MaxValue, 1u, true)]
    [InlineData(1_790_000_000u, 0u, false)]
    [InlineData(0u, 1u, false)]
    public void TheTimeIsThereWhenTheClockRunsAndWasSet(uint seconds, uint control, bool isThere)
    {
        Registers.Words = new() { [0x000] = seconds, [0x00C] = control };
        Result<uint> read = new Pl031Clock<Registers>(default).ReadSeconds();
        Assert.Equal(isThere ? ErrorCode.None : ErrorCode.InvalidState, read.Error);
        Assert.Equal(isThere ? seconds : 0, read.Value);
        Assert.All(Registers.Words.Keys, one => Assert.InRange(one + 4, 4u, Pl031Clock<Registers>.RegisterBytes));
    }

    // Only two registers can be read.
    private readonly struct Registers : IRegisterBus
    {
        public static Dictionary<uint, uint> Words { get; set; } = [];

        public uint Read32(uint offset) => Words[offset];

        public void Write32(uint offset, uint value) => throw new System.InvalidOperationException("the clock is only read");

        public byte Read8(uint offset) => throw new System.InvalidOperationException("32 bits at a time");

        public void Write8(uint offset, byte value) => throw new System.InvalidOperationException("the clock is only read");

        public ushort Read16(uint offset) => throw new System.InvalidOperationException("32 bits at a time");

        public void Write16(uint offset, ushort value) => throw new System.InvalidOperationException("the clock is only read");

        public ulong Read64(uint offset) => throw new System.InvalidOperationException("32 bits at a time");

        public void Write64(uint offset, ulong value) => throw new System.InvalidOperationException("the clock is only read");

        public void OrderReads()
        {
        }
    }
}
