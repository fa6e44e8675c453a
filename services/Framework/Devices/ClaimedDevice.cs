// A device as its driver gets it.

using System;
using RustKernel.User;

namespace RustKernel.Services;

/// <summary>Registers and interrupt of one device.</summary>
public sealed class ClaimedDevice
{
    /// <summary>The word of DeviceManager's answer with which <see cref="Name"/> begins.</summary>
    public const int NameWord = 4;

    /// <summary>Bytes of <see cref="Name"/> in the answer; a longer name is cut and so no driver's.</summary>
    public const int NameBytes = 32;

    private readonly ulong _interrupt;

    private ClaimedDevice(DeviceRegisters registers, ulong interrupt, string name, ulong offset)
    {
        Registers = registers;
        _interrupt = interrupt;
        Name = name;
        OffsetInPage = offset;
    }

    /// <summary>The registers.</summary>
    public DeviceRegisters Registers { get; }

    /// <summary>The compatible string that the device and the manifest's <c>drives=</c> have in common: which driver it wants.</summary>
    public string Name { get; }

    /// <summary>Offset of the registers in their page: what lies before them in the page can be reached, too.</summary>
    public ulong OffsetInPage { get; }

    /// <summary>It has an interrupt.</summary>
    public bool HasInterrupt => _interrupt != 0;

    /// <summary>
    /// Claims device <paramref name="number"/> of those that the manifest says. Errors as
    /// <see cref="DeviceOperation.Claim"/> and of a <see cref="Connection"/>.
    /// </summary>
    public static ErrorCode Claim(Connection devices, int number, out ClaimedDevice? device)
    {
        device = null;
        Message message = default;
        message.Words[0] = (ulong)number;
        ErrorCode error = devices.Call((uint)DeviceOperation.Claim, ref message, 1);
        if (error != ErrorCode.None)
        {
            return error;
        }

        ulong offset = message.Words[0];
        string name = ReadName(in message);
        ulong interrupt = message.Handles01 >> 32;
        error = MappedMemory.Open(message.Handles01 & uint.MaxValue, isWritable: true, out MappedMemory? window);
        if (error == ErrorCode.None && window is not null)
        {
            device = new ClaimedDevice(new DeviceRegisters(window.Address + offset), interrupt, name, offset);
        }

        return error;
    }

    private static string ReadName(in Message message)
    {
        Span<byte> bytes = stackalloc byte[NameBytes];
        MessageText.Get(in message, NameWord, bytes);
        int length = bytes.IndexOf((byte)0);
        return MessageText.ToText(length < 0 ? bytes : bytes.Slice(0, length));
    }

    /// <summary>The interrupt is told at <paramref name="port"/> with <paramref name="badge"/>.</summary>
    public ErrorCode Bind(ulong port, ulong badge) => Kernel.Call(SystemCall.InterruptBind, _interrupt, port, badge);

    /// <summary>The device is served: the interrupt may come again.</summary>
    public void Acknowledge() => _ = Kernel.Call(SystemCall.InterruptAcknowledge, _interrupt);
}
