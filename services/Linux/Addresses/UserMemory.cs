namespace RustKernel.Linux.Addresses;

/// <summary>
/// Reads and writes the program's memory, at addresses that the program gave, which may be invalid. A fault is EFAULT; bytes copied before
/// it stay copied.
/// </summary>
internal static unsafe class UserMemory
{
    /// <summary>Copies <paramref name="bytes"/> to the program.</summary>
    internal static bool TryWrite(ulong address, void* from, ulong bytes) => NativeCode.CopyMemory(address, (ulong)from, bytes) == 0;

    /// <summary>Copies <paramref name="bytes"/> from the program.</summary>
    internal static bool TryRead(ulong address, void* to, ulong bytes) => NativeCode.CopyMemory((ulong)to, address, bytes) == 0;

    /// <summary>Writes one value.</summary>
    internal static bool TryWrite<T>(ulong address, T value)
        // SAFETY: the value is this function's own.
        where T : unmanaged => TryWrite(address, &value, (ulong)sizeof(T));

    /// <summary>Reads one value.</summary>
    internal static bool TryRead<T>(ulong address, out T value)
        where T : unmanaged
    {
        // SAFETY: the value is this function's own.
        T read = default;
        bool isRead = TryRead(address, &read, (ulong)sizeof(T));
        value = read;
        return isRead;
    }

    /// <summary>Writes a short text, byte by byte.</summary>
    internal static bool TryWriteText(ulong address, System.ReadOnlySpan<byte> text)
    {
        bool isWritten = true;
        for (int i = 0; i < text.Length && isWritten; i++)
        {
            isWritten = TryWrite(address + (ulong)i, text[i]);
        }

        return isWritten;
    }

    /// <summary>0 or EFAULT.</summary>
    internal static long Write<T>(ulong address, T value)
        where T : unmanaged => TryWrite(address, value) ? 0 : Errno.BadAddress;

    /// <summary>
    /// Reads text up to its zero into <paramref name="to"/>, of <paramref name="most"/> bytes with the zero. Returns its length, EFAULT or
    /// ENAMETOOLONG.
    /// </summary>
    internal static long ReadText(ulong address, byte* to, int most)
    {
        for (int i = 0; i < most; i++)
        {
            if (!TryRead(address + (ulong)i, to + i, 1))
            {
                return Errno.BadAddress;
            }

            if (to[i] == 0)
            {
                return i;
            }
        }

        return Errno.NameTooLong;
    }
}
