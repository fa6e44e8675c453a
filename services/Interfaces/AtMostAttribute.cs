using System;

namespace RustKernel.Services;

/// <summary>
/// Limits a text to <paramref name="bytes"/> bytes of UTF-8, or an array to that many bytes. Fields that together fit into 64 bytes, with
/// one byte more for each such length, need no memory object. A longer argument is InvalidArgument, a longer result InvalidState.
/// </summary>
/// <param name="bytes">1 to 255.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue | AttributeTargets.Field)]
public sealed class AtMostAttribute(byte bytes) : Attribute
{
    /// <summary>The limit.</summary>
    public byte Bytes { get; } = bytes;
}
