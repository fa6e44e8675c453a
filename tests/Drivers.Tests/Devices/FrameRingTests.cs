using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Drivers.Tests.Virtio;
using RustKernel.Services.Devices;
using Xunit;

namespace RustKernel.Drivers.Tests.Devices;

public sealed class FrameRingTests
{
    // The layout in memory, because the other side may come from another build.
    private const uint Produced = 0;
    private const uint Consumed = 64;
    private const uint Entries = 256;

    [Fact]
    public void A_ring_fits_into_a_piece_of_a_devices_memory()
    {
        Assert.Equal(33u * 4096, FrameRing.Bytes);
        Assert.True(FrameRing.Entries + (FrameRing.Slots * FrameRing.EntryBytes) <= FrameRing.Buffers);
        Assert.True(FrameRing.FrameOffset + FrameRing.MostFrame <= FrameRing.BufferBytes);
    }

    [Fact]
    public void An_entry_is_what_was_put_in()
    {
        (FrameProducer<FakeDma> producer, FrameConsumer<FakeDma> consumer, _) = Open();
        FrameEntry entry = new(63, 16, 1514, 2, 34, 16);
        producer.Put(in entry);
        Assert.Equal(ErrorCode.WouldBlock, consumer.Take().Error);
        _ = producer.Publish();
        Assert.Equal(entry, consumer.Take().Value);
        Assert.Equal(4096u + (63 * 2048) + 16, entry.Place);
    }

    // Each side does random steps for a random time, and sleeps only after it asked for a notice.
    [Fact]
    public void Frames_come_once_in_their_order_and_nobody_sleeps_for_ever()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Random random = new(seed);
            (FrameProducer<FakeDma> producer, FrameConsumer<FakeDma> consumer, _) = Open();
            int put = 0, taken = 0;
            bool isProducerAsleep = false, isConsumerAsleep = false;
            for (int turn = 0; turn < 4000; turn++)
            {
                if (!isProducerAsleep && random.Next(2) == 0)
                {
                    uint room = producer.Room().Value;
                    uint count = (uint)random.Next((int)room + 1);
                    for (uint i = 0; i < count; i++)
                    {
                        producer.Put(Frame(put++));
                    }

                    isConsumerAsleep &= !producer.Publish();
                    isProducerAsleep = room == 0 && !producer.WantRoom((uint)random.Next(1, 33));
                }
                else if (!isConsumerAsleep)
                {
                    int most = random.Next(70);
                    while (most-- > 0 && consumer.Take() is { IsOk: true } one)
                    {
                        Assert.Equal(Frame(taken++), one.Value);
                    }

                    consumer.Return((uint)random.Next((int)consumer.Held + 1));
                    isProducerAsleep &= !consumer.Publish();
                    isConsumerAsleep = consumer.Held == 0 && !consumer.WantFrames();
                }

                Assert.False(isProducerAsleep && isConsumerAsleep, $"{seed}: both sleep after {taken} frames");
            }

