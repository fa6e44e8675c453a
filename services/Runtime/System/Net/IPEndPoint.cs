// An address and a port.

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Sockets;

namespace System.Net;

public class IPEndPoint : EndPoint, ISpanFormattable, ISpanParsable<IPEndPoint>
{
    public const int MinPort = 0;
    public const int MaxPort = 65535;

    private IPAddress _address;
    private int _port;

    public IPEndPoint(long address, int port)
    {
        CheckPort(port, nameof(port));
        _port = port;
        _address = new IPAddress(address);
    }

    public IPEndPoint(IPAddress address, int port)
    {
        ArgumentNullException.ThrowIfNull(address);
        CheckPort(port, nameof(port));
        _port = port;
        _address = address;
    }

    public override AddressFamily AddressFamily => _address.AddressFamily;

    public IPAddress Address
    {
        get => _address;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _address = value;
        }
    }

    public int Port
    {
        get => _port;
        set
        {
            CheckPort(value, nameof(value));
            _port = value;
        }
    }

    public static IPEndPoint Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse((ReadOnlySpan<char>)s);
    }

    public static IPEndPoint Parse(ReadOnlySpan<char> s) =>
        TryParse(s, out IPEndPoint? result) ? result : throw new FormatException("An invalid IPEndPoint was specified.");

    public static bool TryParse(string s, [NotNullWhen(true)] out IPEndPoint? result) => TryParse((ReadOnlySpan<char>)s, out result);

    public static bool TryParse(ReadOnlySpan<char> s, [NotNullWhen(true)] out IPEndPoint? result)
    {
        // A colon separates the port if it is the only one, or follows a bracket.
        int colon = s.LastIndexOf(':');
        bool hasPort = colon > 0 && (s[colon - 1] == ']' || s.IndexOf(':') == colon);
        uint port = 0;
        result = IPAddress.TryParse(hasPort ? s[..colon] : s, out IPAddress? address)
            && (!hasPort || (uint.TryParse(s[(colon + 1)..], NumberStyles.None, null, out port) && port <= MaxPort))
            ? new IPEndPoint(address, (int)port)
            : null;
        return result is not null;
    }

    static IPEndPoint IParsable<IPEndPoint>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<IPEndPoint>.TryParse(string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out IPEndPoint result) =>
        TryParse(s!, out result);

    static IPEndPoint ISpanParsable<IPEndPoint>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool ISpanParsable<IPEndPoint>.TryParse(
        ReadOnlySpan<char> s, IFormatProvider? provider, [MaybeNullWhen(false)] out IPEndPoint result) => TryParse(s, out result);

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    bool ISpanFormattable.TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        SpanText.TryCopy(ToString(), destination, out charsWritten);

    public override string ToString() =>
        AddressFamily == AddressFamily.InterNetworkV6 ? $"[{_address}]:{_port}" : $"{_address}:{_port}";

    public override bool Equals([NotNullWhen(true)] object? comparand) =>
        comparand is IPEndPoint other && other._port == _port && other._address.Equals(_address);

    public override int GetHashCode() => _address.GetHashCode() ^ _port;

    internal static void CheckPort(int port, string name)
    {
        if (port is < MinPort or > MaxPort)
        {
            throw new ArgumentOutOfRangeException(name);
        }
    }
}
