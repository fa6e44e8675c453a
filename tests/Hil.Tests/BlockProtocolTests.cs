using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using RustKernel.Services.Shell.Blocks;
using Xunit;

namespace RustKernel.Hil.Tests;

/// <summary>The block protocol of docs/PROTOCOL.md, both ends, over lines of every quality.</summary>
public sealed class BlockProtocolTests
{
    private const int SilenceMilliseconds = 700;

    [Fact]
    public void The_check_is_CRC_32C() => Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));

    [Fact]
    public void A_frame_has_no_byte_that_a_terminal_takes_for_itself()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        byte[] line = new byte[BlockFrame.MostBytes];
        int count = BlockFrame.Write(line, FrameKind.Data, 0xFF7E, 0x0D0A7D00, all);
        Assert.DoesNotContain(line.AsSpan(1, count - 3).ToArray(), value => value is < 0x20 or 0x7E or 0x7F or 0xFF);
        FrameReader reader = new();
        Assert.Equal(1, line.Take(count).Count(reader.Feed));
        Assert.Equal((FrameKind.Data, (ushort)0xFF7E, 0x0D0A7D00u), (reader.Kind, reader.Transfer, reader.Sequence));
        Assert.Equal(all, reader.Payload.ToArray());
    }

    // Frames and answers get lost, and the program takes pieces irregularly: it gets each byte once, then the end.
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 30)]
    [InlineData(3, 70)]
    public void Input_arrives_once_and_in_order_on_a_line_that_loses_frames(int seed, int lostPercent)
    {
        Random random = new(seed);
        byte[] all = [.. Enumerable.Range(0, 5_000).Select(value => (byte)(value * 7))];
        List<byte> taken = [];
        int given = 0, ends = 0;
        InputSender sender = new(SilenceMilliseconds);
        InputReceiver receiver = new();
        byte[] line = new byte[BlockFrame.MostBytes];
        for (long now = 0; ends == 0 || !sender.IsTaken; now += 100)
        {
            Assert.InRange(now, 0, 10_000_000);
            if (sender.IsTaken)
            {
                int count = Math.Min(random.Next(1, BlockFrame.MostPayload + 1), all.Length - given);
                sender.Give(all.AsSpan(given, count));
                given += count;
            }

            byte[] frame = sender.Next(now).ToArray();
            if (random.Next(100) >= lostPercent)
            {
                frame.ToList().ForEach(receiver.Feed);
            }

            receiver.Pass((bytes, at, count) =>
            {
                bool hasRoom = random.Next(3) != 0;
                taken.AddRange(hasRoom ? bytes.AsSpan(at, count).ToArray() : []);
                ends += hasRoom && count == 0 ? 1 : 0;
                return hasRoom;
            });
            int answer = receiver.Answer(line);
            FrameReader reader = new();
            if (random.Next(100) >= lostPercent && line.Take(answer).Count(reader.Feed) == 1)
            {
                sender.Hear(reader);
            }
        }

        Assert.Equal(1, ends);
        Assert.Equal(all, taken);
    }

    // After a cut anywhere by the program's end, the rest of a frame does not count as typed text; text typed after it does.
    [Fact]
    public void What_is_left_of_frames_is_told_from_what_is_typed()
    {
        byte[] line = new byte[BlockFrame.MostBytes];
        int count = BlockFrame.Write(line, FrameKind.Input, 0, 7, "~text}\n"u8);
        for (int cut = 0; cut <= count; cut++)
        {
            FrameTail tail = new();
            Assert.All(line.Take(count), value => Assert.True(tail.Feed(value)));
            Assert.All("ls\r"u8.ToArray(), value => Assert.False(tail.Feed(value)));
            Assert.All(line.Take(cut), value => Assert.True(tail.Feed(value)));
            Assert.False(tail.Feed((byte)'\u0015'));
            Assert.All("ls\r"u8.ToArray(), value => Assert.False(tail.Feed(value)));
        }
    }

    [Fact]
    public void The_longest_frame_fits()
    {
        byte[] line = new byte[BlockFrame.MostBytes];
        int count = BlockFrame.Write(line, FrameKind.Data, 0, 0, new byte[BlockFrame.MostPayload]);
        FrameReader reader = new();
        Assert.Equal(1, line.Take(count).Count(reader.Feed));
        Assert.Equal(BlockFrame.MostPayload, reader.Payload.Length);
    }

    [Fact]
    public void One_changed_byte_is_never_taken_for_a_frame()
    {
        byte[] line = new byte[BlockFrame.MostBytes];
        int count = BlockFrame.Write(line, FrameKind.Data, 7, 9, Content(3, 40));
        for (int at = 1; at < count - 2; at++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] damaged = line[..count];
                damaged[at] ^= (byte)(1 << bit);
                FrameReader reader = new();
                Assert.DoesNotContain(damaged, reader.Feed);
            }
        }
    }

    [Fact]
    public void A_good_line_repeats_nothing_and_is_nearly_full()
    {
        (BlockSender sender, BlockReceiver receiver, Sink sink) = Ends(5, 60_000);
        BlockLine line = new(5);
        line.Run(sender, receiver);
        Assert.Equal(TransferState.Done, sender.State);
        Assert.Equal(TransferState.Done, receiver.State);
        Assert.Equal(sink.Wanted, sink.Bytes);
        Assert.Equal(0, sender.Repeated);
        Assert.InRange(line.Bytes, 60_000, 75_000);
        Assert.InRange(line.Milliseconds, 60_000 / 12, 75_000 / 11 + 300);
    }

    /// <summary>
    /// 2,000 lines with up to three of a thousand bytes lost and as many damaged: what is accepted is what was sent, and all of them end.
    /// </summary>
    [Fact]
    public void What_is_accepted_is_what_was_sent_whatever_the_line_does()
    {
        int repeated = 0;
        for (int seed = 0; seed < 2000; seed++)
        {
            Random random = new(seed);
            (BlockSender sender, BlockReceiver receiver, Sink sink) = Ends(seed, random.Next(0, 2500));
            BlockLine line = new(seed)
            {
                PerMille = random.Next(4) * random.NextDouble(),
                Echoes = random.Next(3) == 0,
                HasOthers = random.Next(3) == 0,
            };
            line.Run(sender, receiver);
            bool areDone = sender.State == TransferState.Done && receiver.State == TransferState.Done;
            Assert.True(areDone, $"{seed}: {sender.State} {receiver.State}");
            Assert.True(sink.Ends == 1 && sink.Wanted.AsSpan().SequenceEqual(sink.Bytes), $"{seed}: other bytes");
            repeated += sender.Repeated;
        }

        Assert.True(repeated > 1000, $"{repeated} repeated: the lines are too good to show anything");
    }

    /// <summary>A line that ends, or is too bad, stops both ends within their deadlines, and nothing wrong is accepted.</summary>
    [Fact]
    public void A_line_that_fails_ends_both_ends()
    {
        int failed = 0;
        for (int seed = 0; seed < 500; seed++)
        {
            Random random = new(seed);
            (BlockSender sender, BlockReceiver receiver, Sink sink) = Ends(seed, random.Next(1000, 4000));
            BlockLine line = new(seed) { PerMille = 40 * random.NextDouble(), CutAt = random.Next(600) };
            line.Run(sender, receiver);
            Assert.True(sender.IsOver && receiver.IsOver, $"{seed}: {sender.State} {receiver.State} after {line.Milliseconds} ms");
            Assert.InRange(line.Milliseconds, 0, 30_000);
            Assert.True(receiver.State != TransferState.Done || sink.Wanted.AsSpan().SequenceEqual(sink.Bytes), $"{seed}");
            Assert.True(sender.State != TransferState.Done || receiver.State == TransferState.Done, $"{seed}");
            failed += sender.State == TransferState.Done ? 0 : 1;
        }

        Assert.True(failed > 100, $"only {failed} failed");
    }

    [Fact]
    public void Another_hash_is_refused_with_the_reason()
    {
        byte[] content = Content(1, 1000);
        BlockOffer offer = new(BlockPurpose.Program, content.Length, SHA256.HashData(Content(2, 1000)), "x", "");
        Sink sink = new(content) { Hash = offer.Hash };
        BlockSender sender = new(content, offer, 1, SilenceMilliseconds);
        BlockReceiver receiver = new(sink);
        new BlockLine(1).Run(sender, receiver);
        Assert.Equal(TransferState.Refused, sender.State);
        Assert.Equal("its hash is another", sender.Reason);
    }

    [Fact]
    public void An_offer_says_what_it_was_given()
    {
        BlockOffer offer = new(BlockPurpose.ProgramToRun, 77, Content(1, 32), "grüße", "a\nb c");
        BlockOffer read = BlockOffer.Read(offer.Write())!;
        Assert.Equal((offer.Purpose, offer.Size, offer.Name, offer.Words), (read.Purpose, read.Size, read.Name, read.Words));
        Assert.Equal(offer.Hash, read.Hash);
        Assert.Throws<ArgumentException>(() => new BlockOffer(BlockPurpose.Program, 1, Content(1, 32), "x", new string('y', 600)).Write());
    }

    /// <summary>Random payloads as offers and packages: either read or refused.</summary>
    [Fact]
    public void Damaged_offers_and_packages_are_refused()
    {
        Random random = new(1);
        byte[] offer = new BlockOffer(BlockPurpose.Program, 5, new byte[32], "name", "words").Write();
        byte[] package = ProgramPackage.Write(Content(1, 100), "memory=1M\n", null);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] damaged = [.. offer];
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            _ = BlockOffer.Read(damaged.AsSpan(0, random.Next(damaged.Length + 1)));
            damaged = [.. package];
            damaged[random.Next(100, damaged.Length)] = (byte)random.Next(256);
            _ = ProgramPackage.TryRead(damaged.AsSpan(random.Next(20)), out _, out _, out _);
        }

        Assert.True(ProgramPackage.TryRead(package, out int bytes, out string manifest, out ReadOnlySpan<byte> signature));
        Assert.Equal((100, "memory=1M\n", 0), (bytes, manifest, signature.Length));
        Assert.False(ProgramPackage.TryRead(package.AsSpan(1), out _, out _, out _));
    }

    /// <summary>The same bytes cut elsewhere are another text to sign.</summary>
    [Fact]
    public void What_is_signed_says_where_the_program_ends()
    {
        List<byte[]> signed = [];
        byte[] Sign(byte[] text)
        {
            signed.Add(text);
            return new byte[ProgramPackage.SignatureBytes];
        }

        byte[] program = Content(1, 100), longer = [.. program, .. "memory=1M\n"u8];
        _ = ProgramPackage.Write(program, "memory=1M\nrestart=never\n", Sign);
        byte[] package = ProgramPackage.Write(longer, "restart=never\n", Sign);
        Assert.Equal(signed[0].AsSpan(ProgramPackage.HeadBytes), signed[1].AsSpan(ProgramPackage.HeadBytes));
        Assert.False(signed[0].AsSpan().SequenceEqual(signed[1]));
        Span<byte> head = stackalloc byte[ProgramPackage.HeadBytes];
        ProgramPackage.WriteHead(head, longer.Length, "restart=never\n".Length);
        Assert.Equal(head, signed[1].AsSpan(0, ProgramPackage.HeadBytes));
        Assert.True(ProgramPackage.TryRead(package, out int bytes, out string manifest, out _));
        Assert.Equal((longer.Length, "restart=never\n"), (bytes, manifest));
    }

    private static byte[] Content(int seed, int length)
    {
        byte[] content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    private static (BlockSender Sender, BlockReceiver Receiver, Sink Sink) Ends(int seed, int length)
    {
        byte[] content = Content(seed, length);
        Sink sink = new(content) { Hash = SHA256.HashData(content) };
        BlockOffer offer = new(BlockPurpose.Program, length, sink.Hash, "program", "");
        return (new BlockSender(content, offer, (ushort)(seed + 1), SilenceMilliseconds), new BlockReceiver(sink), sink);
    }

    private sealed class Sink(byte[] wanted) : BlockSink
    {
        public byte[] Wanted => wanted;

        public required byte[] Hash { get; init; }

        public byte[] Bytes { get; private set; } = [];

        public int Ends { get; private set; }

        public override string? Begin(BlockOffer offer)
        {
            Bytes = new byte[offer.Size];
            return Encoding.UTF8.GetByteCount(offer.Name) == 0 ? "no name" : null;
        }

        public override void Write(int at, ReadOnlySpan<byte> piece) => piece.CopyTo(Bytes.AsSpan(at));

        public override string? End()
        {
            Ends++;
            return SHA256.HashData(Bytes).AsSpan().SequenceEqual(Hash) ? null : "its hash is another";
        }
    }
}
