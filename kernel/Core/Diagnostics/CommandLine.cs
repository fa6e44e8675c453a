// The kernel command line: words of the form key=value, separated by blanks. Only reads; the user of a word interprets it.

using System;

namespace RustKernel.Diagnostics;

/// <summary>The options given at boot. Values are views into the caller's bytes, which must stay mapped.</summary>
public readonly ref struct CommandLine
{
    private readonly ReadOnlySpan<byte> _text;

    /// <summary>Reads <paramref name="text"/>, ASCII; anything is legal.</summary>
    public CommandLine(ReadOnlySpan<byte> text) => _text = text;

    /// <summary>The keys the kernel knows, separated by blanks; others are named in the log and ignored.</summary>
    public static ReadOnlySpan<byte> KnownKeys => "test cpus panic bench done log watch hostile seed asids fastpath mem console earlycon"u8;

    /// <summary>The value after <c>key=</c> (the last one wins), or an empty span when the key is absent.</summary>
    public ReadOnlySpan<byte> Value(ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> found = default;
        WordReader words = new(_text, (byte)' ');
        while (words.MoveNext())
        {
            ReadOnlySpan<byte> word = words.Current;
            if (word.Length > key.Length && word[key.Length] == (byte)'=' && word.StartsWith(key))
            {
                found = word.Slice(key.Length + 1);
            }
        }

        return found;
    }

    /// <summary>
    /// The value after <c>key=</c> as a decimal number below 2^32. NotFound when the key is absent,
    /// InvalidArgument when it is something else.
    /// </summary>
    public Result<uint> Number(ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> text = Value(key);
        if (text.Length == 0)
        {
            return ErrorCode.NotFound;
        }

        ulong number = 0;
        foreach (byte digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9' || number > uint.MaxValue)
            {
                return ErrorCode.InvalidArgument;
            }

            number = (number * 10) + (uint)(digit - '0');
        }

        return number <= uint.MaxValue ? (uint)number : ErrorCode.InvalidArgument;
    }

    /// <summary>Logs every key that the kernel does not know, one line each.</summary>
    public void ReportUnknownKeys()
    {
        WordReader words = new(_text, (byte)' ');
        while (words.MoveNext())
        {
            ReadOnlySpan<byte> word = words.Current;
            int equals = word.IndexOf((byte)'=');
            if (!IsKnown(equals < 0 ? word : word.Slice(0, equals)))
            {
                KernelConsole.Write("Boot: unknown command line key ignored: "u8);
                KernelConsole.WriteForeign(word);
                KernelConsole.Write("\n"u8);
            }
        }
    }

    private static bool IsKnown(ReadOnlySpan<byte> key)
    {
        WordReader known = new(KnownKeys, (byte)' ');
        while (known.MoveNext())
        {
            if (known.Current.SequenceEqual(key))
            {
                return true;
            }
        }

        return false;
    }
}
