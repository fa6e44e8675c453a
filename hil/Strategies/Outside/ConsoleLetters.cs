// Decodes a console's bytes into letters.

using System;
using System.Buffers;
using System.Text;

namespace RustKernel.Hil.Strategies.Outside;

/// <summary>
/// Decodes UTF-8, whatever pieces it comes in. A byte from 0x80 to 0x9f that is no part of a character is the control character of that
/// number, as terminals with eight-bit controls read it. Every other invalid byte becomes U+FFFD. Not thread-safe.
/// </summary>
internal sealed class ConsoleLetters
{
    private const byte LeastLead = 0xc0;
    private readonly byte[] _tail = new byte[4];
    private int _tailLength;

    // Bytes after one that starts no character are the rest of a damaged one.
    private bool _isDamaged;

    /// <summary>Appends the letters of <paramref name="bytes"/> to <paramref name="text"/>.</summary>
    public void Decode(ReadOnlySpan<byte> bytes, StringBuilder text)
    {
        byte[] joined = [.. _tail.AsSpan(0, _tailLength), .. bytes];
        ReadOnlySpan<byte> rest = joined;
        _tailLength = 0;
        while (rest.Length > 0)
        {
            OperationStatus status = Rune.DecodeFromUtf8(rest, out Rune rune, out int length);
            if (status == OperationStatus.NeedMoreData)
            {
                rest.CopyTo(_tail);
                _tailLength = rest.Length;
                return;
            }

            if (status == OperationStatus.Done)
            {
                text.Append(rune.ToString());
                _isDamaged = false;
            }
            else
            {
                TakeDamaged(rest[..length], text);
            }

            rest = rest[length..];
        }
    }

    private void TakeDamaged(ReadOnlySpan<byte> bytes, StringBuilder text)
    {
        bool isControl = bytes.Length == 1 && bytes[0] is >= 0x80 and <= 0x9f && !_isDamaged;
        text.Append(isControl ? (char)bytes[0] : '\uFFFD');
        _isDamaged = !isControl && bytes[0] >= LeastLead;
    }
}
