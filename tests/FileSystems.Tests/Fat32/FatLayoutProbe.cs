// A second, independent reader of a volume's tables, for tests that damage them.

using System;
using System.Buffers.Binary;
using System.Text;
using RustKernel.Services.FileSystems.Blocks;
using Xunit;

namespace RustKernel.FileSystems.Tests.Fat32;

internal sealed class FatLayoutProbe
{
    private readonly BlockStore _store;
    private readonly uint _sectorsInCluster;
    private readonly uint _fatSectors;
    private readonly uint _fats;

    public FatLayoutProbe(BlockStore store)
    {
        _store = store;
        byte[] boot = Read(0);
        _sectorsInCluster = boot[13];
        FatStart = BinaryPrimitives.ReadUInt16LittleEndian(boot.AsSpan(14));
        _fats = boot[16];
        _fatSectors = BinaryPrimitives.ReadUInt32LittleEndian(boot.AsSpan(36));
    }

    public uint FatStart { get; }

    public ulong SectorOf(uint cluster) => FatStart + ((ulong)_fats * _fatSectors) + ((ulong)(cluster - 2) * _sectorsInCluster);

    /// <summary>First cluster of a file or directory in the root directory's first cluster.</summary>
    public uint StartOf(string shortName)
    {
        (byte[] sector, _, int at) = Find(shortName);
        return BinaryPrimitives.ReadUInt16LittleEndian(sector.AsSpan(at + 26))
            | ((uint)BinaryPrimitives.ReadUInt16LittleEndian(sector.AsSpan(at + 20)) << 16);
    }

    public void SetStart(string shortName, uint start)
    {
        (byte[] sector, ulong number, int at) = Find(shortName);
        BinaryPrimitives.WriteUInt16LittleEndian(sector.AsSpan(at + 26), (ushort)start);
        BinaryPrimitives.WriteUInt16LittleEndian(sector.AsSpan(at + 20), (ushort)(start >> 16));
        Assert.Equal(ErrorCode.None, _store.Write(number, sector));
    }

    public void SetSize(string shortName, uint size)
    {
        (byte[] sector, ulong number, int at) = Find(shortName);
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(at + 28), size);
        Assert.Equal(ErrorCode.None, _store.Write(number, sector));
    }

    /// <summary>The cluster that is a number of links further.</summary>
    public uint Follow(uint cluster, int links)
    {
        for (; links > 0; links--)
        {
            cluster = BinaryPrimitives.ReadUInt32LittleEndian(
                Read(FatStart + (cluster / 128)).AsSpan((int)(cluster % 128) * 4)) & 0x0fffffff;
        }

        return cluster;
    }

    /// <summary>Sets a link in all FATs.</summary>
    public void SetLink(uint cluster, uint link)
    {
        for (uint fat = 0; fat < _fats; fat++)
        {
            ulong number = FatStart + (fat * _fatSectors) + (cluster / 128);
            byte[] sector = Read(number);
            BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan((int)(cluster % 128) * 4), link);
            Assert.Equal(ErrorCode.None, _store.Write(number, sector));
        }
    }

    private (byte[] Sector, ulong Number, int At) Find(string shortName)
    {
        for (ulong number = SectorOf(2); number < SectorOf(3); number++)
        {
            byte[] sector = Read(number);
            for (int at = 0; at < 512; at += 32)
            {
                if (Encoding.ASCII.GetString(sector, at, 11) == shortName)
                {
                    return (sector, number, at);
                }
            }
        }

        throw new InvalidOperationException($"'{shortName}' is not in the root directory.");
    }

    private byte[] Read(ulong number)
    {
        byte[] sector = new byte[512];
        Assert.Equal(ErrorCode.None, _store.Read(number, sector));
        return sector;
    }
}
