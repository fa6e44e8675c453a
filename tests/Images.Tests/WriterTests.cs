// Writing and comparing, and everything a card can do wrong.

using System;
using System.IO;
using System.Linq;
using Xunit;

namespace RustKernel.Flash.Images.Tests;

public sealed class WriterTests : IClassFixture<SampleImage>
{
    private const int CardBytes = 96 << 20;
    private readonly SampleImage _sample;
    private readonly NoProgress _progress = new();

    public WriterTests(SampleImage sample) => _sample = sample;

    [Fact]
    public void A_card_gets_the_used_blocks_and_nothing_else()
    {
        using MemoryTarget card = new(CardBytes);
        long written = ImageWriter.Write(_sample.Path, _sample.Manifest, card, _progress);
        Assert.Equal(_sample.Manifest.Ranges.Sum(range => range.Length), written);
        Assert.InRange(written, 1 << 20, 8 << 20);
        byte[] image = File.ReadAllBytes(_sample.Path);
        bool[] used = new bool[CardBytes];
        foreach (ImageRange range in _sample.Manifest.Ranges)
        {
            used.AsSpan((int)range.Offset, (int)range.Length).Fill(true);
        }

        for (int i = 0; i < CardBytes; i++)
        {
            if (card.Bytes[i] != (used[i] ? image[i] : 0xa5))
            {
                Assert.Fail($"byte {i}");
            }
        }

        // Bytes that are not written must have no meaning: they are zero in the image.
        Assert.DoesNotContain(Enumerable.Range(0, image.Length), i => !used[i] && image[i] != 0);
        Assert.Equal("finish", card.Calls[^1]);
        Assert.True(card.Calls.IndexOf("drop") > card.Calls.IndexOf("flush"));
        Assert.Equal((WritePhase.Comparing, written, written), _progress.Last);
        ImageWriter.VerifyCard(card, _sample.Manifest, _progress);
    }

    [Fact]
    public void Every_part_of_a_card_is_checked_and_named()
    {
        using MemoryTarget card = new(CardBytes);
        ImageWriter.Write(_sample.Path, _sample.Manifest, card, _progress);
        foreach (ImageRange range in _sample.Manifest.Ranges)
        {
            long at = range.Offset + (range.Length / 2);
            card.Bytes[at] ^= 1;
            string message = Assert.Throws<ImageException>(() => ImageWriter.VerifyCard(card, _sample.Manifest, _progress)).Message;
            Assert.Contains($"differs from the image in {range.Content} ", message, StringComparison.Ordinal);
            card.Bytes[at] ^= 1;
        }

        Assert.Contains(_sample.Manifest.Ranges, range => range.Content == "kernel8.img");
        Assert.Contains(_sample.Manifest.Ranges, range => range.Content == "overlays/a-long-overlay-name.dtbo");
    }

    [Fact]
    public void A_bit_that_the_card_does_not_keep_is_found()
    {
        using MemoryTarget card = new(CardBytes) { StuckAt = 1_048_579 };
        string message = Assert.Throws<ImageException>(() => ImageWriter.Write(_sample.Path, _sample.Manifest, card, _progress)).Message;
        Assert.Contains("byte 1048579 reads", message, StringComparison.Ordinal);
        Assert.Contains("do not use this card", message, StringComparison.Ordinal);
        Assert.DoesNotContain("finish", card.Calls);
    }

    [Theory]
    [InlineData(5, "it was taken out, or it is broken")]
    [InlineData(6, "the device is gone")]
    [InlineData(19, "the device is gone")]
    [InlineData(28, "no space left")]
    [InlineData(30, "it is read-only")]
    [InlineData(123, "no card in it")]
    public void A_card_that_fails_while_it_is_written_is_a_clear_error(int error, string meaning)
    {
        using MemoryTarget card = new(CardBytes) { FailsFrom = (1_500_000, error) };
        string message = Assert.Throws<ImageException>(() => ImageWriter.Write(_sample.Path, _sample.Manifest, card, _progress)).Message;
        Assert.StartsWith("writing /dev/card failed after 1048576 bytes: ", message, StringComparison.Ordinal);
        Assert.Contains(meaning, message, StringComparison.Ordinal);
        Assert.Contains("write it again", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_that_vanishes_before_it_is_compared_is_a_clear_error()
    {
        using MemoryTarget card = new(CardBytes) { GoneAfterFlush = 6 };
        string message = Assert.Throws<ImageException>(() => ImageWriter.Write(_sample.Path, _sample.Manifest, card, _progress)).Message;
        Assert.StartsWith("comparing /dev/card failed after 0 bytes: the device is gone", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_system_is_refused_in_words()
    {
        foreach ((int offset, byte value) in new[] { (510, (byte)0), (11, (byte)7), (13, (byte)0), (36, (byte)0), (16, (byte)0) })
        {
            byte[] volume = [.. File.ReadAllBytes(_sample.Path).AsSpan(1 << 20, 4 << 20)];
            volume.AsSpan(offset, offset == 36 ? 4 : 1).Fill(value);
            Assert.Contains(
                "FAT32",
                Assert.Throws<ImageException>(() => new FatVolume(new MemoryStream(volume), 0)).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Damaged_volumes_end_in_an_error_or_in_a_listing_but_never_in_a_loop()
    {
        byte[] volume = [.. File.ReadAllBytes(_sample.Path).AsSpan(1 << 20, 4 << 20)];
        Random random = new(6);
        int refused = 0;
        for (int round = 0; round < 300; round++)
        {
            byte[] damaged = (byte[])volume.Clone();
            for (int i = 0; i < 200; i++)
            {
                damaged[random.Next(2) == 0 ? random.Next(90) : random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            try
            {
                _ = new FatVolume(new MemoryStream(damaged), 0).Files.Count;
            }
            catch (ImageException)
            {
                refused++;
            }
        }

        Assert.True(refused > 0);
    }
}
