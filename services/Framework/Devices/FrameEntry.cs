// One frame in a ring.

namespace RustKernel.Services.Devices;

/// <summary>One frame in a ring: where it lies, and what is known of its checksum. Two words of 64 bits in memory.</summary>
/// <param name="Buffer">Its buffer, from 0.</param>
/// <param name="Offset">Where in the buffer it begins.</param>
/// <param name="Length">Its bytes, without check sequence.</param>
/// <param name="Marks">For a received frame, the bits of <c>FrameMarks</c>; for one to be sent, 0.</param>
/// <param name="ChecksumStart">For a frame to be sent, where the device's sum begins; 0: all checksums are complete.</param>
/// <param name="ChecksumOffset">Where the device stores the sum, counted from <paramref name="ChecksumStart"/>.</param>
public readonly record struct FrameEntry(
    ushort Buffer,
    ushort Offset,
    ushort Length,
    ushort Marks = 0,
    ushort ChecksumStart = 0,
    ushort ChecksumOffset = 0)
{
    /// <summary>The device verified the transport's checksum: <c>FrameMarks.ChecksumValid</c>.</summary>
    public const ushort ChecksumValid = 1;

    /// <summary>The transport's field holds the pseudo header's sum alone: <c>FrameMarks.ChecksumPartial</c>.</summary>
    public const ushort ChecksumPartial = 2;

    /// <summary>Offset of its first byte in the ring's memory.</summary>
    public uint Place => FrameRing.Buffers + (Buffer * FrameRing.BufferBytes) + Offset;

    // Short frames are padded in place, so their buffer must have room for that.
    private const uint LeastRoom = 60;

    /// <summary>Checks what the other side wrote: the frame lies in one buffer, has a possible length, and contains its checksum.</summary>
    internal bool IsSound =>
        Buffer < FrameRing.Slots
        && Length is >= (ushort)FrameRing.LeastFrame and <= (ushort)FrameRing.MostFrame
        && Offset + (Length < LeastRoom ? LeastRoom : Length) <= FrameRing.BufferBytes
        && (ChecksumStart == 0 ? ChecksumOffset == 0 : ChecksumStart + ChecksumOffset + 2 <= Length);

    internal ulong First => Buffer | ((ulong)Offset << 16) | ((ulong)Length << 32) | ((ulong)Marks << 48);

    internal ulong Second => ChecksumStart | ((ulong)ChecksumOffset << 16);

    internal static FrameEntry From(ulong first, ulong second) =>
        new((ushort)first, (ushort)(first >> 16), (ushort)(first >> 32), (ushort)(first >> 48), (ushort)second, (ushort)(second >> 16));
}
