// A session that serves.

using System;
using System.Collections.Generic;
using RustKernel.Flash.Tftp;

namespace RustKernel.Flash.Netboot;

/// <summary>DHCP and TFTP on some link layer; disposing stops them.</summary>
public interface INetbootSession : IDisposable
{
    /// <summary>The known boards. Read it inside <see cref="Inspect"/>.</summary>
    BoardTable Boards { get; }

    /// <summary>Calls <paramref name="view"/> with the requests under way and the time, while nothing changes.</summary>
    void Inspect(Action<IEnumerable<TftpRequestRecord>, TimeSpan> view);
}
