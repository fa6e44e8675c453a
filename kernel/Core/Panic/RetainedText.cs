// Text in memory that a restart does not clear: a panic writes the end of the log there, the next boot reads it.

namespace RustKernel.Panic;

/// <summary>
/// A signature, a length, a checksum and that much text. The checksum decides whether the memory still has the text: a cold start,
/// firmware that uses the place, and RAM that lost its refresh all look like no text. Takes no lock, allocates nothing.
/// </summary>
/// <typeparam name="TMemory">RAM.</typeparam>
/// <param name="memory">RAM.</param>
/// <param name="start">First byte of <see cref="SizeBytes"/>, at the start of a frame.</param>
public readonly struct RetainedText<TMemory>(TMemory memory, PhysicalAddress start)
    where TMemory : struct, IPhysicalMemory
{
    /// <summary>Bytes of the memory.</summary>
    public const uint SizeBytes = 16 * 1024;

    /// <summary>Most bytes of text.</summary>
    public const uint MostBytes = SizeBytes - TextAt;

    private const ulong Sign = 0x3154_5845_544B_5252;
    private const uint SumAt = 8;
    private const uint TextAt = 16;
    private const uint WordBytes = 8;

    // CRC-32C, reflected. [RFC 3720 12.1]
    private const uint Polynomial = 0x82F6_3B78;

    /// <summary>Keeps the last <see cref="MostBytes"/> bytes of the kernel's log.</summary>
    public void KeepLog()
    {
        ulong end = Diagnostics.KernelLog.End;
        ulong from = Diagnostics.KernelLog.Start;
        from = end - from > MostBytes ? end - MostBytes : from;

        // Without the signature there is no text, until all of it is written.
        memory.Write64(start, 0);
        for (uint at = 0; from + at < end; at += WordBytes)
        {
            ulong word = 0;
            for (uint i = 0; i < WordBytes && from + at + i < end; i++)
            {
                word |= (ulong)Diagnostics.KernelLog.At(from + at + i) << (int)(8 * i);
            }

            memory.Write64(start + TextAt + at, word);
        }

        uint count = (uint)(end - from);
        memory.Write64(start + SumAt, count | ((ulong)Sum(count) << 32));
        memory.Write64(start, Sign);
    }

    /// <summary>The number of bytes of text: 0 when there is none, or it is incomplete.</summary>
    public uint Count
    {
        get
        {
            ulong sum = memory.Read64(start + SumAt);
            uint count = (uint)sum;
            return memory.Read64(start) == Sign && count <= MostBytes && Sum(count) == sum >> 32 ? count : 0;
        }
    }

    /// <summary>The byte at <paramref name="index"/>, below <see cref="Count"/>.</summary>
    public byte At(uint index) => (byte)(memory.Read64(start + TextAt + (index & ~(WordBytes - 1))) >> (int)(8 * (index % WordBytes)));

    /// <summary>Discards the text.</summary>
    public void Forget() => memory.Write64(start, 0);

    private uint Sum(uint count)
    {
        uint sum = ~0u;
        for (uint i = 0; i < count; i++)
        {
            sum ^= At(i);
            for (int bit = 0; bit < 8; bit++)
            {
                sum = (sum >> 1) ^ (Polynomial & (0 - (sum & 1)));
            }
        }

        return ~sum;
    }
}
