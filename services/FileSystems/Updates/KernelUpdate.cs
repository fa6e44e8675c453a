// A new kernel beside the running one, for a Raspberry Pi's firmware: written, verified, tried, kept (docs/UPDATE.md). The firmware reads
// the card before any of our code runs, so the card must be bootable at every instant: each step changes files that the firmware does not
// read, and the last one changes a single byte.

using System;
using System.IO;
using System.Security.Cryptography;

namespace RustKernel.Services.FileSystems.Updates;

/// <summary>
/// Two names take turns, <c>kernel8.img</c> and <c>kernelb.img</c>; config.txt says which one boots. They differ in one letter, so one
/// write of one byte in one sector switches between them. Every failure is an <see cref="IOException"/> with a text for people.
/// </summary>
public sealed class KernelUpdate
{
    /// <summary>The configuration of a normal boot.</summary>
    public const string Configuration = "config.txt";

    /// <summary>The configuration of a trial.</summary>
    public const string Trial = "tryboot.txt";

    private const int PieceBytes = 32 * 1024;
    private const int MostText = 16 * 1024;

    // The header of an arm64 Image. [LINUX Documentation/arch/arm64/booting.rst]
    private const int HeaderBytes = 64;
    private const int MagicAt = 56;

    // Less than the watchdog's 16 s; from then on the kernel feeds it.
    private const string TrialEnding = "\n[all]\nkernel_watchdog_timeout=15\n";
    private readonly BootFiles _boot;

    /// <summary>An update of the partition <paramref name="boot"/>; accesses nothing yet.</summary>
    public KernelUpdate(BootFiles boot) => _boot = boot;

    /// <summary>The kernel that boots according to the configuration.</summary>
    public string Current => NameOf(Find(Configuration).Letter);

    /// <summary>The other kernel, which an update writes.</summary>
    public string Other => NameOf(OtherLetter(Find(Configuration).Letter));

    /// <summary>
    /// The kernel of a trial that was not kept; null if there was none. If the trial's kernel boots normally, it was kept, and a cut left
    /// the trial's file.
    /// </summary>
    public string? Tried => _boot.Exists(Trial) && Find(Trial).Letter != Find(Configuration).Letter ? NameOf(Find(Trial).Letter) : null;

    /// <summary>
    /// Writes <paramref name="source"/> as <see cref="Other"/> and reads it back from the disk; returns its SHA-256. If
    /// <paramref name="expected"/> is given, it must match; this is checked before anything is written, as the other kernel is the way
    /// back. An incomplete file is removed. Calls <paramref name="beat"/> between pieces.
    /// </summary>
    public byte[] Write(Stream source, byte[]? expected, Action beat)
    {
        string name = Other;
        byte[] piece = new byte[PieceBytes];
        int count = source.Read(piece, 0, piece.Length);
        if (count < HeaderBytes || !piece.AsSpan(MagicAt, 4).SequenceEqual("ARM\x64"u8))
        {
            throw new IOException("this is no kernel for 64-bit Arm: the mark \"ARM\\x64\" is not at byte 56");
        }

        if (expected is not null)
        {
            byte[] found = HashOf(source, piece, count, beat);
            if (!expected.AsSpan().SequenceEqual(found))
            {
                throw new IOException($"its SHA-256 is {Text(found)}, not {Text(expected)}; nothing was changed");
            }

            source.Position = 0;
            count = source.Read(piece, 0, piece.Length);
        }

        try
        {
            return Copy(source, name, piece, count, expected, beat);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            RemoveBegun(name);
            throw;
        }
    }

    private byte[] Copy(Stream source, string name, byte[] piece, int count, byte[]? expected, Action beat)
    {
        using SHA256 hash = SHA256.Create();
        _boot.Create(name);
        for (long position = 0; count > 0; count = source.Read(piece, 0, piece.Length))
        {
            hash.TransformBlock(piece, 0, count, null, 0);
            _boot.Write(name, position, piece.AsSpan(0, count));
            position += count;
            beat();
        }

        hash.TransformFinalBlock(piece, 0, 0);
        byte[] written = hash.Hash!;
        if (expected is not null && !expected.AsSpan().SequenceEqual(written))
        {
            throw new IOException($"it changed while it was read; {name} is removed, the kernel that boots is as it was");
        }

        _boot.Settle();
        return HashOf(name, beat).AsSpan().SequenceEqual(written)
            ? written
            : throw new IOException($"{name} reads differently from what was written and is removed; the kernel that boots is as it was");
    }

