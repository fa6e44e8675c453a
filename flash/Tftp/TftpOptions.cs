// Option negotiation.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace RustKernel.Flash.Tftp;

/// <summary>
/// What was agreed with a client: the options that are understood and sensible, in the client's
/// order and spelling. [RFC 2347]
/// </summary>
internal sealed class TftpOptions
{
    private readonly List<KeyValuePair<string, string>> _accepted = [];

    /// <summary>True for the name of an option that may be agreed to.</summary>
    public static bool IsKnown(string name) => name.ToLowerInvariant() is "blksize" or "windowsize" or "timeout" or "tsize";

    /// <summary>True for a decimal number.</summary>
    public static bool IsNumber(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>Bytes of a full block. [RFC 2348]</summary>
    public int BlockSize { get; private set; } = 512;

    /// <summary>Blocks per acknowledgment. [RFC 7440]</summary>
    public int WindowSize { get; private set; } = 1;

    /// <summary>The client's retransmission timeout; null when it named none. [RFC 2349]</summary>
    public TimeSpan? Timeout { get; private set; }

    /// <summary>True when there is something to acknowledge; otherwise the transfer starts with DATA.</summary>
    public bool NeedAcknowledgment => _accepted.Count > 0;

    /// <summary>Decides about the client's options. A value out of its RFC's range is ignored.</summary>
    /// <param name="request">The request.</param>
    /// <param name="policy">The limits.</param>
    /// <param name="size">The file's size in bytes.</param>
    public static TftpOptions Negotiate(TftpRequestPacket request, TftpPolicy policy, long size)
    {
        TftpOptions options = new();
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string text) in request.Options)
        {
            if (!seen.Add(name) || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value))
            {
                continue;
            }

            if (options.Accept(name.ToLowerInvariant(), value, request.Mode, policy, size) is { } agreed)
            {
                options._accepted.Add(new(name, agreed.ToString(CultureInfo.InvariantCulture)));
            }
        }

        return options;
    }

    /// <summary>The OACK packet's length after writing it to <paramref name="packet"/>.</summary>
    public int Write(Span<byte> packet)
    {
        packet[0] = 0;
        packet[1] = (byte)TftpOpcode.OptionAcknowledgment;
        int length = 2;
        foreach ((string name, string value) in _accepted)
        {
            length += Encoding.Latin1.GetBytes(name, packet[length..]);
            packet[length++] = 0;
            length += Encoding.Latin1.GetBytes(value, packet[length..]);
            packet[length++] = 0;
        }

        return length;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', _accepted.Select(option => $"{option.Key}={option.Value}"));

    private long? Accept(string name, long value, TftpMode mode, TftpPolicy policy, long size)
    {
        switch (name)
        {
            case "blksize" when value is >= 8 and <= 65464:
                return BlockSize = (int)Math.Min(value, policy.MaximumBlockSize);
            case "windowsize" when value is >= 1 and <= 65535:
                return WindowSize = (int)Math.Min(value, policy.MaximumWindowSize);
            case "timeout" when value is >= 1 and <= 255:
                Timeout = TimeSpan.FromSeconds(value);
                return value;
            // The size in netascii would take reading the whole file first: leave the option out. curl takes a size of 0 in
            // an OACK for an error; without the option an empty file causes no trouble.
            case "tsize" when mode == TftpMode.Octet && size > 0:
                return size;
            default:
                return null;
        }
    }
}
