// What all fake UARTs share: FIFOs, a transmitter that takes time, and what arrived at the other end.

using System.Collections.Generic;

namespace RustKernel.Drivers.Tests.Uart;

/// <summary>A working UART; a character leaves every <see cref="PollsPerCharacter"/> accesses.</summary>
public abstract class FakeUart : FakeDevice
{
    private int _elapsed;

    /// <summary>Bytes that the other end read.</summary>
    public List<byte> Sent { get; } = [];

    /// <summary>Bytes that were written and never sent.</summary>
    public List<byte> Lost { get; } = [];

    /// <summary>Its clock in hertz.</summary>
    public ulong ClockHz { get; set; } = 24_000_000;

    /// <summary>Accesses that a character takes.</summary>
    public int PollsPerCharacter { get; set; } = 5;

    /// <summary>The line takes nothing more.</summary>
    public bool Stuck { get; set; }

    /// <summary>Bits a second, with the tests' clock; 0: no rate was set.</summary>
    public abstract uint BitsPerSecond { get; }

    /// <summary>Eight data bits, no parity, one stop bit, both directions on.</summary>
    public abstract bool IsEightNone { get; }

    /// <summary>The interrupt line is asserted.</summary>
    public abstract bool InterruptLine { get; }

    /// <summary>Characters that each direction holds.</summary>
    protected abstract int Depth { get; }

    /// <summary>The transmitter is on.</summary>
    protected abstract bool IsTransmitterOn { get; }

    /// <summary>The receiver is on.</summary>
    protected abstract bool IsReceiverOn { get; }

    /// <summary>To be sent.</summary>
    protected Queue<byte> Transmit { get; } = new();

    /// <summary>Received characters, with their damage.</summary>
    protected Queue<(byte Value, bool IsDamaged)> Received { get; } = new();

    /// <summary>The state that firmware leaves: a rate different from the tests', and <paramref name="stillSending"/> on its way.</summary>
    public void SetUpByFirmware(string stillSending)
    {
        SetUp();
        foreach (char c in stillSending)
        {
            Transmit.Enqueue((byte)c);
        }
    }

    /// <summary>A character arrives from the other end.</summary>
    public void Arrive(byte value, bool isDamaged = false)
    {
        if (IsReceiverOn && Received.Count < Depth)
        {
            Received.Enqueue((value, isDamaged));
        }
    }

    /// <summary>The registers' state after firmware.</summary>
    protected abstract void SetUp();

    /// <summary>A character was written to the data register.</summary>
    protected void Send(byte value)
    {
        if (!IsTransmitterOn || Transmit.Count >= Depth)
        {
            Lost.Add(value);
        }
        else
        {
            Transmit.Enqueue(value);
        }
    }

    /// <summary>The transmitter was reset.</summary>
    protected void Drop()
    {
        Lost.AddRange(Transmit);
        Transmit.Clear();
    }

    /// <summary>Advances the time by one access.</summary>
    protected void Pass()
    {
        if (!Stuck && IsTransmitterOn && Transmit.Count > 0 && ++_elapsed >= PollsPerCharacter)
        {
            _elapsed = 0;
            Sent.Add(Transmit.Dequeue());
        }
    }
}
