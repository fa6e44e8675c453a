// A chip on an I2C bus, as its master sees it.

using System;

namespace RustKernel.Hil.VirtualRpi4.Chips;

/// <summary>Answers the two transfers of I2C.</summary>
public interface IChip
{
    /// <summary>The master writes <paramref name="bytes"/>, the address byte left out.</summary>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>The master reads as many bytes as <paramref name="bytes"/> holds.</summary>
    void Read(Span<byte> bytes);
}
