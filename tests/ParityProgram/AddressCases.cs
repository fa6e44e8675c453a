// System.Net without a network: addresses, end points and networks as text, errors of sockets, text in URLs and HTML.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RustKernel.ParityProgram;

internal static class AddressCases
{
    private const int Mutations = 300;
    private const string Letters = "0123456789abcfxX::::....%[]/-+ ";

    private static readonly string[] s_texts =
    [
        "127.0.0.1", "0x7f.1", "010.1.2.3", "1.2.3", "1.2", "4294967295", "4294967296", "0xffffffff", "1.16777215", "1.16777216",
        "1.2.65535", "1.2.65536", "0", "00", "0x", "0xg", "08", "1..2", "1.2.3.4.5", ".1", "1.", "", "255.255.255.255", "256.1.1.1",
        "1.2.3.4 ", " 1.2.3.4", "1.2.3.4:80", "1.2.3.4:65535", "1.2.3.4:65536", "1.2.3.4:", "1.2.3.4:+1", "1.2.3.4/32", "10.0.0.1/8",
        "::", "::1", "fe80::1%3", "fe80::1%no such interface", "[::1]", "[::1]:80", "[::1]:0x1f", "[::1]:", "[::1", "::1]", "[::1]x",
        "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1::8", "1:2:3:4:5:6:1.2.3.4", "::1.2.3.4", "::ffff:1.2.3.4",
        "::ffff:0:1.2.3.4", "::5efe:1.2.3.4", "fe80::5efe:1.2.3.4", "64:ff9b::1.2.3.4", "::1.2.3", "::1.2.3.4.5", "::01.2.3.4",
        "::1.2.3.04", "::1.2.3.004", "::256.1.1.1", "1:2:3:4:5:6:7:1.2.3.4", "1.2.3.4::", "::1.2.3.4:5", "1::2::3", ":1", "1:", ":", ":::",
        "1:2:3:4:5:6:7:8:9", "12345::", "g::", "::/64", "::%", "::%a/b", "::%4294967295", "::%4294967296", "::%-1", "::%+1", "::% 1",
        " ::1", "::1 ", "[1.2.3.4]:80", "[::1]:65536", "[::1]:080", ":80", "a:80", "localhost", "[::]:", "[]:", "[:]", "2001:db8::1",
        "2001:0:0:1::1", "::0:0:1", "0:0:1::", "1:0:0:2:0:0:0:3", "1:0:0:2:0:0:3:4", "ff02::1", "fec0::1", "fc00::1", "fdff::", "2001::1",
        "::ffff:127.0.0.1", "::ffff:127.0.0.2", "::%1/0", "fe80::1%3/64", "fe80::1%3/128", "2001:db8::/32", "::ffff:0.255.0.0/90", "1/2/3",
    ];

    internal static void Run(Table table)
    {
        string[] texts = [.. s_texts, .. Mutated()];
        table.Each("IPAddress", texts.Distinct(), text => Address(IPAddress.Parse(text)));
        table.Each("IPEndPoint", texts.Distinct(), text => IPEndPoint.Parse(text));
        table.Each("IPNetwork", texts.Distinct(), text => IPNetwork.Parse(text));
        table.Each("IPAddress bytes", Bytes().Distinct(), bytes => Address(new IPAddress(Convert.FromHexString(bytes), 7)));
        Networks(table);
        Members(table);
        Wrong(table);
        Errors(table);
        Texts(table);
    }

    private static string Address(IPAddress address) => string.Join(
        ' ',
        address,
        address.AddressFamily,
        address.AddressFamily == AddressFamily.InterNetworkV6 ? address.ScopeId : -1,
        $"{address.IsIPv6Multicast}{address.IsIPv6LinkLocal}{address.IsIPv6SiteLocal}{address.IsIPv6Teredo}{address.IsIPv6UniqueLocal}",
        address.IsIPv4MappedToIPv6,
        address.MapToIPv4(),
        address.MapToIPv6(),
        IPAddress.IsLoopback(address),
        Convert.ToHexString(address.GetAddressBytes()));

