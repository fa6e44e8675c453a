// FSInfo: what other systems believe about the free clusters.

using System;
using System.Buffers.Binary;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>
/// The FSInfo sector: hints, never trusted. While the volume changes, it says that the count is unknown. [fatgen103, "FSInfo Sector"]
/// </summary>
internal sealed class InfoSector
{
    public const uint Unknown = uint.MaxValue;

    private const int FreeAt = 488;
    private const int NextAt = 492;

    private readonly byte[] _bytes = new byte[FatLayout.SectorBytes];

    /// <summary>The sector's bytes, for reading and writing.</summary>
    public Span<byte> Bytes => _bytes;

    /// <summary>Whether its three signatures are right; otherwise it is left alone.</summary>
    public bool IsValid => Word(0) == 0x41615252 && Word(484) == 0x61417272 && Word(508) == 0xAA550000;

    public uint Free => Word(FreeAt);

    public uint Next => Word(NextAt);

    /// <summary>The check of the present sector.</summary>
    public ulong Hash => SectorHash.Of(_bytes);

    /// <summary>Sets both hints, if the sector is valid.</summary>
    public void Set(uint free, uint next)
    {
        if (IsValid)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(FreeAt), free);
            BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(NextAt), next);
        }
    }

    private uint Word(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(at));
}
