using System.Runtime.CompilerServices;

namespace RustKernel.Memory.Paging;

/// <summary>Arithmetic on mapping sizes: 9 address bits a level above the 12 of a page.</summary>
public static class MappingSizes
{
    /// <summary>log2 of the size in bytes: 30, 21 or 12.</summary>
    public static int Shift(this MappingSize size) => LevelShift((int)size);

    /// <summary>The size in bytes.</summary>
    public static ulong Bytes(this MappingSize size) => 1ul << LevelShift((int)size);

    /// <summary>log2 of what one entry at <paramref name="level"/> (0 to 3) covers: 39, 30, 21, 12.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LevelShift(int level) => 39 - 9 * level;
}
