// Where a session's client and the service net mark which sockets the other should look at. At the start of the session's piece 0:
//
//   offset   bytes
//   0        8      bell: bit i says that word i of the bells has bits
//   64       8      news: the same of the news
//   128      512    bells: a bit a slot, set by the client, taken by the service
//   640      512    news: a bit a slot, set by the service, taken by the client

using System.Collections.Generic;
using System.Numerics;
using RustKernel.Services.Storage;

namespace RustKernel.Services.Network;

/// <summary>
/// A bit for each slot, in both directions. The side that sets the first bit notifies the other (bits at its port); until the other has
/// taken them, further bits need no notice. Bits of slots that do not exist have no effect.
/// </summary>
/// <param name="memory">The session's piece 0.</param>
public sealed class SocketBoard(MappedMemory memory)
{
    /// <summary>Bytes of the board; the client divides the rest of the piece.</summary>
    public const int Bytes = 1152;

    /// <summary>Slots that a session can have.</summary>
    public const int MostSlots = 4096;

    private const int Bell = 0;
    private const int News = 64;
    private const int WordsOfBell = 128;
    private const int WordsOfNews = 640;
    private const int BitsOfWord = 64;

    /// <summary>The client's side: rings for a slot. True: notify the service, by the bell's bit at its port.</summary>
    public bool Ring(int slot) => Set(Bell, WordsOfBell, slot);

    /// <summary>The client's side: adds the slots with news to <paramref name="slots"/>, and clears the news.</summary>
    public void TakeNews(List<int> slots) => Take(News, WordsOfNews, slots);

    /// <summary>The service's side: a slot has news. True: notify the client.</summary>
    public bool Tell(int slot) => Set(News, WordsOfNews, slot);

    /// <summary>The service's side: adds the slots for which the client rang.</summary>
    public void TakeRings(List<int> slots) => Take(Bell, WordsOfBell, slots);

    /// <summary>
    /// The service's side, after a restart: adds every slot for which the client rang, and marks all words of news. The earlier process
    /// may have ended between a word and its summary.
    /// </summary>
    public void Recover(List<int> slots)
    {
        _ = SharedWords.Set(memory, Bell, ulong.MaxValue);
        Take(Bell, WordsOfBell, slots);
        _ = SharedWords.Set(memory, News, ulong.MaxValue);
    }

    private bool Set(int summary, int words, int slot)
    {
        int word = slot / BitsOfWord;
        _ = SharedWords.Set(memory, words + (word * sizeof(ulong)), 1ul << (slot % BitsOfWord));
        return SharedWords.Set(memory, summary, 1ul << word) == 0;
    }

    private void Take(int summary, int words, List<int> slots)
    {
        for (ulong left = SharedWords.Take(memory, summary); left != 0; left &= left - 1)
        {
            int word = BitOperations.TrailingZeroCount(left);
            for (ulong bits = SharedWords.Take(memory, words + (word * sizeof(ulong))); bits != 0; bits &= bits - 1)
            {
                slots.Add((word * BitsOfWord) + BitOperations.TrailingZeroCount(bits));
            }
        }
    }
}
