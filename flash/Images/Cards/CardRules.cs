// Which disks may be overwritten.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RustKernel.Flash.Images.Cards;

/// <summary>The checks before a card is touched. All of them run, so that a person sees every objection at once.</summary>
public static class CardRules
{
    /// <summary>Bytes. Larger removable disks are backup disks far more often than cards for a board.</summary>
    public const long LargestCard = 550_000_000_000;

    // A file system the running machine cannot do without.
    private static readonly string[] s_systemMounts = ["/", "/boot", "/usr", "/var", "/home", "/etc", "/opt", "/nix", "swap"];

    /// <summary>
    /// The objections to writing an image whose last byte is at <paramref name="imageBytes"/> - 1 to <paramref name="card"/>; empty when
    /// there are none. <see cref="ImageManifest.EndOf"/>
    /// </summary>
    public static IReadOnlyList<CardObjection> Check(Card card, long imageBytes)
    {
        List<CardObjection> objections = [];
        string[] system = [.. card.Mounts.Where(IsSystem)];
        if (card.Size == 0)
        {
            objections.Add(new("has no medium in it", false));
        }
        else if (card.Size < imageBytes)
        {
            string why = card.SectorBytes > DiskImage.UsualSectorBytes ? $" (FAT32 in sectors of {card.SectorBytes} bytes)" : "";
            objections.Add(new($"is too small: {Size(card.Size)}, the image needs {Size(imageBytes)}{why}", false));
        }

        if (card.IsReadOnly)
        {
            objections.Add(new("is read-only: look at the card's lock switch", false));
        }

        if (system.Length > 0)
        {
            objections.Add(new($"holds the running system ({string.Join(", ", system)})", true));
        }
        else if (card.Mounts.Count > 0)
        {
            objections.Add(new(
                $"is mounted at {string.Join(", ", card.Mounts)}: unmount it first (umount {string.Join(' ', card.Mounts)})",
                true));
        }

        if (card.Holders.Count > 0)
        {
            objections.Add(new($"is part of {string.Join(", ", card.Holders)}", true));
        }

        if (!card.IsRemovable)
        {
            objections.Add(new($"is not removable ({card.Bus})", true));
        }

        if (card.Size > LargestCard)
        {
            objections.Add(new($"is absurdly large for a card: {Size(card.Size)}", true));
        }

        return objections;
    }

    /// <summary>A size as card makers print it: powers of ten.</summary>
    public static string Size(long bytes)
    {
        (double value, string unit) = bytes switch
        {
            >= 1_000_000_000_000 => (bytes / 1e12, "TB"),
            >= 1_000_000_000 => (bytes / 1e9, "GB"),
            >= 1_000_000 => (bytes / 1e6, "MB"),
            >= 1000 => (bytes / 1e3, "kB"),
            _ => (bytes, "bytes"),
        };
        return value.ToString("0.#", CultureInfo.InvariantCulture) + " " + unit;
    }

    private static bool IsSystem(string mount)
        => s_systemMounts.Contains(mount) || mount.StartsWith("/boot/", StringComparison.Ordinal);
}