    // No one must try half a kernel. If it cannot be removed, the first error says more.
    private void RemoveBegun(string name)
    {
        try
        {
            if (_boot.Exists(name))
            {
                _boot.Remove(name);
                _boot.Settle();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static byte[] HashOf(Stream source, byte[] piece, int count, Action beat)
    {
        using SHA256 hash = SHA256.Create();
        for (; count > 0; count = source.Read(piece, 0, piece.Length))
        {
            hash.TransformBlock(piece, 0, count, null, 0);
            beat();
        }

        hash.TransformFinalBlock(piece, 0, 0);
        return hash.Hash!;
    }

    /// <summary>The SHA-256 of a kernel on the partition.</summary>
    public byte[] HashOf(string name, Action beat)
    {
        byte[] piece = new byte[PieceBytes];
        using SHA256 hash = SHA256.Create();
        long position = 0;
        for (int count = _boot.Read(name, 0, piece); count > 0; count = _boot.Read(name, position, piece))
        {
            hash.TransformBlock(piece, 0, count, null, 0);
            position += count;
            beat();
        }

        hash.TransformFinalBlock(piece, 0, 0);
        return hash.Hash!;
    }

    /// <summary>Configures a trial: the normal boot, but with the other kernel. Next comes a restart for the trial.</summary>
    public void Prepare()
    {
        (byte[] text, int at, byte letter) = Find(Configuration);
        if (!_boot.Exists(NameOf(OtherLetter(letter))))
        {
            throw new IOException($"there is no {NameOf(OtherLetter(letter))} to try");
        }

        text[at] = OtherLetter(letter);
        _boot.Create(Trial);
        _boot.Write(Trial, 0, text);
        _boot.Write(Trial, text.Length, System.Text.Encoding.UTF8.GetBytes(TrialEnding));
        _boot.Settle();
    }

    /// <summary>
    /// Makes the tried kernel the one that boots, and the one before the other; returns its name. Null if it boots already: a cut came
    /// between this method's two steps.
    /// </summary>
    public string? Keep()
    {
        (_, int at, byte letter) = Find(Configuration);
        byte tried = Find(Trial).Letter;
        bool isNew = tried != letter;
        if (isNew)
        {
            _boot.Write(Configuration, at, [tried]);
            _boot.Settle();
        }

        _boot.Remove(Trial);
        _boot.Settle();
        return isNew ? NameOf(tried) : null;
    }

    /// <summary>Forgets a trial that was not kept.</summary>
    public void Forget()
    {
        _boot.Remove(Trial);
        _boot.Settle();
    }

    /// <summary>Text in lower-case hexadecimal.</summary>
    public static string Text(ReadOnlySpan<byte> hash)
    {
        System.Text.StringBuilder text = new();
        foreach (byte value in hash)
        {
            text.Append("0123456789abcdef"[value >> 4]).Append("0123456789abcdef"[value & 15]);
        }

        return text.ToString();
    }

    /// <summary>The hash at the start of <paramref name="text"/>, as sha256sum writes it; null if there is none.</summary>
    public static byte[]? Parse(string text)
    {
        byte[] hash = new byte[SHA256.HashSizeInBytes];
        for (int i = 0; i < 2 * hash.Length; i++)
        {
            int digit = i < text.Length ? "0123456789abcdef".IndexOf(char.ToLowerInvariant(text[i])) : -1;
            if (digit < 0)
            {
                return null;
            }

            hash[i / 2] = (byte)((hash[i / 2] << 4) | digit);
        }

        return text.Length == 2 * hash.Length || char.IsWhiteSpace(text[2 * hash.Length]) ? hash : null;
    }

    private static byte OtherLetter(byte letter) => letter == (byte)'8' ? (byte)'b' : (byte)'8';

    private static string NameOf(byte letter) => letter == (byte)'8' ? "kernel8.img" : "kernelb.img";

    // A configuration's text, and the position of the letter in it. Several lines with kernel=, or one under a condition, are a person's
    // own arrangement, which this must not break.
    private (byte[] Text, int At, byte Letter) Find(string name)
    {
        if (!_boot.Exists(name))
        {
            throw new IOException($"/boot has no {name}: only a Raspberry Pi's firmware is known to try a kernel and to fall back");
        }

        byte[] text = ReadText(name);
        int found = -1;
        bool isAlways = true;
        for (int start = 0; start < text.Length;)
        {
            int length = text.AsSpan(start).IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = WithoutBlanks(text.AsSpan(start, length < 0 ? text.Length - start : length));
            if (line.Length > 0 && line[0] == (byte)'[')
            {
                isAlways = line.SequenceEqual("[all]"u8) || line.SequenceEqual("[pi4]"u8);
            }
            else if (line.StartsWith("kernel="u8))
            {
                if (found >= 0 || !isAlways || !(line.SequenceEqual("kernel=kernel8.img"u8) || line.SequenceEqual("kernel=kernelb.img"u8)))
                {
                    throw new IOException($"{name} must have one line with kernel=, of kernel8.img or kernelb.img, under no condition");
                }

                found = start + "kernel=kernel".Length;
            }

            start += length < 0 ? text.Length : length + 1;
        }

        return found >= 0
            ? (text, found, text[found])
            : throw new IOException($"{name} has no line kernel=kernel8.img: add it, and restart");
    }

    private static ReadOnlySpan<byte> WithoutBlanks(ReadOnlySpan<byte> line)
    {
        while (line.Length > 0 && line[^1] is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            line = line[..^1];
        }

        return line;
    }

    private byte[] ReadText(string name)
    {
        byte[] text = new byte[MostText + 1];
        int count = _boot.Read(name, 0, text);
        return count <= MostText ? text[..count] : throw new IOException($"{name} has more than {MostText} bytes");
    }
}
