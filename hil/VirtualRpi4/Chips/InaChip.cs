// Current sensors of the INA family, register by register.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace RustKernel.Hil.VirtualRpi4.Chips;

/// <summary>
/// An INA219 [SBOS448], INA226 [SBOS547] or INA260 [SBOS656]: 16-bit registers, most significant
/// byte first, after a pointer that stays set. It converts
/// at the moment it is read, and with the resolution of the real one.
/// </summary>
public sealed class InaChip : IChip
{
    private const ushort Texas = 0x5449;
    private readonly string _kind;
    private readonly double _shuntOhms;
    private readonly Func<(double Amperes, double Volts)> _supply;
    private readonly Dictionary<byte, ushort> _written = [];
    private byte _pointer;

    /// <summary>
    /// A sensor of <paramref name="kind"/> (ina219, ina226, ina260) that measures
    /// <paramref name="supply"/> over <paramref name="shuntOhms"/>.
    /// </summary>
    public InaChip(string kind, double shuntOhms, Func<(double Amperes, double Volts)> supply)
    {
        _kind = kind;
        _shuntOhms = shuntOhms;
        _supply = supply;
    }

    private ushort ResetConfiguration => _kind switch { "ina219" => 0x399F, "ina226" => 0x4127, _ => 0x6127 };

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0)
        {
            return;
        }

        _pointer = bytes[0];
        if (bytes.Length < 3)
        {
            return;
        }

        ushort value = BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]);
        if (_pointer == 0 && (value & 0x8000) != 0)
        {
            _written.Clear();
        }
        else
        {
            _written[_pointer] = value;
        }
    }

    /// <inheritdoc/>
    public void Read(Span<byte> bytes)
    {
        Span<byte> register = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(register, Register());
        for (int index = 0; index < bytes.Length; index++)
        {
            bytes[index] = register[index % 2];
        }
    }

    private ushort Register()
    {
        (double amperes, double volts) = _supply();
        return (_kind, _pointer) switch
        {
            (_, 0) => _written.GetValueOrDefault((byte)0, ResetConfiguration),
            ("ina219", 1) => Signed(amperes * _shuntOhms, 10e-6, 32000),
            ("ina219", 2) => (ushort)((Math.Clamp((int)(volts / 4e-3), 0, 8000) << 3) | 2), // CNVR: a conversion is there
            ("ina226", 1) => Signed(amperes * _shuntOhms, 2.5e-6, short.MaxValue),
            ("ina226" or "ina260", 2) => (ushort)Math.Clamp((int)(volts / 1.25e-3), 0, short.MaxValue),
            ("ina260", 1) => Signed(amperes, 1.25e-3, short.MaxValue),
            ("ina226", 0xFE) or ("ina260", 0xFE) => Texas,
            ("ina226", 0xFF) => 0x2260,
            ("ina260", 0xFF) => 0x2270,
            _ => _written.GetValueOrDefault(_pointer),
        };
    }

    private static ushort Signed(double value, double step, int most) =>
        unchecked((ushort)(short)Math.Clamp((int)Math.Round(value / step), -most, most));
}
