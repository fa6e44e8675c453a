using System;

namespace RustKernel.Linux.Files;

/// <summary>Builds the text of a system file: bytes at an address of our own, up to a limit; the rest is cut off.</summary>
internal unsafe struct TextBuilder(ulong address, uint most)
{
    /// <summary>Bytes so far.</summary>
    internal uint Length { get; private set; }

    /// <summary>Adds text.</summary>
    internal void Add(ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < text.Length && Length < most; i++)
        {
            ((byte*)address)[Length++] = text[i];
        }
    }

    /// <summary>Adds a decimal number.</summary>
    internal void AddDecimal(ulong value)
    {
        Span<byte> text = stackalloc byte[20];
        int at = text.Length;
        do
        {
            text[--at] = (byte)('0' + (value % 10));
            value /= 10;
        }
        while (value != 0);

        Add(text.Slice(at));
    }

    /// <summary>Adds a hexadecimal number of at least eight digits.</summary>
    internal void AddHex(ulong value)
    {
        Span<byte> text = stackalloc byte[16];
        int at = text.Length;
        do
        {
            int digit = (int)(value & 15);
            text[--at] = (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);
            value >>= 4;
        }
        while (value != 0 || at > 8);

        Add(text.Slice(at));
    }
}
