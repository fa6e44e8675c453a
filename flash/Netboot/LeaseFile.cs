// Leases across restarts.

using System;
using System.IO;
using RustKernel.Flash.Dhcp;

namespace RustKernel.Flash.Netboot;

/// <summary>
/// The file of a session's leases. A full disk keeps no board from booting: it is reported once, until it works again.
/// </summary>
internal sealed class LeaseFile(string? path, DhcpLeases leases, Action<DhcpEvent> report)
{
    private bool _isBroken;

    /// <summary>Reads the leases of earlier sessions.</summary>
    /// <exception cref="IOException">There is a file, and it cannot be read.</exception>
    public void Load()
    {
        if (path is not null)
        {
            leases.Load(path);
        }
    }

    /// <summary>Writes the leases.</summary>
    public void Save()
    {
        if (path is null)
        {
            return;
        }

        try
        {
            leases.Save(path);
            _isBroken = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_isBroken)
            {
                report(new DhcpEvent(
                    DhcpEventKind.Unsaved,
                    "",
                    null,
                    "",
                    "",
                    $"{path}: {e.Message}; addresses given now are forgotten when this server ends"));
            }

            _isBroken = true;
        }
    }
}
