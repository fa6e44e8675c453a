// A host: its name and its addresses.

namespace System.Net;

public class IPHostEntry
{
    public string HostName { get; set; } = null!;

    public string[] Aliases { get; set; } = null!;

    public IPAddress[] AddressList { get; set; } = null!;
}
