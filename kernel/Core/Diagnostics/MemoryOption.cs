// mem= of the command line: the size of memory, or also its address.

using System;

namespace RustKernel.Diagnostics;

/// <summary>The value of <c>mem=SIZE[@BASE]</c>: numbers, decimal or 0x…, each with an optional K, M or G.</summary>
public readonly struct MemoryOption
{
    private MemoryOption(ulong sizeBytes, ulong start, bool hasStart)
    {
        SizeBytes = sizeBytes;
        Start = start;
        HasStart = hasStart;
    }

    /// <summary>The size in bytes; not 0.</summary>
    public ulong SizeBytes { get; }

    /// <summary>Physical address of the first byte; meaningful with <see cref="HasStart"/>.</summary>
    public ulong Start { get; }

    /// <summary>There is a BASE.</summary>
    public bool HasStart { get; }

    /// <summary>
    /// Reads <paramref name="value"/>. <see cref="ErrorCode.NotFound"/> when it is empty, <see cref="ErrorCode.InvalidArgument"/> when it
    /// does not have this form, or ends after the last address.
    /// </summary>
    public static Result<MemoryOption> Read(ReadOnlySpan<byte> value)
    {
        if (value.Length == 0)
        {
            return ErrorCode.NotFound;
        }

        int at = value.IndexOf((byte)'@');
        Result<ulong> size = Amount(at < 0 ? value : value.Slice(0, at));
        Result<ulong> start = at < 0 ? 0 : Amount(value.Slice(at + 1));
        return size.IsOk && start.IsOk && size.Value != 0 && size.Value <= ulong.MaxValue - start.Value
            ? new MemoryOption(size.Value, start.Value, at >= 0)
            : ErrorCode.InvalidArgument;
    }

    private static Result<ulong> Amount(ReadOnlySpan<byte> text)
    {
        int shift = text.Length == 0 ? 0 : (text[text.Length - 1] | 0x20) switch
        {
            'k' => 10,
            'm' => 20,
            'g' => 30,
            _ => 0,
        };
        Result<ulong> number = NumberText.Read(shift == 0 ? text : text.Slice(0, text.Length - 1));
        return !number.IsOk ? number : number.Value <= ulong.MaxValue >> shift ? number.Value << shift : ErrorCode.InvalidArgument;
    }
}
