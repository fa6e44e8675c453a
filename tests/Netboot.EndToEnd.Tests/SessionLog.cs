using System.Collections.Generic;
using System.Linq;
using RustKernel.Flash.Dhcp;
using RustKernel.Flash.Tftp;

namespace RustKernel.Flash.Netboot.EndToEnd.Tests;

public sealed class SessionLog : INetbootLog
{
    private readonly List<DhcpEvent> _dhcp = [];
    private readonly List<TftpRequestRecord> _tftp = [];

    public DhcpEvent[] Reports
    {
        get
        {
            lock (_dhcp)
            {
                return [.. _dhcp];
            }
        }
    }

    public TftpRequestRecord[] Requests
    {
        get
        {
            lock (_tftp)
            {
                return [.. _tftp];
            }
        }
    }

    public void Dhcp(DhcpEvent report)
    {
        lock (_dhcp)
        {
            _dhcp.Add(report);
        }
    }

    public void Tftp(TftpRequestRecord request)
    {
        lock (_tftp)
        {
            _tftp.Add(request);
        }
    }

    // These sessions run on frames, which have no link to lose.
    public void Link(LinkEvent report)
    {
    }

    public override string ToString() =>
        string.Join('\n', Reports.Select(report => $"{report}").Concat(Requests.Select(request => $"{request}")));
}
