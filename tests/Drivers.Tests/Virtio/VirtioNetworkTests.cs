using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Services;
using RustKernel.Services.Devices;
using RustKernel.Services.Ethernet;
using Xunit;

namespace RustKernel.Drivers.Tests.Virtio;

public sealed class VirtioNetworkTests
{
    private const int Runs = 5;
    private const int Frames = 300;
    private const ulong Checksums = 3;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Frames_go_and_come_once_with_their_bytes(bool isCoherent)
    {
        for (int seed = 0; seed < Runs; seed++)
        {
            NetworkRun run = new(isCoherent, seed);
            Assert.Equal((ErrorCode.None, ErrorCode.None), (run.Card.Start(), run.Open()));
            Assert.Equal($"{seed}: ", $"{seed}: {run.Make(Frames)}");
            Assert.Equal(((ulong)Frames, (ulong)Frames), (run.Card.Counts.Received, run.Card.Counts.Sent));
        }
    }

    // The driver with one kind of call that does nothing: some run must detect that.
    [Theory]
    [InlineData(true, nameof(IDmaMemory.OrderStores))]
    [InlineData(true, nameof(IDmaMemory.OrderLoads))]
    [InlineData(true, nameof(IDmaMemory.OrderAll))]
    [InlineData(false, nameof(IDmaMemory.ToDevice))]
    [InlineData(false, nameof(IDmaMemory.FromDevice))]
    public void A_barrier_or_maintenance_that_is_forgotten_is_found(bool isCoherent, string forgotten)
    {
        List<string> found = [];
        for (int seed = 0; seed < Runs && found.All(what => what.Length == 0); seed++)
        {
            NetworkRun run = new(isCoherent, seed);
            run.Memory.Forgotten = forgotten;
            try
            {
                ErrorCode error = run.Open();
                found.Add(error == ErrorCode.None ? run.Make(Frames) ?? "" : $"{error}");
            }
            catch (InvalidOperationException exception)
            {
                found.Add(exception.Message);
            }
        }

        Assert.Contains(found, what => what.Length != 0);
    }

    [Theory]
    [InlineData(1u, 2u)]
    [InlineData(2u, 4u)]
    [InlineData(100u, 9u)]
    [InlineData(8u, 1024u)]
    public void Small_queues_hold_fewer_frames(uint receive, uint send)
    {
        NetworkRun run = new(true, 1);
        (run.Device.QueueLimits[0], run.Device.QueueLimits[1]) = (receive, send);
        Assert.Equal(ErrorCode.None, run.Open());
        Assert.Null(run.Make(100));
    }

    [Fact]
    public void Without_events_in_the_rings_it_works_as_well()
    {
        NetworkRun run = new(false, 2);
        run.Device.Features &= ~FakeVirtioNetwork.EventIndex;
        Assert.Equal(ErrorCode.None, run.Open());
        Assert.Null(run.Make(Frames));
    }

    [Fact]
    public void Only_what_is_understood_is_taken_of_a_cards_features()
    {
        NetworkRun run = new(true, 3);
        run.Device.Features = ulong.MaxValue;
        Assert.Equal(ErrorCode.None, run.Card.Start());
        Assert.Equal((1ul << 32) | (1ul << 29) | (1ul << 16) | (1ul << 5) | (1ul << 3) | Checksums, run.Device.Taken);
    }

    [Fact]
    public void The_card_says_its_address_its_largest_packet_and_its_link()
    {
        NetworkRun run = new(true, 4);
        Assert.Equal(ErrorCode.None, run.Card.Start());
        EthernetDescription card = run.Card.Description;
        Assert.Equal((FakeVirtioNetwork.Address, (ushort)1500, false, false),
            (card.LinkAddress, card.Mtu, card.HasTransmitChecksum, card.HasReceiveChecksum));
        Assert.True(run.Card.Counts.IsUp);

        run.Device.Features |= Checksums | 8;
        (run.Device.Configuration[10], run.Device.Configuration[11]) = (0x40, 2);
        Assert.Equal(ErrorCode.None, run.Card.Start());
        card = run.Card.Description;
        Assert.Equal(((ushort)576, true, true), (card.Mtu, card.HasTransmitChecksum, card.HasReceiveChecksum));

        (run.Device.Configuration[10], run.Device.Configuration[11]) = (0xFF, 0xFF);
        Assert.Equal((ErrorCode.None, (ushort)1500), (run.Card.Start(), run.Card.Description.Mtu));
    }

