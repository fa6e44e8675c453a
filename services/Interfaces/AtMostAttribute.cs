// How long a text or bytes can be.

using System;

namespace RustKernel.Services;

/// <summary>
/// The text has at most <paramref name="bytes"/> bytes of UTF-8, or there are at most so many bytes: what fits into 64 bytes, with
/// one byte more for each such length, needs no memory object. A longer argument is InvalidArgument, a longer result InvalidState.
/// </summary>
/// <param name="bytes">1 to 255.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue | AttributeTargets.Field)]
public sealed class AtMostAttribute(byte bytes) : Attribute
{
    /// <summary>The most.</summary>
    public byte Bytes { get; } = bytes;
}
