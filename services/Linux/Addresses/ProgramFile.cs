// The program: a static ELF file, mapped in place except for what it writes. We choose its address, unless it is for fixed addresses.

using System.Runtime.InteropServices;
using RustKernel.User;

namespace RustKernel.Linux.Addresses;

/// <summary>Loads the program. The file is not trusted. [gABI 4.1, chapters 4 and 5]</summary>
internal static unsafe class ProgramFile
{
    private const ulong Base = Arena.Start + 0x20_0000;
    private const uint LoadSegment = 1;
    private const uint InterpreterSegment = 3;
    private const int MostSegments = 32;
    private const ushort AtFixedAddresses = 2;
    private const ushort PositionIndependent = 3;
    private const ushort Machine = 183;

    /// <summary>What the program's first instructions need to know.</summary>
    internal struct Loaded
    {
        internal ulong Entry;
        internal ulong ProgramHeaders;
        internal ulong ProgramHeaderCount;
        internal ulong End;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        internal ulong Identification;
        internal ulong Padding;
        internal ushort Kind;
        internal ushort MachineNumber;
        internal uint Version;
        internal ulong Entry;
        internal ulong ProgramHeaders;
        internal ulong SectionHeaders;
        internal uint Flags;
        internal ushort HeaderBytes;
        internal ushort ProgramHeaderBytes;
        internal ushort ProgramHeaderCount;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Segment
    {
        internal uint Kind;
        internal uint Flags;
        internal ulong Offset;
        internal ulong Address;
        internal ulong PhysicalAddress;
        internal ulong FileBytes;
        internal ulong MemoryBytes;
        internal ulong Alignment;
    }

    /// <summary>
    /// Loads the file of <paramref name="source"/>, which begins at a page of its object. Returns what is wrong with it, as text; empty if
    /// nothing.
    /// </summary>
    internal static System.ReadOnlySpan<byte> Load(scoped in ProgramSource source, scoped out Loaded loaded)
    {
        loaded = default;
        (Handle<Memory> file, ulong offset, ulong bytes) = (source.File, source.Offset, source.Bytes);
        ulong head = bytes < Layout.PageBytes ? Layout.Pages(bytes) : Layout.PageBytes;
        if (bytes < (ulong)sizeof(Header)
            || Kernel.MemoryMap(default, file, offset, Layout.ProgramFile, head, RustKernel.Rights.Read) != ErrorCode.None)
        {
            return "the program's file cannot be read"u8;
        }

        // SAFETY: the first page of the file has just been shown there.
        Header header = *(Header*)Layout.ProgramFile;
        SegmentTable table = default;
        System.ReadOnlySpan<byte> wrong = Check(in header, bytes);
        if (wrong.Length == 0)
        {
            // SAFETY: Check has seen that the headers are within the page and fit into the table.
            _ = NativeCode.CopyMemory((ulong)(&table), Layout.ProgramFile + header.ProgramHeaders, SegmentBytes(in header));
        }

        _ = Kernel.MemoryUnmap(default, Layout.ProgramFile, head);
        return wrong.Length == 0 ? Load(in header, (Segment*)&table, file, offset, bytes, out loaded) : wrong;
    }

    private struct SegmentTable
    {
        internal fixed byte Bytes[MostSegments * 56];
    }

    private static ulong SegmentBytes(in Header header) => header.ProgramHeaderCount * (ulong)sizeof(Segment);

    private static System.ReadOnlySpan<byte> Check(scoped in Header header, ulong bytes)
    {
        const ulong identification = 0x0001_0102_464C_457F;
        return (header.Identification & 0x00FF_FFFF_FFFF_FFFF) != identification || header.MachineNumber != Machine
            ? "the program is no ELF file for AArch64"u8
            : header.Kind is not (PositionIndependent or AtFixedAddresses) || header.ProgramHeaderBytes != sizeof(Segment)
            ? "the file is no program: a library, or an object file"u8
            : header.ProgramHeaderCount is 0 or > MostSegments
                || header.ProgramHeaders > Layout.PageBytes - SegmentBytes(in header)
                || header.ProgramHeaders + SegmentBytes(in header) > bytes
            ? "the program's headers are not at its start"u8
            : default;
    }

