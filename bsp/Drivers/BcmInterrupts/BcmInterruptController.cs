// Drives the two interrupt controllers of a Raspberry Pi 3 as one: the cores' (BCM2836) and the peripherals' (BCM2835).
// Does not decide who handles an interrupt.

using System.Numerics;
using System.Runtime.CompilerServices;
using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.BcmArmControl;
using RustKernel.Drivers.Registers.BcmLocal;

namespace RustKernel.Drivers.BcmInterrupts;

/// <summary>
/// The interrupt controllers of a BCM2836 and BCM2837. [QA7; BCM2835, Interrupts] INTIDs are numbered as in a GIC: 0 to 15 are bits of
/// the target core's mailbox 0; 16 to 19 the core's timers; 32 to 63 bank 1 of the peripherals, 64 to 95 bank 2, 96 to 103 the basic
/// bank. Peripherals interrupt only the core that initialised.
/// <para>The hardware has neither priorities nor a pending bit for software. Bits of the mailboxes serve as pending bits: mailbox 0 from
/// bit 16 for a core's timers, mailboxes 1 to 3 of the peripherals' core for theirs. Of several pending ones, <see cref="Acknowledge"/>
/// takes the most urgent; it holds none back while that one is handled. An SGI that its core has disabled is lost.</para>
/// </summary>
/// <typeparam name="TBus">The register windows; a struct without references, so that the object can be preinitialised.</typeparam>
/// <typeparam name="TCpu">Names the calling CPU.</typeparam>
public sealed class BcmInterruptController<TBus, TCpu> : InterruptController
    where TBus : struct, IRegisterBus
    where TCpu : struct, ICpuIdentity
{
    private const uint Cores = 4;
    private const uint MailboxesPerCore = 4;
    private const uint BankLines = 32;
    private const uint BasicBank = 3;
    private const uint BasicLines = 8;
    private const uint Timers = 4;
    private const uint EndExclusive = (BasicBank * BankLines) + BasicLines;
    private const uint Nothing = 1023;
    private const uint OwnMailbox = 1;
    private const uint StartMailbox = 3;
    private const uint AllMailboxes = 0xF;

    private TBus _bus;
    private RegisterBlock<TBus> _local;
    private RegisterBlock<TBus> _peripherals;
    private Words _enabledOwn;
    private Words _waitingOwn;
    private Words _waiting;
    private Priorities _priorities;
    private uint _home;
    private uint _intidEndExclusive;

    // A word for each core, or for each bank.
    [InlineArray((int)Cores)]
    private struct Words
    {
        private uint _first;
    }

    [InlineArray((int)EndExclusive)]
    private struct Priorities
    {
        private byte _first;
    }

    /// <inheritdoc/>
    public override string Name => "BCM2836";

    /// <inheritdoc/>
    public override uint IntidEndExclusive => _intidEndExclusive;

    private static uint ThisCore => (uint)default(TCpu).ReadMPIDR_EL1() & 0xFF;

    /// <summary>Connects the driver to its windows; again after the registers moved. Accesses nothing.</summary>
    /// <param name="local">The cores' own registers, 256 bytes.</param>
    /// <param name="peripherals">Those of the peripherals' controller, 40 bytes.</param>
    public void Attach(TBus local, TBus peripherals)
    {
        _bus = local;
        _local = new RegisterBlock<TBus>(local);
        _peripherals = new RegisterBlock<TBus>(peripherals);
    }

    /// <inheritdoc/>
    public override ErrorCode Initialise()
    {
        uint core = ThisCore;
        if (core >= Cores)
        {
            return ErrorCode.NotSupported;
        }

        _home = core;
        _peripherals.Write(default(FIQ_CONTROL));
        for (uint bank = 1; bank <= BasicBank; bank++)
        {
            _peripherals.Clear(bank - 1, IRQ_DISABLE.Of(uint.MaxValue));
            _local.Clear(MailboxOf(core, bank), MAILBOX.Of(uint.MaxValue));
            _waiting[(int)bank] = 0;
        }

        for (uint intid = 0; intid < EndExclusive; intid++)
        {
            _priorities[(int)intid] = DefaultPriority;
        }

        _intidEndExclusive = EndExclusive;
        _local.Write(default(GPU_ROUTING).WithIrqCore(core));
        return _local.Read<GPU_ROUTING>().IrqCore == core ? ErrorCode.None : ErrorCode.TimedOut;
    }

    /// <inheritdoc/>
    public override Result<InterruptTarget> InitialiseCpu()
    {
        uint core = ThisCore;
        if (core >= Cores)
        {
            return ErrorCode.NotFound;
        }

        _enabledOwn[(int)core] = 0;
        _waitingOwn[(int)core] = 0;
        _local.Write(core, default(TIMER_CONTROL));
        _local.Clear(MailboxOf(core, 0), MAILBOX.Of(uint.MaxValue));
        uint mailboxes = core == _home ? AllMailboxes : OwnMailbox;
        _local.Write(core, default(MAILBOX_CONTROL).WithIrq(mailboxes));
        return _local.Read<MAILBOX_CONTROL>(core).Irq == mailboxes ? new InterruptTarget(core) : ErrorCode.TimedOut;
    }

    /// <inheritdoc/>
    public override ErrorCode Enable(Intid intid)
    {
        if (!Exists(intid))
        {
            return ErrorCode.InvalidArgument;
        }

        uint bank = Bank(intid);
        if (bank == 0)
        {
            uint core = ThisCore;
            _enabledOwn[(int)core] |= Bit(intid);
            SwitchTimer(core, intid, true);
            if ((_waitingOwn[(int)core] & Bit(intid)) != 0)
            {
                _waitingOwn[(int)core] &= ~Bit(intid);
                SetMailbox(MailboxOf(core, 0), intid);
            }

            return ErrorCode.None;
        }

        if ((_waiting[(int)bank] & Bit(intid)) != 0)
        {
            _waiting[(int)bank] &= ~Bit(intid);
            SetMailbox(MailboxOf(_home, bank), intid);
        }

        _peripherals.Set(bank - 1, IRQ_ENABLE.Of(Bit(intid)));
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public override ErrorCode Disable(Intid intid)
    {
        if (!Exists(intid))
        {
            return ErrorCode.InvalidArgument;
        }

        uint bank = Bank(intid);
        if (bank == 0)
        {
            uint core = ThisCore;
            _enabledOwn[(int)core] &= ~Bit(intid);
            SwitchTimer(core, intid, false);
            if (!intid.IsSgi && TakeFromMailbox(MailboxOf(core, 0), intid))
            {
                _waitingOwn[(int)core] |= Bit(intid);
            }

            return ErrorCode.None;
        }

        _peripherals.Clear(bank - 1, IRQ_DISABLE.Of(Bit(intid)));
        if (TakeFromMailbox(MailboxOf(_home, bank), intid))
        {
            _waiting[(int)bank] |= Bit(intid);
        }

        // Reading back keeps the order: the disable has reached the controller before anything that follows.
        return IsEnabled(bank, intid) ? ErrorCode.TimedOut : ErrorCode.None;
    }

    /// <inheritdoc/>
    public override ErrorCode SetPriority(Intid intid, byte priority)
    {
        if (!Exists(intid))
        {
            return ErrorCode.InvalidArgument;
        }

        _priorities[(int)intid.Value] = priority;
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public override ErrorCode SetTrigger(Intid intid, InterruptTrigger trigger)
    {
        if (!Exists(intid) || intid.IsSgi)
        {
            return ErrorCode.InvalidArgument;
        }

        return trigger == InterruptTrigger.Level ? ErrorCode.None : ErrorCode.NotSupported;
    }

    /// <inheritdoc/>
    public override ErrorCode SetTarget(Intid intid, InterruptTarget target)
    {
        if (!Exists(intid) || !intid.IsSpi)
        {
            return ErrorCode.InvalidArgument;
        }

        return target.Value == _home ? ErrorCode.None : ErrorCode.NotSupported;
    }

    /// <inheritdoc/>
    public override ErrorCode SetPending(Intid intid)
    {
        if (!Exists(intid) || intid.IsSgi)
        {
            return ErrorCode.InvalidArgument;
        }

        uint bank = Bank(intid);
        uint core = bank == 0 ? ThisCore : _home;
        if (IsEnabled(bank, intid))
        {
            SetMailbox(MailboxOf(core, bank), intid);
        }
        else if (bank == 0)
        {
            _waitingOwn[(int)core] |= Bit(intid);
        }
        else
        {
            _waiting[(int)bank] |= Bit(intid);
        }

        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public override ErrorCode ClearPending(Intid intid)
    {
        if (!Exists(intid) || intid.IsSgi)
        {
            return ErrorCode.InvalidArgument;
        }

        uint bank = Bank(intid);
        uint core = bank == 0 ? ThisCore : _home;
        _local.Clear(MailboxOf(core, bank), MAILBOX.Of(Bit(intid)));
        if (bank == 0)
        {
            _waitingOwn[(int)core] &= ~Bit(intid);
        }
        else
        {
            _waiting[(int)bank] &= ~Bit(intid);
        }

        return ErrorCode.None;
    }

    /// <summary>
    /// True when an interrupt waits to be acknowledged; for a disabled device the hardware does not report
    /// it. <see cref="ErrorCode.InvalidArgument"/> when there is no such interrupt.
    /// </summary>
    public override Result<bool> IsPending(Intid intid)
    {
        if (!Exists(intid))
        {
            return ErrorCode.InvalidArgument;
        }

        uint bank = Bank(intid);
        uint core = bank == 0 ? ThisCore : _home;
        uint waiting = bank == 0 ? _waitingOwn[(int)core] : _waiting[(int)bank];
        uint asked = bank == 0 ? _local.Read<IRQ_SOURCE>(core).Timers << (int)Intid.FirstPpi : Pending(bank);
        return ((waiting | asked | Mailbox(core, bank)) & Bit(intid)) != 0;
    }

    /// <inheritdoc/>
    public override ActiveInterrupt Acknowledge()
    {
        uint core = ThisCore;
        IRQ_SOURCE source = _local.Read<IRQ_SOURCE>(core);
        uint best = Nothing;
        for (uint bank = 0; bank < MailboxesPerCore; bank++)
        {
            uint asked = bank == 0 ? source.Timers << (int)Intid.FirstPpi : source.Gpu && core == _home ? Pending(bank) : 0;
            if ((source.Mailboxes & (1u << (int)bank)) != 0)
            {
                asked |= bank == 0 ? OwnEnabledMailbox(core) : Mailbox(core, bank);
            }

            best = MostUrgent(bank, asked, best);
        }

        if (best != Nothing)
        {
            // Cleared, and confirmed, before the handler looks for the reason: a later one sets the bit again.
            _ = TakeFromMailbox(MailboxOf(core, best / BankLines), new Intid(best));
            _ = _local.Read<IRQ_SOURCE>(core);
            _bus.OrderReads();
        }

        return new ActiveInterrupt(best);
    }

    /// <inheritdoc/>
    public override void EndOfInterrupt(ActiveInterrupt interrupt)
    {
    }

    /// <inheritdoc/>
    public override ErrorCode SendSgi(Intid intid, InterruptTarget target)
    {
        if (!intid.IsSgi || target.Value >= Cores)
        {
            return ErrorCode.InvalidArgument;
        }

        SetMailbox(MailboxOf((uint)target.Value, 0), intid);
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public override ErrorCode SendSgiToOthers(Intid intid)
    {
        if (!intid.IsSgi)
        {
            return ErrorCode.InvalidArgument;
        }

        uint core = ThisCore;
        for (uint other = 0; other < Cores; other++)
        {
            if (other != core)
            {
                SetMailbox(MailboxOf(other, 0), intid);
            }
        }

        return ErrorCode.None;
    }

    /// <summary>
    /// Starts the core with <paramref name="affinity"/>, which waits in its firmware for an address in its mailbox 3; the caller then
    /// sends an event. <see cref="ErrorCode.InvalidArgument"/> when there is no such core or the address has more than 32 bits,
    /// <see cref="ErrorCode.AlreadyExists"/> when the core has not taken an earlier address.
    /// </summary>
    public ErrorCode StartCore(ulong affinity, PhysicalAddress entry)
    {
        if (affinity >= Cores || entry.Value is 0 or > uint.MaxValue)
        {
            return ErrorCode.InvalidArgument;
        }

        uint mailbox = MailboxOf((uint)affinity, StartMailbox);
        if (_local.Read<MAILBOX>(mailbox).Bits != 0)
        {
            return ErrorCode.AlreadyExists;
        }

        _local.Set(mailbox, MAILBOX_SET.Of((uint)entry.Value));
        return ErrorCode.None;
    }

    private static uint MailboxOf(uint core, uint bank) => (core * MailboxesPerCore) + bank;

    private static uint Bank(Intid intid) => intid.Value / BankLines;

    private static uint Bit(Intid intid) => 1u << (int)(intid.Value % BankLines);

    private bool Exists(Intid intid) =>
        intid.Value < _intidEndExclusive && (!intid.IsPpi || intid.Value < Intid.FirstPpi + Timers);

    private bool IsEnabled(uint bank, Intid intid) =>
        ((bank == 0 ? _enabledOwn[(int)ThisCore] : _peripherals.Read<IRQ_ENABLE>(bank - 1).Bits) & Bit(intid)) != 0;

    private uint Mailbox(uint core, uint bank) => _local.Read<MAILBOX>(MailboxOf(core, bank)).Bits;

    private void SetMailbox(uint mailbox, Intid intid) => _local.Set(mailbox, MAILBOX_SET.Of(Bit(intid)));

    // Clears the bit; false when it was not set.
    private bool TakeFromMailbox(uint mailbox, Intid intid)
    {
        bool isSet = (_local.Read<MAILBOX>(mailbox).Bits & Bit(intid)) != 0;
        if (isSet)
        {
            _local.Clear(mailbox, MAILBOX.Of(Bit(intid)));
        }

        return isSet;
    }

    // Clears the bit of a disabled SGI: no handler acknowledges it, so it would keep the interrupt line asserted.
    private uint OwnEnabledMailbox(uint core)
    {
        uint bits = Mailbox(core, 0);
        uint lost = bits & ~_enabledOwn[(int)core];
        if (lost != 0)
        {
            _local.Clear(MailboxOf(core, 0), MAILBOX.Of(lost));
        }

        return bits & ~lost;
    }

    // The basic bank's register comes first, and has sums of the others in its upper bits.
    private uint Pending(uint bank) => bank == BasicBank
        ? _peripherals.Read<IRQ_PENDING>(0).Bits & ((1u << (int)BasicLines) - 1)
        : _peripherals.Read<IRQ_PENDING>(bank).Bits;

    private void SwitchTimer(uint core, Intid intid, bool on)
    {
        if (intid.IsPpi)
        {
            uint bit = 1u << (int)(intid.Value - Intid.FirstPpi);
            uint others = _local.Read<TIMER_CONTROL>(core).Irq & ~bit;
            _local.Write(core, default(TIMER_CONTROL).WithIrq(others | (on ? bit : 0)));
        }
    }

    private uint MostUrgent(uint bank, uint asked, uint best)
    {
        while (asked != 0)
        {
            uint intid = (bank * BankLines) + (uint)BitOperations.TrailingZeroCount(asked);
            asked &= asked - 1;
            if (intid < EndExclusive && (best == Nothing || _priorities[(int)intid] < _priorities[(int)best]))
            {
                best = intid;
            }
        }

        return best;
    }
}
