// What the driver does with the registers. It keeps only what the device selects, and compiles for this host: tests/FwCfg.Tests.

using System;
using System.Buffers.Binary;
using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.FwCfg;

namespace RustKernel.Services.FwCfg;

/// <summary>Reads what QEMU hands its guest: items by number, some of them files by name. [QEMU-fwcfg]</summary>
/// <typeparam name="TBus">The device's register window.</typeparam>
/// <param name="bus">The device's register window; the device is used by one thread.</param>
internal readonly struct FwCfgDevice<TBus>(TBus bus)
    where TBus : struct, IRegisterBus
{
    /// <summary>The value of the signature on a machine that has the device.</summary>
    public const uint Signature = 0x51454D55; // "QEMU"

    /// <summary>The most files that are searched; QEMU makes a few dozen. A device that claims more is not believed.</summary>
    public const uint MostFiles = 1024;

    private const ushort SignatureKey = 0x00;
    private const ushort DirectoryKey = 0x19;
    private const int NameBytes = 56;

    private readonly RegisterBlock<TBus> _registers = new(bus);

    /// <summary>The four letters that show that the device is there.</summary>
    public uint ReadSignature()
    {
        Select(SignatureKey);
        return ReadWord();
    }

    /// <summary>Bytes of the file <paramref name="name"/>. NotFound; DeviceError when the directory makes no sense.</summary>
    public Result<uint> SizeOf(ReadOnlySpan<byte> name)
    {
        Select(DirectoryKey);
        uint files = ReadWord();
        if (files > MostFiles)
        {
            return ErrorCode.DeviceError;
        }

        Span<byte> entry = stackalloc byte[NameBytes];
        for (uint file = 0; file < files; file++)
        {
            uint size = ReadWord();
            _ = ReadWord(); // its key, and 16 reserved bits
            for (int i = 0; i < NameBytes; i++)
            {
                entry[i] = ReadByte();
            }

            int end = entry.IndexOf((byte)0);
            if (end >= 0 && entry[..end].SequenceEqual(name))
            {
                return size;
            }
        }

        return ErrorCode.NotFound;
    }

    private void Select(ushort key) => _registers.Write16(FW_CFG_SELECTOR.Of(BinaryPrimitives.ReverseEndianness(key)));

    private byte ReadByte() => _registers.Take8<FW_CFG_DATA>().Byte;

    private uint ReadWord() => ((uint)ReadByte() << 24) | ((uint)ReadByte() << 16) | ((uint)ReadByte() << 8) | ReadByte();
}
