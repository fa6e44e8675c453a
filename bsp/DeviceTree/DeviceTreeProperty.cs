// A property and the ways to read its value.

using System;
using System.Buffers.Binary;

namespace RustKernel.DeviceTree;

/// <summary>A property. An absent one (<see cref="Exists"/> false) has an empty value and reads as nothing.</summary>
public readonly ref struct DeviceTreeProperty
{
    // From the name's first byte to the end of the strings block: few callers need to know where the name ends.
    private readonly ReadOnlySpan<byte> _name;

    internal DeviceTreeProperty(scoped in DeviceTreeBlob tree, scoped in DeviceTreeToken token)
    {
        _name = tree.NameOnwards(token.NameOffset);
        Value = tree.Data(token.DataOffset, token.DataLength);
        Exists = true;
    }

    /// <summary>False when a search found nothing.</summary>
    public bool Exists { get; }

    /// <summary>The name; empty when damaged.</summary>
    public ReadOnlySpan<byte> Name => DeviceTreeBlob.FirstName(_name);

    /// <summary>The value as bytes.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>The value as 32-bit cells; a rest of fewer than four bytes is dropped.</summary>
    public DeviceTreeCells Cells => new(Value);

    /// <summary>
    /// The value as one cell. <see cref="ErrorCode.NotFound"/> when absent,
    /// <see cref="ErrorCode.Corrupt"/> when not 4 bytes long.
    /// </summary>
    public Result<uint> AsUInt32
    {
        get
        {
            if (!Exists)
            {
                return ErrorCode.NotFound;
            }

            return Value.Length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(Value) : ErrorCode.Corrupt;
        }
    }

    /// <summary>
    /// The value as a number of 4 or 8 bytes. <see cref="ErrorCode.NotFound"/> when absent,
    /// <see cref="ErrorCode.Corrupt"/> at any other length.
    /// </summary>
    public Result<ulong> AsUInt64
    {
        get
        {
            if (!Exists)
            {
                return ErrorCode.NotFound;
            }

            if (Value.Length == 4)
            {
                return BinaryPrimitives.ReadUInt32BigEndian(Value);
            }

            return Value.Length == 8 ? BinaryPrimitives.ReadUInt64BigEndian(Value) : ErrorCode.Corrupt;
        }
    }

    /// <summary>The value up to its first NUL (or its end, if it has none); empty when absent.</summary>
    public ReadOnlySpan<byte> AsString
    {
        get
        {
            DeviceTreeStrings strings = Strings;
            return strings.MoveNext() ? strings.Current : default;
        }
    }

    /// <summary>The value as a list of strings.</summary>
    public DeviceTreeStrings Strings => new(Value);

    /// <summary>True when <paramref name="text"/> is one of the strings.</summary>
    public bool ContainsString(scoped ReadOnlySpan<byte> text)
    {
        DeviceTreeStrings strings = Strings;
        while (strings.MoveNext())
        {
            if (strings.Current.SequenceEqual(text))
            {
                return true;
            }
        }

        return false;
    }
}
