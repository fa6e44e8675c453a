// Chips that give an I2C bus more lines.

using System;
using System.Collections.Generic;

namespace RustKernel.Hil.VirtualRpi4.Chips;

/// <summary>
/// An MCP23017 [DS20001952] (bank 0, sequential), PCA9555 [SCPS131] or PCF8574 [SCPS068], with their outputs and inputs only. Every change
/// of a line's level is recorded: a relay that clicks for a microsecond is a fault.
/// </summary>
public sealed class ExpanderChip : IChip
{
    private readonly string _kind;
    private readonly byte[] _registers;
    private readonly List<string> _changes = [];
    private byte _pointer;

    /// <summary>A chip of <paramref name="kind"/> (mcp23017, pca9555, pcf8574) after power-on.</summary>
    public ExpanderChip(string kind)
    {
        _kind = kind;
        _registers = kind switch
        {
            "mcp23017" => [0xFF, 0xFF, .. new byte[20]],
            "pca9555" => [0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF],
            _ => [0xFF],
        };
    }

    /// <summary>What lines did since power-on: "3 low", "3 released".</summary>
    public IReadOnlyList<string> Changes => _changes;

    /// <summary>The levels to which other parts pull the lines, by bit, where the chip does not drive them.</summary>
    public ushort Outside { get; set; }

    /// <summary>
    /// What <paramref name="line"/> is driven to; null when it is an input (a PCF8574's high is a
    /// weak one, and counts as driven).
    /// </summary>
    public bool? Driven(int line)
    {
        (int port, int bit) = (line / 8, 1 << (line % 8));
        return _kind switch
        {
            "mcp23017" => (_registers[port] & bit) != 0 ? null : (_registers[0x14 + port] & bit) != 0,
            "pca9555" => (_registers[6 + port] & bit) != 0 ? null : (_registers[2 + port] & bit) != 0,
            _ => (_registers[0] & bit) != 0,
        };
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        bool?[] before = Lines();
        int first = 0;
        if (_kind != "pcf8574" && bytes.Length > 0)
        {
            _pointer = bytes[0];
            first = 1;
        }

        for (int index = first; index < bytes.Length; index++)
        {
            Store(bytes[index]);
        }

        bool?[] after = Lines();
        for (int line = 0; line < after.Length; line++)
        {
            if (before[line] != after[line])
            {
                _changes.Add($"{line} {after[line] switch { null => "released", true => "high", _ => "low" }}");
            }
        }
    }

    /// <inheritdoc/>
    public void Read(Span<byte> bytes)
    {
        for (int index = 0; index < bytes.Length; index++)
        {
            int register = _pointer;
            bytes[index] = _kind switch
            {
                "mcp23017" => register is 0x12 or 0x13 ? Levels(register - 0x12) : _registers[register % _registers.Length],
                "pca9555" => register < 2 ? Levels(register) : _registers[register % _registers.Length],
                _ => Levels(0),
            };
            Advance();
        }
    }

    private void Store(byte value)
    {
        // Writing a port means writing its latch; inputs cannot be written.
        int register = _kind == "mcp23017" && _pointer is 0x12 or 0x13 ? _pointer + 2 : _pointer % _registers.Length;
        if (_kind != "pca9555" || register >= 2)
        {
            _registers[register] = value;
        }

        Advance();
    }

    private void Advance()
    {
        _pointer = _kind switch
        {
            "mcp23017" => (byte)((_pointer + 1) % _registers.Length),
            "pca9555" => (byte)(_pointer ^ 1),
            _ => 0,
        };
    }

    private byte Levels(int port)
    {
        int levels = 0;
        for (int bit = 0; bit < 8; bit++)
        {
            // A PCF8574's high is so weak that anything outside pulls it down.
            bool outside = (Outside >> ((port * 8) + bit) & 1) != 0;
            bool level = Driven((port * 8) + bit) is { } driven ? driven && (_kind != "pcf8574" || outside) : outside;
            levels |= level ? 1 << bit : 0;
        }

        return (byte)levels;
    }

    private bool?[] Lines()
    {
        bool?[] lines = new bool?[_kind == "pcf8574" ? 8 : 16];
        for (int line = 0; line < lines.Length; line++)
        {
            lines[line] = Driven(line);
        }

        return lines;
    }
}
