// A card as the boot ROM reads it: the partition table, the first FAT partition, files.

using System;
using System.Buffers.Binary;
using System.IO;
using RustKernel.Hil.Programs;
using RustKernel.Hil.VirtualRpi4.Faults;

namespace RustKernel.Hil.VirtualRpi4.Firmware;

/// <summary>Reads a card's image through mtools, read-only. A damaged card is a damaged copy.</summary>
public sealed class SdBootFiles : IBootFiles, IDisposable
{
    private const int SectorBytes = 512;

    // FAT12, FAT16 and FAT32 as boot ROMs take them.
    private static readonly byte[] s_types = [0x01, 0x04, 0x06, 0x0b, 0x0c, 0x0e];
    private readonly string _image;
    private readonly long _offset;
    private readonly string? _copy;

    /// <summary>The card whose image is the file <paramref name="image"/>.</summary>
    /// <exception cref="BootFailureException">There is no card, or none that a boot ROM takes.</exception>
    public SdBootFiles(string image, FaultList faults, string folder)
    {
        if (faults.Has("empty-sd") || !File.Exists(image))
        {
            throw new BootFailureException("SD: no card");
        }

        _image = image;
        byte[] sector = new byte[SectorBytes];
        using (FileStream card = new(image, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            if (card.ReadAtLeast(sector, SectorBytes, throwOnEndOfStream: false) < SectorBytes
                || sector[510] != 0x55
                || sector[511] != 0xaa)
            {
                throw new BootFailureException("SD: no partition table");
            }
        }

        if (Array.IndexOf(s_types, sector[446 + 4]) < 0)
        {
            throw new BootFailureException($"SD: partition 1 is of type {sector[446 + 4]:x2}, no FAT");
        }

        _offset = (long)BinaryPrimitives.ReadUInt32LittleEndian(sector.AsSpan(446 + 8)) * SectorBytes;
        if (!faults.Has("corrupt-sd"))
        {
            return;
        }

        _copy = Path.Combine(folder, "corrupt-sd.img");
        File.Copy(image, _copy, overwrite: true);
        using FileStream damaged = new(_copy, FileMode.Open, FileAccess.Write);
        byte[] garbage = new byte[4 << 20];
        new Random(1).NextBytes(garbage);
        damaged.Position = _offset + SectorBytes;
        damaged.Write(garbage);
        _image = _copy;
    }

    /// <summary>The card as the kernel finds it in its slot: the image's file, or the damaged copy.</summary>
    public string Card => _image;

    /// <inheritdoc/>
    public byte[]? Read(string path)
    {
        ProgramAnswer answer = BootTools.Run("mtype", "-i", $"{_image}@@{_offset}", "::/" + path);
        return answer.ExitCode == 0 ? answer.Output.ToArray() : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_copy is not null)
        {
            File.Delete(_copy);
        }
    }
}
