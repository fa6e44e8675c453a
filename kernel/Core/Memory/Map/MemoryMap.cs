// The machine's RAM and the parts of it that are taken. Boot code collects them from the device tree or UEFI; the
// rules here check banks and reservations. Knows nothing of device trees and allocates nothing.

using System.Runtime.CompilerServices;
using RustKernel.Memory.Frames;

namespace RustKernel.Memory.Map;

/// <summary>
/// Banks of RAM and reserved ranges, both sorted by address, both in whole frames. Fill it with <see cref="AddBank"/>
/// and <see cref="Reserve"/> in any order, then pass it to <see cref="FrameAllocator{TMemory}.Initialize"/>. Boot
/// context only: one CPU, no lock. About 5 KiB: keep it in a static, not on a stack.
/// </summary>
public struct MemoryMap
{
    /// <summary>Most banks a map can hold.</summary>
    public const int MaxBanks = 64;

    /// <summary>Most separate reservations a map can hold.</summary>
    public const int MaxReservations = 128;

    /// <summary>First address above what the architecture can address without LPA2: 48 bits. [DDI0487 D8.1]</summary>
    public const ulong AddressLimitExclusive = 1ul << 48;

    private BankTable _banks;
    private ReservationTable _reservations;
    private int _bankCount;
    private int _reservationCount;

    /// <summary>Number of banks accepted.</summary>
    public readonly int BankCount => _bankCount;

    /// <summary>Number of reservations kept, after joining neighbours of the same use.</summary>
    public readonly int ReservationCount => _reservationCount;

    /// <summary>The bank of rank <paramref name="index"/> (0 to <see cref="BankCount"/> - 1), lowest address first.</summary>
    public readonly MemoryRange Bank(int index) => _banks[index];

    /// <summary>The reservation of rank <paramref name="index"/> (0 to <see cref="ReservationCount"/> - 1), lowest start first.</summary>
    public readonly Reservation Reservation(int index) => _reservations[index];

    /// <summary>Frames in all banks, reserved or not.</summary>
    public readonly ulong TotalFrames
    {
        get
        {
            ulong frames = 0;
            for (int i = 0; i < _bankCount; i++)
            {
                frames += _banks[i].SizeBytes >> FrameSize.Shift;
            }

            return frames;
        }
    }

    /// <summary>
    /// Adds a bank of RAM; its edges are rounded inward to whole frames.
    /// <see cref="ErrorCode.InvalidArgument"/>: no whole frame in it, or its end overflows.
    /// <see cref="ErrorCode.NotSupported"/>: reaches above <see cref="AddressLimitExclusive"/>.
    /// <see cref="ErrorCode.Corrupt"/>: overlaps an earlier bank (which stays).
    /// <see cref="ErrorCode.OutOfMemory"/>: more than <see cref="MaxBanks"/>. A refused bank leaves the map as it was.
    /// </summary>
    public ErrorCode AddBank(MemoryRange bank)
    {
        if (bank.SizeBytes == 0 || bank.EndExclusive < bank.Start)
        {
            return ErrorCode.InvalidArgument;
        }

        if (bank.EndExclusive > AddressLimitExclusive)
        {
            return ErrorCode.NotSupported;
        }

        ulong start = (bank.Start + FrameSize.Mask) & ~FrameSize.Mask;
        ulong end = bank.EndExclusive & ~FrameSize.Mask;
        if (start >= end)
        {
            return ErrorCode.InvalidArgument;
        }

        var rounded = new MemoryRange(start, end - start);
        int position = _bankCount;
        for (int i = _bankCount - 1; i >= 0; i--)
        {
            if (_banks[i].Overlaps(rounded))
            {
                return ErrorCode.Corrupt;
            }

            if (_banks[i].Start > start)
            {
                position = i;
            }
        }
        if (_bankCount == MaxBanks)
        {
            return ErrorCode.OutOfMemory;
        }

        for (int i = _bankCount; i > position; i--)
        {
            _banks[i] = _banks[i - 1];
        }

        _banks[position] = rounded;
        _bankCount++;
        return ErrorCode.None;
    }

