// The receiver of a session's reports.

using RustKernel.Flash.Dhcp;
using RustKernel.Flash.Tftp;

namespace RustKernel.Flash.Netboot;

/// <summary>Takes reports as they come, under the session's lock: be quick.</summary>
public interface INetbootLog
{
    /// <summary>Something happened in DHCP.</summary>
    void Dhcp(DhcpEvent report);

    /// <summary>A TFTP request has its verdict.</summary>
    void Tftp(TftpRequestRecord request);

    /// <summary>The link to the boards went or came back.</summary>
    void Link(LinkEvent report);
}
