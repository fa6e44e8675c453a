// Physical memory of an emulated machine: sparse, any address below 2^48, with a callback for every store. Reading a
// frame that was never written gives noise, like RAM after power-on.

using System;
using System.Collections.Generic;
using RustKernel.Memory.Map;

namespace RustKernel.Memory.Tests;

public sealed class EmulatedMachine
{
    private readonly Dictionary<ulong, ulong[]> _frames = [];

    /// <summary>Called before every 64-bit store: address, old value, new value.</summary>
    public Action<ulong, ulong, ulong>? Watch;

    public long Reads;
    public long Writes;

    /// <summary>Ranges that exist; empty: everything does.</summary>
    public List<MemoryRange> Ram { get; } = [];

    // The last frame used: most accesses come in bunches, and host tests make millions.
    private ulong _lastFrame = ulong.MaxValue;
    private ulong[] _lastWords = [];

    private ulong[] Words(ulong address)
    {
        ulong number = address >> 12;
        if (number == _lastFrame)
        {
            return _lastWords;
        }

        if (!_frames.TryGetValue(number, out ulong[]? words))
        {
            if (address >> 48 != 0)
            {
                throw new InvalidOperationException($"no such physical address {address:x}");
            }

            if (Ram.Count != 0 && !Ram.Exists(r => r.Contains(address)))
            {
                throw new InvalidOperationException($"no RAM at {address:x}");
            }

            words = new ulong[512];
            for (int i = 0; i < 512; i++)
            {
                words[i] = 0x5A5A_0BAD_0000_0003 ^ ((number << 9) + (ulong)i) * 0x9E37_79B9_7F4A_7C15;
            }

            _frames[number] = words;
        }
        _lastFrame = number;
        return _lastWords = words;
    }

    public ulong Read(ulong address)
    {
        if ((address & 7) != 0)
        {
            throw new InvalidOperationException($"unaligned read at {address:x}");
        }

        Reads++;
        return Words(address)[(address >> 3) & 511];
    }

    public void Write(ulong address, ulong value)
    {
        if ((address & 7) != 0)
        {
            throw new InvalidOperationException($"unaligned write at {address:x}");
        }

        Writes++;
        ref ulong word = ref Words(address)[(address >> 3) & 511];
        Watch?.Invoke(address, word, value);
        word = value;
    }

    public void Fill(ulong address, ulong bytes, ulong pattern)
    {
        if (((address | bytes) & 7) != 0)
        {
            throw new InvalidOperationException($"unaligned fill at {address:x}+{bytes:x}");
        }

        for (ulong end = address + bytes; address < end; address += 8)
        {
            Write(address, pattern);
        }
    }
}
