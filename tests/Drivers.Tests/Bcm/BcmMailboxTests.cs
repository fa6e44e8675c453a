using System.Collections.Generic;
using RustKernel.Drivers.BcmMailbox;
using Xunit;

namespace RustKernel.Drivers.Tests.Bcm;

public sealed class BcmMailboxTests
{
    private const uint BusAddress = 0xC012_3440;

    private readonly uint[] _buffer = new uint[BcmPropertyChannel<FakeBus, FakeCache>.BufferWords];
    private readonly FakeVideoCore _videoCore;

    public BcmMailboxTests()
    {
        _videoCore = new FakeVideoCore(_buffer, BusAddress);
        FakeCache.Use(_videoCore);
    }

    private BcmPropertyChannel<FakeBus, FakeCache> Mailbox => new(new FakeBus(_videoCore), _buffer, BusAddress);

    [Fact]
    public void Everything_the_board_needs_is_told()
    {
        Assert.Equal(500_000_000u, Mailbox.ClockRate(BcmClock.Core).Value);
        Assert.Equal(48_000_000u, Mailbox.ClockRate(BcmClock.Uart).Value);
        Assert.Equal(0x65A1_2345u, Mailbox.FirmwareRevision().Value);
        Assert.Equal(0x00C0_3111u, Mailbox.BoardRevision().Value);
        Assert.Equal(0x1000_0000_9FFE_FDEFul, Mailbox.BoardSerial().Value);
        Assert.Equal(0xDCA6_3201_36C2ul, Mailbox.MacAddress().Value);
        Assert.Equal((0ul, 0x3B40_0000u), (Mailbox.ArmMemory().Value.Start.Value, Mailbox.ArmMemory().Value.SizeBytes));
    }

    [Fact]
    public void A_clock_that_does_not_exist_is_said() => Assert.Equal(ErrorCode.NotFound, Mailbox.ClockRate(BcmClock.Emmc2).Error);

    [Fact]
    public void Other_channels_do_not_confuse_it()
    {
        _videoCore.ArriveOnOtherChannel();
        _videoCore.ArriveOnOtherChannel();
        Assert.Equal(ErrorCode.None, Mailbox.BoardRevision().Error);
    }

    [Fact]
    public void A_silent_firmware_times_out()
    {
        _videoCore.AnswerAfterReads = -1;
        Assert.Equal(ErrorCode.TimedOut, Mailbox.BoardRevision().Error);
    }

    [Fact]
    public void A_full_mailbox_times_out()
    {
        _videoCore.Full = true;
        Assert.Equal(ErrorCode.TimedOut, Mailbox.ClockRate(BcmClock.Core).Error);
    }

    [Fact]
    public void Nonsense_is_recognised()
    {
        _videoCore.Tags[0x00030002] = _ => [1, 5];
        Assert.Equal(ErrorCode.Corrupt, Mailbox.ClockRate(BcmClock.Core).Error);
        _videoCore.ClaimedBytes[0x00010004] = 4;
        Assert.Equal(ErrorCode.Corrupt, Mailbox.BoardSerial().Error);
        _videoCore.ClaimedBytes[0x00010004] = 0;
        Assert.Equal(ErrorCode.NotSupported, Mailbox.BoardSerial().Error);
        _videoCore.Tags.Remove(0x00010002);
        Assert.Equal(ErrorCode.NotSupported, Mailbox.BoardRevision().Error);
        _videoCore.Fails = true;
        Assert.Equal(ErrorCode.DeviceError, Mailbox.BoardRevision().Error);
        (_videoCore.Fails, _videoCore.Ignores) = (false, true);
        Assert.Equal(ErrorCode.Corrupt, Mailbox.BoardRevision().Error);
    }

    [Fact]
    public void A_trial_is_asked_for_and_a_restart_announced()
    {
        List<(uint Tag, uint Value)> told = [];
        _videoCore.Tags[0x00038064] = value => Told(0x00038064, value, [value]);
        _videoCore.Tags[0x00030048] = value => Told(0x00030048, value, []);
        Assert.Equal(ErrorCode.None, Mailbox.SetTrial());
        Assert.Equal([(0x00038064u, 1u), (0x00030048u, 0u)], told);

        // The flag is set: the restart must come, announced or not.
        _ = _videoCore.Tags.Remove(0x00030048);
        Assert.Equal(ErrorCode.None, Mailbox.SetTrial());

        // Firmware without such a flag is not restarted, because nothing new would start.
        _videoCore.Tags.Remove(0x00038064);
        Assert.Equal(ErrorCode.NotSupported, Mailbox.SetTrial());
        _videoCore.Fails = true;
        Assert.Equal(ErrorCode.DeviceError, Mailbox.SetTrial());

        uint[] Told(uint tag, uint value, uint[] answer)
        {
            told.Add((tag, value));
            return answer;
        }
    }

    [Fact]
    public void A_buffer_too_small_or_crooked_is_refused()
    {
        BcmPropertyChannel<FakeBus, FakeCache> small = new(new FakeBus(_videoCore), new uint[31], BusAddress);
        Assert.Equal(ErrorCode.InvalidArgument, small.BoardRevision().Error);
        BcmPropertyChannel<FakeBus, FakeCache> crooked = new(new FakeBus(_videoCore), _buffer, BusAddress + 8);
        Assert.Equal(ErrorCode.InvalidArgument, crooked.BoardRevision().Error);
        Assert.Equal(0, _videoCore.Accesses);
    }
}
