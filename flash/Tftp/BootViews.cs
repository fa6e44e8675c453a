// Which board sees which files.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;

namespace RustKernel.Flash.Tftp;

/// <summary>
/// Chooses a view by the board prefix of the name, then by Ethernet address, then by IP address, then the one for all. A
/// board prefix (serial, MAC, or one of the view's own) that is no folder of the view is dropped, so that one folder serves
/// boards that ask with it and boards that do not.
/// </summary>
public sealed class BootViews : ITftpFiles
{
    private readonly IReadOnlyList<BootView> _views;
    private readonly Func<IPAddress, string?> _macOf;
    private readonly Dictionary<BootView, ConfinedFolder[]> _folders;

    /// <summary>The views, and how to learn a client's Ethernet address (from DHCP, from frames); it may return null.</summary>
    public BootViews(IReadOnlyList<BootView> views, Func<IPAddress, string?> macOf)
    {
        _views = views;
        _macOf = macOf;
        _folders = views.ToDictionary(view => view, view => view.Folders.Select(folder => new ConfinedFolder(folder)).ToArray());
    }

    /// <inheritdoc/>
    public TftpFileResult Open(IPAddress client, string name)
    {
        string[]? parts = BootPath.Split(name, out string reason);
        if (parts is null)
        {
            return TftpFileResult.Denied("", reason);
        }

        string? serial = parts.Length > 1 ? BootPath.SerialOf(parts[0]) : null;
        string? prefixMac = parts.Length > 1 ? BootPath.MacOf(parts[0]) : null;
        if (Choose(client, parts, serial, prefixMac) is not { } view)
        {
            return TftpFileResult.NotFound("", "no view for this board");
        }

        TftpFileResult found = OpenIn(view, parts);
        int prefixed = OwnPrefix(view, parts) is { } own ? own.Length : serial is not null || prefixMac is not null ? 1 : 0;
        return prefixed > 0 && found.Verdict == TftpVerdict.NotFound ? OpenIn(view, parts[prefixed..]) : found;
    }

    private BootView? Choose(IPAddress client, string[] parts, string? serial, string? prefixMac)
    {
        string? mac = prefixMac ?? _macOf(client);
        return _views.FirstOrDefault(view => serial is not null && view.Serials.Contains(serial))
            ?? _views.Where(view => OwnPrefix(view, parts) is not null).MaxBy(view => OwnPrefix(view, parts)!.Length)
            ?? _views.FirstOrDefault(view => mac is not null && view.Macs.Contains(mac))
            ?? _views.FirstOrDefault(view => view.Addresses.Contains(client))
            ?? _views.FirstOrDefault(view => view.NamesNoBoard);
    }

    // The longest of the view's own prefixes that the name begins with, component by component; the file's name comes after it.
    private static string[]? OwnPrefix(BootView view, string[] parts)
        => view.Prefixes.Select(prefix => prefix.Split('/', StringSplitOptions.RemoveEmptyEntries))
            .Where(prefix => prefix.Length > 0 && prefix.Length < parts.Length && parts.AsSpan(0, prefix.Length).SequenceEqual(prefix))
            .MaxBy(prefix => prefix.Length);

    private TftpFileResult OpenIn(BootView view, string[] parts)
    {
        foreach (ConfinedFolder folder in _folders[view])
        {
            ITftpFile? file = folder.Open(parts, out TftpVerdict verdict, out string reason);
            if (file is not null)
            {
                return TftpFileResult.Found(file, view.Name);
            }

            if (verdict == TftpVerdict.Denied)
            {
                return TftpFileResult.Denied(view.Name, reason);
            }
        }

        return TftpFileResult.NotFound(view.Name, "");
    }
}
