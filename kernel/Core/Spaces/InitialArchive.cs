// The boot archive that a boot loader supplies (an initrd). Its place and contents come from outside: everything is checked before use.

using System;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Map;
using RustKernel.Objects;

namespace RustKernel.Spaces;

/// <summary>Checks whether an initrd may replace the archive in the image.</summary>
public static class InitialArchive
{
    /// <summary>Most files of an archive.</summary>
    public const int MaximumFiles = 4096;

    /// <summary>
    /// Checks its place: at a page, because read-only segments are mapped in place; not empty, at most
    /// <see cref="MemoryObject.MaximumBytes"/>; whole pages in one bank of <paramref name="map"/>; no page of <paramref name="image"/> or
    /// <paramref name="tree"/>, which are in use. InvalidArgument: alignment or size; NotFound: no RAM; AlreadyExists: the image or the
    /// device tree is there.
    /// </summary>
    public static ErrorCode CheckPlace(in MemoryMap map, MemoryRange place, MemoryRange image, MemoryRange tree)
    {
        bool isSized = place.SizeBytes != 0 && place.SizeBytes <= MemoryObject.MaximumBytes;
        if ((place.Start & FrameSize.Mask) != 0 || !isSized || place.Start >= MemoryMap.AddressLimitExclusive)
        {
            return ErrorCode.InvalidArgument;
        }

        MemoryRange pages = Pages(place);
        if (!IsInOneBank(in map, pages))
        {
            return ErrorCode.NotFound;
        }

        bool isTaken = pages.Overlaps(Pages(image)) || (tree.SizeBytes != 0 && pages.Overlaps(Pages(tree)));
        return isTaken ? ErrorCode.AlreadyExists : ErrorCode.None;
    }

    /// <summary>
    /// Checks its contents: a cpio archive ("newc"), complete to its trailer, that has the file <paramref name="needed"/>;
    /// returns the number of files. Corrupt: an invalid header, a file that extends beyond the end, or no trailer; OutOfMemory:
    /// more than <see cref="MaximumFiles"/>; NotFound: no such file.
    /// </summary>
    public static Result<int> CheckContents(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> needed)
    {
        CpioArchive archive = new(bytes);
        bool hasNeeded = false;
        int at = 0;
        for (int files = 0; files <= MaximumFiles; files++)
        {
            int next;
            ErrorCode error = archive.ReadEntry(at, out ReadOnlySpan<byte> name, out _, out _, out next);
            if (error == ErrorCode.NotFound)
            {
                // The trailer; an archive of no bytes has none.
                return bytes.Length == 0 ? ErrorCode.Corrupt : hasNeeded ? files : ErrorCode.NotFound;
            }

            if (error != ErrorCode.None)
            {
                return error;
            }

            hasNeeded |= name.SequenceEqual(needed);
            at = next;
        }

        return ErrorCode.OutOfMemory;
    }

    /// <summary>The pages that <paramref name="range"/> touches.</summary>
    public static MemoryRange Pages(MemoryRange range)
    {
        ulong start = range.Start & ~FrameSize.Mask;
        return new MemoryRange(start, ((range.EndExclusive + FrameSize.Mask) & ~FrameSize.Mask) - start);
    }

    private static bool IsInOneBank(in MemoryMap map, MemoryRange pages)
    {
        for (int i = 0; i < map.BankCount; i++)
        {
            MemoryRange bank = map.Bank(i);
            if (pages.Start >= bank.Start && pages.EndExclusive <= bank.EndExclusive)
            {
                return true;
            }
        }

        return false;
    }
}
