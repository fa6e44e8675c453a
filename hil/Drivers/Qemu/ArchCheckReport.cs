// What the plugin of hil/ArchCheck writes: one record for each pair of places that broke a rule.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace RustKernel.Hil.Drivers.Qemu;

/// <summary>
/// The report file, whose form hil/ArchCheck/Report.c defines: a header and records of 256 bytes
/// each, little-endian. The plugin maps the file, so it is whole however QEMU ended.
/// </summary>
internal sealed class ArchCheckReport
{
    private const int RecordBytes = 256;
    private const int Version = 1;
    private const uint Ready = 1;
    private static readonly byte[] s_magic = "RKARCHCK"u8.ToArray();

    /// <summary>Every violation, the first found first.</summary>
    public required IReadOnlyList<ArchViolation> Violations { get; init; }

    /// <summary>True when the plugin found all that it needs, and watched.</summary>
    public required bool IsReady { get; init; }

    /// <summary>Why the plugin could not watch; empty when it could.</summary>
    public required string Error { get; init; }

    /// <summary>Instructions and accesses that it looked at.</summary>
    public required ulong Events { get; init; }

    /// <summary>Number of violations for which the file had no room.</summary>
    public required ulong Lost { get; init; }

    /// <summary>Reads <paramref name="path"/>; null when the plugin never made it, or made something else.</summary>
    public static ArchCheckReport? Read(string path) => File.Exists(path) ? Parse(File.ReadAllBytes(path)) : null;

    /// <summary>The report in <paramref name="bytes"/>; null when they are not a report.</summary>
    public static ArchCheckReport? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < RecordBytes || !bytes[..8].SequenceEqual(s_magic) || Word(bytes, 8) != Version || Word(bytes, 12) != RecordBytes)
        {
            return null;
        }

        uint used = Math.Min(Word(bytes, 20), (uint)(bytes.Length / RecordBytes) - 1);
        List<ArchViolation> violations = [];
        for (int i = 1; i <= used; i++)
        {
            violations.Add(ParseRecord(bytes.Slice(i * RecordBytes, RecordBytes)));
        }

        return new ArchCheckReport
        {
            Violations = violations,
            IsReady = (Word(bytes, 24) & Ready) != 0,
            Events = Long(bytes, 32),
            Lost = Long(bytes, 40),
            Error = Text(bytes[48..RecordBytes]),
        };
    }

    private static ArchViolation ParseRecord(ReadOnlySpan<byte> record)
        => new(
            Text(record[..8]),
            Long(record, 8),
            Long(record, 16),
            Long(record, 24),
            Long(record, 32),
            Long(record, 40),
            Word(record, 48),
            Text(record[56..]));

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong Long(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
