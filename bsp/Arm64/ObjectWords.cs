// Two objects compared as what they are made of: for checks that must miss no field.

namespace RustKernel.Arm64;

/// <summary>Objects as words.</summary>
public static unsafe class ObjectWords
{
    /// <summary>
    /// Offset in bytes of the first word of 8 bytes in which two objects differ; negative: they are the same. Their size is a
    /// multiple of 8.
    /// </summary>
    public static int FirstDifference<T>(ref T first, ref T second)
        where T : unmanaged
    {
        // SAFETY: both are whole objects, which nothing moves while they are looked at; no word beyond their size is read.
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

    /// <summary>The word of 8 bytes at <paramref name="offset"/> of an object, a multiple of 8 below its size; 0 for any other.</summary>
    public static ulong At<T>(ref T value, int offset)
        where T : unmanaged
    {
        if ((uint)offset > sizeof(T) - sizeof(ulong) || offset % sizeof(ulong) != 0)
        {
            return 0;
        }

        // SAFETY: the word lies within the object, as was looked, and nothing moves it.
        fixed (T* words = &value)
        {
            return ((ulong*)words)[offset / sizeof(ulong)];
        }
    }
}
