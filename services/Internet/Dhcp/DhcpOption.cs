namespace RustKernel.Services.Internet.Dhcp;

/// <summary>Codes of the options that the client knows. [RFC 2132]</summary>
internal static class DhcpOption
{
    public const byte SubnetMask = 1;
    public const byte Router = 3;
    public const byte NameServer = 6;
    public const byte HostName = 12;
    public const byte Domain = 15;
    public const byte Mtu = 26;
    public const byte RequestedAddress = 50;
    public const byte LeaseTime = 51;
    public const byte MessageType = 53;
    public const byte Server = 54;
    public const byte ParameterList = 55;
    public const byte MaximumSize = 57;
    public const byte RenewalTime = 58;
    public const byte RebindingTime = 59;
    public const byte ClientIdentifier = 61;
    public const byte End = 255;
}
