using System;

namespace RustKernel.Drivers.Tests.BcmInterrupts;

/// <summary>
/// The surroundings of the four cores of a BCM2837: their timers' lines, mailboxes, and the way for the peripherals. [QA7]
/// </summary>
public sealed class FakeBcmCores : FakeDevice
{
    public const int Cores = 4;

    private readonly uint[] _timerControls = new uint[Cores];
    private readonly uint[] _mailboxControls = new uint[Cores];
    private readonly uint[] _mailboxes = new uint[4 * Cores];

    /// <summary>The four lines of each core's timer, as the timer drives them.</summary>
    public uint[] TimerLines { get; } = new uint[Cores];

    /// <summary>Asks whether the peripherals' controller wants an IRQ.</summary>
    public Func<bool> Peripherals { get; set; } = () => false;

    /// <summary>The register of routes does not keep its value: there is no such device.</summary>
    public bool IsDead { get; init; }

    public uint Routing { get; set; }

    public uint Mailbox(int core, int number) => _mailboxes[(4 * core) + number];

    /// <summary>True when <paramref name="core"/>'s IRQ line is asserted.</summary>
    public bool Asks(int core) => Source(core) != 0;

    /// <summary>The state that an earlier stage may leave.</summary>
    public void LeaveAMess()
    {
        Array.Fill(_timerControls, 0xFFu);
        Array.Fill(_mailboxControls, 0xFFu);
        Array.Fill(_mailboxes, 0xDEADBEEF);
        Routing = 0xF;
    }

    public override uint Read32(uint offset) => offset switch
    {
        0x0C => IsDead ? 0x3 : Routing,
        >= 0x40 and < 0x50 => _timerControls[Word(offset, 0x40)],
        >= 0x50 and < 0x60 => _mailboxControls[Word(offset, 0x50)],
        >= 0x60 and < 0x70 => Source(Word(offset, 0x60)),
        >= 0xC0 and < 0x100 => _mailboxes[Word(offset, 0xC0)],
        _ => throw Wrong("read32", offset),
    };

    public override void Write32(uint offset, uint value)
    {
        switch (offset)
        {
            case 0x0C:
                Routing = value & 0xF;
                break;
            case >= 0x40 and < 0x50:
                _timerControls[Word(offset, 0x40)] = value & 0xFF;
                break;
            case >= 0x50 and < 0x60:
                _mailboxControls[Word(offset, 0x50)] = value & 0xFF;
                break;
            case >= 0x80 and < 0xC0:
                _mailboxes[Word(offset, 0x80)] |= value;
                break;
            case >= 0xC0 and < 0x100:
                _mailboxes[Word(offset, 0xC0)] &= ~value;
                break;
            default:
                throw Wrong("write32", offset);
        }
    }

    private static int Word(uint offset, uint first) => (int)((offset - first) / 4);

    private uint Source(int core)
    {
        uint source = TimerLines[core] & _timerControls[core] & 0xF;
        for (int i = 0; i < 4; i++)
        {
            source |= _mailboxes[(4 * core) + i] != 0 && (_mailboxControls[core] & (1u << i)) != 0 ? 0x10u << i : 0;
        }

        return source | ((Routing & 3) == core && Peripherals() ? 0x100u : 0);
    }
}
