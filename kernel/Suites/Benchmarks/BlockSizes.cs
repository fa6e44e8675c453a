// The sizes that heap benchmarks ask for.

namespace RustKernel.Suites.Benchmarks;

/// <summary>A fixed mixture of sizes, with more small ones.</summary>
internal static class BlockSizes
{
    /// <summary>Bytes that round <paramref name="round"/> asks for: 16 to 528.</summary>
    internal static ulong Of(int round)
    {
        // A multiplicative scramble of the round, then fewer bits for three of four rounds.
        uint scrambled = ((uint)round * 2654435761u) >> 8;
        return 16 + (scrambled & ((round & 3) == 0 ? 0x1FFu : 0x7Fu));
    }
}
