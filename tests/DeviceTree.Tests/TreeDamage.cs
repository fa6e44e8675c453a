// Damages good trees in reproducible ways.

using System;
using System.Buffers.Binary;

namespace RustKernel.DeviceTree.Tests;

internal sealed class TreeDamage(int seed)
{
    private static readonly uint[] s_interesting =
    [
        0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 31, 32, 33, 39, 40, 0x7f, 0xff, 0x100, 0xffff, 0x10000,
        0x7ffffffc, 0x7fffffff, 0x80000000, 0x80000001, 0xd00dfeed, 0xfffffff0, 0xfffffffc, 0xfffffffd, 0xffffffff,
    ];

    private readonly Random _random = new(seed);

    /// <summary>A damaged copy of <paramref name="good"/>, of exactly the size to be read.</summary>
    public byte[] Of(byte[] good)
    {
        if (_random.Next(50) == 0)
        {
            return RandomTokens();
        }

        byte[] bytes = (byte[])good.Clone();
        int wounds = 1 + _random.Next(4);
        for (int i = 0; i < wounds; i++)
        {
            Wound(bytes);
        }

        return _random.Next(8) == 0 ? bytes[.._random.Next(bytes.Length + 1)] : bytes;
    }

    /// <summary>A tree of <paramref name="levels"/> nested nodes, each with one property.</summary>
    public static byte[] Deep(int levels, bool closed)
    {
        int size = 40 + 16 + (levels * (closed ? 28 : 24)) + 4 + 8;
        byte[] bytes = new byte[size];
        int position = 56;
        void Put(uint cell)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(position), cell);
            position += 4;
        }

        for (int i = 0; i < levels; i++)
        {
            Put(1);
            Put(0x61000000);
            Put(3);
            Put(4);
            Put(0);
            Put((uint)i);
        }
        for (int i = 0; closed && i < levels; i++)
        {
            Put(2);
        }

        Put(9);
        "phandle\0"u8.CopyTo(bytes.AsSpan(position));
        WriteHeader(bytes, 56, position - 56, position, 8);
        return bytes;
    }

    private static void WriteHeader(byte[] bytes, int structure, int structureSize, int strings, int stringsSize)
    {
        int[] header = [unchecked((int)0xd00dfeed), bytes.Length, structure, strings, 40, 17, 16, 0, stringsSize, structureSize];
        for (int i = 0; i < header.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(i * 4), header[i]);
        }
    }

    private byte[] RandomTokens()
    {
        int cells = 1 + _random.Next(200);
        byte[] bytes = new byte[56 + (cells * 4) + 32];
        for (int i = 0; i < cells; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(
                bytes.AsSpan(56 + (i * 4)),
                _random.Next(4) == 0 ? (uint)_random.Next(64) : (uint)(_random.Next(4) + 1));
        }

        "phandle\0reg\0ranges\0interrupts\0\0\0"u8[..32].CopyTo(bytes.AsSpan(56 + (cells * 4)));
        WriteHeader(bytes, 56, cells * 4, 56 + (cells * 4), 32);
        return bytes;
    }

    private void Wound(byte[] bytes)
    {
        int cell = _random.Next(bytes.Length / 4) * 4;
        switch (_random.Next(8))
        {
            case 0:
            case 1: // a few flipped bits
                for (int i = _random.Next(8); i >= 0; i--)
                {
                    bytes[_random.Next(bytes.Length)] ^= (byte)(1 << _random.Next(8));
                }

                break;
            case 2:
            case 3: // a cell with a harmful value
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(cell), s_interesting[_random.Next(s_interesting.Length)]);
                break;
            case 4: // a cell of the header
                BinaryPrimitives.WriteUInt32BigEndian(
                    bytes.AsSpan((1 + _random.Next(9)) * 4),
                    _random.Next(2) == 0 ? s_interesting[_random.Next(s_interesting.Length)] : (uint)_random.Next(bytes.Length + 64));
                break;
            case 5: // a cell from elsewhere: phandles in cycles, lengths for values, tokens for names
                bytes.AsSpan(_random.Next(bytes.Length / 4) * 4, 4).CopyTo(bytes.AsSpan(cell));
                break;
            case 6: // a run from elsewhere: nodes within nodes, twice the same phandle
                int length = Math.Min(_random.Next(64), (bytes.Length - cell) / 4) * 4;
                bytes.AsSpan(_random.Next((bytes.Length - length) / 4) * 4, length).CopyTo(bytes.AsSpan(cell));
                break;
            default: // noise
                _random.NextBytes(bytes.AsSpan(cell, Math.Min(bytes.Length - cell, _random.Next(32))));
                break;
        }
    }
}