            Assert.True(taken > 1000, $"{seed}: {taken} frames");
        }
    }

    [Fact]
    public void A_notice_is_given_only_to_one_who_waits()
    {
        (FrameProducer<FakeDma> producer, FrameConsumer<FakeDma> consumer, _) = Open();
        Assert.False(consumer.WantFrames());
        producer.Put(Frame(0));
        Assert.True(producer.Publish());
        producer.Put(Frame(1));
        Assert.False(producer.Publish());
        Assert.True(consumer.WantFrames());
        _ = consumer.Take();
        _ = consumer.Take();
        Assert.False(consumer.WantFrames());
        consumer.Return(2);
        Assert.False(consumer.Publish());
        Assert.False(producer.Publish());
    }

    [Fact]
    public void One_that_waits_for_much_room_is_told_once()
    {
        (FrameProducer<FakeDma> producer, FrameConsumer<FakeDma> consumer, _) = Open();
        for (int i = 0; i < FrameRing.Slots; i++)
        {
            producer.Put(Frame(i));
        }

        _ = producer.Publish();
        Assert.Equal(0u, producer.Room().Value);
        Assert.False(producer.WantRoom(32));
        List<bool> told = [];
        for (int i = 0; i < FrameRing.Slots; i++)
        {
            _ = consumer.Take();
            consumer.Return(1);
            told.Add(consumer.Publish());
        }

        Assert.Equal([31], told.Select((isTold, i) => (isTold, i)).Where(one => one.isTold).Select(one => one.i));
    }

    // Counts wrap at 2^32, and 2^32 is a multiple of 64: the ring continues.
    [Fact]
    public void Whatever_count_the_other_side_writes_nothing_outside_is_touched()
    {
        (uint Count, bool IsPossible)[] cases = [(0, true), (1, true), (64, true), (65, false), (1u << 31, false), (uint.MaxValue, false)];
        foreach ((uint count, bool isPossible) in cases)
        {
            (_, FrameConsumer<FakeDma> consumer, FakeDma memory) = Open();
            for (uint slot = 0; slot < FrameRing.Slots; slot++)
            {
                Write(memory, slot, Frame((int)slot));
            }

            memory.Write32(Produced, count);
            ErrorCode error = ErrorCode.None;
            int taken = 0;
            while (error == ErrorCode.None)
            {
                error = consumer.Take().Error;
                taken += error == ErrorCode.None ? 1 : 0;
            }

            Assert.Equal(isPossible ? (ErrorCode.WouldBlock, (int)count) : (ErrorCode.Corrupt, 0), (error, taken));
        }
    }

    [Theory]
    [InlineData(0u, 59u)]
    [InlineData(5u, 64u)]
    [InlineData(6u, null)]
    [InlineData(uint.MaxValue, null)]
    [InlineData(1u << 31, null)]
    public void Room_is_never_what_the_other_side_made_up(uint consumed, uint? room)
    {
        (FrameProducer<FakeDma> producer, _, FakeDma memory) = Open();
        for (int i = 0; i < 5; i++)
        {
            producer.Put(Frame(i));
        }

        _ = producer.Publish();
        memory.Write32(Consumed, consumed);
        Result<uint> found = producer.Room();
        Assert.Equal(room is null ? ErrorCode.Corrupt : ErrorCode.None, found.Error);
        Assert.Equal(room ?? 0, found.Value);
    }

    [Fact]
    public void What_was_given_back_once_cannot_be_taken_away()
    {
        (FrameProducer<FakeDma> producer, _, FakeDma memory) = Open();
        producer.Put(Frame(0));
        producer.Put(Frame(1));
        _ = producer.Publish();
        memory.Write32(Consumed, 2);
        Assert.True(producer.Room().IsOk);
        memory.Write32(Consumed, 1);
        Assert.Equal(ErrorCode.Corrupt, producer.Room().Error);
    }

    [Theory]
    [InlineData(64, 14, 60, 0, 0)]
    [InlineData(65535, 14, 60, 0, 0)]
    [InlineData(0, 14, 13, 0, 0)]
    [InlineData(0, 14, 0, 0, 0)]
    [InlineData(0, 14, 1515, 0, 0)]
    [InlineData(0, 14, 65535, 0, 0)]
    [InlineData(0, 2000, 60, 0, 0)]
    [InlineData(63, 65535, 60, 0, 0)]
    [InlineData(0, 14, 60, 34, 25)]
    [InlineData(0, 14, 60, 65535, 65535)]
    [InlineData(0, 14, 60, 0, 1)]
    public void What_lies_elsewhere_than_in_one_buffer_is_no_frame(int buffer, int offset, int length, int start, int at)
    {
        (_, FrameConsumer<FakeDma> consumer, FakeDma memory) = Open();
        Write(memory, 0, new((ushort)buffer, (ushort)offset, (ushort)length, 0, (ushort)start, (ushort)at));
        memory.Write32(Produced, 1);
        Assert.Equal(ErrorCode.Corrupt, consumer.Take().Error);
    }

    [Fact]
    public void More_than_is_held_cannot_be_given_back()
    {
        (FrameProducer<FakeDma> producer, FrameConsumer<FakeDma> consumer, _) = Open();
        producer.Put(Frame(0));
        _ = producer.Publish();
        _ = consumer.Take();
        consumer.Return(7);
        _ = consumer.Publish();
        Assert.Equal((0u, 64u), (consumer.Held, producer.Room().Value));
    }

    // A side that checks everything, against one that writes random values anywhere.
    [Fact]
    public void Nonsense_in_the_whole_head_is_corrupt_or_harmless()
    {
        Random random = new(1);
        int corrupt = 0;
        for (int run = 0; run < 200; run++)
        {
            (FrameProducer<FakeDma> producer, FrameConsumer<FakeDma> consumer, FakeDma memory) = Open();
            bool isOver = false;
            for (int turn = 0; turn < 40 && !isOver; turn++)
            {
                uint at = (uint)random.Next(0, 330) * 4;
                memory.Write32(at, random.Next(3) == 0 ? (uint)random.Next(-70, 70) : (uint)random.NextInt64());
                Result<FrameEntry> taken = consumer.Take();
                Result<uint> room = producer.Room();
                isOver = taken.Error == ErrorCode.Corrupt || room.Error == ErrorCode.Corrupt;
                Assert.True(taken.Value.Place + taken.Value.Length <= FrameRing.Bytes && consumer.Held <= 64 && room.Value <= 64);
                consumer.Return((uint)random.Next(2));
                _ = consumer.Publish();
                _ = consumer.WantFrames();
            }

            corrupt += isOver ? 1 : 0;
        }

        Assert.InRange(corrupt, 50, 200);
    }

    [Fact]
    public void The_state_is_the_drivers_word()
    {
        (_, _, FakeDma memory) = Open();
        FrameRing.WriteState(memory, FrameRingState.Open | FrameRingState.LinkUp);
        FrameRing.Clear(memory);
        Assert.Equal(FrameRingState.Open | FrameRingState.LinkUp, FrameRing.ReadState(memory));
        FrameRing.WriteState(memory, FrameRingState.None);
        Assert.Equal(FrameRingState.None, FrameRing.ReadState(memory));
    }

    private static FrameEntry Frame(int number) => new((ushort)(number % 64), 14, (ushort)(60 + (number % 1000)), (ushort)(number % 3));

    private static void Write(FakeDma memory, uint slot, FrameEntry entry)
    {
        memory.Write64(Entries + (slot * 16), entry.First);
        memory.Write64(Entries + (slot * 16) + 8, entry.Second);
    }

    private static (FrameProducer<FakeDma> Producer, FrameConsumer<FakeDma> Consumer, FakeDma Memory) Open()
    {
        // One copy of the memory without maintenance, as two CPUs see it.
        FakeDma memory = new(new TwoViewMemory((int)FrameRing.Bytes, isCoherent: false, seed: 1), 0);
        FrameRing.Clear(memory);
        return (new FrameProducer<FakeDma>(memory), new FrameConsumer<FakeDma>(memory), memory);
    }
}
