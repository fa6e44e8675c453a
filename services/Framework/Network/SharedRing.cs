using System;
using RustKernel.Services.Internet;
using RustKernel.Services.Storage;

namespace RustKernel.Services.Network;

/// <summary>A ring of a <see cref="SocketBlock"/>, in memory that a client and the service net share.</summary>
/// <param name="memory">The memory; it must stay mapped while the ring is used.</param>
/// <param name="start">Where in it the ring lies.</param>
/// <param name="capacity">A power of two, as <see cref="ByteRing.Capacity"/> requires.</param>
/// <param name="produced">Where in it the producer's position stands.</param>
/// <param name="consumed">Where in it the consumer's position stands.</param>
internal sealed class SharedRing(MappedMemory memory, int start, int capacity, int produced, int consumed) : ByteRing
{
    /// <inheritdoc/>
    public override int Capacity => capacity;

    /// <inheritdoc/>
    public override uint Produced
    {
        get => SharedWords.Read32(memory, produced);
        set => SharedWords.Write32(memory, produced, value);
    }

    /// <inheritdoc/>
    public override uint Consumed
    {
        get => SharedWords.Read32(memory, consumed);
        set => SharedWords.Write32(memory, consumed, value);
    }

    /// <inheritdoc/>
    protected override Span<byte> Memory => memory.Bytes.Slice(start, capacity);
}
