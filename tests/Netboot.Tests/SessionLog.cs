using System.Collections.Generic;
using RustKernel.Flash.Dhcp;
using RustKernel.Flash.Tftp;

namespace RustKernel.Flash.Netboot.Tests;

/// <summary>Keeps the reports. Read it inside Inspect.</summary>
public sealed class SessionLog : INetbootLog
{
    public List<DhcpEvent> Reports { get; } = [];

    public List<TftpRequestRecord> Requests { get; } = [];

    public void Dhcp(DhcpEvent report) => Reports.Add(report);

    public List<LinkEvent> Links { get; } = [];

    public void Link(LinkEvent report) => Links.Add(report);

    public void Tftp(TftpRequestRecord request) => Requests.Add(request);
}
