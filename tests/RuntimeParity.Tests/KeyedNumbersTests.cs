// Init's random numbers: ChaCha20 as in RFC 8439, and a key that changes.

using System;
using System.Linq;
using RustKernel.Services.Randomness;
using Xunit;

namespace RustKernel.RuntimeParity.Tests;

public sealed class KeyedNumbersTests
{
    // RFC 8439, appendix A.1, vectors 1 to 4: key, counter, the first 16 bytes of the key stream.
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 0, "76b8e0ada0f13d90405d6ae55386bd28")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 1, "9f07e7be5551387a98ba977c732d080d")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000001", 1, "3aeb5224ecf849929b9d828db1ced4dd")]
    [InlineData("00ff000000000000000000000000000000000000000000000000000000000000", 2, "72d54dfbf12ec44b362692df94137f32")]
    public void A_block_is_as_the_standard_has_it(string key, uint counter, string expected)
    {
        uint[] block = new uint[16];
        KeyedNumbers.Block(Words(key), counter, block);
        Assert.Equal(expected, Convert.ToHexStringLower(block.SelectMany(BitConverter.GetBytes).Take(16).ToArray()));
    }

    // The output is the key stream from its second block on; half of the first one is the next key.
    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(300)]
    public void Numbers_are_the_key_stream_and_the_key_is_another_afterwards(int count)
    {
        uint[] key = Words("00ff000000000000000000000000000000000000000000000000000000000000");
        byte[] stream = [.. Enumerable.Range(0, 6).SelectMany(i => BlockOf(key, (uint)i))];
        byte[] bytes = new byte[count];
        KeyedNumbers.Fill(key, bytes);
        Assert.Equal(stream.Skip(64).Take(count), bytes);
        Assert.Equal(stream.Take(32), key.SelectMany(BitConverter.GetBytes));
    }

    [Fact]
    public void Every_word_that_is_stirred_in_counts()
    {
        uint[] words = [.. Enumerable.Range(1, 19).Select(i => (uint)i)];
        string[] keys = [.. Enumerable.Range(-1, words.Length + 1).Select(changed => Stirred(words, changed))];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    private static string Stirred(uint[] words, int changed)
    {
        uint[] key = new uint[KeyedNumbers.KeyWords];
        KeyedNumbers.Stir(key, [.. words.Select((word, i) => i == changed ? word ^ 0x8000_0000 : word)]);
        return string.Join(' ', key);
    }

    private static byte[] BlockOf(uint[] key, uint counter)
    {
        uint[] block = new uint[16];
        KeyedNumbers.Block(key, counter, block);
        return [.. block.SelectMany(BitConverter.GetBytes)];
    }

    private static uint[] Words(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        return [.. Enumerable.Range(0, 8).Select(i => BitConverter.ToUInt32(bytes, 4 * i))];
    }
}
