// A range of addresses that begin with the same bits.

using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace System.Net;

public readonly struct IPNetwork : IEquatable<IPNetwork>, ISpanFormattable, ISpanParsable<IPNetwork>
{
    private readonly IPAddress? _baseAddress;

    public IPNetwork(IPAddress baseAddress, int prefixLength)
    {
        ArgumentNullException.ThrowIfNull(baseAddress);
        if (prefixLength < 0 || prefixLength > Bits(baseAddress))
        {
            throw new ArgumentOutOfRangeException(nameof(prefixLength));
        }

        _baseAddress = Masked(baseAddress, prefixLength);
        PrefixLength = prefixLength;
    }

    public IPAddress BaseAddress => _baseAddress ?? IPAddress.Any;

    public int PrefixLength { get; }

    public static bool operator ==(IPNetwork left, IPNetwork right) => left.Equals(right);

    public static bool operator !=(IPNetwork left, IPNetwork right) => !left.Equals(right);

    public static IPNetwork Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse((ReadOnlySpan<char>)s);
    }

    public static IPNetwork Parse(ReadOnlySpan<char> s) =>
        TryParse(s, out IPNetwork result) ? result : throw new FormatException("An invalid IP network was specified.");

    public static bool TryParse(string? s, out IPNetwork result) => TryParse((ReadOnlySpan<char>)s, out result);

    public static bool TryParse(ReadOnlySpan<char> s, out IPNetwork result)
    {
        result = default;
        int slash = s.LastIndexOf('/');
        bool isNetwork = slash >= 0 && IPAddress.TryParse(s[..slash], out IPAddress? address)
            && int.TryParse(s[(slash + 1)..], NumberStyles.None, null, out int prefix) && prefix <= Bits(address)
            && TryMake(address, prefix, out result);
        return isNetwork;
    }

    static IPNetwork IParsable<IPNetwork>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<IPNetwork>.TryParse(string? s, IFormatProvider? provider, out IPNetwork result) => TryParse(s, out result);

    static IPNetwork ISpanParsable<IPNetwork>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool ISpanParsable<IPNetwork>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out IPNetwork result) =>
        TryParse(s, out result);

    public bool Contains(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        // .NET treats an IPv4 address in IPv6's form as IPv4 here.
        IPAddress own = BaseAddress;
        address = address.IsIPv4MappedToIPv6 && own.AddressFamily == Sockets.AddressFamily.InterNetwork ? address.MapToIPv4() : address;
        return address.AddressFamily == own.AddressFamily && Masked(address, PrefixLength).Mapped == own.Mapped;
    }

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    bool ISpanFormattable.TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        TryFormat(destination, out charsWritten);

    public bool TryFormat(Span<char> destination, out int charsWritten) => SpanText.TryCopy(ToString(), destination, out charsWritten);

    public override string ToString() => $"{BaseAddress}/{PrefixLength}";

    public bool Equals(IPNetwork other) => PrefixLength == other.PrefixLength && BaseAddress.Equals(other.BaseAddress);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is IPNetwork other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(BaseAddress, PrefixLength);

    private static bool TryMake(IPAddress address, int prefix, out IPNetwork network)
    {
        network = new IPNetwork(address, prefix);
        return true;
    }

    private static int Bits(IPAddress address) => address.AddressFamily == Sockets.AddressFamily.InterNetwork ? 32 : 128;

    private static IPAddress Masked(IPAddress address, int prefix)
    {
        Span<byte> bytes = stackalloc byte[IPAddress.IPv6Bytes];
        _ = address.TryWriteBytes(bytes, out int count);
        int lost = 0;
        for (int i = 0; i < count; i++)
        {
            int kept = Math.Clamp(prefix - (8 * i), 0, 8);
            lost |= bytes[i] & (0xFF >> kept);
            bytes[i] &= (byte)(0xFF00 >> kept);
        }

        return lost == 0 && prefix > 0 ? address : new IPAddress((ReadOnlySpan<byte>)bytes[..count]);
    }
}
