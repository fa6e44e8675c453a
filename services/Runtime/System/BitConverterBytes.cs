// Numbers as bytes, in the machine's byte order.

using System.Runtime.CompilerServices;

namespace System;

public static partial class BitConverter
{
    public static byte[] GetBytes(bool value) => [value ? (byte)1 : (byte)0];

    public static byte[] GetBytes(char value) => Bytes(value);

    public static byte[] GetBytes(short value) => Bytes(value);

    public static byte[] GetBytes(ushort value) => Bytes(value);

    public static byte[] GetBytes(int value) => Bytes(value);

    public static byte[] GetBytes(uint value) => Bytes(value);

    public static byte[] GetBytes(long value) => Bytes(value);

    public static byte[] GetBytes(ulong value) => Bytes(value);

    public static byte[] GetBytes(float value) => Bytes(value);

    public static byte[] GetBytes(double value) => Bytes(value);

    public static bool ToBoolean(byte[] value, int startIndex) => Read<byte>(value, startIndex) != 0;

    public static char ToChar(byte[] value, int startIndex) => Read<char>(value, startIndex);

    public static short ToInt16(byte[] value, int startIndex) => Read<short>(value, startIndex);

    public static ushort ToUInt16(byte[] value, int startIndex) => Read<ushort>(value, startIndex);

    public static int ToInt32(byte[] value, int startIndex) => Read<int>(value, startIndex);

    public static uint ToUInt32(byte[] value, int startIndex) => Read<uint>(value, startIndex);

    public static long ToInt64(byte[] value, int startIndex) => Read<long>(value, startIndex);

    public static ulong ToUInt64(byte[] value, int startIndex) => Read<ulong>(value, startIndex);

    public static float ToSingle(byte[] value, int startIndex) => Read<float>(value, startIndex);

    public static double ToDouble(byte[] value, int startIndex) => Read<double>(value, startIndex);

    public static bool ToBoolean(ReadOnlySpan<byte> value) => Read<byte>(value) != 0;

    public static char ToChar(ReadOnlySpan<byte> value) => Read<char>(value);

    public static short ToInt16(ReadOnlySpan<byte> value) => Read<short>(value);

    public static ushort ToUInt16(ReadOnlySpan<byte> value) => Read<ushort>(value);

    public static int ToInt32(ReadOnlySpan<byte> value) => Read<int>(value);

    public static uint ToUInt32(ReadOnlySpan<byte> value) => Read<uint>(value);

    public static long ToInt64(ReadOnlySpan<byte> value) => Read<long>(value);

    public static ulong ToUInt64(ReadOnlySpan<byte> value) => Read<ulong>(value);

    public static float ToSingle(ReadOnlySpan<byte> value) => Read<float>(value);

    public static double ToDouble(ReadOnlySpan<byte> value) => Read<double>(value);

    public static bool TryWriteBytes(Span<byte> destination, bool value) => GetBytes(value).AsSpan().TryCopyTo(destination);

    public static bool TryWriteBytes(Span<byte> destination, char value) => GetBytes(value).AsSpan().TryCopyTo(destination);

    public static bool TryWriteBytes(Span<byte> destination, short value) => GetBytes(value).AsSpan().TryCopyTo(destination);

    public static bool TryWriteBytes(Span<byte> destination, ushort value) => GetBytes(value).AsSpan().TryCopyTo(destination);

    public static bool TryWriteBytes(Span<byte> destination, int value) => GetBytes(value).AsSpan().TryCopyTo(destination);

    public static bool TryWriteBytes(Span<byte> destination, uint value) => GetBytes(value).AsSpan().TryCopyTo(destination);

    public static bool TryWriteBytes(Span<byte> destination, long value) => GetBytes(value).AsSpan().TryCopyTo(destination);

    public static bool TryWriteBytes(Span<byte> destination, ulong value) => GetBytes(value).AsSpan().TryCopyTo(destination);

    public static bool TryWriteBytes(Span<byte> destination, float value) => GetBytes(value).AsSpan().TryCopyTo(destination);

    public static bool TryWriteBytes(Span<byte> destination, double value) => GetBytes(value).AsSpan().TryCopyTo(destination);

    private static T Read<T>(ReadOnlySpan<byte> value)
        where T : unmanaged => value.Length >= Unsafe.SizeOf<T>()
        ? Unsafe.ReadUnaligned<T>(ref Runtime.InteropServices.MemoryMarshal.GetReference(value))
        : throw new ArgumentOutOfRangeException(nameof(value));

    public static string ToString(byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        string[] parts = new string[value.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = Number.Radix(value[i], 'X', 2);
        }

        return string.Join("-", parts);
    }

    private static byte[] Bytes<T>(T value)
        where T : unmanaged
    {
        byte[] bytes = new byte[Unsafe.SizeOf<T>()];
        Unsafe.WriteUnaligned(ref bytes[0], value);
        return bytes;
    }

    private static T Read<T>(byte[] value, int startIndex)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(value);
        if ((uint)startIndex >= (uint)value.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(startIndex),
                "Index was out of range. Must be non-negative and less than the size of the collection.");
        }

        if (startIndex > value.Length - Unsafe.SizeOf<T>())
        {
            throw new ArgumentException(
                "Destination array is not long enough to copy all the items in the collection. Check array index and length.",
                nameof(value));
        }

        return Unsafe.ReadUnaligned<T>(ref value[startIndex]);
    }
}
