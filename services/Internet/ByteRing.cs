// Bytes between a client and the stack. The memory belongs to the client: it pays for it, and may write anything into it at any time. So
// the stack keeps the position of its own side in its own memory, and checks the other side's before it uses it.

using System;

namespace RustKernel.Services.Internet;

/// <summary>
/// A ring of bytes with one producer and one consumer. Positions count every byte since the ring was made and wrap at 2^32; the byte at
/// position p lies at p modulo <see cref="Capacity"/>. On the target the ring is a window on shared memory; <see cref="MemoryRing"/> is an
/// array.
/// </summary>
public abstract class ByteRing
{
    /// <summary>Smallest capacity in bytes.</summary>
    public const int LeastCapacity = 256;

    /// <summary>Largest capacity in bytes: the most that a scaled window can express. [RFC 7323 2.3]</summary>
    public const int MostCapacity = 1 << 29;

    /// <summary>
    /// Bytes that it holds: a power of two, from <see cref="LeastCapacity"/> to
    /// <see cref="MostCapacity"/>; never changes.
    /// </summary>
    public abstract int Capacity { get; }

    /// <summary>How many bytes the producer has put in. Only the producer sets it, after the bytes are there.</summary>
    public abstract uint Produced { get; set; }

    /// <summary>How many bytes the consumer has taken out. Only the consumer sets it, after it has read them.</summary>
    public abstract uint Consumed { get; set; }

    /// <summary>The memory, <see cref="Capacity"/> bytes.</summary>
    protected abstract Span<byte> Memory { get; }

    /// <summary>Copies to position <paramref name="position"/> and up; at most <see cref="Capacity"/> bytes.</summary>
    internal void CopyIn(uint position, ReadOnlySpan<byte> data)
    {
        Span<byte> memory = Memory;
        int at = (int)(position & (uint)(memory.Length - 1));
        int first = memory.Length - at < data.Length ? memory.Length - at : data.Length;
        data.Slice(0, first).CopyTo(memory.Slice(at));
        data.Slice(first).CopyTo(memory);
    }

    /// <summary>Copies from position <paramref name="position"/> and up; at most <see cref="Capacity"/> bytes.</summary>
    internal void CopyOut(uint position, Span<byte> data)
    {
        Span<byte> memory = Memory;
        int at = (int)(position & (uint)(memory.Length - 1));
        int first = memory.Length - at < data.Length ? memory.Length - at : data.Length;
        memory.Slice(at, first).CopyTo(data);
        memory.Slice(0, data.Length - first).CopyTo(data.Slice(first));
    }

    /// <summary>The client's side: puts in as much as there is room for, and returns how much.</summary>
    public int Write(ReadOnlySpan<byte> data)
    {
        uint produced = Produced;
        int room = Capacity - (int)(produced - Consumed);
        int count = room < data.Length ? room : data.Length;
        CopyIn(produced, data.Slice(0, count));
        Produced = produced + (uint)count;
        return count;
    }

    /// <summary>The client's side: takes out as much as there is, and returns how much.</summary>
    public int Read(Span<byte> data)
    {
        int count = Peek(data);
        Consumed += (uint)count;
        return count;
    }

    /// <summary>The client's side: copies bytes and leaves them in the ring. Returns how many.</summary>
    public int Peek(Span<byte> data)
    {
        uint consumed = Consumed;
        int there = (int)(Produced - consumed);
        int count = there < data.Length ? there : data.Length;
        CopyOut(consumed, data.Slice(0, count));
        return count;
    }
}
