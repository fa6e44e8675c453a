using System;
using System.Buffers.Binary;
using System.Text;
using RustKernel.Hil.Drivers.Power;

namespace RustKernel.Rig.Tests.Fakes;

/// <summary>A chip with one line, driven by the same bytes as the kernel's interface.</summary>
internal sealed class FakeGpioChip : IGpioChip
{
    private const int LineDescriptor = 99;
    private const int Busy = 16;
    private const int Invalid = 22;

    public bool Level { get; init; }

    public bool IsBusy { get; init; }

    public bool IsReleased { get; private set; }

    public int Line { get; private set; } = -1;

    public string Consumer { get; private set; } = "";

    public int Control(int descriptor, uint request, byte[] argument)
    {
        switch (request)
        {
            case GpioRequest.GetLine when IsBusy:
                return -Busy;
            case GpioRequest.GetLine when descriptor == -1 && BinaryPrimitives.ReadInt32LittleEndian(argument.AsSpan(560)) == 1:
                Line = BinaryPrimitives.ReadInt32LittleEndian(argument);
                Consumer = Encoding.ASCII.GetString(argument, 256, 32).TrimEnd('\0');
                BinaryPrimitives.WriteInt32LittleEndian(argument.AsSpan(588), LineDescriptor);
                return 0;
            case GpioRequest.GetValues when descriptor == LineDescriptor:
                argument[0] = (byte)(Level ? 1 : 0);
                return 0;
            default:
                return -Invalid;
        }
    }

    public void Release(int descriptor) => IsReleased |= descriptor == LineDescriptor;

    public void Dispose()
    {
    }
}
