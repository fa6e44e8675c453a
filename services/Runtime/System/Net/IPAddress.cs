// An address of the Internet: 4 bytes, or 16 and a scope.

using System.Buffers.Binary;
using System.Net.Sockets;

namespace System.Net;

public partial class IPAddress : ISpanFormattable, ISpanParsable<IPAddress>
{
    public static readonly IPAddress Any = new(0L);
    public static readonly IPAddress Loopback = new(0x0100007FL);
    public static readonly IPAddress Broadcast = new(0xFFFFFFFFL);
    public static readonly IPAddress None = Broadcast;
    public static readonly IPAddress IPv6Any = new(0, 0, 0);
    public static readonly IPAddress IPv6Loopback = new(0, 1, 0);
    public static readonly IPAddress IPv6None = IPv6Any;

    internal const int IPv4Bytes = 4;
    internal const int IPv6Bytes = 16;

    // The prefix of an IPv4 address in IPv6's form. [RFC 4291 2.5.5.2]
    private const ulong MappedPrefix = 0x0000FFFF_00000000;

    // As big-endian numbers; an IPv4 address is the lower half of the second.
    private readonly ulong _high;
    private readonly ulong _low;
    private readonly bool _isIPv6;
    private uint _scope;

    /// <summary>An IPv4 address whose first byte is the lowest of <paramref name="newAddress"/>.</summary>
    public IPAddress(long newAddress)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)newAddress, uint.MaxValue, nameof(newAddress));
        _low = BinaryPrimitives.ReverseEndianness((uint)newAddress);
    }

    public IPAddress(byte[] address)
        : this(Given(address))
    {
    }

    public IPAddress(byte[] address, long scopeid)
        : this(Given(address), scopeid)
    {
    }

    public IPAddress(ReadOnlySpan<byte> address)
    {
        _isIPv6 = address.Length == IPv6Bytes;
        if (_isIPv6)
        {
            _high = BinaryPrimitives.ReadUInt64BigEndian(address);
            _low = BinaryPrimitives.ReadUInt64BigEndian(address[8..]);
        }
        else
        {
            _low = address.Length == IPv4Bytes ? BinaryPrimitives.ReadUInt32BigEndian(address) : throw BadLength(nameof(address));
        }
    }

    public IPAddress(ReadOnlySpan<byte> address, long scopeid)
        : this(address.Length == IPv6Bytes ? address : throw BadLength(nameof(address)))
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)scopeid, uint.MaxValue, nameof(scopeid));
        _scope = (uint)scopeid;
    }

    private IPAddress(ulong high, ulong low, uint scope)
    {
        _high = high;
        _low = low;
        _scope = scope;
        _isIPv6 = true;
    }

    public AddressFamily AddressFamily => _isIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;

    /// <summary>The interface to which a link-local address belongs. SocketException: an IPv4 address has none.</summary>
    public long ScopeId
    {
        get => _isIPv6 ? _scope : throw new SocketException((int)SocketError.OperationNotSupported);
        set
        {
            // The shared instances stay unchanged.
            if (!_isIPv6 || ReferenceEquals(this, IPv6Any) || ReferenceEquals(this, IPv6Loopback))
            {
                throw new SocketException((int)SocketError.OperationNotSupported);
            }

            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, uint.MaxValue);
            _scope = (uint)value;
        }
    }

    public bool IsIPv6Multicast => _isIPv6 && _high >> 56 == 0xFF;

    public bool IsIPv6LinkLocal => _isIPv6 && _high >> 54 == 0x3FA;

    public bool IsIPv6SiteLocal => _isIPv6 && _high >> 54 == 0x3FB;

    public bool IsIPv6Teredo => _isIPv6 && _high >> 32 == 0x20010000;

    public bool IsIPv6UniqueLocal => _isIPv6 && _high >> 57 == 0x7E;

    public bool IsIPv4MappedToIPv6 => _isIPv6 && _high == 0 && _low >> 32 == 0xFFFF;

    /// <summary>The 16 bytes of IPv6's form as two big-endian numbers.</summary>
    internal (ulong High, ulong Low) Mapped => (_high, _isIPv6 ? _low : MappedPrefix | _low);

    public static bool IsLoopback(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address._isIPv6
            ? address._high == 0 && address._scope == 0 && address._low is 1 or (MappedPrefix | 0x7F000001)
            : address._low >> 24 == 127;
    }

    public static short HostToNetworkOrder(short host) => BinaryPrimitives.ReverseEndianness(host);

    public static int HostToNetworkOrder(int host) => BinaryPrimitives.ReverseEndianness(host);

    public static long HostToNetworkOrder(long host) => BinaryPrimitives.ReverseEndianness(host);

    public static short NetworkToHostOrder(short network) => BinaryPrimitives.ReverseEndianness(network);

    public static int NetworkToHostOrder(int network) => BinaryPrimitives.ReverseEndianness(network);

    public static long NetworkToHostOrder(long network) => BinaryPrimitives.ReverseEndianness(network);

    public byte[] GetAddressBytes()
    {
        byte[] bytes = new byte[_isIPv6 ? IPv6Bytes : IPv4Bytes];
        _ = TryWriteBytes(bytes, out _);
        return bytes;
    }

    public bool TryWriteBytes(Span<byte> destination, out int bytesWritten)
    {
        bytesWritten = _isIPv6 ? IPv6Bytes : IPv4Bytes;
        if (destination.Length < bytesWritten)
        {
            bytesWritten = 0;
            return false;
        }

        if (_isIPv6)
        {
            BinaryPrimitives.WriteUInt64BigEndian(destination, _high);
            BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _low);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)_low);
        }

        return true;
    }

    public IPAddress MapToIPv6() => _isIPv6 ? this : new(0, MappedPrefix | _low, 0);

    /// <summary>The last 4 bytes as an IPv4 address, whatever the others are.</summary>
    public IPAddress MapToIPv4() => _isIPv6 ? new((long)BinaryPrimitives.ReverseEndianness((uint)_low)) : this;

    public override bool Equals(object? comparand) =>
        comparand is IPAddress other && _isIPv6 == other._isIPv6 && _high == other._high && _low == other._low && _scope == other._scope;

    public override int GetHashCode() => HashCode.Combine(_high, _low, _scope);

    /// <summary>The address with these 16 bytes in IPv6's form.</summary>
    internal static IPAddress FromMapped(ulong high, ulong low) => high == 0 && low >> 32 == 0xFFFF
        ? new((long)BinaryPrimitives.ReverseEndianness((uint)low))
        : new(high, low, 0);

    private static ReadOnlySpan<byte> Given(byte[] address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address;
    }

    private static ArgumentException BadLength(string name) => new("An invalid IP address was specified.", name);
}
