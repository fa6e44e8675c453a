// The Image's first page, read independently: .NET's PE reader for the EFI half, plain offsets for the arm64 half.

using System;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection.PortableExecutable;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

public sealed class UefiImageTests : IDisposable
{
    private const int PageSize = 4096;

    private readonly byte[] _file = File.ReadAllBytes(KernelImage.Path);
    private readonly PEReader _reader;

    public UefiImageTests() => _reader = new PEReader([.. _file]);

    public void Dispose() => _reader.Dispose();

    private PEHeader Header => _reader.PEHeaders.PEHeader!;

    private ImmutableArray<SectionHeader> Sections => _reader.PEHeaders.SectionHeaders;

    [Fact]
    public void It_is_an_Arm64_EFI_application_that_may_be_loaded_anywhere()
    {
        Assert.Equal(Machine.Arm64, _reader.PEHeaders.CoffHeader.Machine);
        Assert.True(_reader.PEHeaders.CoffHeader.Characteristics.HasFlag(Characteristics.ExecutableImage));
        Assert.False(
            _reader.PEHeaders.CoffHeader.Characteristics.HasFlag(Characteristics.RelocsStripped),
            "a loader would insist on ImageBase");
        Assert.Equal(PEMagic.PE32Plus, Header.Magic);
        Assert.Equal(Subsystem.EfiApplication, Header.Subsystem);
        Assert.True(Header.DllCharacteristics.HasFlag(DllCharacteristics.NxCompatible));
        Assert.Equal(0ul, Header.ImageBase);
        Assert.Equal(0, Header.BaseRelocationTableDirectory.Size);
        Assert.Equal(0, _reader.PEHeaders.CoffHeader.TimeDateStamp);
    }

    [Fact]
    public void Sections_are_whole_pages_in_order_each_with_one_kind_of_rights()
    {
        Assert.Equal([".text", ".rodata", ".data"], Sections.Select(section => section.Name));
        Assert.Equal(PageSize, Header.SectionAlignment);
        Assert.Equal(PageSize, Header.FileAlignment);
        Assert.Equal(PageSize, Header.SizeOfHeaders);
        int next = Header.SizeOfHeaders;
        foreach (SectionHeader section in Sections)
        {
            Assert.Equal(next, section.VirtualAddress);
            Assert.Equal(section.VirtualAddress, section.PointerToRawData);
            Assert.Equal(0, section.SizeOfRawData % PageSize);
            Assert.True(section.VirtualSize >= section.SizeOfRawData);
            bool isWritable = section.SectionCharacteristics.HasFlag(SectionCharacteristics.MemWrite);
            bool isExecutable = section.SectionCharacteristics.HasFlag(SectionCharacteristics.MemExecute);
            Assert.True(section.SectionCharacteristics.HasFlag(SectionCharacteristics.MemRead));
            Assert.Equal((section.Name == ".data", section.Name == ".text"), (isWritable, isExecutable));
            next = section.VirtualAddress + section.VirtualSize;
        }

        Assert.Equal(Header.SizeOfImage, next);
    }

    [Fact]
    public void The_file_ends_with_its_last_section()
    {
        SectionHeader data = Sections[^1];
        Assert.Equal(_file.Length, data.PointerToRawData + data.SizeOfRawData);
        Assert.True(data.VirtualSize > data.SizeOfRawData, "no memory for .bss, tables and stacks");
    }

    [Fact]
    public void The_entry_point_is_code()
    {
        SectionHeader text = Sections[0];
        Assert.InRange(Header.AddressOfEntryPoint, text.VirtualAddress, text.VirtualAddress + text.VirtualSize - 4);
        Assert.Equal(0, Header.AddressOfEntryPoint % 4);
        Assert.Equal(0xA9B97BFDu, BinaryPrimitives.ReadUInt32LittleEndian(_file.AsSpan(Header.AddressOfEntryPoint)));
    }

    [Fact]
    public void The_arm64_header_is_intact()
    {
        Assert.Equal("MZ"u8, _file.AsSpan(0, 2));
        uint branch = BinaryPrimitives.ReadUInt32LittleEndian(_file.AsSpan(4));
        Assert.Equal(0x14000000u, branch & 0xFC000000);
        Assert.Equal(Sections[0].VirtualAddress, 4 + (int)(branch & 0x03FFFFFF) * 4);
        Assert.Equal(0x80000ul, BinaryPrimitives.ReadUInt64LittleEndian(_file.AsSpan(8)));
        Assert.Equal((ulong)Header.SizeOfImage, BinaryPrimitives.ReadUInt64LittleEndian(_file.AsSpan(16)));
        Assert.Equal(0xAul, BinaryPrimitives.ReadUInt64LittleEndian(_file.AsSpan(24)));
        Assert.True(_file.AsSpan(32, 24).IndexOfAnyExcept((byte)0) < 0);
        Assert.Equal("ARM\x64"u8, _file.AsSpan(56, 4));
        Assert.Equal(64, BinaryPrimitives.ReadInt32LittleEndian(_file.AsSpan(60)));
    }
}
