using System.Linq;
using RustKernel.Drivers.BcmInterrupts;
using Xunit;

namespace RustKernel.Drivers.Tests.BcmInterrupts;

/// <summary>The two controllers of a Raspberry Pi 3 as one, on fakes of both.</summary>
public sealed class BcmInterruptTests
{
    private const uint None = 1023;
    private const uint VirtualTimer = 19;
    private const uint Pl011 = 64 + 25; // bank 2, 25
    private const uint MiniUart = 32 + 29; // bank 1, 29
    private const uint Doorbell = 96 + 2;

    private readonly FakeBcmCores _cores = new();
    private readonly FakeBcmArmControl _peripherals = new();
    private readonly BcmInterruptController<FakeBus, FakeCpuIdentity> _controller = new();

    public BcmInterruptTests() => _cores.Peripherals = () => _peripherals.Asks;

    private InterruptTarget[] Start()
    {
        _controller.Attach(new FakeBus(_cores), new FakeBus(_peripherals));
        FakeCpuIdentity.Core = 0;
        Assert.Equal(ErrorCode.None, _controller.Initialise());
        InterruptTarget[] targets = new InterruptTarget[FakeBcmCores.Cores];
        for (uint core = 0; core < targets.Length; core++)
        {
            FakeCpuIdentity.Core = core;
            Result<InterruptTarget> target = _controller.InitialiseCpu();
            Assert.Equal(ErrorCode.None, target.Error);
            targets[core] = target.Value;
        }

        FakeCpuIdentity.Core = 0;
        return targets;
    }

    private uint Take(uint core = 0)
    {
        FakeCpuIdentity.Core = core;
        ActiveInterrupt active = _controller.Acknowledge();
        if (!active.Intid.IsSpecial)
        {
            _controller.EndOfInterrupt(active);
        }

        FakeCpuIdentity.Core = 0;
        return active.Intid.Value;
    }

    private void EnableOn(uint core, uint intid)
    {
        FakeCpuIdentity.Core = core;
        Assert.Equal(ErrorCode.None, _controller.Enable(new Intid(intid)));
        FakeCpuIdentity.Core = 0;
    }

    [Fact]
    public void Start_leaves_everything_quiet_whatever_was_left_behind()
    {
        _cores.LeaveAMess();
        _peripherals.LeaveAMess();
        (_peripherals.Lines[0], _peripherals.Lines[1], _peripherals.Lines[2]) = (uint.MaxValue, uint.MaxValue, 0xFF);
        System.Array.Fill(_cores.TimerLines, 0xFu);
        _ = Start();
        Assert.Equal(104u, _controller.IntidEndExclusive);
        Assert.Equal((0u, 0u), (_cores.Routing, _peripherals.FiqControl));
        for (uint core = 0; core < 4; core++)
        {
            Assert.False(_cores.Asks((int)core), $"core {core}");
            Assert.Equal(None, Take(core));
        }
    }

    [Fact]
    public void Something_else_at_that_place_is_refused()
    {
        BcmInterruptController<FakeBus, FakeCpuIdentity> controller = new();
        controller.Attach(new FakeBus(new FakeBcmCores { IsDead = true }), new FakeBus(_peripherals));
        FakeCpuIdentity.Core = 0;
        Assert.Equal(ErrorCode.TimedOut, controller.Initialise());
        FakeCpuIdentity.Core = 4;
        Assert.Equal(ErrorCode.NotSupported, controller.Initialise());
        Assert.Equal(ErrorCode.NotFound, controller.InitialiseCpu().Error);
        FakeCpuIdentity.Core = 0;
    }

    [Fact]
    public void Each_core_has_its_own_timer()
    {
        _ = Start();
        EnableOn(0, VirtualTimer);
        EnableOn(2, VirtualTimer);
        _cores.TimerLines[1] = 8;
        _cores.TimerLines[2] = 8;
        Assert.Equal((None, None, VirtualTimer, VirtualTimer), (Take(0), Take(1), Take(2), Take(2)));
        _cores.TimerLines[2] = 0;
        Assert.Equal(None, Take(2));
        Assert.Equal(ErrorCode.NotSupported, _controller.SetTrigger(new Intid(VirtualTimer), InterruptTrigger.Edge));
        Assert.Equal(ErrorCode.None, _controller.SetTrigger(new Intid(VirtualTimer), InterruptTrigger.Level));
    }

