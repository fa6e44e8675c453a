// Test results on the serial line in protocol 1: indentation, sequence, time, CRC. [docs/PROTOCOL.md]

using System;
using RustKernel.Diagnostics;

namespace RustKernel.SelfTests;

/// <summary>Writes one KTAP document. Write checked lines with Begin, Text…, End.</summary>
public struct KtapWriter
{
    private Crc16 _crc;
    private uint _sequence;

    /// <summary>Begins a document; the sequence starts again at 1.</summary>
    public void BeginDocument(int suiteCount)
    {
        _sequence = 0;
        KernelConsole.Write("KTAP version 1\n1.."u8);
        KernelConsole.WriteDecimal((uint)suiteCount);
        KernelConsole.Write("\n"u8);
    }

    /// <summary>Begins a suite: plain lines, indented by two.</summary>
    public readonly void BeginSuite(ReadOnlySpan<byte> name, int testCount)
    {
        KernelConsole.Write("  KTAP version 1\n  # Subtest: "u8);
        KernelConsole.Write(name);
        KernelConsole.Write("\n  1.."u8);
        KernelConsole.WriteDecimal((uint)testCount);
        KernelConsole.Write("\n"u8);
    }

    /// <summary>Begins a checked line.</summary>
    public void Begin(ReadOnlySpan<byte> text)
    {
        KernelConsole.BeginLine();
        _crc = default;
        Text(text);
    }

    /// <summary>Adds to the checked line.</summary>
    public void Text(ReadOnlySpan<byte> text)
    {
        _crc.Add(text);
        KernelConsole.Write(text);
    }

    /// <summary>Adds a number in decimal to the checked line.</summary>
    public void Number(ulong value)
    {
        Span<byte> digits = stackalloc byte[NumberText.MaximumDigits];
        Text(NumberText.Decimal(value, digits));
    }

    /// <summary>Ends the checked line with time, sequence and CRC.</summary>
    public void End()
    {
        Text(" # t="u8);
        Number(KernelClock.ElapsedMicroseconds);
        Text(" s="u8);
        Number(++_sequence);
        Span<byte> digits = stackalloc byte[NumberText.MaximumDigits];
        KernelConsole.Write(" c="u8);
        KernelConsole.Write(NumberText.Hexadecimal(_crc.Value, 4, digits));
        KernelConsole.Write("\n"u8);
        KernelConsole.EndLine();
    }
}
