using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace RustKernel.Minefield.Tests;

/// <summary>
/// A transcript after a bad line: the bytes that arrive, each with its place in the original; -1 for a byte that was
/// not sent.
/// </summary>
internal sealed class DamagedStream
{
    private readonly List<(byte Value, int Sent)> _cells;

    /// <summary>The bytes of <paramref name="said"/>, still undamaged.</summary>
    public DamagedStream(Transcript said) => _cells = [.. said.Bytes.Select((value, index) => (value, index))];

    /// <summary>The bytes that arrive.</summary>
    public byte[] Bytes => [.. _cells.Select(cell => cell.Value)];

    /// <summary>Damages them in one to three of the ways of real lines.</summary>
    public void Damage(Random random)
    {
        for (int times = random.Next(1, 4); times > 0 && _cells.Count > 40; times--)
        {
            DamageOnce(random);
        }
    }

    /// <summary>
    /// True when one of the proofs of <paramref name="said"/> is complete within the first <paramref name="count"/> bytes.
    /// </summary>
    public bool Proves(Transcript said, int count)
    {
        if (said.Proofs.Count == 0)
        {
            return false;
        }

        int[] places = new int[said.Bytes.Count];
        Array.Fill(places, -1);
        for (int at = Math.Min(count, _cells.Count) - 1; at >= 0; at--)
        {
            if (_cells[at].Sent >= 0)
            {
                places[_cells[at].Sent] = at;
            }
        }

        return said.Proofs.Any(proof => IsWhole(proof, places));
    }

    private static bool IsWhole(Transcript.Span[] proof, int[] places)
    {
        int latest = -1;
        foreach (Transcript.Span span in proof)
        {
            for (int at = span.Start; at < span.End; at++)
            {
                if (places[at] < 0 || places[at] <= latest || (at > span.Start && places[at] != places[at - 1] + 1))
                {
                    return false;
                }
            }

            latest = places[span.End - 1];
        }

        return true;
    }

    private void DamageOnce(Random random)
    {
        int at = random.Next(_cells.Count - 33), length = random.Next(1, 32);
        switch (random.Next(12))
        {
            case 0: // one bit flips
                _cells[at] = ((byte)(_cells[at].Value ^ (1 << random.Next(8))), -1);
                break;
            case 1: // bytes are lost
                _cells.RemoveRange(at, length);
                break;
            case 2: // many are
                _cells.RemoveRange(at, random.Next(_cells.Count - at));
                break;
            case 3: // bytes are doubled
                _cells.InsertRange(at, Unsent(_cells.GetRange(at, length)));
                break;
            case 4: // noise covers bytes
                for (int index = at; index < at + length; index++)
                {
                    _cells[index] = ((byte)random.Next(256), -1);
                }

                break;
            case 5: // noise comes between bytes
                _cells.InsertRange(at, Enumerable.Range(0, length).Select(_ => ((byte)random.Next(256), -1)));
                break;
            case 6: // one byte of a jumping level
                _cells.Insert(at, (new byte[] { 0, 0xff, 0xfe, (byte)'\r', (byte)'\n' }[random.Next(5)], -1));
                break;
            case 7: // another writer's lines are mixed in
                Interleave(at, "ok 1 other\r\ninit: console ended with code 0xe100\r\n", random);
                break;
            case 8: // the end is missing
                _cells.RemoveRange(at, _cells.Count - at);
                break;
            case 9: // a whole line is lost or doubled
                DamageLine(at, random);
                break;
            case 10: // line ends lose or gain carriage returns
                DamageEnds(random);
                break;
            default: // a word that decides is lost
                LoseWord(new[] { "not ", "ok", "PANIC", "Rust", "Build" }[random.Next(5)], random);
                break;
        }
    }

    private static IEnumerable<(byte, int)> Unsent(IEnumerable<(byte Value, int Sent)> cells) => cells.Select(cell => (cell.Value, -1));

    private void Interleave(int at, string text, Random random)
    {
        foreach (byte value in Encoding.ASCII.GetBytes(text))
        {
            at = Math.Min(_cells.Count, at + random.Next(3));
            _cells.Insert(at++, (value, -1));
        }
    }

    private void DamageLine(int at, Random random)
    {
        int start = at == 0 ? 0 : _cells.FindLastIndex(at, cell => cell.Value == '\n') + 1;
        int end = _cells.FindIndex(at, cell => cell.Value == '\n') + 1;
        if (end <= start)
        {
            return;
        }

        if (random.Next(2) == 0)
        {
            _cells.InsertRange(end, Unsent(_cells.GetRange(start, end - start)));
        }
        else
        {
            _cells.RemoveRange(start, end - start);
        }
    }

    private void DamageEnds(Random random)
    {
        for (int at = _cells.Count - 1; at >= 0; at--)
        {
            if (_cells[at].Value != '\r' || random.Next(4) != 0)
            {
                continue;
            }

            if (random.Next(2) == 0)
            {
                _cells.RemoveAt(at);
            }
            else
            {
                _cells.Insert(at, ((byte)'\r', -1));
            }
        }
    }

    private void LoseWord(string word, Random random)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(word);
        List<int> places = [];
        for (int at = 0; at + bytes.Length <= _cells.Count; at++)
        {
            int letter = 0;
            while (letter < bytes.Length && _cells[at + letter].Value == bytes[letter])
            {
                letter++;
            }

            if (letter == bytes.Length)
            {
                places.Add(at);
            }
        }

        if (places.Count > 0)
        {
            _cells.RemoveRange(places[random.Next(places.Count)], bytes.Length);
        }
    }
}
