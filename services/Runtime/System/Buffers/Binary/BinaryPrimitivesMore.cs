// Signed numbers, reals, and the variants that report whether there was room.

namespace System.Buffers.Binary;

public static partial class BinaryPrimitives
{
    public static short ReverseEndianness(short value) => (short)ReverseEndianness((ushort)value);

    public static int ReverseEndianness(int value) => (int)ReverseEndianness((uint)value);

    public static long ReverseEndianness(long value) => (long)ReverseEndianness((ulong)value);

    public static short ReadInt16LittleEndian(ReadOnlySpan<byte> source) => (short)ReadUInt16LittleEndian(source);

    public static short ReadInt16BigEndian(ReadOnlySpan<byte> source) => (short)ReadUInt16BigEndian(source);

    public static int ReadInt32LittleEndian(ReadOnlySpan<byte> source) => (int)ReadUInt32LittleEndian(source);

    public static int ReadInt32BigEndian(ReadOnlySpan<byte> source) => (int)ReadUInt32BigEndian(source);

    public static long ReadInt64LittleEndian(ReadOnlySpan<byte> source) => (long)ReadUInt64LittleEndian(source);

    public static long ReadInt64BigEndian(ReadOnlySpan<byte> source) => (long)ReadUInt64BigEndian(source);

    public static float ReadSingleLittleEndian(ReadOnlySpan<byte> source) => BitConverter.Int32BitsToSingle(ReadInt32LittleEndian(source));

    public static float ReadSingleBigEndian(ReadOnlySpan<byte> source) => BitConverter.Int32BitsToSingle(ReadInt32BigEndian(source));

    public static double ReadDoubleLittleEndian(ReadOnlySpan<byte> source) => BitConverter.Int64BitsToDouble(ReadInt64LittleEndian(source));

    public static double ReadDoubleBigEndian(ReadOnlySpan<byte> source) => BitConverter.Int64BitsToDouble(ReadInt64BigEndian(source));

    public static void WriteInt16LittleEndian(Span<byte> destination, short value) => WriteUInt16LittleEndian(destination, (ushort)value);

    public static void WriteInt16BigEndian(Span<byte> destination, short value) => WriteUInt16BigEndian(destination, (ushort)value);

    public static void WriteInt32LittleEndian(Span<byte> destination, int value) => WriteUInt32LittleEndian(destination, (uint)value);

    public static void WriteInt32BigEndian(Span<byte> destination, int value) => WriteUInt32BigEndian(destination, (uint)value);

    public static void WriteInt64LittleEndian(Span<byte> destination, long value) => WriteUInt64LittleEndian(destination, (ulong)value);

    public static void WriteInt64BigEndian(Span<byte> destination, long value) => WriteUInt64BigEndian(destination, (ulong)value);

    public static void WriteSingleLittleEndian(Span<byte> destination, float value) =>
        WriteInt32LittleEndian(destination, BitConverter.SingleToInt32Bits(value));

    public static void WriteSingleBigEndian(Span<byte> destination, float value) =>
        WriteInt32BigEndian(destination, BitConverter.SingleToInt32Bits(value));

    public static void WriteDoubleLittleEndian(Span<byte> destination, double value) =>
        WriteInt64LittleEndian(destination, BitConverter.DoubleToInt64Bits(value));

    public static void WriteDoubleBigEndian(Span<byte> destination, double value) =>
        WriteInt64BigEndian(destination, BitConverter.DoubleToInt64Bits(value));

    public static bool TryReadUInt16LittleEndian(ReadOnlySpan<byte> source, out ushort value)
    {
        value = source.Length >= 2 ? ReadUInt16LittleEndian(source) : (ushort)0;
        return source.Length >= 2;
    }

    public static bool TryReadUInt16BigEndian(ReadOnlySpan<byte> source, out ushort value)
    {
        value = source.Length >= 2 ? ReadUInt16BigEndian(source) : (ushort)0;
        return source.Length >= 2;
    }

    public static bool TryReadInt32LittleEndian(ReadOnlySpan<byte> source, out int value)
    {
        value = source.Length >= 4 ? ReadInt32LittleEndian(source) : 0;
        return source.Length >= 4;
    }

    public static bool TryReadInt32BigEndian(ReadOnlySpan<byte> source, out int value)
    {
        value = source.Length >= 4 ? ReadInt32BigEndian(source) : 0;
        return source.Length >= 4;
    }

    public static bool TryReadUInt32LittleEndian(ReadOnlySpan<byte> source, out uint value)
    {
        value = source.Length >= 4 ? ReadUInt32LittleEndian(source) : 0;
        return source.Length >= 4;
    }

    public static bool TryReadUInt32BigEndian(ReadOnlySpan<byte> source, out uint value)
    {
        value = source.Length >= 4 ? ReadUInt32BigEndian(source) : 0;
        return source.Length >= 4;
    }

    public static bool TryReadUInt64LittleEndian(ReadOnlySpan<byte> source, out ulong value)
    {
        value = source.Length >= 8 ? ReadUInt64LittleEndian(source) : 0;
        return source.Length >= 8;
    }

    public static bool TryReadUInt64BigEndian(ReadOnlySpan<byte> source, out ulong value)
    {
        value = source.Length >= 8 ? ReadUInt64BigEndian(source) : 0;
        return source.Length >= 8;
    }

    public static bool TryWriteInt32LittleEndian(Span<byte> destination, int value)
    {
        if (destination.Length < 4)
        {
            return false;
        }

        WriteInt32LittleEndian(destination, value);
        return true;
    }

    public static bool TryWriteUInt32BigEndian(Span<byte> destination, uint value)
    {
        if (destination.Length < 4)
        {
            return false;
        }

        WriteUInt32BigEndian(destination, value);
        return true;
    }
}