    // Those that also have a bit of their own in the basic register: bank 1, 7 to 19; bank 2, 21 to 30.
    [Fact]
    public void Every_line_of_a_peripheral_arrives_while_it_is_asserted_and_enabled()
    {
        _ = Start();
        for (uint intid = 32; intid < 104; intid++)
        {
            uint bank = (intid / 32) - 1, bit = 1u << (int)(intid % 32);
            _peripherals.Lines[bank] |= bit;
            Assert.Equal(None, Take());
            EnableOn(0, intid);
            Assert.True(_controller.IsPending(new Intid(intid)).Value);
            Assert.Equal((None, intid, intid), (Take(1), Take(), Take()));
            Assert.Equal(ErrorCode.None, _controller.Disable(new Intid(intid)));
            Assert.Equal(None, Take());
            EnableOn(0, intid);
            _peripherals.Lines[bank] &= ~bit;
            Assert.Equal(None, Take());
            Assert.Equal(ErrorCode.None, _controller.Disable(new Intid(intid)));
        }
    }

    [Theory]
    [InlineData(VirtualTimer)]
    [InlineData(MiniUart)]
    [InlineData(Pl011)]
    [InlineData(Doorbell)]
    public void Software_pends_once_also_what_is_disabled(uint intid)
    {
        _ = Start();
        Intid line = new(intid);
        Assert.Equal(ErrorCode.None, _controller.SetPending(line));
        Assert.True(_controller.IsPending(line).Value);
        Assert.False(_cores.Asks(0));
        Assert.Equal(ErrorCode.None, _controller.Enable(line));
        Assert.True(_cores.Asks(0));
        Assert.Equal((intid, None), (Take(), Take()));
        Assert.Equal(ErrorCode.None, _controller.SetPending(line));
        Assert.Equal(ErrorCode.None, _controller.Disable(line));
        Assert.False(_cores.Asks(0));
        Assert.True(_controller.IsPending(line).Value);
        Assert.Equal(ErrorCode.None, _controller.ClearPending(line));
        Assert.False(_controller.IsPending(line).Value);
        Assert.Equal(ErrorCode.None, _controller.Enable(line));
        Assert.Equal(None, Take());
        Assert.Equal(ErrorCode.None, _controller.SetPending(line));
        Assert.Equal(ErrorCode.None, _controller.ClearPending(line));
        Assert.Equal(None, Take());
        Assert.False(_cores.Asks(0));
    }

    [Fact]
    public void More_urgent_first()
    {
        _ = Start();
        foreach ((uint intid, byte priority) in new[] { (MiniUart, (byte)0xA0), (Doorbell, (byte)0x40), (Pl011, (byte)0x80) })
        {
            Assert.Equal(ErrorCode.None, _controller.SetPriority(new Intid(intid), priority));
            EnableOn(0, intid);
            _controller.SetPending(new Intid(intid));
        }

        Assert.Equal((Doorbell, Pl011, MiniUart, None), (Take(), Take(), Take(), Take()));
    }

    [Fact]
    public void What_is_held_comes_again_only_when_it_is_let_go()
    {
        _ = Start();
        EnableOn(0, Pl011);
        _peripherals.Lines[1] = 1u << 25;
        ActiveInterrupt held = _controller.Acknowledge();
        _controller.Hold(held);
        Assert.False(_cores.Asks(0));
        FakeCpuIdentity.Core = 3; // the driver may have run on any core
        Assert.Equal(ErrorCode.None, _controller.LetGo(held.Intid));
        Assert.Equal((None, Pl011), (Take(3), Take()));
    }

