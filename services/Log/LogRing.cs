// The log text, in memory that outlives this process.

using System;
using RustKernel.Services.Storage;

namespace RustKernel.Services.Log;

/// <summary>
/// A ring of bytes; positions count from the first byte ever written. Positions are stored after the bytes that they cover.
/// </summary>
internal sealed class LogRing
{
    /// <summary>Bytes of the memory: a page for the positions, and the ring.</summary>
    internal const ulong MemoryBytes = 132 * 1024;

    private const int EndAt = 0;
    private const int KernelAt = 8;
    private const int DataAt = 4096;
    private readonly MappedMemory _memory;
    private readonly ulong _capacity;

    internal LogRing(MappedMemory memory)
    {
        _memory = memory;
        _capacity = (ulong)memory.Bytes.Length - DataAt;
    }

    /// <summary>Position after the newest byte.</summary>
    internal ulong End => _memory.Read(EndAt);

    /// <summary>Position of the oldest byte still there.</summary>
    internal ulong Start => End > _capacity ? End - _capacity : 0;

    /// <summary>The position up to which the kernel's own ring was read.</summary>
    internal ulong KernelPosition
    {
        get => _memory.Read(KernelAt);
        set => _memory.Write(KernelAt, value);
    }

    /// <summary>Adds bytes, overwriting the oldest.</summary>
    internal void Add(ReadOnlySpan<byte> text)
    {
        ulong end = End;
        Span<byte> bytes = _memory.Bytes.Slice(DataAt);
        foreach (byte value in text)
        {
            bytes[(int)(end++ % _capacity)] = value;
        }

        _memory.Write(EndAt, end);
    }

    /// <summary>
    /// The bytes from <paramref name="position"/>, which is between <see cref="Start"/> and <see cref="End"/>. If there are more than
    /// <paramref name="most"/>, only whole lines, unless the first is longer.
    /// </summary>
    internal byte[] Read(ulong position, ulong most)
    {
        Span<byte> bytes = _memory.Bytes.Slice(DataAt);
        ulong count = End - position;
        if (count > most)
        {
            count = most;
            while (count > 0 && bytes[(int)((position + count - 1) % _capacity)] != (byte)'\n')
            {
                count--;
            }

            count = count == 0 ? most : count;
        }

        byte[] text = new byte[(int)count];
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = bytes[(int)((position + (ulong)i) % _capacity)];
        }

        return text;
    }
}