    /// <summary>
    /// Keeps a range out of the allocator; its edges are rounded outward to whole frames. Ranges may overlap (the one
    /// that starts lower sets the use of the common frames) and may lie outside all banks. An empty range is accepted
    /// and changes nothing. <see cref="ErrorCode.InvalidArgument"/>: its end overflows.
    /// <see cref="ErrorCode.OutOfMemory"/>: more than <see cref="MaxReservations"/> ranges that cannot be joined.
    /// </summary>
    public ErrorCode Reserve(MemoryRange range, FrameUse use)
    {
        if (range.SizeBytes == 0)
        {
            return ErrorCode.None;
        }

        ulong start = range.Start & ~FrameSize.Mask;
        ulong end = (range.EndExclusive + FrameSize.Mask) & ~FrameSize.Mask;
        if (range.EndExclusive < range.Start || end < range.EndExclusive)
        {
            return ErrorCode.InvalidArgument;
        }

        JoinNeighbours(ref start, ref end, use);
        if (_reservationCount == MaxReservations)
        {
            return ErrorCode.OutOfMemory;
        }

        int position = _reservationCount;
        while (position > 0 && _reservations[position - 1].Range.Start > start)
        {
            _reservations[position] = _reservations[position - 1];
            position--;
        }
        _reservations[position] = new Reservation(new MemoryRange(start, end - start), use);
        _reservationCount++;
        return ErrorCode.None;
    }

    /// <summary>
    /// Keeps out the frame at physical address 0: 0 means "no frame" in descriptors, lists and
    /// memory objects, so no one may ever get this one. Where RAM begins at 0, firmware also lies
    /// there (the Raspberry Pi's EL3 stub). Errors as <see cref="Reserve"/>.
    /// </summary>
    public ErrorCode ReserveNull() => Reserve(new MemoryRange(0, FrameSize.Bytes), FrameUse.Firmware);

    /// <summary>
    /// The first usable range (in a bank, not reserved) at or after <paramref name="from"/>, at most to the end of its
    /// bank; <see cref="ErrorCode.NotFound"/> when there is none. Pass the end of the last one to walk them all.
    /// </summary>
    public readonly Result<MemoryRange> NextUsable(ulong from)
    {
        for (int i = 0; i < _bankCount; i++)
        {
            MemoryRange bank = _banks[i];
            ulong start = SkipReserved(bank.Start > from ? bank.Start : from);
            if (start >= bank.EndExclusive)
            {
                continue;
            }

            ulong end = bank.EndExclusive;
            for (int r = _reservationCount - 1; r >= 0; r--)
            {
                ulong reserved = _reservations[r].Range.Start;
                if (reserved > start && reserved < end)
                {
                    end = reserved;
                }
            }
            return new MemoryRange(start, end - start);
        }
        return ErrorCode.NotFound;
    }

    /// <summary>True when <paramref name="address"/> lies in a reserved range.</summary>
    public readonly bool IsReserved(ulong address)
    {
        for (int i = 0; i < _reservationCount; i++)
        {
            if (_reservations[i].Range.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    // Removes the ranges of the same use that touch [start, end) and extends it over them. One pass is enough: the list
    // is sorted, and ranges already joined cannot touch the remaining ones.
    private void JoinNeighbours(ref ulong start, ref ulong end, FrameUse use)
    {
        int kept = 0;
        for (int i = 0; i < _reservationCount; i++)
        {
            Reservation other = _reservations[i];
            bool touches = other.Range.Start <= end && start <= other.Range.EndExclusive;
            if (touches && other.Use == use)
            {
                if (other.Range.Start < start)
                {
                    start = other.Range.Start;
                }

                if (other.Range.EndExclusive > end)
                {
                    end = other.Range.EndExclusive;
                }

                continue;
            }
            _reservations[kept++] = other;
        }
        _reservationCount = kept;
    }

    // The first address, from the given one on, that no reservation covers. One pass is enough because the starts are sorted.
    private readonly ulong SkipReserved(ulong address)
    {
        for (int i = 0; i < _reservationCount; i++)
        {
            MemoryRange range = _reservations[i].Range;
            if (range.Contains(address))
            {
                address = range.EndExclusive;
            }
        }
        return address;
    }
}

/// <summary><see cref="MemoryMap.MaxBanks"/> ranges in place.</summary>
[InlineArray(MemoryMap.MaxBanks)]
internal struct BankTable
{
    private MemoryRange _first;
}

/// <summary><see cref="MemoryMap.MaxReservations"/> reservations in place.</summary>
[InlineArray(MemoryMap.MaxReservations)]
internal struct ReservationTable
{
    private Reservation _first;
}