    // Random changes, the same on both sides: letters added, removed, changed.
    private static IEnumerable<string> Mutated()
    {
        uint state = 1;
        int Next(int below)
        {
            state = (state * 1664525) + 1013904223;
            return (int)((state >> 8) % (uint)below);
        }

        for (int i = 0; i < Mutations; i++)
        {
            StringBuilder text = new(s_texts[Next(s_texts.Length)]);
            for (int changes = 1 + Next(3); changes > 0; changes--)
            {
                int at = Next(text.Length + 1);
                int kind = at == text.Length ? 0 : Next(3);
                _ = kind == 0 ? text : text.Remove(at, 1);
                _ = kind == 1 ? text : text.Insert(at, Letters[Next(Letters.Length)]);
            }

            yield return text.ToString();
        }
    }

    // All combinations of groups that are 0 or not.
    private static IEnumerable<string> Bytes()
    {
        for (int zeros = 0; zeros < 256; zeros++)
        {
            yield return string.Concat(Enumerable.Range(0, 8).Select(group => ((zeros >> group) & 1) != 0 ? "0000" : "00F" + group));
        }
    }

    // Without mapped addresses in an IPv6 network: .NET compares their last 4 bytes with the first of the network's.
    private static void Networks(Table table)
    {
        string[] networks = ["10.0.0.0/8", "10.1.2.3/31", "0.0.0.0/0", "::ffff:10.0.0.0/104", "2001:db8::/33", "fe80::1/128"];
        string[] addresses =
        [
            "10.0.0.1", "10.1.2.2", "11.0.0.0", "2001:db8::1", "2001:db8:8000::1", "fe80::1%2", "fe80::1", "::",
        ];
        table.Pairs(
            "IPNetwork.Contains",
            networks,
            addresses,
            (network, address) => IPNetwork.Parse(network).Contains(IPAddress.Parse(address)));
        table.Pairs(
            "IPNetwork.Contains mapped",
            networks.Where(network => !network.StartsWith("2001") && !network.StartsWith("fe80")),
            ["::ffff:10.1.2.3", "::ffff:11.1.2.3"],
            (network, address) => IPNetwork.Parse(network).Contains(IPAddress.Parse(address)));
        table.Pairs("IPNetwork ==", networks, networks, (a, b) => IPNetwork.Parse(a) == IPNetwork.Parse(b));
        table.Case("IPNetwork default", () => $"{default(IPNetwork)} {default(IPNetwork).Contains(IPAddress.Loopback)}");
        table.Case("IPNetwork prefix", () => new IPNetwork(IPAddress.Any, 33));
    }

    private static void Members(Table table)
    {
        table.Case("IPAddress statics", () => string.Join(
            ' ',
            [
                IPAddress.Any,
                IPAddress.Loopback,
                IPAddress.Broadcast,
                IPAddress.None,
                IPAddress.IPv6Any,
                IPAddress.IPv6Loopback,
                IPAddress.IPv6None
            ]));
        table.Case("IPAddress of bytes", () =>
        {
            byte[] text = new byte[8];
            bool fits = IPAddress.Parse("10.1.2.3"u8).TryFormat(text, out int length);
            bool isCut = IPAddress.Loopback.TryFormat(text.AsSpan(0, 5), out int none);
            bool isBad = IPAddress.TryParse("10.1.2.3\u00e9"u8, out _) || IPAddress.IsValidUtf8("10.1.2.256"u8);
            return $"{fits} {length} {string.Join(',', text)} {isCut} {none} {isBad} {IPAddress.Parse("fe80::1%5"u8)}";
        });
        table.Case("IPAddress same", () => ReferenceEquals(IPAddress.None, IPAddress.Broadcast));
        table.Case("IPAddress long", () => new IPAddress(0x0100007F));
        table.Case("IPAddress order", () =>
            $"{IPAddress.HostToNetworkOrder((short)1)} {IPAddress.HostToNetworkOrder(1)} {IPAddress.NetworkToHostOrder(1L)}");
        table.Case("IPAddress equal", () => new IPAddress([1, 2, 3, 4]).Equals(IPAddress.Parse("1.2.3.4")));
        table.Case("IPAddress mapped is another", () => IPAddress.Loopback.Equals(IPAddress.Loopback.MapToIPv6()));
        table.Case("IPAddress scope is compared", () => IPAddress.Parse("fe80::1%1").Equals(IPAddress.Parse("fe80::1%2")));
        table.Case("IPAddress format", () =>
        {
            char[] text = new char[9];
            bool fits = IPAddress.Loopback.TryFormat(text, out int written);
            return $"{fits} {written} {new string(text)} {IPAddress.Loopback.TryFormat(text.AsSpan(1), out written)} {written}";
        });
        table.Case("IPAddress bytes", () =>
            $"{IPAddress.Loopback.TryWriteBytes(new byte[3], out int few)} {few} "
                + $"{IPAddress.Loopback.TryWriteBytes(new byte[5], out int all)} {all}");
        table.Case("IPAddress in text", () => $"{IPAddress.Loopback,-12}|{new IPEndPoint(IPAddress.IPv6Loopback, 80),12}|");
        table.Case("IPEndPoint equal", () => new IPEndPoint(IPAddress.Loopback, 1).Equals(new IPEndPoint(0x0100007F, 1)));
        table.Case("IPEndPoint limits", () => $"{IPEndPoint.MinPort} {IPEndPoint.MaxPort}");
        table.Case("DnsEndPoint", () => new DnsEndPoint("Host", 80, AddressFamily.InterNetwork));
        table.Case("DnsEndPoint equal", () => new DnsEndPoint("Host", 80).Equals(new DnsEndPoint("hOST", 80)));
        table.Case(
            "LingerOption",
            () => $"{new LingerOption(true, 3).Equals(new LingerOption(true, 3))} {new LingerOption(false, 4).LingerTime}");
        table.Case("UdpReceiveResult", () => default(UdpReceiveResult) == default);
        table.Case("IPHostEntry", () => new IPHostEntry { HostName = "h" }.HostName);
    }

