// All disks that a power cut may leave, from a log of writes and flushes. Everything before the last flush is there; of the later
// writes, any subset is, each torn at sectors.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using RustKernel.Services.FileSystems.Blocks;

namespace RustKernel.FileSystems.Tests.Crash;

/// <summary>
/// Makes crash states. Per stretch between two flushes: every prefix; each single write dropped, each alone; all subsets of up to
/// <see cref="AllSubsetsUpTo"/> writes, random ones beyond; each write torn at sectors.
/// </summary>
internal sealed class CrashStates(BlockStore start, IReadOnlyList<LogEntry> log, Random random)
{
    /// <summary>The most unflushed writes for which every subset is made.</summary>
    public int AllSubsetsUpTo { get; init; } = 8;

    /// <summary>Random subsets of a stretch with more writes.</summary>
    public int RandomSubsets { get; init; } = 32;

    /// <summary>Tears of each write of several sectors.</summary>
    public int Tears { get; init; } = 2;

    /// <summary>The states, in the order of the log; each is made on request and valid until the next one.</summary>
    public IEnumerable<CrashState> All()
    {
        MemoryStore durable = Copy(start);
        for (int from = 0; from <= log.Count;)
        {
            int flush = from;
            while (flush < log.Count && !log[flush].IsFlush)
            {
                flush++;
            }

            foreach (CrashState state in OfStretch(durable, from, flush))
            {
                yield return state;
            }

            for (int i = from; i < flush; i++)
            {
                _ = durable.Write(log[i].FirstSector, log[i].Data);
            }

            from = flush + 1;
        }
    }

    private IEnumerable<CrashState> OfStretch(MemoryStore durable, int from, int end)
    {
        int count = end - from;
        HashSet<BigInteger> seen = [];
        foreach (BigInteger subset in Subsets(count).Where(seen.Add))
        {
            int last = Last(subset, count);
            OverlayStore store = new(durable);
            for (int i = 0; i <= last; i++)
            {
                if (Has(subset, i))
                {
                    _ = store.Write(log[from + i].FirstSector, log[from + i].Data);
                }
            }

            yield return new(from + last + 1, end, Words(subset, from, last), store);
        }

        foreach (CrashState torn in TornStates(durable, from, count))
        {
            yield return torn;
        }
    }

    private IEnumerable<BigInteger> Subsets(int count)
    {
        BigInteger all = (BigInteger.One << count) - 1;
        if (count <= AllSubsetsUpTo)
        {
            return Enumerable.Range(0, 1 << count).Select(subset => new BigInteger(subset));
        }

        IEnumerable<int> writes = Enumerable.Range(0, count);
        return writes.Select(i => (BigInteger.One << i) - 1)
            .Append(all)
            .Concat(writes.Select(i => all & ~(BigInteger.One << i)))
            .Concat(writes.Select(i => BigInteger.One << i))
            .Concat(Enumerable.Range(0, RandomSubsets).Select(_ => RandomSubset(count)));
    }

    private BigInteger RandomSubset(int count)
    {
        byte[] bits = new byte[count / 8 + 2];
        random.NextBytes(bits);
        return new BigInteger(bits, isUnsigned: true) & ((BigInteger.One << random.Next(1, count + 1)) - 1);
    }

    // One torn write, with all earlier ones, or a random part of them.
    private IEnumerable<CrashState> TornStates(MemoryStore durable, int from, int count)
    {
        for (int torn = 0; torn < count; torn++)
        {
            LogEntry write = log[from + torn];
            int sectors = write.Data!.Length / BlockStore.SectorSize;
            for (int i = 0; sectors > 1 && i < Tears; i++)
            {
                BigInteger before = i % 2 == 0 ? (BigInteger.One << torn) - 1 : RandomSubset(torn + 1) & ((BigInteger.One << torn) - 1);
                OverlayStore store = new(durable);
                for (int j = 0; j < torn; j++)
                {
                    if (Has(before, j))
                    {
                        _ = store.Write(log[from + j].FirstSector, log[from + j].Data);
                    }
                }

                string what = Tear(store, write, sectors);
                yield return new(from + torn + 1, from + count, $"{Words(before, from, torn - 1)}, torn {write}: {what}", store);
            }
        }
    }

    // The front, the back, or any of the sectors.
    private string Tear(OverlayStore store, LogEntry write, int sectors)
    {
        int kind = random.Next(3);
        int at = random.Next(1, sectors);
        List<int> kept = [];
        for (int i = 0; i < sectors; i++)
        {
            if (kind == 0 ? i < at : kind == 1 ? i >= at : random.Next(2) == 0)
            {
                kept.Add(i);
                _ = store.Write(
                    write.FirstSector + (ulong)i, write.Data.AsSpan(i * BlockStore.SectorSize, BlockStore.SectorSize));
            }
        }

        return "kept " + string.Join(' ', kept);
    }

    private static bool Has(BigInteger subset, int index) => !((subset >> index) & 1).IsZero;

    private static int Last(BigInteger subset, int count)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            if (Has(subset, i))
            {
                return i;
            }
        }

        return -1;
    }

    private string Words(BigInteger subset, int from, int last)
    {
        IEnumerable<string> missing = Enumerable.Range(0, last + 1).Where(i => !Has(subset, i)).Select(i => log[from + i].ToString());
        return $"log up to entry {from + last + 1}, without [{string.Join("; ", missing)}]";
    }

    private static MemoryStore Copy(BlockStore store)
    {
        if (store is MemoryStore memory)
        {
            return memory.Copy();
        }

        MemoryStore copy = new(store.SectorCount);
        byte[] piece = new byte[1 << 20];
        for (ulong sector = 0; sector < store.SectorCount; sector += (ulong)piece.Length / BlockStore.SectorSize)
        {
            Span<byte> part = piece.AsSpan(0, (int)Math.Min((ulong)piece.Length, (store.SectorCount - sector) * BlockStore.SectorSize));
            _ = store.Read(sector, part);
            _ = copy.Write(sector, part);
        }

        return copy;
    }
}
