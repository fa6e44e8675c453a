// The text that a panic leaves for the next boot: all of it, or nothing.

using System;
using System.Text;
using RustKernel.Diagnostics;
using RustKernel.Panic;
using Xunit;

namespace RustKernel.Kernel.Tests;

[Collection("console")]
public sealed class RetainedTextTests
{
    private const uint Bytes = RetainedText<Ram>.SizeBytes;
    private static readonly ulong[] s_words = new ulong[Bytes / sizeof(ulong)];
    private readonly RetainedText<Ram> _text = new(default, new PhysicalAddress(0));

    public RetainedTextTests() => new Random(1).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(s_words.AsSpan()));

    [Fact]
    public void MemoryAfterAColdStartHasNoText()
    {
        Assert.Equal(0u, _text.Count);
        Array.Clear(s_words);
        Assert.Equal(0u, _text.Count);
    }

    [Theory]
    [InlineData("PANIC: a reason\n")]
    [InlineData("eight by")]
    [InlineData("nine byte")]
    public void TheEndOfTheLogIsThereUntilItIsForgotten(string line)
    {
        Write(line);
        _text.KeepLog();
        Assert.EndsWith(line, Text(), StringComparison.Ordinal);
        _text.Forget();
        Assert.Equal(0u, _text.Count);
    }

    [Fact]
    public void OfALongLogTheLastBytesAreKept()
    {
        StringBuilder all = new();
        for (int i = 0; i < 5000; i++)
        {
            string line = $"line {i}\n";
            Write(line);
            all.Append(line);
        }

        _text.KeepLog();
        Assert.Equal(RetainedText<Ram>.MostBytes, _text.Count);
        Assert.Equal(all.ToString()[^(int)RetainedText<Ram>.MostBytes..], Text());
    }

    // After a change of one bit of the signature, the length, the sum or the text, there is none.
    [Fact]
    public void WhatIsDamagedIsNoText()
    {
        Write("PANIC: a reason\n");
        _text.KeepLog();
        uint count = _text.Count;
        Assert.NotEqual(0u, count);
        Random random = new(2);
        for (int i = 0; i < 300; i++)
        {
            int bit = i < 128 ? i : random.Next(128, 128 + ((int)count * 8));
            s_words[bit / 64] ^= 1ul << (bit % 64);
            Assert.Equal(0u, _text.Count);
            s_words[bit / 64] ^= 1ul << (bit % 64);
        }

        Assert.Equal(count, _text.Count);
    }

    private static void Write(string text)
    {
        foreach (byte value in Encoding.ASCII.GetBytes(text))
        {
            KernelLog.Append(value);
        }
    }

    private string Text()
    {
        byte[] bytes = new byte[_text.Count];
        for (uint i = 0; i < bytes.Length; i++)
        {
            bytes[i] = _text.At(i);
        }

        return Encoding.ASCII.GetString(bytes);
    }

    private readonly struct Ram : IPhysicalMemory
    {
        public ulong Read64(PhysicalAddress address) => s_words[address.Value / sizeof(ulong)];

        public void Write64(PhysicalAddress address, ulong value) => s_words[address.Value / sizeof(ulong)] = value;

        public ulong Read64(PhysicalAddress address, uint offset) => Read64(address + offset);

        public void Write64(PhysicalAddress address, uint offset, ulong value) => Write64(address + offset, value);

        public void Fill(PhysicalAddress address, ulong sizeBytes, ulong pattern) => throw new NotSupportedException();
    }
}
