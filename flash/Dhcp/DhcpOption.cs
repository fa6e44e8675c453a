// Numbers of the options used.

namespace RustKernel.Flash.Dhcp;

/// <summary>Option codes. [RFC 2132; 93, 94, 97: RFC 4578]</summary>
public static class DhcpOption
{
    /// <summary>Netmask.</summary>
    public const byte SubnetMask = 1;

    /// <summary>Gateways.</summary>
    public const byte Router = 3;

    /// <summary>The address for all machines of the network.</summary>
    public const byte BroadcastAddress = 28;

    /// <summary>What the vendor class defines.</summary>
    public const byte VendorSpecific = 43;

    /// <summary>The address that the client would like.</summary>
    public const byte RequestedAddress = 50;

    /// <summary>Seconds.</summary>
    public const byte LeaseTime = 51;

    /// <summary>Which of the fields sname and file hold options.</summary>
    public const byte Overload = 52;

    /// <summary>See <see cref="DhcpMessageType"/>.</summary>
    public const byte MessageType = 53;

    /// <summary>The address of the intended server.</summary>
    public const byte ServerIdentifier = 54;

    /// <summary>Text with a refusal.</summary>
    public const byte Message = 56;

    /// <summary>T1: seconds until the client asks its server to renew.</summary>
    public const byte RenewalTime = 58;

    /// <summary>T2: seconds until the client asks any server to renew.</summary>
    public const byte RebindingTime = 59;

    /// <summary>"PXEClient…" of a boot ROM.</summary>
    public const byte VendorClass = 60;

    /// <summary>The TFTP server as text; a Pi takes a dotted quad only.</summary>
    public const byte TftpServerName = 66;

    /// <summary>The file to boot.</summary>
    public const byte BootFile = 67;

    /// <summary>What a relay adds about the route; goes back to it unchanged. [RFC 3046]</summary>
    public const byte RelayInformation = 82;

    /// <summary>The client's architecture.</summary>
    public const byte ClientArchitecture = 93;

    /// <summary>The client machine's identifier.</summary>
    public const byte ClientMachine = 97;

    /// <summary>The fixed length of the option <paramref name="code"/> in bytes; 0 when it varies. [RFC 2132 9]</summary>
    internal static int FixedBytes(byte code) => code switch
    {
        Overload or MessageType => 1,
        SubnetMask or RequestedAddress or LeaseTime or ServerIdentifier or RenewalTime or RebindingTime => 4,
        _ => 0,
    };
}