    [Fact]
    public void Cores_signal_each_other()
    {
        InterruptTarget[] targets = Start();
        for (uint core = 0; core < 4; core++)
        {
            EnableOn(core, 1);
            EnableOn(core, 15);
        }

        Assert.Equal(ErrorCode.None, _controller.SendSgi(new Intid(15), targets[2]));
        Assert.Equal(ErrorCode.None, _controller.SendSgi(new Intid(1), targets[2]));
        Assert.Equal((None, 1u, 15u, None), (Take(0), Take(2), Take(2), Take(2)));
        FakeCpuIdentity.Core = 2;
        Assert.Equal(ErrorCode.None, _controller.SendSgiToOthers(new Intid(15)));
        Assert.Equal((None, 15u, 15u, 15u), (Take(2), Take(0), Take(1), Take(3)));
        Assert.Equal(ErrorCode.InvalidArgument, _controller.SendSgi(new Intid(16), targets[0]));
        Assert.Equal(ErrorCode.InvalidArgument, _controller.SendSgiToOthers(new Intid(16)));
    }

    // What the sender wrote before it must be seen after it.
    [Fact]
    public void Reads_after_an_acknowledge_come_after_the_bit_is_cleared()
    {
        InterruptTarget[] targets = Start();
        EnableOn(0, 3);
        _controller.SendSgi(new Intid(3), targets[0]);
        long before = _cores.Accesses;
        Assert.Equal(3u, Take());
        Assert.Equal(0u, _cores.Mailbox(0, 0));
        Assert.Equal(_cores.Accesses, _cores.OrderedAfter);
        Assert.True(_cores.Accesses > before);
    }

    [Fact]
    public void A_signal_that_its_core_has_disabled_does_not_ask_for_ever()
    {
        InterruptTarget[] targets = Start();
        EnableOn(1, 2);
        _controller.SendSgi(new Intid(5), targets[1]);
        Assert.Equal(None, Take(1));
        Assert.False(_cores.Asks(1));
        _controller.SendSgi(new Intid(2), targets[1]);
        Assert.Equal(2u, Take(1));
    }

    [Fact]
    public void A_core_gets_the_address_at_which_it_starts()
    {
        _ = Start();
        Assert.Equal(ErrorCode.None, _controller.StartCore(3, new PhysicalAddress(0x8_1234)));
        Assert.Equal(0x8_1234u, _cores.Mailbox(3, 3));
        Assert.Equal(ErrorCode.AlreadyExists, _controller.StartCore(3, new PhysicalAddress(0x8_0000)));
        Assert.Equal(ErrorCode.InvalidArgument, _controller.StartCore(4, new PhysicalAddress(0x8_0000)));
        Assert.Equal(ErrorCode.InvalidArgument, _controller.StartCore(0x100, new PhysicalAddress(0x8_0000)));
        Assert.Equal(ErrorCode.InvalidArgument, _controller.StartCore(2, new PhysicalAddress(0x1_0000_0000)));
        Assert.Equal(ErrorCode.InvalidArgument, _controller.StartCore(2, new PhysicalAddress(0)));
    }

    [Fact]
    public void What_does_not_exist_is_refused()
    {
        InterruptTarget[] targets = Start();
        foreach (uint intid in Enumerable.Range(20, 12).Select(i => (uint)i).Concat([104u, 1019u]))
        {
            Intid line = new(intid);
            Assert.Equal(ErrorCode.InvalidArgument, _controller.Enable(line));
            Assert.Equal(ErrorCode.InvalidArgument, _controller.Disable(line));
            Assert.Equal(ErrorCode.InvalidArgument, _controller.SetPriority(line, 0));
            Assert.Equal(ErrorCode.InvalidArgument, _controller.SetPending(line));
            Assert.Equal(ErrorCode.InvalidArgument, _controller.ClearPending(line));
            Assert.Equal(ErrorCode.InvalidArgument, _controller.SetTrigger(line, InterruptTrigger.Level));
            Assert.Equal(ErrorCode.InvalidArgument, _controller.IsPending(line).Error);
            Assert.Equal(ErrorCode.InvalidArgument, _controller.SetTarget(line, targets[0]));
        }

        Assert.Equal(ErrorCode.InvalidArgument, _controller.SetPending(new Intid(1)));
        Assert.Equal(ErrorCode.InvalidArgument, _controller.SetTrigger(new Intid(1), InterruptTrigger.Level));
        Assert.Equal(ErrorCode.None, _controller.SetTarget(new Intid(Pl011), targets[0]));
        Assert.Equal(ErrorCode.NotSupported, _controller.SetTarget(new Intid(Pl011), targets[1]));
    }
}