    [Fact]
    public void A_place_without_a_card_says_so_and_is_not_touched()
    {
        (Action<FakeVirtioNetwork> Spoil, ErrorCode Error)[] cases =
        [
            (device => device.Magic = 0, ErrorCode.NotFound),
            (device => device.DeviceId = 0, ErrorCode.NotFound),
            (device => device.DeviceId = 2, ErrorCode.NotFound),
            (device => device.Version = 1, ErrorCode.NotSupported),
        ];
        foreach ((Action<FakeVirtioNetwork> spoil, ErrorCode error) in cases)
        {
            NetworkRun run = new(true, 5);
            spoil(run.Device);
            Assert.Equal((error, 0), (run.Card.Start(), run.Device.Resets));
        }
    }

    [Fact]
    public void A_card_that_does_not_come_up_is_given_up_and_can_be_asked_again()
    {
        (Action<FakeVirtioNetwork> Spoil, Action<FakeVirtioNetwork> Mend, ErrorCode Error)[] cases =
        [
            (device => device.IsStuckInReset = true, device => device.IsStuckInReset = false, ErrorCode.TimedOut),
            (device => device.Features &= ~(1ul << 32), device => device.Features |= 1ul << 32, ErrorCode.NotSupported),
            (device => device.Features &= ~(1ul << 5), device => device.Features |= 1ul << 5, ErrorCode.NotSupported),
            (device => device.RefusesFeatures = true, device => device.RefusesFeatures = false, ErrorCode.DeviceError),
            (device => device.QueueLimits[0] = 0, device => device.QueueLimits[0] = 8, ErrorCode.NotFound),
            (device => device.QueueLimits[1] = 1, device => device.QueueLimits[1] = 8, ErrorCode.NotSupported),
            (device => device.IsRestless = true, device => device.IsRestless = false, ErrorCode.TimedOut),
            (device => device.Configuration[0] |= 1, device => device.Configuration[0] &= 0xFE, ErrorCode.DeviceError),
            (device => (device.Features, device.Configuration[11]) = (device.Features | 8, 0),
                device => device.Configuration[11] = 5, ErrorCode.DeviceError),
        ];
        for (int i = 0; i < cases.Length; i++)
        {
            NetworkRun run = new(true, 6);
            run.Device.Configuration[10] = 0;
            cases[i].Spoil(run.Device);
            Assert.Equal((i, cases[i].Error), (i, run.Open()));
            Assert.Equal((i, EthernetWork.None), (i, run.Card.Work()));
            Assert.Equal(FrameRingState.None, FrameRing.ReadState(run.ReceiveRing));
            cases[i].Mend(run.Device);
            Assert.Equal((i, ErrorCode.None), (i, run.Open()));
            Assert.Null(run.Make(20));
        }
    }

    [Theory]
    [InlineData(0, Checksums, 0)]
    [InlineData(2, Checksums, 1)]
    [InlineData(1, Checksums, 2)]
    [InlineData(3, Checksums, 2)]
    [InlineData(3, 0ul, 0)]
    public void What_the_card_knows_of_a_checksum_is_passed_on_if_it_may_say_it(byte flags, ulong features, ushort marks)
    {
        NetworkRun run = new(false, 7);
        run.Device.Features |= features;
        run.Device.Flags = flags;
        Assert.Equal(ErrorCode.None, run.Open());
        Assert.Null(run.Make(5));
        Assert.All(run.Came, one => Assert.Equal(marks, one.Entry.Marks));
    }

    [Fact]
    public void The_card_puts_a_checksum_where_the_client_says()
    {
        NetworkRun run = new(false, 8);
        run.Device.Features |= Checksums;
        Assert.Equal(ErrorCode.None, run.Open());
        Put(run, new FrameEntry(0, 14, 100, 0, 34, 16));
        Assert.Equal(EthernetWork.None, run.Card.Work());
        run.Device.Work();
        Assert.Equal([1, 0, 0, 0, 0, 0, 34, 0, 16, 0, 0, 0], run.Device.Sent[0].Header);
    }

