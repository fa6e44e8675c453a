using System;
using System.Buffers.Binary;
using System.Text;

namespace RustKernel.Services.Shell.Blocks;

/// <summary>
/// The start of a transfer: purpose, size, SHA-256 of the whole, a name and further words. On the line: version (1), purpose, size (4
/// bytes, little-endian as all numbers), hash (32), length of the name (1), the name, the words up to the end; texts in UTF-8.
/// </summary>
public sealed class BlockOffer
{
    /// <summary>Bytes of the hash.</summary>
    public const int HashBytes = 32;

    private const byte Version = 1;
    private const int HashAt = 6;
    private const int NameAt = HashAt + HashBytes + 1;
    private const int MostName = 64;

    /// <summary>An offer of <paramref name="size"/> bytes.</summary>
    public BlockOffer(BlockPurpose purpose, int size, byte[] hash, string name, string words)
    {
        Purpose = purpose;
        Size = size;
        Hash = hash;
        Name = name;
        Words = words;
    }

    /// <summary>The purpose.</summary>
    public BlockPurpose Purpose { get; }

    /// <summary>Bytes of the whole.</summary>
    public int Size { get; }

    /// <summary>SHA-256 of the whole.</summary>
    public byte[] Hash { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The arguments, for a program.</summary>
    public string Words { get; }

    /// <summary>Writes the payload. ArgumentException: name or words are too long for a frame.</summary>
    public byte[] Write()
    {
        byte[] name = Encoding.UTF8.GetBytes(Name);
        byte[] words = Encoding.UTF8.GetBytes(Words);
        byte[] payload = new byte[NameAt + name.Length + words.Length];
        if (name.Length > MostName || payload.Length > BlockFrame.MostPayload)
        {
            throw new ArgumentException("The name and the arguments do not fit into a frame.");
        }

        payload[0] = Version;
        payload[1] = (byte)Purpose;
        BinaryPrimitives.WriteUInt32LittleEndian(new Span<byte>(payload, 2, 4), (uint)Size);
        Hash.AsSpan().CopyTo(new Span<byte>(payload, HashAt, HashBytes));
        payload[NameAt - 1] = (byte)name.Length;
        name.AsSpan().CopyTo(new Span<byte>(payload, NameAt, name.Length));
        words.AsSpan().CopyTo(new Span<byte>(payload, NameAt + name.Length, words.Length));
        return payload;
    }

    /// <summary>Reads a payload; null: it is not of this version.</summary>
    public static BlockOffer? Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < NameAt || payload[0] != Version)
        {
            return null;
        }

        int nameBytes = payload[NameAt - 1];
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(payload.Slice(2));
        if (nameBytes > MostName || nameBytes > payload.Length - NameAt || size > int.MaxValue)
        {
            return null;
        }

        return new BlockOffer(
            (BlockPurpose)payload[1],
            (int)size,
            payload.Slice(HashAt, HashBytes).ToArray(),
            Encoding.UTF8.GetString(payload.Slice(NameAt, nameBytes)),
            Encoding.UTF8.GetString(payload.Slice(NameAt + nameBytes)));
    }
}
