using System;

namespace RustKernel.Services.Internet;

/// <summary>A ring in an array of this process: for tests, and for connections of the stack's own process.</summary>
/// <param name="capacity">A power of two, as <see cref="ByteRing.Capacity"/> requires.</param>
public sealed class MemoryRing(int capacity) : ByteRing
{
    private readonly byte[] _memory = new byte[capacity];

    /// <inheritdoc/>
    public override int Capacity => _memory.Length;

    /// <inheritdoc/>
    public override uint Produced { get; set; }

    /// <inheritdoc/>
    public override uint Consumed { get; set; }

    /// <inheritdoc/>
    protected override Span<byte> Memory => _memory;
}
