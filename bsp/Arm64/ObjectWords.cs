namespace RustKernel.Arm64;

/// <summary>Compares objects word by word, for checks that must miss no field.</summary>
public static unsafe class ObjectWords
{
    /// <summary>
    /// Offset in bytes of the first 8-byte word in which two objects differ; negative: they are equal. Their size is a
    /// multiple of 8.
    /// </summary>
    public static int FirstDifference<T>(ref T first, ref T second)
        where T : unmanaged
    {
        // SAFETY: both are whole objects, which nothing moves during the comparison; no word beyond their size is read.
        fixed (T* a = &first, b = &second)
        {
            for (int i = 0; i < sizeof(T) / sizeof(ulong); i++)
            {
                if (((ulong*)a)[i] != ((ulong*)b)[i])
                {
                    return i * sizeof(ulong);
                }
            }
        }

        return -1;
    }

    /// <summary>
    /// The 8-byte word at <paramref name="offset"/> of an object, a multiple of 8 below its size; 0 for any other offset.
    /// </summary>
    public static ulong At<T>(ref T value, int offset)
        where T : unmanaged
    {
        if ((uint)offset > sizeof(T) - sizeof(ulong) || offset % sizeof(ulong) != 0)
        {
            return 0;
        }

        // SAFETY: the word lies within the object, as just checked, and nothing moves it.
        fixed (T* words = &value)
        {
            return ((ulong*)words)[offset / sizeof(ulong)];
        }
    }
}
