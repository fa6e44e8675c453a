using System.Numerics;

namespace RustKernel.Services.FileSystems.Data;

/// <summary>A set of blocks: a bit for each.</summary>
internal sealed class BlockBits(ulong blockCount)
{
    private readonly ulong[] _words = new ulong[(int)((blockCount + 63) / 64)];

    public ulong[] Words => _words;

    public bool Has(ulong block) => ((_words[(int)(block / 64)] >> (int)(block % 64)) & 1) != 0;

    public void Add(ulong block) => _words[(int)(block / 64)] |= 1UL << (int)(block % 64);

    public void Remove(ulong block) => _words[(int)(block / 64)] &= ~(1UL << (int)(block % 64));

    public ulong Count()
    {
        ulong count = 0;
        foreach (ulong word in _words)
        {
            count += (ulong)BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>
    /// The first block not in the set, searched from <paramref name="from"/> and before <paramref name="end"/>; end if there is none.
    /// </summary>
    public ulong FirstMissing(ulong from, ulong end)
    {
        while (from < end)
        {
            ulong missing = ~_words[(int)(from / 64)] >> (int)(from % 64);
            if (missing != 0)
            {
                from += (ulong)BitOperations.TrailingZeroCount(missing);
                return from < end ? from : end;
            }

            from = (from | 63) + 1;
        }

        return end;
    }
}
