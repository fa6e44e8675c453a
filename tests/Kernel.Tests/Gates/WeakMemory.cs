// Memory as weakly ordered CPUs see it, one access at a time.

using System;
using System.Collections.Generic;

namespace RustKernel.Kernel.Tests.Gates;

/// <summary>
/// Words that keep all their past values. A CPU may read any value that is not older than what it
/// knows. Its knowledge grows with its own reads and writes and, at a load-acquire that reads a
/// store-release, by everything that the writer knew. Exclusives act on the newest value.
/// <para>
/// An ordinary access of a word whose newest value the CPU does not know is a race: nothing orders
/// the two. That is a failure of the protocol, whatever value the CPU reads.
/// </para>
/// </summary>
internal sealed class WeakMemory(int words, int cpus, Random random)
{
    private readonly List<Value>[] _values = Filled(words);
    private readonly int[][] _known = Rows(cpus, words);

    /// <summary>An ordinary load.</summary>
    internal uint Load(int cpu, int word)
    {
        RequireOrder(cpu, word, "reads");
        return _values[word][^1].Number;
    }

    /// <summary>A load-acquire of a word that others may change at the same time.</summary>
    internal uint LoadAcquire(int cpu, int word)
    {
        int oldest = _known[cpu][word];
        int index = random.Next(oldest, _values[word].Count);
        Learn(cpu, word, index, isAcquire: true);
        return _values[word][index].Number;
    }

    /// <summary>An ordinary store.</summary>
    internal void Store(int cpu, int word, uint value)
    {
        RequireOrder(cpu, word, "writes");
        Append(cpu, word, value, isRelease: false);
    }

    /// <summary>A store-release.</summary>
    internal void StoreRelease(int cpu, int word, uint value) => Append(cpu, word, value, isRelease: true);

    /// <summary>Compare-and-exchange by exclusives, with or without acquire; false when the word holds something else.</summary>
    internal bool Exchange(int cpu, int word, uint old, uint value, bool isAcquire = true)
    {
        int newest = _values[word].Count - 1;
        Learn(cpu, word, newest, isAcquire);
        if (_values[word][newest].Number != old)
        {
            return false;
        }

        Append(cpu, word, value, isRelease: true);
        return true;
    }

    /// <summary>
    /// The same from 0, neither acquire nor release. The new value continues the release that wrote the 0: an acquire that reads
    /// it learns what that writer knew.
    /// </summary>
    internal bool Claim(int cpu, int word, uint value)
    {
        Value last = _values[word][^1];
        Learn(cpu, word, _values[word].Count - 1, isAcquire: false);
        if (last.Number != 0)
        {
            return false;
        }

        _known[cpu][word] = _values[word].Count;
        _values[word].Add(new(value, last.Known));
        return true;
    }

    /// <summary>The newest value, for the judge.</summary>
    internal uint Newest(int word) => _values[word][^1].Number;

    /// <summary>Before anything runs.</summary>
    internal void Begin(int word, uint value) => _values[word][0] = new(value, null);

    private void RequireOrder(int cpu, int word, string what)
    {
        if (_known[cpu][word] != _values[word].Count - 1)
        {
            throw new ProtocolFailure($"race: CPU {cpu} {what} word {word}, which another CPU wrote, and nothing orders the two");
        }
    }

    private void Append(int cpu, int word, uint value, bool isRelease)
    {
        _known[cpu][word] = _values[word].Count;
        _values[word].Add(new(value, isRelease ? (int[])_known[cpu].Clone() : null));
    }

    private void Learn(int cpu, int word, int index, bool isAcquire)
    {
        int[] known = _known[cpu];
        known[word] = Math.Max(known[word], index);
        if (!isAcquire || _values[word][index].Known is not { } writers)
        {
            return;
        }

        for (int i = 0; i < known.Length; i++)
        {
            known[i] = Math.Max(known[i], writers[i]);
        }
    }

    private static List<Value>[] Filled(int words)
    {
        List<Value>[] values = new List<Value>[words];
        for (int i = 0; i < words; i++)
        {
            values[i] = [new(0, null)];
        }

        return values;
    }

    private static int[][] Rows(int cpus, int words)
    {
        int[][] rows = new int[cpus][];
        for (int i = 0; i < cpus; i++)
        {
            rows[i] = new int[words];
        }

        return rows;
    }

    private readonly record struct Value(uint Number, int[]? Known);
}
