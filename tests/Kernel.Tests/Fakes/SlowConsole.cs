// A serial line at 115200 baud with a FIFO of 16 bytes, on the simulated machine's clock: a byte
// takes 87 microseconds, and a caller that polls for room spends them.

using System.Collections.Generic;
using RustKernel.Arm64;
using RustKernel.Diagnostics;

namespace RustKernel.Kernel.Tests.Fakes;

internal sealed class SlowConsole : ConsoleDevice
{
    internal const ulong MicrosecondsPerByte = 87;

    private const ulong FifoBytes = 16;

    private readonly List<byte> _sent = [];
    private ulong _emptyAt;

    /// <summary>The bytes sent.</summary>
    internal byte[] Bytes => [.. _sent];

    public override bool IsIdle => SystemRegisters.CNTVCT_EL0 >= _emptyAt;

    private static ulong TicksPerByte => MicrosecondsPerByte * KernelClock.FrequencyHz / 1_000_000;

    private bool IsFull => _emptyAt > SystemRegisters.CNTVCT_EL0 + ((FifoBytes - 1) * TicksPerByte);

    public override ErrorCode WriteByte(byte value)
    {
        while (IsFull)
        {
            SystemRegisters.CNTVCT_EL0 += TicksPerByte;
            Work.PolledMicroseconds += MicrosecondsPerByte;
        }

        return TryWriteByte(value);
    }

    public override ErrorCode TryWriteByte(byte value)
    {
        Work.Console++;
        if (IsFull)
        {
            return ErrorCode.WouldBlock;
        }

        ulong now = SystemRegisters.CNTVCT_EL0;
        _emptyAt = (_emptyAt < now ? now : _emptyAt) + TicksPerByte;
        _sent.Add(value);
        return ErrorCode.None;
    }

    public override Result<byte> ReadByte() => ErrorCode.WouldBlock;

    public override ErrorCode Flush()
    {
        while (!IsIdle)
        {
            SystemRegisters.CNTVCT_EL0 += TicksPerByte;
            Work.PolledMicroseconds += MicrosecondsPerByte;
        }

        return ErrorCode.None;
    }
}
