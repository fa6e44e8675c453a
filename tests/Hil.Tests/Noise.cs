// What serial lines do to bytes.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace RustKernel.Hil.Tests;

/// <summary>Seeded damage: one to three of the ways in which lines lose, change, double and mix bytes.</summary>
internal static class Noise
{
    public static byte[] Damage(byte[] original, Random random)
    {
        List<byte> bytes = [.. original];
        for (int times = random.Next(1, 4); times > 0; times--)
        {
            DamageOnce(bytes, random);
        }

        return [.. bytes];
    }

    private static void DamageOnce(List<byte> bytes, Random random)
    {
        if (bytes.Count < 64)
        {
            return;
        }

        int at = random.Next(bytes.Count - 32);
        int length = random.Next(1, 32);
        switch (random.Next(10))
        {
            case 0: // one bit flips
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1: // bytes are lost
                bytes.RemoveRange(at, length);
                break;
            case 2: // bytes are doubled
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 3: // a burst of noise replaces bytes
                for (int index = at; index < at + length; index++)
                {
                    bytes[index] = (byte)random.Next(256);
                }

                break;
            case 4: // noise comes in between
                bytes.InsertRange(at, Enumerable.Range(0, length).Select(_ => (byte)random.Next(256)));
                break;
            case 5: // two stretches change places
                List<byte> moved = bytes.GetRange(at, length);
                bytes.RemoveRange(at, length);
                bytes.InsertRange(random.Next(bytes.Count), moved);
                break;
            case 6: // another writer's text is mixed in, byte by byte
                Interleave(bytes, at, "ok 1 other\r\nBoot: hello\r\n", random);
                break;
            case 7: // the end is missing
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 8: // a "not " or an "ok" is lost: the worst that can happen
                RemoveWord(bytes, random.Next(2) == 0 ? "not " : "ok", random);
                break;
            default: // a whole line is lost, doubled or moved
                DamageLines(bytes, random);
                break;
        }
    }

    private static void Interleave(List<byte> bytes, int at, string text, Random random)
    {
        foreach (byte value in Encoding.ASCII.GetBytes(text))
        {
            at = Math.Min(bytes.Count, at + random.Next(3));
            bytes.Insert(at, value);
            at++;
        }
    }

    private static void RemoveWord(List<byte> bytes, string word, Random random)
    {
        byte[] pattern = Encoding.ASCII.GetBytes(word);
        int[] places = [.. Enumerable
            .Range(0, bytes.Count - pattern.Length)
            .Where(at => pattern.Index().All(item => bytes[at + item.Index] == item.Item))];
        if (places.Length > 0)
        {
            bytes.RemoveRange(places[random.Next(places.Length)], pattern.Length);
        }
    }

    private static void DamageLines(List<byte> bytes, Random random)
    {
        List<string> lines = [.. Encoding.Latin1.GetString([.. bytes]).Split('\n')];
        int at = random.Next(lines.Count);
        string line = lines[at];
        int kind = random.Next(3);
        if (kind != 1)
        {
            lines.RemoveAt(at);
        }

        if (kind != 0)
        {
            lines.Insert(random.Next(lines.Count + 1), line);
        }

        bytes.Clear();
        bytes.AddRange(Encoding.Latin1.GetBytes(string.Join('\n', lines)));
    }
}