    [Theory]
    [InlineData(13u)]
    [InlineData(25u)]
    [InlineData(1527u)]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    public void A_length_that_no_frame_has_is_none(uint bytes)
    {
        NetworkRun run = new(true, 9);
        Assert.Equal(ErrorCode.None, run.Open());
        run.Device.LengthLie = bytes;
        Assert.True(run.Device.Come(NetworkRun.Frame(1)));
        _ = run.Card.Work();
        Assert.Equal((1ul, 0ul), (run.Card.Counts.Malformed, run.Card.Counts.Received));

        // The card has its buffer again.
        run.Device.LengthLie = null;
        run.Memory.ArriveAll();
        Assert.Null(run.Make(200));
    }

    [Theory]
    [InlineData(64u)]
    [InlineData(63u)]
    [InlineData(uint.MaxValue)]
    [InlineData(0x1_0000u)]
    public void A_card_that_gives_back_what_it_was_not_given_is_reset(uint lie)
    {
        NetworkRun run = new(true, 10);
        run.Device.QueueLimits[0] = 32;
        Assert.Equal(ErrorCode.None, run.Open());
        run.Device.Lie = lie;
        Assert.True(run.Device.Come(NetworkRun.Frame(1)));
        RequireClosed(run, resets: 1, faults: 0);
    }

    [Fact]
    public void A_card_that_gives_a_buffer_back_twice_or_more_than_there_are_is_reset()
    {
        NetworkRun run = new(true, 11);
        Assert.Equal(ErrorCode.None, run.Open());
        run.Device.Lie = 0;
        Assert.True(run.Device.Come(NetworkRun.Frame(1)));
        Assert.True(run.Device.Come(NetworkRun.Frame(2)));
        RequireClosed(run, resets: 1, faults: 0);

        run.Device.IndexLie = 300;
        Assert.True(run.Device.Come(NetworkRun.Frame(1)));
        RequireClosed(run, resets: 2, faults: 0);

        Put(run, new FrameEntry(0, 14, 60));
        _ = run.Card.Work();
        run.Device.Lie = 1;
        run.Device.Work();
        RequireClosed(run, resets: 3, faults: 0);
    }

    [Fact]
    public void A_card_that_gives_itself_up_is_reset()
    {
        NetworkRun run = new(true, 12);
        Assert.Equal(ErrorCode.None, run.Open());
        run.Device.NeedsReset = true;
        Assert.True(run.Card.TakeInterrupt());
        Assert.Equal(FrameRingState.None, FrameRing.ReadState(run.ReceiveRing));
        Assert.Equal(ErrorCode.None, run.Open());
        Assert.Null(run.Make(50));
    }

    [Fact]
    public void A_client_that_lies_loses_its_rings_and_nothing_else()
    {
        (string Name, Action<NetworkRun> Lie)[] cases =
        [
            ("gives back what it never had", run => run.ReceiveRing.Write32(FrameRing.Consumed, 1)),
            ("gives back with a count from anywhere", run => run.ReceiveRing.Write32(FrameRing.Consumed, 0x8000_0000)),
            ("sends more than there is room for", run => run.SendRing.Write32(FrameRing.Produced, 65)),
            ("sends from another buffer", run => Put(run, new FrameEntry(64, 14, 60))),
            ("sends what no frame is as long as", run => Put(run, new FrameEntry(0, 14, 1515))),
            ("sends from beyond its buffer", run => Put(run, new FrameEntry(63, 2000, 60))),
            ("sends what has no room to be padded", run => Put(run, new FrameEntry(63, 2034, 14))),
            ("wants a checksum that was not offered", run => Put(run, new FrameEntry(0, 14, 100, 0, 34, 16))),
            ("wants a checksum outside", run => Put(run, new FrameEntry(0, 14, 100, 0, 99, 0))),
        ];
        uint faults = 0;
        NetworkRun run = new(false, 13);
        foreach ((string name, Action<NetworkRun> lie) in cases)
        {
            Assert.Equal((name, ErrorCode.None), (name, run.Open()));
            lie(run);
            RequireClosed(run, resets: 0, ++faults);
            Assert.Equal($"{name}: ", $"{name}: {run.Make(20)}");
        }
    }

