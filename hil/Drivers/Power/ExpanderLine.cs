// A line of an I2C expander: a relay board.

using System;
using System.Device.I2c;
using System.Threading;
using Iot.Device.Mcp23xxx;
using Iot.Device.Pcx857x;
using Iot.Device.Tca955x;
using RustKernel.Hil.Drivers.Buses;
using RustKernel.Hil.Drivers.Leases;

namespace RustKernel.Hil.Drivers.Power;

/// <summary>
/// Drives one line through the package's registers and leaves the others as they are: boards share
/// a relay board. The latch is written before the line
/// becomes an output, so it never shows the wrong level. Programs that change the same chip take turns.
/// </summary>
public sealed class ExpanderLine : IGpioLine
{
    private static readonly TimeSpan s_turnLimit = TimeSpan.FromSeconds(5);
    private readonly string _name;
    private readonly IRegisters _registers;
    private readonly int _port;
    private readonly int _bit;

    /// <summary>
    /// Line <paramref name="line"/> of a <paramref name="kind"/> (mcp23017, pca9555, pcf8574) at
    /// <paramref name="chip"/>, which it owns; messages call it <paramref name="name"/>.
    /// </summary>
    /// <exception cref="InfrastructureException">The chip does not answer, or has no such line.</exception>
    public ExpanderLine(I2cDevice chip, string kind, string name, int line)
    {
        int lines = kind == "pcf8574" ? 8 : 16;
        if (line >= lines)
        {
            throw new InfrastructureException($"{name}: a {kind} has lines 0 to {lines - 1}");
        }

        _name = name;
        (_port, _bit) = (line / 8, 1 << (line % 8));
        QuietI2cDevice quiet = new(chip);
        try
        {
            _registers = kind switch
            {
                "mcp23017" => new Mcp23017Registers(new Mcp23017(quiet, shouldDispose: false)),
                "pca9555" => new Pca9555Registers(new Tca9555(quiet, shouldDispose: false)),
                _ => new Pcf8574Registers(new Pcf8574(quiet)),
            };
        }
        catch (Exception e) when (I2cBuses.IsBusFailure(e))
        {
            quiet.Dispose();
            throw new InfrastructureException($"{name} does not answer: {e.Message}");
        }

        quiet.Open();
    }

    /// <summary>A kind's latch and direction registers, a byte for each port of eight lines.</summary>
    private interface IRegisters : IDisposable
    {
        byte Latch(int port);

        void SetLatch(int port, byte value);

        /// <summary>1 for an input.</summary>
        byte Direction(int port);

        void SetDirection(int port, byte value);
    }

    /// <inheritdoc/>
    public bool? Read() => Do(() => (_registers.Direction(_port) & _bit) != 0 ? (bool?)null : (_registers.Latch(_port) & _bit) != 0);

    /// <inheritdoc/>
    public void Write(bool high)
    {
        using FileLock turn = Turn();
        Do(() =>
        {
            byte latch = _registers.Latch(_port);
            _registers.SetLatch(_port, (byte)(high ? latch | _bit : latch & ~_bit));
            byte direction = _registers.Direction(_port);
            if ((direction & _bit) != 0)
            {
                _registers.SetDirection(_port, (byte)(direction & ~_bit));
            }

            return true;
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _registers.Dispose();

    private T Do<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (I2cBuses.IsBusFailure(e))
        {
            throw new InfrastructureException($"{_name} does not answer: {e.Message}");
        }
    }

    /// <summary>Another rk may be about to change another line: both would read before either writes.</summary>
    private FileLock Turn()
    {
        LeaseFolder folder = LeaseFolder.Default;
        folder.Make();
        string path = folder.File("expanders", "turn");
        long end = Environment.TickCount64 + (long)s_turnLimit.TotalMilliseconds;
        while (true)
        {
            if (FileLock.TryTake(path) is { } taken)
            {
                return taken;
            }

            if (Environment.TickCount64 > end)
            {
                throw new InfrastructureException($"{_name}: another program holds {path} for more than {s_turnLimit.TotalSeconds} s");
            }

            Thread.Sleep(5);
        }
    }

    private sealed class Mcp23017Registers(Mcp23017 chip) : IRegisters
    {
        public byte Latch(int port) => chip.ReadByte(Iot.Device.Mcp23xxx.Register.OLAT, (Port)port);

        public void SetLatch(int port, byte value) => chip.WriteByte(Iot.Device.Mcp23xxx.Register.OLAT, value, (Port)port);

        public byte Direction(int port) => chip.ReadByte(Iot.Device.Mcp23xxx.Register.IODIR, (Port)port);

        public void SetDirection(int port, byte value) => chip.WriteByte(Iot.Device.Mcp23xxx.Register.IODIR, value, (Port)port);

        public void Dispose() => chip.Dispose();
    }

    private sealed class Pca9555Registers(Tca9555 chip) : IRegisters
    {
        public byte Latch(int port) => chip.ReadByte(port == 0 ? Tca9555Register.OutputPort0 : Tca9555Register.OutputPort1);

        public void SetLatch(int port, byte value) =>
            chip.WriteByte(port == 0 ? Tca9555Register.OutputPort0 : Tca9555Register.OutputPort1, value);

        public byte Direction(int port) =>
            chip.ReadByte(port == 0 ? Tca9555Register.ConfigurationPort0 : Tca9555Register.ConfigurationPort1);

        public void SetDirection(int port, byte value) =>
            chip.WriteByte(port == 0 ? Tca9555Register.ConfigurationPort0 : Tca9555Register.ConfigurationPort1, value);

        public void Dispose() => chip.Dispose();
    }

    /// <summary>
    /// It has no direction register: a high is weak, and reads back as high unless something outside pulls it down, which no relay board
    /// does.
    /// </summary>
    private sealed class Pcf8574Registers(Pcf8574 chip) : IRegisters
    {
        public byte Latch(int port) => chip.ReadByte();

        public void SetLatch(int port, byte value) => chip.WriteByte(value);

        public byte Direction(int port) => 0;

        public void SetDirection(int port, byte value)
        {
        }

        public void Dispose() => chip.Dispose();
    }
}
