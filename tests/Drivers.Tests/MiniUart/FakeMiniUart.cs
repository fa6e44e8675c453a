// A fake mini-UART: FIFOs of eight, a block enable without which nothing answers, an overrun flag that a read clears.

using System;
using System.Collections.Generic;

namespace RustKernel.Drivers.Tests.MiniUart;

/// <summary>The auxiliary block; a character leaves every <see cref="PollsPerCharacter"/> accesses.</summary>
public sealed class FakeMiniUart : FakeDevice
{
    private const int FifoDepth = 8;

    private readonly Queue<byte> _transmit = new();
    private readonly Queue<byte> _receive = new();
    private uint _enables, _interrupts, _control, _line;
    private bool _overrun;
    private int _elapsed;

    public List<byte> Sent { get; } = [];

    public List<byte> Lost { get; } = [];

    public uint Baud { get; private set; }

    public uint Enables => _enables;

    public int PollsPerCharacter { get; set; } = 5;

    public bool Stuck { get; set; }

    public bool InterruptLine => (_interrupts & 0xD) == 0xD && _receive.Count > 0;

    public bool SendsEightBits => (_line & 3) == 3;

    /// <summary>The state that firmware leaves, with an SPI master of the same block in use and characters on their way.</summary>
    public void SetUpByFirmware(string stillSending)
    {
        (_enables, _control, _line, Baud) = (3, 3, 3, 541);
        foreach (char c in stillSending)
        {
            _transmit.Enqueue((byte)c);
        }
    }

    /// <summary>An SPI master is in use, the mini-UART is off.</summary>
    public void OnlySpi() => _enables = 2;

    public void Arrive(byte value)
    {
        if ((_enables & 1) == 0 || (_control & 1) == 0)
        {
            return;
        }

        if (_receive.Count >= FifoDepth)
        {
            _overrun = true;
        }
        else
        {
            _receive.Enqueue(value);
        }
    }

    public override uint Read32(uint offset)
    {
        Pass();
        if (offset is 0x00 or 0x04)
        {
            return offset == 0 ? 0 : _enables;
        }

        OnlyWhenOn();
        switch (offset)
        {
            case 0x40: return _receive.TryDequeue(out byte oldest) ? oldest : 0u;
            case 0x54:
                uint status = (_receive.Count > 0 ? 1u : 0)
                    | (_overrun ? 2u : 0)
                    | (_transmit.Count < FifoDepth ? 0x20u : 0)
                    | (_transmit.Count == 0 ? 0x40u : 0);
                _overrun = false;
                return status;
            case 0x60: return _control;
            case 0x68: return Baud;
            default: throw Wrong("read32", offset);
        }
    }

    public override void Write32(uint offset, uint value)
    {
        Pass();
        if (offset == 0x04)
        {
            _enables = value & 7;
            return;
        }

        OnlyWhenOn();
        switch (offset)
        {
            case 0x40: Send((byte)value); break;
            case 0x44: _interrupts = value & 0xF; break;
            case 0x48:
                if ((value & 2) != 0)
                {
                    _receive.Clear();
                }

                if ((value & 4) != 0)
                {
                    Drop();
                }

                break;
            case 0x4C: _line = value; break;
            case 0x50: break;
            case 0x60: _control = value; break;
            case 0x68: Baud = value & 0xFFFF; break;
            default: throw Wrong("write32", offset);
        }
    }

    private void OnlyWhenOn()
    {
        if ((_enables & 1) == 0)
        {
            throw new InvalidOperationException("the mini-UART's registers do not answer while it is off");
        }
    }

    private void Send(byte value)
    {
        if ((_control & 2) == 0 || _transmit.Count >= FifoDepth)
        {
            Lost.Add(value);
        }
        else
        {
            _transmit.Enqueue(value);
        }
    }

    private void Drop()
    {
        Lost.AddRange(_transmit);
        _transmit.Clear();
    }

    private void Pass()
    {
        if (Stuck || (_control & 2) == 0 || _transmit.Count == 0 || ++_elapsed < PollsPerCharacter)
        {
            return;
        }

        _elapsed = 0;
        Sent.Add(_transmit.Dequeue());
    }
}
