// Static fields that hold references lie in objects of their own, which must exist before the first C# that uses
// one. The kernel makes them here, once, from a fixed buffer: there is no allocator and no collector.

using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>Prepares the image's reference-holding statics. Call once, before any other C#.</summary>
public static unsafe class StaticFields
{
    private const int GcStaticRegion = 201;
    private const int HeaderSectionCountOffset = 12;
    private const int HeaderRowsOffset = 16;
    private const int RowSizeBytes = 24;
    private const uint Uninitialised = 1;
    private const uint HasPreinitialisedData = 2;

    [InlineArray(1024)]
    private struct Storage
    {
        private ulong _first;
    }

    private static Storage s_storage;

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "get_modules")]
    private static extern byte* GetModuleHeader();

    /// <summary>Makes the storage object of every type with such statics; false when the buffer is too small.</summary>
    public static bool Initialise()
    {
        // SAFETY: the header and its rows are the compiler's own data, read-only; tests of the compiler's contract check the formats.
        byte* header = GetModuleHeader();
        int rows = *(ushort*)(header + HeaderSectionCountOffset);
        for (int i = 0; i < rows; i++)
        {
            byte* row = header + HeaderRowsOffset + (i * RowSizeBytes);
            if (*(int*)row == GcStaticRegion)
            {
                return InitialiseRegion(*(int**)(row + 8), *(int**)(row + 16));
            }
        }

        return true;
    }

    // SAFETY: start..end are the region's entries, each a 32-bit offset from itself to an 8-byte slot in .data.
    private static bool InitialiseRegion(int* start, int* end)
    {
        fixed (Storage* storage = &s_storage)
        {
            byte* next = (byte*)storage;
            byte* limit = next + sizeof(Storage);
            for (int* entry = start; entry < end; entry++)
            {
                int* slot = (int*)((byte*)entry + *entry);
                if ((*slot & Uninitialised) == 0)
                {
                    continue;
                }

                uint flags = (uint)*slot & 3;
                byte* methodTable = (byte*)slot + (*slot & ~3);
                uint baseSize = *(uint*)(methodTable + 4);
                byte* blob = (flags & HasPreinitialisedData) != 0 ? (byte*)(slot + 1) + slot[1] : null;
                if (limit - next < baseSize)
                {
                    return false;
                }

                // An object: 8 bytes of header, the MethodTable, the fields. baseSize counts all of it.
                byte* instance = next + 8;
                *(byte**)instance = methodTable;
                for (uint i = 8; i + 8 <= baseSize - 8 && blob != null; i += 8)
                {
                    *(ulong*)(instance + i) = *(ulong*)(blob + i - 8);
                }

                *(byte**)slot = instance;
                next += (baseSize + 7) & ~7u;
            }
        }

        return true;
    }
}
