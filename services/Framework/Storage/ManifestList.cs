using System;
using RustKernel.Services.Text;
using RustKernel.Spaces;

namespace RustKernel.Services.Storage;

/// <summary>
/// The manifests of the boot archive, in its order: a manifest's place is the service's number. Each is read on demand: most services need
/// few, and reading all takes a tenth of all instructions of a boot.
/// </summary>
public sealed class ManifestList
{
    // A set of letters is a word of 64 bits.
    private const int LettersMask = 63;

    private readonly int[] _entries = new int[Supervision.MaximumServices];
    private readonly Manifest?[] _read = new Manifest?[Supervision.MaximumServices];

    internal ManifestList()
    {
        CpioArchive archive = new(BootArchive.Bytes);
        int at = 0;
        while (archive.ReadEntry(at, out ReadOnlySpan<byte> name, out _, out _, out int next) == ErrorCode.None)
        {
            if (name.EndsWith(Ending) && Count < _entries.Length)
            {
                _entries[Count++] = at;
            }

            at = next;
        }
    }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The manifest of service <paramref name="number"/>, which is below <see cref="Count"/>.</summary>
    public Manifest this[int number] => _read[number] ??= Read(number);

    private static ReadOnlySpan<byte> Ending => ".service"u8;

    /// <summary>The first service that may do <paramref name="what"/> (<see cref="Manifest.May"/>); -1: none.</summary>
    public int FindAllowed(string what)
    {
        for (int i = 0; i < Count; i++)
        {
            if (Says(i, what) && this[i].IsAllowed(what))
            {
                return i;
            }
        }

        return -1;
    }

    private Manifest Read(int number)
    {
        ReadOnlySpan<byte> text = Text(number, out ReadOnlySpan<byte> name);
        return Manifest.Read(MessageText.ToText(name.Slice(0, name.Length - Ending.Length)), MessageText.ToText(text));
    }

    private ReadOnlySpan<byte> Text(int number, out ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> bytes = BootArchive.Bytes;
        _ = new CpioArchive(bytes).ReadEntry(_entries[number], out name, out int offset, out int size, out _);
        return bytes.Slice(offset, size);
    }

    // Whether the file contains the word anywhere: far cheaper than reading the manifest.
    private bool Says(int number, string word)
    {
        ulong letters = 0;
        foreach (char letter in word)
        {
            letters |= 1ul << (letter & LettersMask);
        }

        // If a byte is not a letter of the word, no match covers it: skip the length of the word.
        ReadOnlySpan<byte> text = Text(number, out _);
        int end = word.Length - 1;
        while (end < text.Length)
        {
            if (((letters >> (text[end] & LettersMask)) & 1) == 0)
            {
                end += word.Length;
                continue;
            }

            int same = 0;
            while (same < word.Length && text[end - same] == word[word.Length - 1 - same])
            {
                same++;
            }

            if (same == word.Length)
            {
                return true;
            }

            end++;
        }

        return false;
    }
}