    private static void Wrong(Table table)
    {
        Dictionary<string, Action> wrong = new()
        {
            ["address text"] = () => IPAddress.Parse("x"),
            ["address null"] = () => IPAddress.Parse((string)null!),
            ["address bytes"] = () => _ = new IPAddress(new byte[3]),
            ["address no bytes"] = () => _ = new IPAddress((byte[])null!),
            ["address scope of IPv4"] = () => _ = new IPAddress(new byte[4], 1),
            ["address scope"] = () => _ = new IPAddress(new byte[16], -1),
            ["address long"] = () => _ = new IPAddress(-1),
            ["scope of IPv4"] = () => _ = IPAddress.Loopback.ScopeId,
            ["scope of the shared one"] = () => IPAddress.IPv6Any.ScopeId = 1,
            ["scope below 0"] = () => new IPAddress(new byte[16]).ScopeId = -1,
            ["loopback null"] = () => IPAddress.IsLoopback(null!),
            ["end text"] = () => IPEndPoint.Parse("x"),
            ["end null"] = () => IPEndPoint.Parse((string)null!),
            ["end port"] = () => _ = new IPEndPoint(0, 65536),
            ["end without address"] = () => _ = new IPEndPoint(null!, 1),
            ["end port later"] = () => new IPEndPoint(0, 0).Port = -1,
            ["name null"] = () => _ = new DnsEndPoint(null!, 1),
            ["name empty"] = () => _ = new DnsEndPoint("", 1),
            ["name port"] = () => _ = new DnsEndPoint("a", -1),
            ["name family"] = () => _ = new DnsEndPoint("a", 1, AddressFamily.Unix),
            ["network text"] = () => IPNetwork.Parse("10.0.0.0"),
        };
        table.Each("System.Net wrong", wrong.Keys, name =>
        {
            try
            {
                wrong[name]();
                return "nothing thrown";
            }
            catch (Exception e)
            {
                return $"{e.GetType().Name} {e.Message} {e.InnerException?.GetType().Name}";
            }
        });
    }

    private static void Errors(Table table) => table.Each("SocketException", Enum.GetValues<SocketError>().Distinct(), error =>
    {
        SocketException made = new((int)error);
        return $"{(int)error} {made.SocketErrorCode} {made.ErrorCode} {made.NativeErrorCode} {made.HResult:X} {made}";
    });

    private static void Texts(Table table)
    {
        string[] texts =
        [
            "", "a b+c", "a%20b", "%zz", "%4", "%41%C3%A4%E2%82%AC", "%ff%41", "äöü€😀", "!*'()-_.~",
            "<a href=\"x\">&amp;'\u00a0</a>",
            "\ud800x",
        ];
        table.Each("WebUtility", texts, text => string.Join(
            '|', WebUtility.UrlEncode(text), WebUtility.UrlDecode(text), WebUtility.HtmlEncode(text)));
    }
}
