using System.Collections.Generic;

namespace RustKernel.Services.DeviceManager;

/// <summary>
/// Registers as they are handed out, in whole pages, and who got which. The MMU protects pages of 4 KiB, and boards put several devices
/// into one page. On the Raspberry Pi 4, UARTs 2 to 5 share a page with UART 0, and the auxiliary SPIs share one with the mini-UART. A
/// service with one of these devices could reach the others, so the kernel gives a page to one object at a time. This class remembers
/// which service to name in a refusal.
/// </summary>
internal sealed class DeviceWindows
{
    private const ulong PageMask = 4095;
    private readonly List<(ulong Start, ulong Bytes, int Client)> _windows = new();

    /// <summary>
    /// Whether the <paramref name="sizeBytes"/> of registers at <paramref name="address"/> are plausible: more than 0, and within the
    /// address range, in whole pages. The tree is not trusted.
    /// </summary>
    internal static bool IsSound(ulong address, ulong sizeBytes) =>
        sizeBytes != 0 && address <= ulong.MaxValue - PageMask && sizeBytes <= ulong.MaxValue - PageMask - address;

    /// <summary>
    /// Whether registers at <paramref name="address"/> are words, at least <paramref name="least"/> bytes, and those in one page.
    /// </summary>
    internal static bool HasInOnePage(ulong address, ulong sizeBytes, uint least) =>
        IsSound(address, sizeBytes) && (address & 3) == 0 && sizeBytes >= least && (address & PageMask) + least <= PageMask + 1;

    /// <summary>The page in which the registers at <paramref name="address"/> begin.</summary>
    internal static ulong Start(ulong address) => address & ~PageMask;

    /// <summary>The bytes of the pages that contain <paramref name="sizeBytes"/> of registers at <paramref name="address"/>.</summary>
    internal static ulong Bytes(ulong address, ulong sizeBytes) => ((address & PageMask) + sizeBytes + PageMask) & ~PageMask;

    /// <summary>
    /// Notes that the window went to <paramref name="client"/>. Overlapping windows were given back before, or the kernel would have
    /// refused.
    /// </summary>
    internal void Note(ulong start, ulong bytes, int client)
    {
        for (int i = _windows.Count - 1; i >= 0; i--)
        {
            if (Overlaps(_windows[i], start, bytes))
            {
                _windows.RemoveAt(i);
            }
        }

        _windows.Add((start, bytes, client));
    }

    /// <summary>The last service that got the window or a part of it; -1: none since this service started.</summary>
    internal int Owner(ulong start, ulong bytes)
    {
        foreach ((ulong Start, ulong Bytes, int Client) window in _windows)
        {
            if (Overlaps(window, start, bytes))
            {
                return window.Client;
            }
        }

        return -1;
    }

    private static bool Overlaps((ulong Start, ulong Bytes, int Client) window, ulong start, ulong bytes) =>
        start - window.Start < window.Bytes || window.Start - start < bytes;
}