    [Fact]
    public void Whatever_a_client_writes_into_the_heads_the_card_gets_only_what_lies_in_the_rings()
    {
        Random random = new(14);
        NetworkRun run = new(false, 14);
        for (int i = 0; i < 60; i++)
        {
            Assert.Equal(ErrorCode.None, run.Open());
            for (int turn = 0; turn < 10; turn++)
            {
                FakeDma ring = random.Next(2) == 0 ? run.ReceiveRing : run.SendRing;
                ring.Write32((uint)random.Next(0, 330) * 4, random.Next(3) == 0 ? (uint)random.Next(70) : (uint)random.NextInt64());
                _ = run.Device.Come(NetworkRun.Frame(turn));

                // The fake refuses frames outside its memory, and frames of another length.
                _ = run.Card.Work();
                run.Device.Work();
            }
        }

        Assert.Equal(0u, run.Card.Counts.Resets);
    }

    [Fact]
    public void A_link_that_goes_down_and_up_is_told_once()
    {
        NetworkRun run = new(true, 15);
        Assert.Equal(ErrorCode.None, run.Open());
        Assert.Equal(FrameRingState.Open | FrameRingState.LinkUp, FrameRing.ReadState(run.ReceiveRing));
        run.Device.SetLink(false);
        Assert.Equal((true, FrameRingState.Open), (run.Card.TakeInterrupt(), FrameRing.ReadState(run.ReceiveRing)));
        Assert.False(run.Card.TakeInterrupt());
        run.Device.SetLink(true);
        Assert.True(run.Card.TakeInterrupt());
        Assert.Equal(FrameRingState.Open | FrameRingState.LinkUp, FrameRing.ReadState(run.ReceiveRing));
        Assert.Null(run.Make(30));
    }

    // The card keeps the buffers that an ended driver gave it, until the next driver resets it.
    [Fact]
    public void A_successor_resets_the_card_first_and_the_client_sees_closed_rings()
    {
        NetworkRun run = new(false, 16);
        Assert.Equal(ErrorCode.None, run.Open());
        Assert.Null(run.Make(70));
        EthernetCard<FakeBus, FakeDma> successor =
            new(new FakeBus(run.Device), new FakeDma(run.Memory, 0), run.ReceiveRing, run.SendRing);
        int resets = run.Device.Resets;
        Assert.Equal(ErrorCode.None, successor.Start());
        Assert.Equal((resets + 1, 0, FrameRingState.None), (run.Device.Resets, run.Device.Buffers, FrameRing.ReadState(run.ReceiveRing)));
        Assert.False(run.Device.Come(NetworkRun.Frame(1)));
        Assert.Equal(EthernetWork.None, successor.Work());
        Assert.Equal((ErrorCode.None, 64), (successor.Open(), run.Device.Buffers));
    }

    // Every sent frame would interrupt a driver that does not ask for fewer interrupts.
    [Fact]
    public void Frames_that_were_sent_interrupt_only_when_the_client_may_run_out_of_room()
    {
        NetworkRun run = new(true, 17);
        Assert.Equal(ErrorCode.None, run.Open());
        FrameProducer<FakeDma> client = new(run.SendRing);
        Send(run, ref client, 20);
        Assert.False(run.Device.InterruptLine);
        Send(run, ref client, 64);
        Assert.True(run.Device.InterruptLine);
    }

    private static void Send(NetworkRun run, ref FrameProducer<FakeDma> client, int count)
    {
        Assert.True(client.Room().Value >= count);
        for (int i = 0; i < count; i++)
        {
            client.Put(new FrameEntry((ushort)client.NextBuffer, 14, 60));
        }

        _ = client.Publish();
        _ = run.Card.Work();
        run.Device.Work();
        run.Memory.ArriveAll();
        if (count == 20)
        {
            // Taken back without an interrupt, when the client calls.
            _ = run.Card.Work();
        }
    }

    private static void Put(NetworkRun run, FrameEntry entry)
    {
        FrameProducer<FakeDma> producer = new(run.SendRing);
        producer.Put(in entry);
        _ = producer.Publish();
    }

    private static void RequireClosed(NetworkRun run, uint resets, uint faults)
    {
        run.Memory.ArriveAll();
        Assert.Equal(EthernetWork.Tell, run.Card.Work());
        Assert.Equal((resets, faults), (run.Card.Counts.Resets, run.Card.Counts.ClientFaults));
        Assert.Equal((FrameRingState.None, 0), (FrameRing.ReadState(run.ReceiveRing), run.Device.Buffers));
        (run.Device.Lie, run.Device.IndexLie) = (null, 0);
        Assert.Equal(ErrorCode.None, run.Open());
    }
}