    private static System.ReadOnlySpan<byte> Load(
        scoped in Header header,
        Segment* segments,
        Handle<Memory> file,
        ulong offset,
        ulong bytes,
        scoped out Loaded loaded)
    {
        loaded = default;
        ulong bias = header.Kind == PositionIndependent ? Base : 0;
        for (int i = 0; i < header.ProgramHeaderCount; i++)
        {
            ref Segment segment = ref segments[i];
            if (segment.Kind == InterpreterSegment)
            {
                return "the program is linked dynamically: publish it with -p:StaticExecutable=true"u8;
            }

            if (segment.Kind != LoadSegment || segment.MemoryBytes == 0)
            {
                continue;
            }

            if (!IsLegal(in segment, bias, bytes))
            {
                return "a segment of the program is out of its file, or at addresses that it cannot have"u8;
            }

            if (LoadOne(in segment, bias, file, offset) is var error and not 0)
            {
                return error == Errno.InputOutput
                    ? "the program's file cannot be read to its end, or memory= of the manifest has no room for it"u8
                    : "memory= of the manifest has no room for the program"u8;
            }

            ulong end = Layout.Pages(bias + segment.Address + segment.MemoryBytes);
            loaded.End = end > loaded.End ? end : loaded.End;
            if (segment.Offset <= header.ProgramHeaders
                && header.ProgramHeaders + SegmentBytes(in header) <= segment.Offset + segment.FileBytes)
            {
                loaded.ProgramHeaders = bias + segment.Address + (header.ProgramHeaders - segment.Offset);
            }
        }

        loaded.Entry = bias + header.Entry;
        loaded.ProgramHeaderCount = header.ProgramHeaderCount;
        return loaded.End == 0 ? "the program has nothing to load"u8 : default;
    }

    private static bool IsLegal(in Segment segment, ulong bias, ulong bytes)
    {
        const ulong most = 1ul << 30;
        ulong within = segment.Address & (Layout.PageBytes - 1);
        return segment.Offset <= bytes && segment.FileBytes <= bytes - segment.Offset
            && segment.FileBytes <= segment.MemoryBytes && segment.MemoryBytes <= most
            && (segment.Offset & (Layout.PageBytes - 1)) == within
            && segment.Address < Arena.End
            && AddressMap.IsLegal(bias + segment.Address - within, Layout.Pages(within + segment.MemoryBytes));
    }

    // Read-only parts are mapped in place; others become private pages with a copy.
    private static long LoadOne(in Segment segment, ulong bias, Handle<Memory> file, ulong offset)
    {
        const uint readable = 4;
        const uint writable = 2;
        const uint executable = 1;
        ulong within = segment.Address & (Layout.PageBytes - 1);
        ulong start = bias + segment.Address - within;
        ulong size = Layout.Pages(within + segment.MemoryBytes);
        uint rights = ((segment.Flags & readable) != 0 ? AddressMap.Read : 0)
            | ((segment.Flags & writable) != 0 ? AddressMap.Write : 0)
            | ((segment.Flags & executable) != 0 ? AddressMap.Execute : 0);
        ulong from = offset + segment.Offset - within;
        long error = 0;
        if ((rights & AddressMap.Write) == 0 && segment.FileBytes == segment.MemoryBytes)
        {
            error = StoredProgram.IsOpen ? StoredProgram.Fill(file, from, within + segment.FileBytes) : 0;
            return error == 0 ? AddressMap.MapAt(start, size, rights, file, from) : error;
        }

        error = AddressMap.MapAt(start, size, AddressMap.Read | AddressMap.Write);
        ulong filePages = Layout.Pages(within + segment.FileBytes);
        if (error != 0 || segment.FileBytes == 0)
        {
            return error;
        }

        if (StoredProgram.IsOpen)
        {
            error = StoredProgram.Read(start + within, segment.Offset, segment.FileBytes);
            return error == 0 ? AddressMap.Protect(start, size, rights) : error;
        }

        if (Kernel.MemoryMap(default, file, from, Layout.ProgramFile, filePages, RustKernel.Rights.Read) != ErrorCode.None)
        {
            return Errno.NoMemory;
        }

        ulong failed = NativeCode.CopyMemory(start + within, Layout.ProgramFile + within, segment.FileBytes);
        _ = Kernel.MemoryUnmap(default, Layout.ProgramFile, filePages);
        return failed != 0 ? Errno.NoMemory : AddressMap.Protect(start, size, rights);
    }
}
